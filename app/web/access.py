"""Who may speak to this server: by the `Host` it was called by, and the `Origin` of the page that calls.

Without logins yet, these two keep foreign pages in a visitor's browser out: CORS covers neither websockets nor a name
that was pointed at 127.0.0.1.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from app.settings.web import WebSection, is_loopback


class Access:
    def __init__(self, settings: WebSection) -> None:
        self._any_host = settings.insecure_open_access and not settings.hosts
        self._hosts = frozenset(host.lower() for host in (*settings.hosts, settings.host))
        self._origins = frozenset(origin.lower() for origin in settings.origins)

    def host_is_ours(self, connection: HTTPConnection) -> bool:
        """Whether the caller meant this server."""
        host = _host_of(connection.headers.get("host", ""))
        return self._any_host or is_loopback(host) or host in self._hosts

    def origin_is_ours(self, connection: HTTPConnection) -> bool:
        """True for callers that are no browser, for our own pages, and for listed origins."""
        origin = connection.headers.get("origin")
        if origin is None:
            return connection.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
        own = urlsplit(origin).netloc.lower() == connection.headers.get("host", "").lower()
        return own or origin.lower() in self._origins


def _host_of(header: str) -> str:
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""
