"""The boards that there are: those that come with Tavle, and those of the store."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import structlog
from pydantic import ValidationError

from app.boards.board import Board
from app.boards.shipped import SHIPPED, shipped_board
from app.store.board_file import UnfitBoardId, fit_board_id
from app.store.boards import BoardStore, Definition, Edition
from app.store.errors import NotStored, StoreUnavailable

ANY_SITE = "{site}"
"""As a stored board's site: whichever it is asked for, as with the shipped ones."""
NOTHING: Definition = MappingProxyType({})
NAMED = 20
"""So many boards are named to who asks for one that there is not."""

logger = structlog.get_logger(__name__)


class UnknownBoard(LookupError):
    """There is no board of that id, or it cannot be shown; the message says what to do."""

    def __init__(self, board: str, why: str) -> None:
        super().__init__(why)
        self.board = board


class BoardTemplate(NamedTuple):
    """A board before it is known for which site. `edition` is None for a shipped board, which never changes;
    `own_site` is the site that it was made for."""

    name: str
    edition: Edition | None = None
    own_site: str | None = None
    definition: Definition = NOTHING

    def board(self, site: str, board_id: str) -> Board:
        """Raises `UnknownBoard` for a stored board that this version cannot show."""
        if self.edition is None:
            return shipped_board(self.name, site, board_id=board_id)
        try:
            return Board.model_validate({**self.definition, "id": board_id, "site": site})
        except ValidationError as wrong:
            first = wrong.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            why = f"this version cannot show the board {self.name!r} ({where}: {first['msg']}): edit it"
            raise UnknownBoard(board_id, why) from None


class BoardSource:
    """What the store had last is kept: a store that does not answer takes no board away."""

    def __init__(self, store: BoardStore) -> None:
        self._store = store
        self._held: dict[str, BoardTemplate] = {}
        self._silent = False

    async def find(self, name: str) -> BoardTemplate:
        """The board called `name`, without `@<site>`. Raises `UnknownBoard`, and `StoreUnavailable` for one that was
        not asked for before."""
        if name in SHIPPED:
            return BoardTemplate(name)
        try:
            fit_board_id(name)
            stored = await self._store.get(name)
        except (NotStored, UnfitBoardId):
            self._held.pop(name, None)
            raise UnknownBoard(name, await self._what_there_is(name)) from None
        except StoreUnavailable:
            if name in self._held:
                return self._held[name]
            raise
        site = stored.entry.site
        held = BoardTemplate(name, stored.entry.edition, site if site != ANY_SITE else None, stored.definition)
        self._held[name] = held
        return held

    async def editions(self) -> Mapping[str, Edition] | None:
        """Which boards the store has, in which edition; None while it does not answer."""
        try:
            entries = await self._store.list()
        except StoreUnavailable as error:
            if not self._silent:
                logger.warning("boards_not_read", error=str(error))
            self._silent = True
            return None
        self._silent = False
        editions = {entry.id: entry.edition for entry in entries}
        for name in self._held.keys() - editions.keys():
            del self._held[name]
        return editions

    async def _what_there_is(self, name: str) -> str:
        names = [*SHIPPED, *(await self.editions() or ())]
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        return f"there is no board {name!r}; there are {', '.join(names[:NAMED])}{more}, and each with @<site>"
