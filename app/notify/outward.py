"""HTTP to an address from the configuration: resolved and looked at first, then spoken to at that very address."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import cache, partial
from importlib.metadata import version

import certifi
import httpx

from app.notify.address import Resolve, addresses_of, resolved
from app.notify.aside import Aside
from app.notify.attempt import Failed
from app.settings.notify import web_address
from streams.events.instant import to_ms

RETRY_AFTER_LIMIT_S = 3600.0
ABOUT_THIS = frozenset((400, 405, 406, 411, 413, 414, 415, 422, 431))
"""Answers that may be about this message alone."""
GONE = 410
DEFAULT_PORTS = {"http": 80, "https": 443}


class Outward:
    """One receiver. `timeout_s` holds for an attempt as a whole. No proxy of the environment is used, no redirect
    followed, and no more read of an answer than its status and headers."""

    def __init__(
        self, url: str, *, name: str, timeout_s: float, allow_private: bool, resolve: Resolve = resolved,
        tls: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        self._url, self._timeout_s = httpx.URL(url), timeout_s
        self._allow_private, self._resolve = allow_private, resolve
        for noisy in ("httpx", "httpcore"):  # they log whole URLs, and headers
            logging.getLogger(noisy).setLevel(logging.WARNING)
        self._aside = Aside(f"resolve {name}")
        self._client = httpx.AsyncClient(
            verify=tls or _tls(), trust_env=False, follow_redirects=False, timeout=timeout_s,
            limits=httpx.Limits(max_keepalive_connections=0),
            headers={"user-agent": f"tavle/{version('tavle')}"},
        )  # fmt: skip

    async def ask(self, method: str, now_ms: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        """Returns once the receiver has answered with success (2xx). Raises `Failed`."""
        try:
            async with asyncio.timeout(self._timeout_s):
                response = await self._answer(method, headers or {}, body)
        except TimeoutError:
            raise Failed(f"no answer within {self._timeout_s:g} s") from None
        except httpx.HTTPError as error:
            raise Failed(_why(error)) from None
        if not response.is_success:
            raise _refusal(response, now_ms)

    async def close(self) -> None:
        """Closes its connections."""
        await self._client.aclose()

    async def _answer(self, method: str, headers: Mapping[str, str], body: bytes) -> httpx.Response:
        host, port = self._url.raw_host.decode("ascii"), self._url.port or DEFAULT_PORTS[self._url.scheme]
        found = await self._aside.run(
            partial(addresses_of, host, port, allow_private=self._allow_private, resolve=self._resolve)
        )
        sent = {**headers, "host": self._url.netloc.decode("ascii")}
        for place, address in enumerate(found):
            request = self._client.build_request(
                method, self._url.copy_with(host=address), headers=sent, content=body,
                extensions={"sni_hostname": host},
            )  # fmt: skip
            try:
                response = await self._client.send(request, stream=True)
            except httpx.ConnectError:
                if place == len(found) - 1:
                    raise
                continue
            await response.aclose()
            return response
        raise AssertionError("a host has at least one address")


def usable_address(url: str) -> str:
    """The URL as it is. Raises ValueError, which repeats nothing of it."""
    try:
        httpx.URL(url)
    except httpx.InvalidURL:
        url = ""
    return web_address(url)


def _why(error: httpx.HTTPError) -> str:
    """In words without the URL, which an exception's own text may hold."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is refused ({cause.verify_message})"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectError):
        return "it refuses the connection, or is not there"
    return f"the connection failed ({type(error).__name__})"


def _refusal(response: httpx.Response, now_ms: int) -> Failed:
    status = response.status_code
    if response.is_redirect or status // 100 == 3:
        return Failed(f"it answers {status}, a redirect, which is not followed: write the address where it leads")
    return Failed(
        f"it answers {status}",
        after_s=retry_after_s(response.headers.get("retry-after"), now_ms),
        about_this=status in ABOUT_THIS,
        gone=status == GONE,
    )


def retry_after_s(written: str | None, now_ms: int) -> float | None:
    """The seconds that a `Retry-After` asks for, at most `RETRY_AFTER_LIMIT_S`; None where it says nothing."""
    if written is None:
        return None
    if written.strip().isdecimal():
        asked_s = float(written)
    else:
        try:
            asked_s = (to_ms(parsedate_to_datetime(written)) - now_ms) / 1000
        except (ValueError, TypeError):
            return None
    return min(max(asked_s, 0.0), RETRY_AFTER_LIMIT_S)


@cache
def _tls() -> ssl.SSLContext:
    """What this machine trusts (also SSL_CERT_FILE), and the authorities that browsers do: one for all channels, since
    reading it takes a while."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
