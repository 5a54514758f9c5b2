"""One channel: its messages in order, one at a time, each until it is delivered or given up."""

from __future__ import annotations

import asyncio
import random
import traceback
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from app.notify.attempt import Carrier, Failed
from app.notify.letter import Letter
from app.notify.metrics import NotifyMetrics
from streams.outbox import Parcel

logger = structlog.get_logger(__name__)

TRIES_IN_ORDER = 5
"""A message that is refused so often, maybe for itself, lets those behind it pass at each further failure."""

Done = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Time and chance. `clock` is in ms since 1970, `pause` takes seconds, `chance` is from 0 to 1."""

    clock: Callable[[], int]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of a channel, in seconds; `waiting_limit` is a number of messages."""

    retry_first_s: float
    retry_longest_s: float
    give_up_after_s: float
    waiting_limit: int

    def longest_s(self, failures: int) -> float:
        """The longest pause after so many failures in a row."""
        doubled = self.retry_first_s * 2.0 ** min(failures - 1, 32)
        return min(doubled, self.retry_longest_s)


@dataclass(slots=True, eq=False)
class Waiting:
    """A message that waits. `done` are all who asked for it: the same may be sent again after a takeover."""

    parcel: Parcel
    done: list[Done]
    refused: int = 0
    tries: int = 0


class Channel:
    """`letter` writes a parcel's letter at each attempt, so that none is kept while it waits."""

    def __init__(
        self, key: str, carrier: Carrier, letter: Callable[[Parcel], Letter], patience: Patience,
        around: Surroundings, metrics: NotifyMetrics,
    ) -> None:  # fmt: skip
        self.key = key
        self._carrier, self._letter, self._patience, self._around = carrier, letter, patience, around
        self._metrics = metrics
        self._queue: deque[Waiting] = deque()
        self._by_id: dict[str, Waiting] = {}
        self._some = asyncio.Event()
        self._failures = 0
        metrics.channel(key)

    def put(self, parcel: Parcel, done: Done) -> None:
        """Never blocks. One that waits already is not put twice; past the limit the oldest is given up."""
        if (known := self._by_id.get(parcel.id)) is not None:
            known.done.append(done)
            return
        if len(self._by_id) >= self._patience.waiting_limit:
            limit = self._patience.waiting_limit
            self._give_up(self._queue[0], f"more than {limit} messages wait (notify.waiting_limit)")
        one = self._by_id[parcel.id] = Waiting(parcel, [done])
        self._queue.append(one)
        self._count()

    async def run(self) -> None:
        """Delivers until it is cancelled."""
        try:
            while True:
                await self._some.wait()
                await self._attempt(self._queue[0])
        finally:
            await self._carrier.close()

    async def _attempt(self, one: Waiting) -> None:
        one.tries += 1
        try:
            await self._carrier.carry(self._letter(one.parcel))
        except Failed as failure:
            await self._failed(one, failure)
            return
        except Exception as mistake:  # a mistake in one message or channel ends neither the others nor the figures
            logger.error("notification_mistaken", channel=self.key, id=one.parcel.id, where=_place_of(mistake))
            await self._failed(one, Failed(f"a mistake in Tavle ({type(mistake).__name__})", about_this=True))
            return
        self._failures = 0
        if self._waits(one):
            self._metrics.delivered(self.key)
            logger.info("notification_delivered", channel=self.key, id=one.parcel.id, tries=one.tries)
            self._over(one)

    async def _failed(self, one: Waiting, failure: Failed) -> None:
        self._failures += 1
        if not self._waits(one):
            return
        age_s = (self._around.clock() - one.parcel.notification.at) / 1000
        if failure.gone or age_s >= self._patience.give_up_after_s:
            self._give_up(one, str(failure))
            return
        one.refused += failure.about_this
        if one.refused >= TRIES_IN_ORDER and self._queue[0] is one:
            self._queue.rotate(-1)
        jittered = self._around.chance() * self._patience.longest_s(self._failures)
        pause_s = max(jittered, failure.after_s or 0.0)
        self._metrics.retried(self.key)
        logger.warning(
            "notification_delayed", channel=self.key, id=one.parcel.id, why=str(failure), tries=one.tries,
            retry_in_s=round(pause_s, 1), waiting=len(self._by_id),
        )  # fmt: skip
        await self._around.pause(pause_s)

    def _waits(self, one: Waiting) -> bool:
        """False once it was given up for the limit, during an attempt."""
        return self._by_id.get(one.parcel.id) is one

    def _give_up(self, one: Waiting, why: str) -> None:
        self._metrics.given_up(self.key)
        logger.error("notification_given_up", channel=self.key, id=one.parcel.id, site=one.parcel.site, why=why,
                     tries=one.tries)  # fmt: skip
        self._over(one)

    def _over(self, one: Waiting) -> None:
        self._queue.remove(one)
        del self._by_id[one.parcel.id]
        self._count()
        for done in one.done:
            asyncio.get_running_loop().call_soon(done)

    def _count(self) -> None:
        self._metrics.waiting(self.key, len(self._by_id))
        if self._queue:
            self._some.set()
        else:
            self._some.clear()


def _place_of(mistake: Exception) -> str:
    """File and line; the text of an exception may repeat a secret."""
    last = traceback.extract_tb(mistake.__traceback__)[-1]
    return f"{last.filename}:{last.lineno} ({type(mistake).__name__})"
