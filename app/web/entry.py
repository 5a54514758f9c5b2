"""Who calls, and whether he may: asked before any route is, and before a websocket is opened."""

from __future__ import annotations

from starlette.datastructures import State
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from app.accounts.caller import ANYONE, DEVELOPER, STRANGER_CALLER, Caller
from app.accounts.recognition import Recognition, Shown
from app.accounts.role import Permission
from app.store.errors import StoreUnavailable
from app.web.access import Access
from app.web.metrics import WebMetrics
from app.web.permissions import SAFE_METHODS, Needed, needed_for
from app.web.problem import RETRY, Problem
from app.web.session_cookie import Cookie, bearer_of_header, shown_by_cookie, shown_by_header


class Entry:
    """Recognises callers, by what they show or by where they are."""

    def __init__(self, access: Access, recognition: Recognition) -> None:
        self.access, self.recognition = access, recognition

    def shown(self, connection: HTTPConnection, *, as_screen: bool = False) -> Shown | None:
        """What the caller shows; with `as_screen` a screen's secret goes before a person's session."""
        order: tuple[Cookie, ...] = ("screen", "session") if as_screen else ("session", "screen")
        return shown_by_header(connection) or shown_by_cookie(connection, self.access, order)

    async def caller(self, connection: HTTPConnection, *, as_screen: bool = False) -> Caller:
        """Raises a 401 `Problem` for a token that is worth nothing, and 503 when the store does not answer."""
        try:
            what = self.shown(connection, as_screen=as_screen)
            caller = await self.recognition.caller(what) if what is not None else None
            if caller is None and bearer_of_header(connection) is not None:
                raise refused_token()
            return caller or await self.unknown(on_this_machine=self.access.is_on_this_machine(connection))
        except StoreUnavailable as error:
            raise unavailable_store() from error

    async def unknown(self, *, on_this_machine: bool) -> Caller:
        """Who shows nothing: anyone, where access is open; else a stranger. Raises `StoreUnavailable`."""
        if on_this_machine and not await self.recognition.accounts_exist():
            return DEVELOPER if self.access.development else ANYONE
        return ANYONE if self.access.open_to_all else STRANGER_CALLER


class Gate:
    """Pure ASGI middleware: lets a request through to its route when its caller has the permission that the route
    takes. `request.state.caller` is he; on public routes nobody is asked. The websocket asks for itself."""

    def __init__(self, app: ASGIApp, entry: Entry, metrics: WebMetrics) -> None:
        self._app, self._entry, self._metrics = app, entry, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._admit(scope)
        except Problem as refusal:
            await refusal.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _admit(self, scope: Scope) -> None:
        connection, method = HTTPConnection(scope), scope["method"]
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            raise Problem(400, "No address has this character.", "The address holds NUL (%00): leave it out.")
        if method not in SAFE_METHODS and not self._entry.access.origin_is_ours(connection):
            self._metrics.refused("origin")
            raise foreign_page()
        needed = needed_for(method, scope["path"])
        if needed.allowed:
            detail = f"{method} {scope['path']} is not served; see docs/api.md."
            raise Problem(405, "Method Not Allowed", detail, headers={"allow": ", ".join(needed.allowed)})
        if needed.permission != "public":
            caller = await self._entry.caller(connection)
            _require(caller, needed)
            scope.setdefault("state", {})["caller"] = caller


def caller_of(state: State) -> Caller:
    """Whom the gate let through; a stranger on public routes."""
    caller: Caller = getattr(state, "caller", STRANGER_CALLER)
    return caller


def boards_of(caller: Caller) -> str:
    """The boards that a screen may watch, as an error names them."""
    return ", ".join(map(repr, caller.screen.boards)) if caller.screen is not None else "any"


def _require(caller: Caller, needed: Needed) -> None:
    if not caller.may(needed.permission):
        raise refusal_of(caller, needed.permission)
    if caller.kind == "screen" and needed.permission == "watch" and not caller.may_watch(needed.board or ""):
        raise Problem(403, "This screen shows another board.", f"It may watch {boards_of(caller)} only.")


def refusal_of(caller: Caller, permission: Permission) -> Problem:
    """401 for whom we do not know, 403 for whom we do."""
    if caller.kind in ("stranger", "anyone"):
        detail = "Log in, or send a token: Authorization: Bearer … (docs/api.md)."
        return Problem(401, "Who are you?", detail, headers={"www-authenticate": "Bearer"})
    held = caller.role or caller.kind
    return Problem(403, "You may not do that.", f"It takes the permission to {permission}; a {held} has it not.")


def refused_token() -> Problem:
    detail = "It was revoked, is past its end, or is none of ours: get another one from an admin."
    headers = {"www-authenticate": 'Bearer error="invalid_token"'}
    return Problem(401, "The token is worth nothing.", detail, headers=headers)


def foreign_page() -> Problem:
    detail = "Add its origin to web.origins in the configuration."
    return Problem(403, "This page may not change anything here.", detail)


def unavailable_store() -> Problem:
    return Problem(503, "The store cannot be reached.", "Try again in a moment.", headers=RETRY)
