"""`/api/v1/screens`: the fleet. Confirm a screen's code, name it, give it boards, say something on it, take it back."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import AfterValidator, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.devices.code import fit_code
from app.devices.message import MINUTES_LIMIT, Message, fit_text
from app.devices.naming import BOARDS_LIMIT, fit_boards, fit_name
from app.devices.report import state_of
from app.devices.tries import Tries
from app.store.audit import By
from app.store.errors import NotStored
from app.store.screens import Screen, ScreenStore
from app.web.board_source import BoardSource, UnknownBoard
from app.web.entry import caller_of
from app.web.json_body import Body, read_json
from app.web.metrics import WebMetrics
from app.web.problem import Problem
from app.web.session_guard import SessionGuard
from streams.events.instant import MINUTE_MS

BODY_BYTES = 16 * 1024
CODES_A_CALLER = 20
"""Codes that nobody shows, of one caller in a quarter of an hour: enough to mistype, too few to guess 32 bits."""
ID_BYTES = 6
AT_ONCE = 500
"""Screens that a request may name; all of them need no name."""

Name = Annotated[str, AfterValidator(fit_name)]
Boards = Annotated[tuple[str, ...], Field(max_length=2 * BOARDS_LIMIT), AfterValidator(fit_boards)]
Ids = Annotated[tuple[Annotated[str, Field(max_length=128)], ...], Field(min_length=1, max_length=AT_ONCE)]


class NewScreen(Body):
    code: Annotated[str, AfterValidator(fit_code)]
    name: Name
    boards: Boards


class ScreenChange(Body):
    name: Name | None = None
    boards: Boards | None = None


class Whom(Body):
    """`screens` are their ids; null is all of them."""

    screens: Ids | None


class Saying(Whom):
    """Without a text the message that stands there is taken away."""

    text: Annotated[str, AfterValidator(fit_text)] | None
    minutes: Annotated[int, Field(ge=1, le=MINUTES_LIMIT)] = 10


def screens_router(desk: ScreenDesk, metrics: WebMetrics, build: str) -> APIRouter:
    """`build` is that of the pages which this server serves: what a screen should run."""
    router = APIRouter(prefix="/api/v1/screens", tags=["screens"])

    @router.get("", summary="Every screen, what it shows, and when it was last heard of")
    async def screens() -> JSONResponse:
        now, found = desk.clock(), await desk.store.list()
        return JSONResponse({"at": now, "build": build, "screens": [told(one, now, build) for one in found]})

    @router.post("", status_code=201, summary="Confirm the code that a screen shows")
    async def pair(request: Request) -> JSONResponse:
        body = await read_json(request, NewScreen, BODY_BYTES, metrics)
        screen = await desk.pair(request, body)
        return JSONResponse(told(screen, desk.clock(), build), 201)

    @router.patch("/{screen}", summary="Another name, or other boards: the first is shown")
    async def change(request: Request, screen: str) -> JSONResponse:
        body = await read_json(request, ScreenChange, BODY_BYTES, metrics)
        return JSONResponse(told(await desk.change(request, screen, body), desk.clock(), build))

    @router.delete("/{screen}", status_code=204, summary="Revoke a screen: it shows nothing within five seconds")
    async def delete(request: Request, screen: str) -> Response:
        await desk.delete(request, screen)
        return Response(status_code=204)

    @router.put("/message", summary="Say something on screens for some minutes, or take it away")
    async def say(request: Request) -> JSONResponse:
        body = await read_json(request, Saying, BODY_BYTES, metrics)
        return JSONResponse({"screens": await desk.say(request, body)})

    @router.post("/reload", summary="Have screens load their page anew")
    async def reload(request: Request) -> JSONResponse:
        body = await read_json(request, Whom, BODY_BYTES, metrics)
        return JSONResponse({"screens": await desk.reload(request, body.screens)})

    return router


class ScreenDesk:
    """Changes screens in the name of who asks; those that are connected here learn it at once."""

    def __init__(
        self, store: ScreenStore, boards: BoardSource, guard: SessionGuard, metrics: WebMetrics,
        clock: Callable[[], int],
    ) -> None:  # fmt: skip
        self.store, self.clock = store, clock
        self._boards, self._guard, self._metrics = boards, guard, metrics
        self._codes = Tries(CODES_A_CALLER, time.monotonic)

    async def pair(self, request: Request, body: NewScreen) -> Screen:
        """Raises `Problem`: 404 for a code that no screen shows, 429 after too many of them."""
        await self._require_boards(body.boards)
        by = self._by(request)
        if wait_s := self._codes.wait_s(by.actor):
            self._metrics.refused("codes")
            detail = f"Read the code off the screen, and try again in {wait_s} s."
            raise Problem(429, "Too many wrong codes.", detail, headers={"retry-after": str(wait_s)})
        try:
            screen = await self.store.pair(secrets.token_hex(ID_BYTES), body.name, body.boards, body.code, by)
        except NotStored:
            detail = "It shows a new one every ten minutes: read it again."
            raise Problem(404, "No screen shows this code.", detail) from None
        self._codes.give_back(by.actor)
        self._guard.look_soon()
        return screen

    async def change(self, request: Request, id_: str, body: ScreenChange) -> Screen:
        if body.boards is not None:
            await self._require_boards(body.boards)
        screen = await self.store.change(id_, self._by(request), name=body.name, boards=body.boards)
        self._guard.look_soon()
        return screen

    async def delete(self, request: Request, id_: str) -> None:
        await self.store.delete(id_, self._by(request))
        self._guard.look_soon()

    async def say(self, request: Request, body: Saying) -> int:
        by = self._by(request)
        message = Message(body.text, by.at + body.minutes * MINUTE_MS) if body.text is not None else None
        return self._reached(await self.store.say(body.screens, message, by))

    async def reload(self, request: Request, ids: Sequence[str] | None) -> int:
        return self._reached(await self.store.reload(ids, self._by(request)))

    def _reached(self, count: int) -> int:
        self._guard.look_soon()
        if not count:
            raise Problem(404, "There is no such screen.", "See GET /api/v1/screens for those there are.")
        return count

    async def _require_boards(self, ids: Sequence[str]) -> None:
        """Raises a 400 `Problem` for a board that there is not. A site may come later."""
        for id_ in ids:
            try:
                await self._boards.find(id_.partition("@")[0])
            except UnknownBoard as unknown:
                raise Problem(400, "There is no such board.", f"{unknown}.", board=id_) from None

    def _by(self, request: Request) -> By:
        return By(caller_of(request.state).actor, self.clock())


def told(screen: Screen, now: int, build: str) -> dict[str, Any]:
    """A screen as the API tells it; its secret is nowhere to be had."""
    report, message = screen.report, screen.message
    state = state_of(screen.seen_at, report, now)
    return {
        "id": screen.id,
        "name": screen.name,
        "boards": list(screen.boards),
        "state": state,
        "old_build": state == "live" and report is not None and report.build not in (None, build),
        "seen_at": screen.seen_at,
        "made_at": screen.made_at,
        "made_by": screen.made_by,
        "message": message._asdict() if message is not None and message.until > now else None,
        "reload_at": screen.reload_at,
        "reported": report.model_dump(exclude={"connected"}) if report is not None else None,
    }
