"""A crash changes nothing: what was saved goes on as if nothing had been."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from streams.alerts.judge import Turn
from streams.alerts.policy import AlertPolicy
from streams.alerts.rehearsal import Arrival, Rehearsal, in_order
from streams.alerts.rule import AnyRule, BurnRule, DeadlineRule, LevelRule
from streams.alerts.saved import AlertsMismatch, SavedAlerts, restore
from streams.events.instant import from_ms
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import restore as restore_floor
from streams.floor.saved import save
from tests.streams.alerts.test_deadlines import PROMISED, REPLY_LATE, REPLY_RISK, SOLVED_RISK
from tests.streams.alerts.time_line import Played, TimeLine, ms

RULES: tuple[AnyRule, ...] = (
    DeadlineRule(key="risk", name="At risk", clock="wait", stage="at_risk"),
    DeadlineRule(key="late", name="Late", clock="wait", stage="breached", severity="critical", threshold_ms=40_000,
                 repeat_ms=120_000, escalate_after_ms=90_000),
    REPLY_RISK, REPLY_LATE, SOLVED_RISK,
    LevelRule(key="lost", name="Lost", metric="abandon_rate", scope="queue", window="5m", fire=0.1, recover=0.05,
              for_ms=20_000, keep_firing_ms=30_000, least_n=5),
    LevelRule(key="waiting", name="Many wait", metric="waiting", scope="queue", window="now", fire=3, recover=1,
              for_ms=0, keep_firing_ms=10_000),
    BurnRule(key="burn", name="Burn", factor=2.5, severity="critical", for_ms=0, least_n=5),
    LevelRule(key="busy", name="Handled", metric="handled", scope="agent", window="15m", fire=8, recover=4),
)  # fmt: skip


SEEDS = range(3)


class Keeping(Rehearsal):
    """What a worker writes is kept, and now and then read back."""

    def __init__(self, site: str, rules: FloorRules, policy: AlertPolicy, crash_at: set[int]) -> None:
        super().__init__(site, rules, policy)
        self.fields: tuple[dict[str, bytes], dict[str, bytes]] = {}, {}
        self.writer = SavedAlerts()
        self._crash_at, self._made_by = crash_at, (rules, policy)

    def commit(self) -> None:
        for kept, (put, drop) in zip(self.fields, (save(self.floor), self.writer.save(self.alerts)), strict=True):
            kept.update(put)
            for field in drop:
                kept.pop(field, None)
        if self.now in self._crash_at:
            rules, policy = self._made_by
            self.floor = restore_floor(self.floor.site, rules, self.fields[0])
            self.alerts = restore(self.floor.site, policy, self.fields[1], self.floor)
            self.writer = SavedAlerts(self.fields[1])


def a_day(seed: int) -> TimeLine:
    """Twenty-five minutes of much trouble: floods, a source that dies, tickets, people who acknowledge and silence."""
    chance = random.Random(seed)
    line = TimeLine(RULES, PROMISED)
    dead = chance.randint(600, 800)
    line.beats(0, dead)
    line.beats(dead + chance.randint(60, 200), 1500)
    line.tell(0, "agent.described", agent="ann", team="north")
    for _ in range(110):
        at_s = chance.uniform(0, 1400)
        queue, source = chance.choice([("a", "test/pbx"), ("b", "test/pbx"), ("c", "other/pbx")])
        ended: dict[str, float] = chance.choice(
            [{"answered_s": chance.uniform(1, 90)}, {"left_s": chance.uniform(1, 60)}, {}]
        )
        contact = line.call(
            at_s, queue=queue, source=source, answered_s=ended.get("answered_s"), left_s=ended.get("left_s")
        )
        if "answered_s" in ended:
            line.tell(at_s + ended["answered_s"] + 30, "contact.ended", contact=contact, agent="ann", source=source)
    for number in range(12):
        at_s = chance.uniform(0, 800)
        ticket: dict[str, Any] = {"ticket": f"t{number}"}
        line.tell(at_s, "ticket.opened", queue="mail", source="desk", **ticket)
        if chance.random() < 0.6:
            line.tell(at_s + chance.uniform(10, 500), "ticket.status", status="pending", source="desk", **ticket)
            line.tell(at_s + 550, "ticket.status", status="open", source="desk", **ticket)
        if chance.random() < 0.6:
            line.tell(at_s + 700, "ticket.message", by="agent", agent="ann", source="desk", **ticket)
    told: dict[str, Any] = {"silence": "s1", "by": "mette", "reason": "known", "until": from_ms(ms(1000)), "queue": "a"}
    line.tell(500, "alert.silenced", source="tavle/web", **told)
    return line


def play(line: TimeLine, crash_at: set[int]) -> Played:
    return line.play(1500, Keeping("aarhus", line.floor, line.alert_policy, crash_at))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_crash_at_any_point_changes_nothing(seed: int) -> None:
    line = a_day(seed)
    for change in play(line, set()).changes[:40:9]:
        line.tell((change.at - ms(0)) / 1000 + 5, "alert.acknowledged", source="tavle/web", alert=change.id, by="mette")
    chance = random.Random(seed)

    calm = play(line, set())
    crashed = play(line, {ms(chance.randrange(1500)) for _ in range(8)})

    assert {change.state for change in calm.changes} >= {"pending", "firing", "resolved", "recovering"}
    assert {sent.kind for sent in calm.notifications} >= {"firing", "resolved", "escalation"}
    assert crashed.changes == calm.changes
    assert crashed.notifications == calm.notifications


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_sent_is_sent_once_and_every_alert_that_was_told_is_told_to_end(seed: int) -> None:
    played = play(a_day(seed), set())
    ids = [sent.id for sent in played.notifications]
    told = {kind: [alert.id for sent in played.notifications if sent.kind == kind for alert in sent.alerts]
            for kind in ("firing", "resolved", "escalation")}  # fmt: skip
    ended = {change.id for change in played.changes if change.state == "resolved"}
    still_to_tell = set(played.rehearsal.alerts.book.ended)

    assert len(set(ids)) == len(ids)
    for once in told.values():
        assert len(set(once)) == len(once)
    assert set(told["resolved"]) | still_to_tell == ended & set(told["firing"])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_replay_gives_the_same_again(seed: int) -> None:
    first, again = (a_day(seed).play(1500) for _ in range(2))

    assert first.changes == again.changes
    assert first.notifications == again.notifications


def test_a_save_costs_what_changed() -> None:
    line = a_day(1)
    rehearsal = Keeping("aarhus", line.floor, line.alert_policy, set())
    line.play(600, rehearsal)

    put, drop = rehearsal.writer.save(rehearsal.alerts)

    assert (put, drop) == ({}, [])


def test_alerts_of_another_version_are_refused() -> None:
    line = a_day(1)
    rehearsal = Keeping("aarhus", line.floor, line.alert_policy, set())
    line.play(300, rehearsal)
    fields = rehearsal.fields[1]
    meta = msgspec.json.decode(fields["meta"])

    for broken in (b"{", msgspec.json.encode({**meta, "version": 99})):
        with pytest.raises(AlertsMismatch, match="aarhus"):
            restore("aarhus", line.alert_policy, {**fields, "meta": broken}, rehearsal.floor)


def test_a_site_without_saved_alerts_begins_with_none() -> None:
    line = a_day(1)
    floor = line.play(300).rehearsal.floor

    assert restore("aarhus", line.alert_policy, {}, floor).alerts() == []


def test_alerts_saved_before_they_named_their_queue_are_read_and_name_it_with_the_next_turn() -> None:
    line = TimeLine([RULES[1]])
    line.call(0, queue="sales")
    rehearsal = Keeping("aarhus", line.floor, line.alert_policy, set())
    line.play(60, rehearsal)
    (field,) = (field for field in rehearsal.fields[1] if field.startswith("e:"))
    old = msgspec.json.decode(rehearsal.fields[1][field])
    assert old.pop("lies_in") == "sales"
    rehearsal.fields[1][field] = msgspec.json.encode(old)

    rehearsal.alerts = restore("aarhus", line.alert_policy, rehearsal.fields[1], rehearsal.floor)
    before = rehearsal.alerts.alerts()
    played = line.play(62, rehearsal)

    assert [(alert.id, alert.queue) for alert in (*before, *rehearsal.alerts.alerts())] == [
        (old["id"], None), (old["id"], "sales")
    ]  # fmt: skip
    assert played.changes == []


def test_rules_that_changed_while_nobody_ran_end_their_alerts() -> None:
    line = TimeLine([RULES[6]])
    line.calls(0, 5, 1)
    rehearsal = Keeping("aarhus", line.floor, line.alert_policy, set())
    line.play(60, rehearsal)

    rehearsal.alerts = restore("aarhus", AlertPolicy(), rehearsal.fields[1], rehearsal.floor)
    played = line.play(80, rehearsal)

    assert [(change.rule, change.why) for change in played.changes] == [("waiting", "rule changed")]
    assert played.sent == [("resolved", 71, ["waiting"])]


def test_arrivals_after_the_end_are_left_for_the_next_call() -> None:
    line = TimeLine([])
    arrivals = [
        Arrival(ms(5), line.tell(5, "source.beat", interval_s=5)),
        Arrival(ms(50), line.tell(50, "source.beat")),
    ]
    rehearsal = Rehearsal("aarhus", FloorRules(), AlertPolicy())

    turns: list[tuple[int, Turn]] = list(rehearsal.run(arrivals, ms(20)))

    assert [now for now, _ in turns][-1] == ms(20)


def test_events_that_came_as_they_happened_are_played_in_their_order() -> None:
    line = TimeLine([])
    events = [line.tell(at_s, "source.beat") for at_s in (9, 3, 7)]

    assert [arrival.at for arrival in in_order(events)] == [ms(3), ms(7), ms(9)]
