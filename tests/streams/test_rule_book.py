"""Rules that change while workers run: taken over between two turns, and never guessed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from streams.events.decode import encode
from streams.floor.floor_rules import FloorRules, floor_rules
from streams.floor.rule import ServiceLevelRule
from streams.ledger.names import queue_hash
from streams.log.port import LogReader
from streams.rule_book import RuleBook
from streams.worker import Worker
from streams.worker_settings import WorkerSettings
from tests.streams.floor.histories import START, event
from tests.streams.test_worker import Bench, drain

ANSWERED = [
    encode(event("q", "contact.queued", START, contact="c", queue="sales")),
    encode(event("a", "contact.answered", START + 15_000, contact="c", agent="ann")),
]


class Rules:
    """Of every site, with a threshold that tests move."""

    def __init__(self, threshold_s: int, *, settled: bool = True) -> None:
        self.threshold_s = threshold_s
        self.book = RuleBook(self._rules, settled=settled)

    def become(self, threshold_s: int) -> None:
        self.threshold_s = threshold_s
        self.book.change()

    def _rules(self, _: str) -> FloorRules:
        return floor_rules(ServiceLevelRule(self.threshold_s * 1000))


def worker_of(bench: Bench, rules: Rules) -> Worker:
    settings = WorkerSettings(refresh_ms=0, poll_timeout_s=0, retry_first_s=0)
    return Worker(bench.log, bench.ledger(), rules=rules.book, clock=lambda: bench.now, settings=settings)


@asynccontextmanager
async def caught_up(worker: Worker) -> AsyncIterator[LogReader]:
    """The worker has taken all there is, and can be turned on."""
    async with worker.log.reader(worker) as reader:
        while await worker.turn(reader):
            pass
        yield reader


def shown(bench: Bench) -> tuple[int, int, int]:
    """Threshold (s), answered in time, answered late."""
    fields = bench.hash(queue_hash("aarhus", "sales"))
    counts = msgspec.json.decode(fields["today"])["counts"]
    rule = msgspec.json.decode(fields["now"])["rule"]
    threshold_s = rule.get("threshold_ms", 20_000) // 1000
    return threshold_s, counts.get("sl_answered_in", 0), counts.get("sl_answered_late", 0)


async def test_a_worker_that_runs_judges_anew_with_its_next_turn_and_no_event_is_read_twice() -> None:
    bench, rules = Bench(), Rules(20)
    await bench.append(*ANSWERED)
    worker = worker_of(bench, rules)
    async with caught_up(worker) as reader:
        assert shown(bench) == (20, 1, 0)
        (partition,) = worker.owned.values()
        rules.become(10)
        assert await worker.turn(reader) == 0
        assert shown(bench) == (10, 0, 1)
        assert worker.owned == {0: partition}
    assert bench.keys.at(0).next_offset == 2
    await drain(worker_of(bench, rules))
    assert shown(bench) == (10, 0, 1)
    assert bench.offered() == 1
    assert bench.pulse.counters["duplicates"] == 0


async def test_a_worker_that_dies_before_it_wrote_leaves_what_the_next_one_makes_of_it() -> None:
    bench, rules = Bench(), Rules(20)
    await bench.append(*ANSWERED)
    worker = worker_of(bench, rules)
    async with caught_up(worker):
        rules.become(10)
        for partition in worker.owned.values():
            assert partition.judge_anew() == ["aarhus"]
    assert shown(bench) == (20, 1, 0)
    await drain(worker_of(bench, rules))
    assert shown(bench) == (10, 0, 1)


async def test_a_worker_that_was_fenced_writes_no_other_rules() -> None:
    bench, rules = Bench(), Rules(20)
    await bench.append(*ANSWERED)
    worker = worker_of(bench, rules)
    async with caught_up(worker) as reader:
        await bench.ledger().claim(0, log_identity=bench.log.identity)  # another owner, meanwhile
        rules.become(10)
        await worker.turn(reader)
        assert worker.owned == {}
    assert shown(bench) == (20, 1, 0)


async def test_rules_that_are_the_same_change_nothing() -> None:
    bench, rules = Bench(), Rules(20)
    await bench.append(*ANSWERED)
    worker = worker_of(bench, rules)
    async with caught_up(worker):
        rules.become(20)
        assert [partition.judge_anew() for partition in worker.owned.values()] == [[]]


async def test_while_it_is_not_known_which_rules_hold_a_floor_keeps_its_own() -> None:
    bench, rules = Bench(), Rules(10)
    await bench.append(*ANSWERED)
    await drain(worker_of(bench, rules))
    assert shown(bench) == (10, 0, 1)
    unsettled = Rules(20, settled=False)
    worker = worker_of(bench, unsettled)
    async with worker.log.reader(worker) as reader:
        await worker.turn(reader)
        assert shown(bench) == (10, 0, 1)
        unsettled.book.change()
        await worker.turn(reader)
        assert shown(bench) == (20, 1, 0)
