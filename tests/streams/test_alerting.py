"""Alerts on the main path: saved with the floor, sent after the commit, once, whoever has the partition."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec
import pytest

from streams.alerts.episode import Episode
from streams.alerts.policy import AlertPolicy
from streams.events.decode import encode
from streams.events.instant import from_ms
from streams.ledger.names import alerts_hash, last_week_hash, outbox_hash
from streams.ledger.port import LedgerUnavailable
from tests.streams.alert_bench import BUSY, CHAT, MAIL, AlertBench, Post, bench_with_a_caller
from tests.streams.floor.histories import START, event
from tests.streams.test_worker import call, drain


async def test_a_caller_who_waits_too_long_is_told_of_once_the_ledger_has_it() -> None:
    bench = await bench_with_a_caller()
    worker = bench.worker()
    await bench.turns(worker, 0, 1000, 20_000)
    assert bench.open == []
    await bench.turns(worker, 20_001)
    assert [(one.rule, one.subject, one.state, one.began) for one in bench.open] == [
        ("late", "c0", "firing", START + 20_000)
    ]
    assert bench.post.ids == []
    await bench.turns(worker, 31_000)
    assert bench.post.ids == bench.outbox
    assert len(bench.outbox) == 1


async def test_what_is_delivered_leaves_the_outbox_with_the_next_commit() -> None:
    bench = await bench_with_a_caller()
    bench.post = Post(MAIL, CHAT)
    worker = bench.worker()

    def delivered_twice() -> None:
        assert sorted(bench.post.ids) == bench.outbox
        (_, delivered), _ = bench.post.taken
        delivered()
        delivered()

    await bench.turns(worker, 0, 21_000, 32_000, delivered_twice, 33_000)
    (mail, _), (chat, _) = bench.post.taken
    assert (mail.channel, chat.channel) == (MAIL, CHAT)
    assert bench.outbox == [chat.id]


async def test_nothing_is_sent_that_the_ledger_does_not_have() -> None:
    bench = await bench_with_a_caller()
    await bench.turns(bench.worker(), 0, 21_000)
    seen: list[list[str]] = []

    async def fault(moment: str) -> None:
        if moment == "commit" and len(seen) < 3:
            seen.append(bench.post.ids)
            raise LedgerUnavailable("stalled")

    await bench.turns(bench.worker(bench.ledger(fault=fault)), 32_000)
    assert seen == [[], [], []]
    assert bench.post.ids == bench.outbox != []


async def test_a_new_owner_sends_again_what_was_not_delivered_with_the_same_id() -> None:
    bench = await bench_with_a_caller()
    await bench.turns(bench.worker(), 0, 21_000, 32_000)
    first = bench.post
    bench.post = Post()
    successor = bench.worker()

    def delivered() -> None:
        assert bench.post.ids == first.ids == bench.outbox
        bench.post.taken[0][1]()

    await bench.turns(successor, 33_000, 34_000, delivered, 35_000)
    assert bench.outbox == []


async def test_an_owner_that_was_fenced_writes_nothing_of_what_is_delivered_after() -> None:
    bench = await bench_with_a_caller()
    frozen = bench.worker()
    async with frozen.log.reader(frozen) as reader:
        for moment in (0, 21_000, 32_000):
            await bench.beat(moment)
            await frozen.turn(reader)
        await bench.ledger().claim(0, log_identity=bench.log.identity)
        await bench.append(call(1))
        await frozen.turn(reader)
        assert frozen.owned == {}
        bench.post.taken[0][1]()
        await frozen.turn(reader)
    assert bench.outbox == bench.post.ids


@pytest.mark.parametrize("crash_at", [21_000, 27_000, 31_000, 31_001, 40_000])
async def test_a_crash_at_any_moment_gives_the_same_alerts_and_messages(crash_at: int) -> None:
    async def day(*runs: Sequence[int]) -> tuple[list[Episode], list[str]]:
        bench = await bench_with_a_caller()
        for moments in runs:
            await bench.turns(bench.worker(), *moments)
        return bench.open, sorted(set(bench.post.ids))

    moments = [0, 5000, 20_500, 21_000, 27_000, 30_500, 31_000, 31_001, 40_000, 41_000]
    before, after = [one for one in moments if one <= crash_at], [one for one in moments if one > crash_at]
    assert await day(before, after) == await day(moments)


async def test_an_answer_ends_the_alert_and_its_end_is_told() -> None:
    bench = await bench_with_a_caller()
    worker = bench.worker()
    answered = event("a0", "contact.answered", START + 33_000, contact="c0", queue="sales", agent="mette")
    answer = partial(bench.append, encode(answered))
    await bench.turns(worker, 0, 21_000, 32_000, answer, 33_500, 45_000)
    assert bench.open == []
    assert [parcel.notification.kind for parcel, _ in bench.post.taken] == ["firing", "resolved"]


async def test_somebody_acknowledges_by_an_event_of_the_log() -> None:
    bench = await bench_with_a_caller()
    worker = bench.worker()
    await bench.turns(worker, 0, 21_000)
    (alert,) = bench.open
    seen = event("k0", "alert.acknowledged", START + 22_000, alert=alert.id, by="mette")
    await bench.append(encode(seen))
    await bench.turns(worker, 22_500)
    (alert,) = bench.open
    assert alert.acknowledged is not None
    assert alert.acknowledged.by == "mette"
    assert bench.pulse.counters["acknowledgements_unmatched"] == 0


async def test_a_rule_that_is_taken_away_ends_its_alerts_without_a_restart() -> None:
    bench = await bench_with_a_caller()
    worker = bench.worker()

    def taken_away() -> None:
        bench.policy = AlertPolicy()
        bench.rules.change()

    await bench.turns(worker, 0, 21_000, 32_000, taken_away, 33_000, 45_000)
    assert bench.open == []
    assert [parcel.notification.kind for parcel, _ in bench.post.taken] == ["firing", "resolved"]


async def test_a_worker_that_is_behind_raises_no_alert_from_the_past() -> None:
    """Its waits may long be over: the records that say so are still to be read."""
    bench = AlertBench()
    bench.now = START
    answered = event("a0", "contact.answered", START + 5000, contact="c0", queue="sales", agent="mette")
    await bench.append(call(0), encode(answered))
    worker = bench.worker(poll_records=1)
    await bench.turns(worker, 3_600_000, 3_600_100, 3_600_200)
    await drain(worker)
    assert bench.open == []
    assert bench.post.ids == []


async def test_a_new_owner_judges_nothing_before_it_has_read_on() -> None:
    """The caller was answered while nobody owned the partition; the first poll of the new owner brings nothing yet."""
    bench = await bench_with_a_caller()
    await bench.turns(bench.worker(), 15_000)
    answered = event("a0", "contact.answered", START + 18_000, contact="c0", queue="sales", agent="mette")
    await bench.append(encode(answered))
    bench.now = START + 20_500
    owner = bench.worker(poll_records=0)
    async with owner.log.reader(owner) as reader:
        await owner.turn(reader)
        assert owner.owned[0].unread
    assert bench.open == []
    await bench.turns(bench.worker(), 20_600)
    assert bench.open == []


async def test_a_day_that_is_over_is_judged_but_nobody_is_told() -> None:
    bench = await bench_with_a_caller()
    worker = bench.worker(clock="log")
    await bench.append(encode(event("q9", "contact.queued", START + 60_000, contact="c9", queue="sales")))
    await bench.append(encode(event("q8", "contact.queued", START + 90_000, contact="c8", queue="sales")))
    await drain(worker)
    assert "c0" in [one.subject for one in bench.open]
    assert bench.post.ids == bench.outbox == []


async def test_alerts_and_parcels_that_cannot_be_read_are_begun_anew() -> None:
    bench = await bench_with_a_caller()
    await bench.turns(bench.worker(), 0, 21_000, 32_000)
    kept = bench.keys.at(0).hashes
    kept[alerts_hash("aarhus")]["meta"] = b"{}"
    kept[outbox_hash("aarhus")] = dict.fromkeys(kept[outbox_hash("aarhus")], b"{}")
    bench.post = Post()
    await bench.turns(bench.worker(), 33_000, 44_000)
    assert [(one.rule, one.began) for one in bench.open] == [("late", START + 20_000)]
    assert len(bench.post.ids) == 1
    assert from_ms(bench.post.taken[0][0].notification.at) > from_ms(START)


async def test_figures_that_are_compared_are_saved_and_go_to_the_next_owner() -> None:
    bench = await bench_with_a_caller()
    bench.policy = AlertPolicy(rules=[BUSY])
    noted = last_week_hash("aarhus")
    worker = bench.worker()
    young = -START % 300_000 + 300_000
    await bench.turns(worker, 0, young + 5_000, young + 9_000)
    (field,) = bench.hash(noted)
    assert field.endswith(":offered:5m:queue:sales")

    async def notes_of_the_next_owner(at: int) -> int:
        await bench.turns(bench.worker(), at, at + 4_000)
        return len(msgspec.json.decode(bench.hash(noted)[field]))

    assert await notes_of_the_next_owner(young + 305_000) == 2
    bench.keys.at(0).hashes[noted][field] = b"[[1]]"
    assert await notes_of_the_next_owner(young + 605_000) == 1


async def test_readers_are_woken_when_an_alert_changed_and_not_otherwise() -> None:
    bench = await bench_with_a_caller()
    (partition, worker) = 0, bench.worker()
    woken: list[list[str]] = []
    async with worker.log.reader(worker) as reader:
        await worker.turn(reader)
        owned = worker.owned[partition]
        for moment in (1000, 21_000, 22_000):
            woken.append(list(owned.changes(START + moment, figures=False).woken))
    assert woken == [[], [alerts_hash("aarhus")], []]
