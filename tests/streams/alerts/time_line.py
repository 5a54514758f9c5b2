"""A time line of calls, beats and people's doings, in seconds after nine, and what the alerts made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from streams.alerts.alert_book import Change
from streams.alerts.judge import Turn
from streams.alerts.notification import Notification
from streams.alerts.policy import AlertPolicy
from streams.alerts.rehearsal import Arrival, Rehearsal
from streams.alerts.rule import AnyRule
from streams.events import AnyEvent
from streams.events.decode import decode
from streams.events.instant import from_ms, to_ms
from streams.floor.floor_rules import FloorRules

NINE = to_ms(datetime(2026, 11, 24, 9, tzinfo=UTC))
PBX = "test/pbx"


def ms(at_s: float) -> int:
    return NINE + round(at_s * 1000)


@dataclass
class TimeLine:
    """`rules` are those of the site; `floor` what its floor goes by."""

    rules: Iterable[AnyRule] = ()
    floor: FloorRules = field(default_factory=FloorRules)
    policy: AlertPolicy | None = None
    arrivals: list[Arrival] = field(default_factory=list)

    def tell(self, at_s: float, type_: str, *, source: str = PBX, came_s: float | None = None, **data: Any) -> AnyEvent:
        """An event of `at_s`; it came at once, or at `came_s`."""
        envelope = {"id": f"e{len(self.arrivals)}", "source": source, "site": "aarhus", "type": f"tavle.{type_}"}
        raw = msgspec.json.encode({**envelope, "time": from_ms(ms(at_s)), "data": data})
        event = decode(raw)
        self.arrivals.append(Arrival(ms(at_s if came_s is None else came_s), event))
        return event

    def call(self, at_s: float, *, queue: str = "support", answered_s: float | None = None,
             left_s: float | None = None, source: str = PBX) -> str:  # fmt: skip
        """A caller; answered, or gone, so many seconds after entering."""
        contact = f"c{len(self.arrivals)}"
        self.tell(at_s, "contact.queued", contact=contact, queue=queue, source=source)
        if answered_s is not None:
            self.tell(at_s + answered_s, "contact.answered", contact=contact, agent="ann", source=source)
        if left_s is not None:
            self.tell(at_s + left_s, "contact.left", contact=contact, reason="abandoned", source=source)
        return contact

    def calls(self, from_s: float, n: int, every_s: float, **how: Any) -> None:
        for number in range(n):
            self.call(from_s + number * every_s, **how)

    def beats(self, from_s: int, to_s: int, source: str = PBX) -> None:
        for at_s in range(from_s, to_s, 5):
            self.tell(at_s, "source.beat", source=source, interval_s=5)

    @property
    def alert_policy(self) -> AlertPolicy:
        return self.policy or AlertPolicy(tuple(self.rules))

    @property
    def in_order(self) -> list[Arrival]:
        return sorted(self.arrivals, key=lambda arrival: arrival.at)

    def play(self, until_s: float, rehearsal: Rehearsal | None = None) -> Played:
        """From the beginning, or on from where a rehearsal stands."""
        if rehearsal is None:
            rehearsal = Rehearsal("aarhus", self.floor, self.alert_policy)
        arrivals = [arrival for arrival in self.in_order if arrival.at >= rehearsal.now]
        return Played([turn for _, turn in rehearsal.run(arrivals, ms(until_s))], rehearsal)


class Played:
    """What happened: states and messages, in whole seconds after nine."""

    def __init__(self, turns: list[Turn], rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.changes: list[Change] = [change for turn in turns for change in turn.changes]
        self.notifications: list[Notification] = [sent for turn in turns for sent in turn.notifications]

    def states(self, rule: str, subject: str | None = None) -> list[tuple[str, float]]:
        return [
            (change.state, (change.at - NINE) / 1000)
            for change in self.changes
            if change.rule == rule and subject in (None, change.subject.id)
        ]

    @property
    def sent(self) -> list[tuple[str, float, list[str]]]:
        """Kind, second, and the rules of its alerts."""
        return [
            (sent.kind, (sent.at - NINE) / 1000, [alert.rule for alert in sent.alerts]) for sent in self.notifications
        ]

    def fired(self, rule: str) -> list[float]:
        return [at_s for state, at_s in self.states(rule) if state in ("firing", "flapping")]
