"""Looks again, every few seconds, whether those who watch boards still may: a session that ended, a token that was
revoked or a first account takes effect on open connections too. Screens learn on the same look what they were told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import structlog

from app.accounts.caller import STRANGER_CALLER, Caller
from app.accounts.recognition import Shown
from app.store.errors import StoreUnavailable
from app.web.client import Client
from app.web.codes import CloseCode
from app.web.entry import Entry
from app.web.frames import Notice, Pong
from app.web.patience import within
from app.web.screen_orders import is_to_reload, tell_changes, tell_message
from app.web.screen_reports import ScreenReports, report_of

RECHECK_S = 2.0
LAST_WRITING_S = 2.0

logger = structlog.get_logger(__name__)


class Admission(NamedTuple):
    """How a client came in. `loaded_at` is when its page was loaded, as it said (ms since 1970)."""

    caller: Caller
    shown: Shown | None
    on_this_machine: bool
    loaded_at: int | None = None

    @property
    def screen_digest(self) -> str | None:
        """Of a screen's secret; None for everyone else."""
        return self.shown.digest if self.shown is not None and self.caller.kind == "screen" else None


class SessionGuard:
    """`clock` is the wall clock in ms."""

    def __init__(self, entry: Entry, reports: ScreenReports, clock: Callable[[], int]) -> None:
        self.entry = entry
        self._reports, self._clock = reports, clock
        self._admissions: dict[Client, Admission] = {}
        self._blind = False
        self._changed = asyncio.Event()

    async def run(self) -> None:
        try:
            while True:
                await within(RECHECK_S, self._changed)
                await self.look()
        finally:
            await self._write_last()

    def look_soon(self) -> None:
        """Something was changed here: it holds at once for those who are connected here."""
        self.entry.recognition.forget()
        self._changed.set()

    @contextmanager
    def admitted(self, client: Client, admission: Admission) -> Iterator[None]:
        """Looks after the client while the context is open."""
        self._admissions[client] = admission
        try:
            yield
        finally:
            del self._admissions[client]
            digest = admission.screen_digest
            if digest is not None and digest not in {one.screen_digest for one in self._admissions.values()}:
                self._reports.left(digest)

    def caller_of(self, client: Client) -> Caller:
        """As he was when last looked at."""
        admission = self._admissions.get(client)
        return admission.caller if admission is not None else STRANGER_CALLER

    def greeted(self, client: Client) -> None:
        """The client has had its hello: a screen is told what stands on it."""
        if (screen := self.caller_of(client).screen) is not None:
            tell_message(client, screen, self._clock())

    def heard(self, client: Client, pong: Pong) -> None:
        """What a page said of itself."""
        admission, now = self._admissions[client], self._clock()
        if (digest := admission.screen_digest) is None:
            return
        if pong.uptime_s is not None:
            self._admissions[client] = admission._replace(loaded_at=now - round(pong.uptime_s * 1000))
        self._reports.said(digest, report_of(pong, client.address, now), now)

    async def look(self) -> None:
        """One round. A store that does not answer takes nobody's board away."""
        try:
            await self._reports.write()
            all_shown = {admission.shown for admission in self._admissions.values() if admission.shown is not None}
            callers = await self.entry.recognition.callers(sorted(all_shown))
            here = await self.entry.unknown(on_this_machine=True)
            elsewhere = await self.entry.unknown(on_this_machine=False)
        except StoreUnavailable as error:
            if not self._blind:
                logger.warning("access_not_checked", error=str(error))
            self._blind = True
            return
        self._blind = False
        for client, admission in list(self._admissions.items()):
            found = callers.get(admission.shown.digest) if admission.shown is not None else None
            if found is None and admission.caller.kind == "screen":
                # Revoked: it is to show so, also where everyone may look.
                client.close(CloseCode.ACCESS_ENDED)
                continue
            caller = found or (here if admission.on_this_machine else elsewhere)
            self._admissions[client] = self._told(client, admission, caller)
            if not (caller.may("watch") and all(caller.may_watch(board) for board in client.watching)):
                client.close(CloseCode.ACCESS_ENDED)

    def _told(self, client: Client, admission: Admission, caller: Caller) -> Admission:
        """The admission as it is now; a screen is told what changed for it."""
        before, after = admission.caller.screen, caller.screen
        if before is not None and after is not None:
            tell_changes(client, before, after, self._clock())
            if is_to_reload(after, admission.loaded_at):
                client.tell(Notice(kind="reload"))
                # The page loads anew in its own time: until it says again when it was loaded, it was told.
                return admission._replace(caller=caller, loaded_at=None)
        return admission._replace(caller=caller)

    async def _write_last(self) -> None:
        """At the end it is written that the screens of this process are gone; without the store it stays unsaid."""
        try:
            async with asyncio.timeout(LAST_WRITING_S):
                await self._reports.write()
        except (StoreUnavailable, TimeoutError):
            logger.warning("screens_not_written")
