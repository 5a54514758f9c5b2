"""A queue: who waits in it, who is talked to, and its counts."""

from __future__ import annotations

from streams.floor.rule import ServiceLevelRule
from streams.floor.series import Series
from streams.floor.view import WAITING_SHOWN, QueueNow, Waiting

UNASSIGNED = "unassigned"
"""Where events without a queue go."""


class Queue:
    """`waiting` maps contacts to the moment they entered (ms); `talking` holds the contacts in conversation; `members`
    are the agents who serve it or once did."""

    __slots__ = ("id", "members", "rule", "series", "talking", "waiting")

    def __init__(self, id_: str, rule: ServiceLevelRule) -> None:
        self.id = id_
        self.rule = rule
        self.series = Series()
        self.waiting: dict[str, int] = {}
        self.talking: set[str] = set()
        self.members: set[str] = set()

    @property
    def shown(self) -> bool:
        """A queue known to the data is shown even when empty; `unassigned` only when something is in it."""
        return self.id != UNASSIGNED or bool(self.waiting or self.talking or self.series.counted)

    def now(self, agents: dict[str, int]) -> QueueNow:
        """The present; `agents` are those who serve this queue, by state."""
        longest_first = sorted(self.waiting.items(), key=lambda entry: (entry[1], entry[0]))
        return QueueNow(
            rule=self.rule,
            waiting=len(self.waiting),
            talking=len(self.talking),
            oldest=[Waiting(contact, since) for contact, since in longest_first[:WAITING_SHOWN]],
            agents=agents,
        )
