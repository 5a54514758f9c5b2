"""Who may speak to this server: by the `Host` it was called by, and the `Origin` of the page that calls.

These two keep foreign pages in a visitor's browser out: CORS covers neither websockets nor a name that was pointed at
127.0.0.1. Who the caller is, and what he may do, is asked after that (app/web/entry.py).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from app.settings.web import WebSection, is_loopback

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""A proxy that calls for somebody else adds at least one of these."""


class Access:
    def __init__(self, settings: WebSection) -> None:
        self.open_to_all = settings.insecure_open_access
        self.development = settings.development
        self.listens_here_only = is_loopback(settings.host)
        self._any_host = settings.insecure_open_access and not settings.hosts
        self._hosts = frozenset(host.lower() for host in (*settings.hosts, settings.host))
        self._origins = frozenset(origin.lower() for origin in settings.origins)

    def host_is_ours(self, connection: HTTPConnection) -> bool:
        """Whether the caller meant this server."""
        host = _host_of(connection.headers.get("host", ""))
        return self._any_host or is_loopback(host) or host in self._hosts

    def origin_is_ours(self, connection: HTTPConnection) -> bool:
        """True for callers that are no browser, for our own pages, and for listed origins.

        A page of our name over http where we are reached by https is `cross-site` to the browser, and foreign.
        """
        origin = connection.headers.get("origin")
        site = connection.headers.get("sec-fetch-site", "none")
        if origin is None:
            return site in ("none", "same-origin")
        own = urlsplit(origin).netloc.lower() == connection.headers.get("host", "").lower()
        return (own and site != "cross-site") or origin.lower() in self._origins

    def is_on_this_machine(self, connection: HTTPConnection) -> bool:
        """Whether somebody at this very machine calls: over loopback, by its name, and through no proxy."""
        return (
            self.listens_here_only
            and connection.client is not None
            and is_loopback(connection.client.host)
            and is_loopback(_host_of(connection.headers.get("host", "")))
            and not any(name in connection.headers for name in FORWARDED)
        )

    def is_encrypted(self, connection: HTTPConnection) -> bool:
        """Whether the browser came by https, as the connection or the proxy says. Only cookies that a browser keeps for
        https alone depend on it, so nothing is gained by saying so wrongly."""
        proto = connection.headers.get("x-forwarded-proto", "").split(",")[0].strip().lower()
        return connection.url.scheme in ("https", "wss") or proto == "https"


def _host_of(header: str) -> str:
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""
