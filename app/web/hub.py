"""Follows the sites that are watched and wakes the clients of each board that changed."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager, suppress
from weakref import WeakKeyDictionary

from app.boards.freshness import Silence
from app.boards.scene import Naming
from app.boards.veil import Veils
from app.settings.web import WebSection
from app.store.boards import Edition
from app.store.errors import StoreUnavailable
from app.web.board_source import BoardSource, BoardTemplate, UnknownBoard
from app.web.client import Client
from app.web.codes import CloseCode
from app.web.frames import Notice, Watch
from app.web.live_board import LiveBoard
from app.web.metrics import WebMetrics
from app.web.patience import within
from app.web.site_feed import SiteFeed
from app.web.site_feeds import SiteFeeds
from app.web.site_reader import SiteReader, UnknownSite
from app.web.withdrawal import withdraw
from streams.ledger.port import LedgerError, LedgerReader

BOARDS_S = 2.0
"""Boards that were changed elsewhere are looked for this often."""
FRESHNESS_S = 1.0
"""Without news, silence is looked for this often."""
LINGER_S = 10.0
"""A board that nobody watches any more is kept this long for those who reconnect."""
SHOW_SHARE = 0.5
"""Showing takes at most half as long as the pause after it: thousands of clients make updates rarer, not late."""
GOODBYE_S = 3.0
NO_SITE = "-"
TURNS = 8
"""Pings of different clients go out in this many parts of the interval, so that they do not come all at once."""

__all__ = ["Hub", "UnknownBoard"]


class Hub:
    """The boards and clients of this process. `epoch` names this run; `clock` is the wall clock in ms, `now_s` a
    monotonic one; `default_site` is whose board is shown when none is named (else the first site known)."""

    def __init__(
        self, ledger: LedgerReader, reader: SiteReader, naming: Naming, settings: WebSection, metrics: WebMetrics,
        source: BoardSource, *, epoch: str, clock: Callable[[], int], now_s: Callable[[], float],
        jitter: random.Random, default_site: str | None = None,
    ) -> None:  # fmt: skip
        self.epoch, self.clock, self.now_s = epoch, clock, now_s
        self.settings, self.metrics = settings, metrics
        self.clients: set[Client] = set()
        self.addresses: Counter[str] = Counter()
        self.leaving = False
        self._ledger, self._reader, self._naming, self._jitter = ledger, reader, naming, jitter
        self._default_site, self._source = default_site, source
        self._boards: dict[str, LiveBoard] = {}
        self._editions: WeakKeyDictionary[LiveBoard, Edition | None] = WeakKeyDictionary()
        silence = Silence(round(settings.worker_silent_s * 1000), settings.source_silent_beats)
        self._feeds = SiteFeeds(lambda site: SiteFeed(site, reader, naming, silence, settings.least_n, metrics))
        self.veils = Veils()
        self._took_s = 0.0
        self._changed = asyncio.Event()
        self._was_read = asyncio.Event()
        self._boards_changed = asyncio.Event()
        self._all_gone = asyncio.Event()

    async def run(self) -> None:
        """Follows the ledger and the clock until cancelled. Raises what no retry helps against."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow_wakes(), name="wakes")
            tasks.create_task(self._read_on_change(), name="reads")
            tasks.create_task(self._show_what_was_read(), name="updates")
            tasks.create_task(self._renew_on_change(), name="boards")
            tasks.create_task(self._ping_clients(), name="pings")

    @property
    def boards(self) -> Sequence[LiveBoard]:
        """The boards that are kept up to date now."""
        return tuple(self._boards.values())

    async def board(self, id_: str) -> LiveBoard:
        """The board, kept up to date from now on. Raises `UnknownBoard`, `UnknownSite`, `StoreUnavailable`."""
        if id_ not in self._boards:
            template, site = await self._template(id_)
            if id_ not in self._boards:  # nobody else was quicker
                board = template.board(site or NO_SITE, id_)
                self._boards[id_] = LiveBoard(
                    board, site=site, epoch=self.epoch, naming=self._naming, clock=self.clock, veils=self.veils
                )  # fmt: skip
                self._editions[self._boards[id_]] = template.edition
                self._boards[id_].unwatched_since = self.now_s()
        board_ = self._boards[id_]
        if board_.unwatched_since is not None:
            board_.unwatched_since = self.now_s()
        await self._feeds.fill(board_.site, board_.definition)
        if not board_.watchers:
            # It may have been evaluated before anything was read: nobody is to begin with that.
            self._show(board_, self.clock())
        return board_

    def watch(self, client: Client, boards: Mapping[str, LiveBoard], asked: Watch) -> None:
        """From now on the client watches these, which `board` gave. One that was dropped meanwhile is followed again:
        nobody may be left with a board that no longer changes."""
        client.watch({id_: self._boards.setdefault(id_, board) for id_, board in boards.items()}, asked)

    async def read(self) -> None:
        """One round of reading what changed. What cannot be read now is read in the next round."""
        await self._bind_boards()
        await self._feeds.refresh(self.now_s())

    def show(self) -> None:
        """One round of evaluating every board at this moment, and waking the clients of those that changed."""
        self.metrics.updates.inc()
        now, began_s = self.clock(), self.now_s()
        for board in self._boards.values():
            before = board.seq
            self._show(board, now)
            if board.seq != before:
                for client in board.watchers:
                    client.wake()
        self._drop_unwatched()
        self._took_s = self.now_s() - began_s

    def boards_changed(self) -> None:
        """The store's boards were changed here: who watches them sees it at once."""
        self._boards_changed.set()

    async def renew(self) -> None:
        """One round of showing stored boards as they are now, and taking down those that are gone."""
        editions = await self._source.editions()
        if editions is None:
            return
        for id_, board in list(self._boards.items()):
            edition = self._editions[board]
            if edition in (None, editions.get(id_.partition("@")[0])):
                continue
            try:
                await self._renew(board)
            except (UnknownBoard, UnknownSite) as gone:
                self._boards.pop(id_, None)
                withdraw(board, gone)
            except StoreUnavailable:
                return

    def next_turn(self) -> int:
        """In which part of the ping interval a new client has its ping."""
        return self._jitter.randrange(TURNS)

    @contextmanager
    def admitted(self, client: Client) -> Iterator[None]:
        """Counts a client in while the context is open."""
        self.clients.add(client)
        self.addresses[client.address] += 1
        self.metrics.connections.set(len(self.clients))
        try:
            yield
        finally:
            client.leave()
            self.clients.discard(client)
            if not self.clients:
                self._all_gone.set()
            self.addresses[client.address] -= 1
            if not self.addresses[client.address]:
                del self.addresses[client.address]
            self.metrics.connections.set(len(self.clients))

    async def say_goodbye(self) -> None:
        """Asks every client to come back in a moment, spread over the setting's time, and waits for them to go."""
        self.leaving = True
        spread_ms = self.settings.restart_spread_s * 1000
        for client in self.clients:
            wait_ms = round(self._jitter.uniform(min(500, spread_ms), spread_ms))
            client.tell(Notice(kind="restart", retry_after_ms=wait_ms))
            client.close(CloseCode.RESTART)
        if self.clients:
            with suppress(TimeoutError):
                async with asyncio.timeout(GOODBYE_S):
                    await self._all_gone.wait()

    async def _follow_wakes(self) -> None:
        async with aclosing(self._ledger.wakes()) as wakes:
            async for _, names in wakes:
                self.note(names)

    def note(self, names: Sequence[str]) -> None:
        """Notes what changed in the ledger; no names at all: everything may have. What nobody here watches costs no
        round, after which a change of what is watched would have to wait."""
        if self._feeds.note(names) or any(board.site is None for board in self._boards.values()):
            self._changed.set()

    async def _read_on_change(self) -> None:
        while True:
            await within(FRESHNESS_S, self._changed)
            await self.read()
            self._was_read.set()
            await asyncio.sleep(max(1 / self.settings.updates_a_second, self._took_s / SHOW_SHARE))

    async def _show_what_was_read(self) -> None:
        """Apart from the reading: a ledger that does not answer must not keep old figures from being marked."""
        while True:
            await within(FRESHNESS_S, self._was_read)
            self.show()

    async def _renew_on_change(self) -> None:
        while True:
            await within(BOARDS_S, self._boards_changed)
            await self.renew()

    async def _renew(self, board: LiveBoard) -> None:
        template, site = await self._template(board.id)
        definition = template.board(site or NO_SITE, board.id)
        await self._feeds.fill(site, definition)
        board.bind(definition, site or NO_SITE)
        board.site = site
        self._editions[board] = template.edition
        self._show(board, self.clock())
        for client in board.watchers:
            client.wake()

    async def _template(self, id_: str) -> tuple[BoardTemplate, str | None]:
        """What the board is, and of which site; None when none is known yet."""
        name, _, site = id_.partition("@")
        template = await self._source.find(name)
        return template, await self._site_of(site or template.own_site)

    async def _ping_clients(self) -> None:
        """Also lets go of clients that take nothing, or watch nothing."""
        turn = 0
        while True:
            await asyncio.sleep(self.settings.ping_s / TURNS)
            turn = (turn + 1) % TURNS
            now_s = self.now_s()
            for client in self.clients:
                if client.sending_since is not None and now_s - client.sending_since > self.settings.send_timeout_s:
                    client.give_up()
                elif not client.watching and now_s - client.since_s > self.settings.watch_within_s:
                    client.close(CloseCode.WATCHES_NOTHING)
                elif client.turn == turn:
                    client.ping()

    def _show(self, board: LiveBoard, now: int) -> None:
        self.metrics.tiles_changed.inc(self._feeds.show(board, now))

    async def _site_of(self, asked: str | None) -> str | None:
        """The site to show; None when none is known yet. Raises `UnknownSite`."""
        try:
            known = await self._reader.sites_with(asked)
        except LedgerError as error:
            self._feeds.unbound.failed(error)
            return asked or self._default_site
        self._feeds.unbound.answered()
        if asked is not None and asked not in known and asked != self._default_site:
            raise UnknownSite(asked, known)
        return asked or self._default_site or (known[0] if known else None)

    async def _bind_boards(self) -> None:
        """Boards that were opened before any site was known get theirs as soon as there is one."""
        unbound = [board for board in self._boards.values() if board.site is None]
        if unbound and (site := await self._site_of(None)) is not None:
            for board in unbound:
                board.bind(board.definition.model_copy(update={"site": site}), site)

    def _drop_unwatched(self) -> None:
        now_s = self.now_s()
        for id_, board in list(self._boards.items()):
            if board.watchers:
                board.unwatched_since = None
            elif board.unwatched_since is None:
                board.unwatched_since = now_s
            elif now_s - board.unwatched_since > LINGER_S:
                del self._boards[id_]
        self._feeds.keep(self._boards.values())
        self.metrics.boards.set(len(self._boards))
        self.metrics.sites.set(len(self._feeds))
