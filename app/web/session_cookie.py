"""The cookies that hold a secret, and what a caller shows by them or by `Authorization: Bearer`.

By https their names begin with `__Host-`: the browser then keeps them for this very host, and never sends them in the
clear. On this machine, without TLS, they have plain names; nowhere else is such a cookie given or taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import structlog
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.accounts.recognition import Shown, shown
from app.web.access import Access
from app.web.problem import Problem

Cookie = Literal["session", "screen"]
NAMES: Mapping[Cookie, str] = {"session": "tavle_session", "screen": "tavle_screen"}
SECURE_PREFIX = "__Host-"
BEARER = "bearer "

logger = structlog.get_logger(__name__)


def bearer_of_header(connection: HTTPConnection) -> str | None:
    """The secret behind `Authorization: Bearer`; None without such a header."""
    header = connection.headers.get("authorization", "")
    return header[len(BEARER) :].strip() if header.lower().startswith(BEARER) else None


def shown_by_header(connection: HTTPConnection) -> Shown | None:
    """Machines and screens may show their secret in the header; a person's session is in his browser's cookie only."""
    what = shown(bearer_of_header(connection) or "")
    return what if what is not None and what.bearer != "session" else None


def shown_by_cookie(connection: HTTPConnection, access: Access, order: Sequence[Cookie] = tuple(NAMES)) -> Shown | None:
    """A person's session goes before a screen's secret: who logs in at a screen wants to be himself. Only what asks as
    a screen has it the other way round."""
    prefix = "" if access.is_on_this_machine(connection) and not access.is_encrypted(connection) else SECURE_PREFIX
    for bearer in order:
        what = shown(connection.cookies.get(prefix + NAMES[bearer], ""))
        if what is not None and what.bearer == bearer:
            return what
    return None


def set_cookie(
    response: Response, connection: HTTPConnection, access: Access, cookie: Cookie, secret: str, max_age_s: int
) -> None:
    """Gives the secret to the browser. Raises a 403 `Problem` where it would go over the wire in the clear."""
    prefix = _prefix(connection, access)
    if not prefix:
        logger.warning(
            "development_login", why="no TLS: this cookie is for this machine only", cookie=NAMES[cookie]
        )  # fmt: skip
    response.set_cookie(
        prefix + NAMES[cookie], secret, max_age=max_age_s, path="/", secure=bool(prefix), httponly=True,
        samesite="strict",
    )  # fmt: skip


def renew_cookie(
    response: Response, connection: HTTPConnection, access: Access, cookie: Cookie, max_age_s: int
) -> None:  # fmt: skip
    """Has the browser keep the cookie that it showed for another `max_age_s`."""
    secret = connection.cookies.get(_prefix(connection, access) + NAMES[cookie])
    if secret is not None:
        set_cookie(response, connection, access, cookie, secret, max_age_s)


def must_be_safe(connection: HTTPConnection, access: Access) -> None:
    """Raises a 403 `Problem` where a cookie would go over the wire in the clear."""
    _prefix(connection, access)


def take_cookie_back(response: Response, connection: HTTPConnection, access: Access, cookie: Cookie) -> None:
    prefix = _prefix(connection, access)
    response.delete_cookie(prefix + NAMES[cookie], path="/", secure=bool(prefix), httponly=True, samesite="strict")


def _prefix(connection: HTTPConnection, access: Access) -> str:
    if access.is_encrypted(connection):
        return SECURE_PREFIX
    if access.is_on_this_machine(connection):
        return ""
    raise Problem(
        403,
        "Logins and screens need https.",
        "Reach the server by https; its proxy has to send X-Forwarded-Proto: https (docs/operation.md).",
    )
