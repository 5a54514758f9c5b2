"""What each route takes: a permission by path and method. What is not listed takes more than most have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from starlette.routing import compile_path

from app.accounts.role import Permission

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

SITE = "/api/v1/sites/{site}"
ROUTES: Mapping[str, Mapping[str, Permission]] = {
    # The pages hold no figure; what they show they ask for.
    "/": {"GET": "public"},
    "/tv.html": {"GET": "public"},
    "/tv": {"GET": "public"},
    "/tv/{board}": {"GET": "public"},
    "/app": {"GET": "public"},
    "/app/{view:path}": {"GET": "public"},
    "/assets/{path:path}": {"GET": "public"},
    "/healthz": {"GET": "public"},
    "/readyz": {"GET": "public"},
    "/metrics": {"GET": "view"},
    "/api/openapi.json": {"GET": "public"},
    "/api/v1/metrics": {"GET": "view"},
    "/api/v1/session": {"GET": "public", "POST": "public", "DELETE": "public"},
    "/api/v1/session/password": {"PUT": "view"},
    "/api/v1/sites": {"GET": "view"},
    f"{SITE}/figures": {"GET": "view"},
    f"{SITE}/view": {"GET": "view"},
    f"{SITE}/explain": {"GET": "view"},
    f"{SITE}/goals": {"GET": "view"},
    f"{SITE}/kpis": {"GET": "view"},
    f"{SITE}/recovery": {"GET": "view"},
    f"{SITE}/settings": {"GET": "view"},
    f"{SITE}/preview": {"POST": "edit"},
    f"{SITE}/settings/{{part}}": {"PUT": "edit", "DELETE": "edit"},
    f"{SITE}/alerts": {"GET": "view"},
    f"{SITE}/alerts/rehearsal": {"POST": "edit"},
    f"{SITE}/alerts/{{alert}}/acknowledge": {"POST": "edit"},
    f"{SITE}/alerts/silences": {"POST": "edit"},
    f"{SITE}/alerts/silences/{{silence}}": {"DELETE": "edit"},
    "/api/v1/events": {"POST": "feed"},
    "/api/v1/boards": {"GET": "view", "POST": "edit"},
    "/api/v1/boards/import": {"POST": "edit"},
    "/api/v1/boards/preview": {"POST": "edit"},
    "/api/v1/boards/{board}": {"GET": "view", "PUT": "edit", "DELETE": "edit"},
    "/api/v1/boards/{board}/export": {"GET": "view"},
    "/api/v1/boards/{board}/snapshot": {"GET": "watch"},
    "/api/v1/pairing": {"GET": "public", "POST": "public"},
    "/api/v1/pairing/{code}/qr": {"GET": "public"},
    "/api/v1/screens": {"GET": "view", "POST": "edit"},
    "/api/v1/screens/message": {"PUT": "edit"},
    "/api/v1/screens/reload": {"POST": "edit"},
    "/api/v1/screens/{screen}": {"PATCH": "edit", "DELETE": "edit"},
    "/api/v1/accounts": {"GET": "administer", "POST": "administer"},
    "/api/v1/accounts/{name}": {"PATCH": "administer", "DELETE": "administer"},
    "/api/v1/tokens": {"GET": "administer", "POST": "administer"},
    "/api/v1/tokens/{name}": {"DELETE": "administer"},
    "/api/v1/audit": {"GET": "administer"},
}

_COMPILED = [(compile_path(path)[0], methods) for path, methods in ROUTES.items()]


class Needed(NamedTuple):
    """`allowed` names the methods of the path when there is no such method there. `board` is the one that is asked
    for, when only one board may be watched."""

    permission: Permission
    allowed: tuple[str, ...] = ()
    board: str | None = None


def needed_for(method: str, path: str) -> Needed:
    """What this request takes. A path that is not listed can be read with `view`, and changed with `administer`."""
    asked = "GET" if method == "HEAD" else method
    allowed: set[str] = set()
    for pattern, methods in _COMPILED:
        match = pattern.match(path)
        if match is not None:
            if asked in methods:
                return Needed(methods[asked], board=match.groupdict().get("board"))
            allowed |= set(methods)
    return Needed("view" if method in SAFE_METHODS else "administer", tuple(sorted(allowed)))
