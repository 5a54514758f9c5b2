"""Reads a site's floor from the ledger, as the worker saved it, and explains its figures: figure and list come from the
same commit."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

import msgspec

from app.web.site_copy import UnreadableFigures
from app.web.site_reader import NoFigures, UnknownSite
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import StateMismatch, restore
from streams.floor.saved_rules import decode_rules
from streams.kpi.explain import LISTED, explain, metric_of
from streams.kpi.explanation import Explanation, ScopeId
from streams.kpi.preview import Preview, preview
from streams.ledger.names import floor_hash
from streams.ledger.port import LedgerReader

KEEP_S = 3.0
WAITING_LIMIT = 8
SWITCH_S = 0.0005


class TooManyAsk(Exception):
    """So many wait for an explanation that another one has to come again later."""


class Held(NamedTuple):
    site: str
    floor: Floor
    until: float


class FloorReader:
    """One explanation at a time, in a thread: a large site is a second of work. Its floor is kept `KEEP_S`, for the
    next question. `rules` gives those of a site; the saved ones, by which its figures were counted, go before."""

    def __init__(self, ledger: LedgerReader, rules: Callable[[str], FloorRules]) -> None:
        self._ledger = ledger
        self._rules = rules
        self._one_at_a_time = asyncio.Lock()
        self._waiting = 0
        self.held: Held | None = None

    async def explain(
        self, site: str, metric: str, scope: ScopeId, window: str | None, limit: int = LISTED
    ) -> Explanation:
        """The figure as of the last commit. Raises what `streams.kpi.explain.explain` raises, `UnknownSite`,
        `TooManyAsk`, and `LedgerError`, of which `NoFigures` passes by itself."""
        metric_of(metric, scope.kind, window)
        async with self._turn():
            try:
                floor = await self._floor(site)
                return await self._in_thread(floor, metric, scope, window, limit)
            finally:
                asyncio.get_running_loop().call_later(KEEP_S, self._let_go)

    async def preview(self, site: str, rules: FloorRules) -> Preview:
        """Today under other rules, as of the last commit. Raises `UnknownSite`, `TooManyAsk`, `LedgerError`."""
        async with self._turn():
            fields = await self._fields(site)
            return await asyncio.to_thread(_previewed, site, self._rules(site), rules, fields)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Raises `TooManyAsk`."""
        if self._waiting >= WAITING_LIMIT:
            raise TooManyAsk
        self._waiting += 1
        try:
            async with self._one_at_a_time:
                yield
        finally:
            self._waiting -= 1

    async def _floor(self, site: str) -> Floor:
        held = self.held
        now = asyncio.get_running_loop().time()
        if held is not None and held.site == site and now < held.until:
            return held.floor
        self._drop()
        floor = await asyncio.to_thread(_restored, site, self._rules(site), await self._fields(site))
        self.held = Held(site, floor, asyncio.get_running_loop().time() + KEEP_S)
        return floor

    async def _fields(self, site: str) -> Mapping[str, bytes]:
        partitions = await self._ledger.site_partitions()
        if site not in partitions:
            raise UnknownSite(site, sorted(partitions))
        (fields,) = await self._ledger.read(partitions[site], [floor_hash(site)])
        if not fields:
            raise NoFigures(f"there is no state of site {site!r} yet")
        return fields

    async def _in_thread(
        self, floor: Floor, metric: str, scope: ScopeId, window: str | None, limit: int
    ) -> Explanation:
        try:
            return await asyncio.to_thread(explain, floor, floor.now, metric, scope, window, limit)
        except asyncio.CancelledError:
            self.held = None  # the thread goes on with it
            raise

    def _let_go(self) -> None:
        held = self.held
        if held is not None and held.until <= asyncio.get_running_loop().time() and not self._one_at_a_time.locked():
            self._drop()

    def _drop(self) -> None:
        """Takes the floor apart: what refers to itself would stay for ever in a worker (streams.collector)."""
        if self.held is not None:
            self.held.floor.let_go()
            self.held = None


def _restored(site: str, rules: FloorRules, fields: Mapping[str, bytes]) -> Floor:
    try:
        return restore(site, decode_rules(fields["rules"], rules), fields)
    except (StateMismatch, msgspec.MsgspecError, KeyError) as mismatch:
        raise UnreadableFigures(f"the state of site {site!r} is not of this version: {mismatch}") from mismatch


def _previewed(site: str, held: FloorRules, rules: FloorRules, fields: Mapping[str, bytes]) -> Preview:
    """A worker in this process is not to be kept waiting by it: other threads come in more often meanwhile."""
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        floor = _restored(site, held, fields)
        try:
            return preview(floor, rules)
        finally:
            floor.let_go()
    finally:
        sys.setswitchinterval(usual_s)
