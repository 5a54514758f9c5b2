"""Puts the security headers on every HTTP answer, and refuses callers who meant another host."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.access import Access
from app.web.metrics import WebMetrics
from app.web.problem import Problem

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class SecurityHeaders:
    """Pure ASGI middleware; websockets pass through (the socket checks host and origin itself)."""

    def __init__(self, app: ASGIApp, access: Access, metrics: WebMetrics) -> None:
        self._app, self._access, self._metrics = app, access, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("cache-control", "no-store")
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if self._access.host_is_ours(HTTPConnection(scope)):
            await self._app(scope, receive, send_with_headers)
        else:
            self._metrics.refused("host")
            await unknown_host().response()(scope, receive, send_with_headers)


def unknown_host() -> Problem:
    return Problem(421, "This server is not called that.", "Add the name to web.hosts in the configuration.")
