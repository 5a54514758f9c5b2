"""A queue: who waits in it, who is talked to, which tickets are open, and its counts."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from typing import TYPE_CHECKING

from streams.floor.counts import VERDICTS
from streams.floor.rule import QueueRules
from streams.floor.series import Series
from streams.floor.view import WAITING_SHOWN, Correction, QueueNow, RuleView, TicketsNow, Waiting

if TYPE_CHECKING:
    from streams.floor.leg import Leg

UNASSIGNED = "unassigned"
"""Where events without a queue go."""

OVERTAKEN_BY = 3
"""A waiting contact is a suspect once so many later ones of its queue and priority have been answered."""

ENTRIES_KEPT = 256
CORRECTED_MS = 60_000
"""How long a figure says that it was corrected."""


class Queue:
    """`waiting` maps contacts to the leg that waits; `talking` holds the contacts in conversation; `members` are the
    agents who serve it or once did; `tickets` the open ones. `rules` judge its legs."""

    __slots__ = ("_answered", "corrected", "id", "members", "rules", "series", "talking", "tickets",
                 "tickets_now", "waiting")  # fmt: skip

    def __init__(self, id_: str, rules: QueueRules) -> None:
        self.id = id_
        self.rules = rules
        self.series = Series()
        self.waiting: dict[str, Leg] = {}
        self.talking: set[str] = set()
        self.members: set[str] = set()
        self.tickets: set[str] = set()
        self.tickets_now = TicketsNow()
        self.corrected: Correction | None = None
        self._answered: dict[int | None, list[int]] = {}

    def judge_by(self, rules: QueueRules) -> None:
        """Other rules judge its legs from now on; those it has are put in anew (Floor.adopt). What older legs counted
        stays with the version of the rule that judged them, and goes with it."""
        bases = {(slot.name, slot.rule.version): slot.base for slot in rules.slots}
        moves: dict[int, int | None] = {}
        for slot in self.rules.slots:
            base = bases.get((slot.name, slot.rule.version))
            for verdict in range(len(VERDICTS)):
                moves[slot.base + verdict] = None if base is None else base + verdict
        self.series.move(moves)
        self.rules = rules

    @property
    def shown(self) -> bool:
        """A queue known to the data is shown even when empty; `unassigned` only when something is in it."""
        return self.id != UNASSIGNED or bool(self.waiting or self.talking or self.tickets or self.series.counted)

    def note_answer(self, leg: Leg) -> None:
        """One that entered then has been answered: whoever entered before it was overtaken."""
        entries = self._answered.setdefault(leg.priority, [])
        insort(entries, leg.entered)
        if len(entries) > ENTRIES_KEPT:
            del entries[: ENTRIES_KEPT // 2]

    def forget_answer(self, leg: Leg) -> None:
        """It was not so: the contact is read anew."""
        entries = self._answered.get(leg.priority, [])
        place = bisect_left(entries, leg.entered)
        if place < len(entries) and entries[place] == leg.entered:
            del entries[place]

    def is_suspect(self, leg: Leg, now: int, limits_ms: Mapping[str, int]) -> bool:
        """Whether the waiting leg is probably a phantom: overtaken since its last fact, or waiting longer than its
        channel's limit (`limits_ms`) without one."""
        entries = self._answered.get(leg.priority, ())
        if len(entries) >= OVERTAKEN_BY and entries[-OVERTAKEN_BY] > leg.touched:
            return True
        limit_ms = limits_ms.get(leg.channel)
        return limit_ms is not None and now - leg.touched > limit_ms

    def correct(self, at: int, moment: int) -> None:
        """A fact of `moment`, come late, changes figures."""
        known = self.corrected
        if known is not None and at - known.at < CORRECTED_MS:
            moment = max(moment, known.moment)
        self.corrected = Correction(at, moment)

    @property
    def rule_views(self) -> list[RuleView]:
        """Every version of every rule, in the order of their slots; nothing while there is only the main one."""
        slots = self.rules.slots
        return [RuleView(slot.rule, slot.slot, slot.name) for slot in slots] if len(slots) > 1 else []

    @property
    def judging(self) -> QueueNow:
        """Its rules alone; without versions the main one is the only one there is."""
        return QueueNow(self.rules.slots[0].rule, self.rule_views)

    def now(self, agents: dict[str, int], now: int, limits_ms: Mapping[str, int]) -> QueueNow:
        """The present; `agents` are those who serve this queue, by state."""
        in_order = sorted(self.waiting.items(), key=lambda entry: (entry[1].entered, entry[0]))
        suspects = [(contact, leg) for contact, leg in in_order if self.is_suspect(leg, now, limits_ms)]
        if suspects:
            left_out = {contact for contact, _ in suspects}
            in_order = [entry for entry in in_order if entry[0] not in left_out]
        corrected = self.corrected
        return QueueNow(
            rule=self.rules.at(now)[0].rule,
            rules=self.rule_views,
            waiting=len(in_order),
            talking=len(self.talking),
            oldest=[Waiting(contact, leg.entered) for contact, leg in in_order[:WAITING_SHOWN]],
            suspects=[Waiting(contact, leg.entered) for contact, leg in suspects[:WAITING_SHOWN]],
            suspect=len(suspects),
            next_late=min((leg.deadline for _, leg in in_order if leg.deadline >= now), default=None),
            agents=agents,
            tickets=self.tickets_now,
            corrected=corrected if corrected is not None and now - corrected.at < CORRECTED_MS else None,
        )
