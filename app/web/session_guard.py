"""Looks again, every few seconds, whether those who watch boards still may: a session that ended, a token that was
revoked or a first account takes effect on open connections too."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import structlog

from app.accounts.caller import STRANGER_CALLER, Caller
from app.accounts.recognition import Shown
from app.store.errors import StoreUnavailable
from app.web.client import Client
from app.web.codes import CloseCode
from app.web.entry import Entry

RECHECK_S = 2.0

logger = structlog.get_logger(__name__)


class Admission(NamedTuple):
    """How a client came in."""

    caller: Caller
    shown: Shown | None
    on_this_machine: bool


class SessionGuard:
    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self._admissions: dict[Client, Admission] = {}
        self._blind = False

    async def run(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_S)
            await self.look()

    @contextmanager
    def admitted(self, client: Client, admission: Admission) -> Iterator[None]:
        """Looks after the client while the context is open."""
        self._admissions[client] = admission
        try:
            yield
        finally:
            del self._admissions[client]

    def caller_of(self, client: Client) -> Caller:
        """As he was when last looked at."""
        admission = self._admissions.get(client)
        return admission.caller if admission is not None else STRANGER_CALLER

    async def look(self) -> None:
        """One round. A store that does not answer takes nobody's board away."""
        try:
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
            caller = found or (here if admission.on_this_machine else elsewhere)
            self._admissions[client] = admission._replace(caller=caller)
            if not (caller.may("watch") and all(caller.may_watch(board) for board in client.watching)):
                client.close(CloseCode.ACCESS_ENDED)
