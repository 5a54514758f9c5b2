"""The main path: poll the log, fold the events, commit state and figures to the ledger with the next offset inside.

A partition's position lives in the ledger, in the same commit as what was made of the records before it, so a crash at
any moment repeats nothing and loses nothing. Whoever claims a partition fences its last owner.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import partial

import structlog

from streams.figure_turns import FigureTurns
from streams.ledger.port import Changes, Fenced, LedgerWriter
from streams.log.port import Log, LogReader, LogReset, LogUnavailable
from streams.outbox import Delivery
from streams.partition import OwnedPartition
from streams.patience import patiently
from streams.rejected_share import RejectedShare
from streams.rule_book import RuleBook, RulesOf
from streams.site_sizes import SiteSizes
from streams.takeover import take_over
from streams.worker_metrics import WorkerMetrics
from streams.worker_settings import WorkerSettings

logger = structlog.get_logger()


class Worker:
    """One process's share of the partitions. `clock` gives the wall clock in ms since 1970; `delivery` carries what is
    to be sent of alerts, and is set before the first turn. None: nobody is told."""

    def __init__(
        self, log: Log, ledger: LedgerWriter, *, rules: RulesOf | RuleBook, clock: Callable[[], int],
        settings: WorkerSettings | None = None, metrics: WorkerMetrics | None = None, name: str | None = None,
        delivery: Delivery | None = None,
    ) -> None:  # fmt: skip
        self.log, self.ledger = log, ledger
        self.settings = settings or WorkerSettings()
        self.metrics = metrics or WorkerMetrics()
        self.name = name or f"worker-{uuid.uuid4().hex[:8]}"
        self.owned: dict[int, OwnedPartition] = {}
        self._rules = rules if isinstance(rules, RuleBook) else RuleBook(rules)
        self._judged_by = self._rules.edition
        self._clock = clock
        self.delivery = delivery
        self._rejected = RejectedShare(self.settings.rejected_share, self.settings.rejected_least)
        self._lost: dict[int, int] = {}
        self._turns = FigureTurns(self.settings)
        self._news = False
        self._sizes = SiteSizes(self.settings.queues_a_site, self.settings.agents_a_site)
        self._next_hint = 0
        self._turned_at: int | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Turns until `stop` is set; then what was folded is committed, and the partitions are let go.

        That takes `drain_s` at most: a log or ledger that cannot be reached is not waited for. Nothing is lost by it,
        the next owner reads on from where the ledger stands.
        """
        async with self.log.reader(self) as reader:
            try:
                async with asyncio.timeout(None) as limit:
                    await self._turn_until(stop, reader, limit)
            except TimeoutError:
                if not limit.expired():
                    raise
                logger.warning("worker_stopped_undrained", worker=self.name, drain_s=self.settings.drain_s)
        logger.info("worker_stopped", worker=self.name)

    async def _turn_until(self, stop: asyncio.Event, reader: LogReader, limit: asyncio.Timeout) -> None:
        async def begin_limit() -> None:
            await stop.wait()
            limit.reschedule(asyncio.get_running_loop().time() + self.settings.drain_s)

        limiting = asyncio.create_task(begin_limit(), name=f"{self.name} end")
        try:
            while not stop.is_set():
                await self.turn(reader)
            await self._commit_all(reader, figures=True, whole=True)
        finally:
            limiting.cancel()

    async def turn(self, reader: LogReader) -> int:
        """One round: poll, fold, commit. Answers how many records it took."""
        if self._lost:
            await self._take_back(reader)
        if self._judged_by != self._rules.edition:
            self._judge_anew()
        try:
            polled = await reader.poll(self._patience_s(), self.settings.poll_records)
        except LogReset as reset:
            await self._reset(reader, reset)
            return 0
        except LogUnavailable as error:
            logger.warning("log_unavailable", error=str(error))
            await asyncio.sleep(self.settings.retry_first_s)
            polled = {}
        taken = 0
        for index, records in polled.items():
            partition = self.owned.get(index)
            if partition is None or not records:
                continue
            taken += len(records)
            rejections = partition.fold(records, self._clock())
            self.metrics.folded(len(records), len(rejections))
            if rejections:
                await patiently(partial(self.log.reject, rejections), self.settings, partition=index)
            self._rejected.count(len(records), len(rejections), self._clock())
        self._news |= taken > 0
        await self._commit_all(reader, figures=self._turns.due(self._clock(), news=self._news))
        self._turned_at = self._clock()
        # Not before: who starts again reads what comes after, instead of the same records for ever.
        self._rejected.check()
        return taken

    def _patience_s(self) -> float:
        """How long to wait for records: not beyond the moment at which figures are to be written."""
        return min(self.settings.poll_timeout_s, self._turns.due_in_ms(self._clock(), news=self._news) / 1000)

    def turns_now(self, within_ms: int) -> bool:
        """Whether a turn, with its commits, ended so recently."""
        return self._turned_at is not None and self._clock() - self._turned_at <= within_ms

    def _judge_anew(self) -> None:
        """Rules changed: what floors know is judged by the new ones, and written with the next commit."""
        self._judged_by = self._rules.edition
        for partition in self.owned.values():
            for site in partition.judge_anew():
                logger.info("rules_changed", site=site, partition=partition.index, worker=self.name)

    async def _commit_all(self, reader: LogReader, *, figures: bool, whole: bool = False) -> None:
        began = self._clock()
        turns, commits = self._turns, []
        for partition in turns.begin(self.owned.values(), whole=whole):
            if partition.dirty or (figures and partition.floors):
                partition.lag_records = reader.lag(partition.index)
                changes = partition.changes(self._clock(), figures=figures, scopes=turns.left)
                turns.took(partition)
                commits.append(self._commit(partition, changes))
        await asyncio.gather(*commits)
        if figures:
            self._news = False
            turns.end(began, self._clock(), self.owned.values())
            self.metrics.lag({p.index: p.lag_records for p in self.owned.values()})
        if began >= self._next_hint:
            self._next_hint = began + self.settings.hint_ms
            self.metrics.large_sites(
                self._sizes.look(floor for partition in self.owned.values() for floor in partition.floors.values())
            )
            await reader.commit_hint({p.index: p.committed for p in self.owned.values() if p.committed is not None})

    async def _commit(self, partition: OwnedPartition, changes: Changes) -> None:
        """All or nothing, tried until it is done or the partition is no longer ours."""
        commit_id = uuid.uuid4().hex

        async def commit() -> None:
            if self.owned.get(partition.index) is partition:
                await self.ledger.commit(
                    partition.index, partition.epoch, partition.committed, partition.next_offset, commit_id, changes
                )

        try:
            await patiently(commit, self.settings, partition=partition.index, paused=self.metrics.paused)
        except Fenced as fenced:
            logger.warning("partition_fenced", partition=partition.index, worker=self.name, reason=str(fenced))
            self.owned.pop(partition.index, None)
            partition.let_go()
            self._lost[partition.index] = self._clock()
        else:
            partition.committed = partition.next_offset
            partition.sent()
            self.metrics.committed()

    async def assigned(self, partitions: Iterable[int]) -> Mapping[int, int]:
        """Claims each partition, loads its floors, and answers from where to read."""
        return {index: await self._take(index) for index in partitions}

    async def revoked(self, partitions: Iterable[int]) -> None:
        for index in partitions:
            if (partition := self.owned.pop(index, None)) is not None:
                partition.let_go()
            self._lost.pop(index, None)
            logger.info("partition_revoked", partition=index, worker=self.name)

    async def _take(self, index: int) -> int:
        self.owned[index], position = await take_over(
            index,
            self.log,
            self.ledger,
            rules=self._rules,
            settings=self.settings,
            worker=self.name,
            delivery=self.delivery,
        )
        return position

    async def _take_back(self, reader: LogReader) -> None:
        """A fenced partition that the group gave to nobody else by now is ours: the ledger lost its state."""
        for index, fenced_at in list(self._lost.items()):
            if self._clock() - fenced_at >= self.settings.fence_wait_ms:
                del self._lost[index]
                reader.seek(index, await self._take(index))

    async def _reset(self, reader: LogReader, reset: LogReset) -> None:
        """The log has not what comes next: go on with what it has, and say so in the figures."""
        logger.error("log_reset", partition=reset.partition, position=reset.position, earliest=reset.earliest)
        reader.seek(reset.partition, reset.earliest)
        if (partition := self.owned.get(reset.partition)) is not None:
            partition.restart_at(reset.earliest)
