"""The picture that a phone reads off a screen: where its code is confirmed, on this server."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from urllib.parse import urlencode

import segno
from starlette.requests import HTTPConnection

from app.web.access import Access

ANY_SITE = "-"
"""In the address of the supervisor's page: whichever site it shows first."""
PICTURES_KEPT = 64
QUIET_MODULES = 4
"""White around it; without that many readers see nothing."""


def own_address(connection: HTTPConnection, access: Access) -> str:
    """Of this server, as the caller reached it: `https://tavle.example`. The `Host` was checked on the way in."""
    scheme = "https" if access.is_encrypted(connection) else "http"
    return f"{scheme}://{connection.headers.get('host', '')}"


def confirm_address(own: str, code: str) -> str:
    """Where a supervisor confirms this code."""
    return f"{own}/app/{ANY_SITE}/screens?{urlencode({'code': code})}"


@lru_cache(PICTURES_KEPT)
def qr_svg(text: str) -> bytes:
    """Black on white in every look: not every phone reads it the other way round."""
    picture = BytesIO()
    segno.make_qr(text, error="m").save(
        picture, kind="svg", border=QUIET_MODULES, omitsize=True, dark="#000", light="#fff"
    )  # fmt: skip
    return picture.getvalue()
