"""`/api/v1/boards`: the boards there are, made, changed, taken away, and as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.boards.board import Board
from app.boards.shipped import SHIPPED, shipped_copy
from app.store.audit import By
from app.store.board_file import BoardFile, UnfitBoardId, board_file, fit_board_id, stored_definition
from app.store.boards import BoardStore, Definition, StoredBoard
from app.store.errors import NotStored
from app.web.board_source import ANY_SITE
from app.web.entry import caller_of
from app.web.hub import Hub
from app.web.json_body import NUMBER_LIMIT, read_json
from app.web.metrics import WebMetrics
from app.web.problem import Problem
from streams.kpi.keys import Language

Id = Annotated[str | None, Query(min_length=1, max_length=128)]
Version = Annotated[int | None, Query(ge=1, le=NUMBER_LIMIT)]


def boards_router(
    store: BoardStore, hub: Hub, metrics: WebMetrics, limit_bytes: int, clock: Callable[[], int]
) -> APIRouter:
    router = APIRouter(prefix="/api/v1/boards", tags=["boards"])
    desk = BoardDesk(store, hub, clock)

    @router.get("", summary="Every board: shipped ones, then those of the store")
    async def boards(lang: Language = "en") -> JSONResponse:
        """`lang` is the language of the shipped boards' titles."""
        shipped = [_shipped_entry(name, lang) for name in SHIPPED]
        return JSONResponse({"boards": [*shipped, *(_entry(board) for board in await store.whole())]})

    @router.post("", status_code=201, summary="Make a board")
    async def add(request: Request) -> JSONResponse:
        return _made(await desk.add(request, await read_json(request, Board, limit_bytes, metrics)))

    @router.get("/{board}", summary="The definition of a board")
    async def get(board: str, lang: Language = "en") -> JSONResponse:
        """`lang` is the language that a shipped board is titled in; what people made is titled as they wrote."""
        return JSONResponse(await desk.definition(board, lang))

    @router.put("/{board}", summary="Save a board whose version is still the one that it says")
    async def save(request: Request, board: str) -> JSONResponse:
        return _saved(await desk.save(request, board, await read_json(request, Board, limit_bytes, metrics)))

    @router.delete("/{board}", status_code=204, summary="Take a board away")
    async def delete(request: Request, board: str, version: Version = None) -> Response:
        """With `version` only while it is still of that version."""
        await desk.delete(request, board, version)
        return Response(status_code=204)

    _add_files(router, desk, metrics, limit_bytes)
    return router


def _add_files(router: APIRouter, desk: BoardDesk, metrics: WebMetrics, limit_bytes: int) -> None:
    @router.get("/{board}/export", summary="A board as a file")
    async def export(board: str, lang: Language = "en") -> JSONResponse:
        """`lang` is the language that a shipped board is titled in."""
        file = board_file(await desk.definition(board, lang))
        return JSONResponse(file, headers={"content-disposition": f'attachment; filename="{board}.tavle-board.json"'})

    @router.post("/import", status_code=201, summary="Make a board from a file, or put one in the place of another")
    async def from_file(request: Request, id: Id = None, site: Id = None, replace: bool = False) -> JSONResponse:
        """`id` and `site` take the place of what the file says."""
        file = await read_json(request, BoardFile, limit_bytes, metrics)
        changes = {key: value for key, value in (("id", id), ("site", site)) if value is not None}
        return _made(await desk.take_in(request, file.board.model_copy(update=changes), replace=replace))


class BoardDesk:
    """Changes boards in the name of who asks, and tells the hub."""

    def __init__(self, store: BoardStore, hub: Hub, clock: Callable[[], int]) -> None:
        self._store, self._hub, self._clock = store, hub, clock

    async def definition(self, board: str, language: Language) -> dict[str, Any]:
        """As it is saved; of a shipped one `site` stands for any. Raises `NotStored`."""
        if board in SHIPPED:
            return shipped_copy(board, ANY_SITE, language).model_dump(mode="json", exclude_unset=True)
        return dict((await self._store.get(board)).definition)

    async def add(self, request: Request, board: Board) -> StoredBoard:
        id_ = _fit(board.id)
        stored = await self._store.add(id_, board.title, board.site, stored_definition(board), self._by(request))
        self._hub.boards_changed()
        return stored

    async def save(self, request: Request, id_: str, board: Board) -> StoredBoard:
        _fit(id_)
        if board.id != id_:
            raise Problem(400, "The id is another.", f"The address says {id_!r}, the board {board.id!r}.")
        stored = await self._store.save(
            id_, board.title, board.site, stored_definition(board), self._by(request), expected=board.version
        )
        self._hub.boards_changed()
        return stored

    async def take_in(self, request: Request, board: Board, *, replace: bool) -> StoredBoard:
        """Raises `AlreadyStored` unless `replace`."""
        if replace:
            try:
                held = await self._store.get(_fit(board.id))
                return await self.save(request, board.id, board.model_copy(update={"version": held.entry.version}))
            except NotStored:
                pass
        return await self.add(request, board)

    async def delete(self, request: Request, id_: str, version: int | None) -> None:
        await self._store.delete(_fit(id_), self._by(request), expected=version)
        self._hub.boards_changed()

    def _by(self, request: Request) -> By:
        return By(caller_of(request.state).actor, self._clock())


def _fit(id_: str) -> str:
    try:
        return fit_board_id(id_)
    except UnfitBoardId as unfit:
        if id_ in SHIPPED:
            raise Problem(409, "This board comes with Tavle.", f"{unfit}.") from None
        raise Problem(400, "This is no id for a board.", f"{unfit}.") from None


def _made(stored: StoredBoard) -> JSONResponse:
    return JSONResponse(dict(stored.definition), 201, {"location": f"/api/v1/boards/{stored.entry.id}"})


def _saved(stored: StoredBoard) -> JSONResponse:
    return JSONResponse(dict(stored.definition))


def _shipped_entry(name: str, language: Language) -> dict[str, Any]:
    board = shipped_copy(name, ANY_SITE, language)
    return {
        "id": name,
        "title": board.title,
        "tiles": len(board.all_tiles),
        "slides": len(board.slides),
        "site": None,
        "shipped": True,
        "version": None,
        "changed_at": None,
        "changed_by": None,
    }


def _entry(board: StoredBoard) -> dict[str, Any]:
    entry = board.entry
    tiles, slides = _size(board.definition)
    return {
        "id": entry.id,
        "title": entry.title,
        "tiles": tiles,
        "slides": slides,
        "site": entry.site if entry.site != ANY_SITE else None,
        "shipped": False,
        "version": entry.version,
        "changed_at": entry.changed_at,
        "changed_by": entry.changed_by,
    }


def _size(definition: Definition) -> tuple[int, int]:
    """How many tiles and slides, also of a board that only a newer version can show."""
    slides = [slide for slide in definition.get("slides") or () if isinstance(slide, dict)]
    return sum(len(part.get("tiles") or ()) for part in (definition, *slides)), len(slides)
