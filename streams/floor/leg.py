"""A leg: one entry of a contact into a queue (or one direct conversation), and what each outcome counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from streams.floor.agent import Agent
from streams.floor.counts import CURVE_ANSWERED, CURVE_LEFT, LEFT_HIST, Count, Verdict, band_of, wait_bin
from streams.floor.histogram import bin_of
from streams.floor.queue import Queue
from streams.floor.series import Series

if TYPE_CHECKING:
    from streams.floor.matter import Logged

Phase = Literal["waiting", "talking", "wrapping", "closed"]

OTHER_EXITS: dict[str, int] = {
    "timed_out": Count.timed_out,
    "overflowed": Count.overflowed,
    "redirected": Count.redirected,
    "withdrawn": Count.withdrawn,
    "closed": Count.closed,
    "callback": Count.callbacks,
}
_ANSWERED = (Verdict.answered_in, Verdict.answered_late)
_ABANDONED = (Verdict.abandoned_in, Verdict.abandoned_late)
_CALLED_BACK = (Verdict.callback_in, Verdict.callback_late)
_OTHER = (Verdict.other_in, Verdict.other_late)


class Leg:
    """Moments and durations in ms. `counted` is False for a conversation that entered no queue: it is handled, but
    neither offered nor answered there. `late` has a bit for each rule by which passing the threshold has been counted
    while it waits; `touched` is when the last fact of its waiting happened; `series` are its queue's and its channel's,
    of which the queue alone has rules."""

    __slots__ = (
        "agent", "answered_at", "channel", "counted", "ended_at", "entered", "held", "held_since", "hold_ms", "late",
        "logged", "phase", "priority", "queue", "rules", "series", "talk_ms", "touched", "transferred", "wait_ms",
        "work_due", "worked_at", "wrap_key",
    )  # fmt: skip

    def __init__(
        self, queue: Queue, entered: int, channel: str, channel_series: Series, *, counted: bool = True,
        priority: int | None = None,
    ) -> None:  # fmt: skip
        self.queue = queue
        self.series = (queue.series, channel_series)
        self.rules = queue.rules.at(entered)
        self.entered = self.touched = entered
        self.counted = counted
        self.channel = channel
        self.priority = priority
        self.phase: Phase = "waiting"
        self.late = 0
        self.agent: Agent | None = None
        self.answered_at = 0
        self.wait_ms: int | None = None
        self.held_since: int | None = None
        self.held = False
        self.hold_ms = 0
        self.ended_at = 0
        self.talk_ms = 0
        self.transferred = False
        self.work_due: int | None = None
        self.worked_at: int | None = None
        self.wrap_key: int | None = None
        self.logged: Logged | None = None

    @property
    def deadline(self) -> int:
        """The moment at which waiting longer than the main rule's threshold becomes a miss."""
        return self.entered + self.rules[0].rule.threshold_ms

    def count_entry(self, sign: int) -> None:
        for series in self.series:
            series.add(self.entered, Count.offered, sign)

    def pass_thresholds(self, clock: int, sign: int) -> None:
        """Still waiting past a threshold that lies before `clock`: a miss now, by each rule whose threshold it is."""
        for slot, _, rule, base in self.rules:
            deadline = self.entered + rule.threshold_ms
            if deadline < clock and not self.late >> slot & 1:
                self.late |= 1 << slot
                if sign:
                    self._count_late(base, deadline, rule.attribution, sign)

    def take_back_late(self, sign: int) -> None:
        """It waits no longer: how it ended says what it counts as."""
        if self.late and sign:
            for slot, _, rule, base in self.rules:
                if self.late >> slot & 1:
                    self._count_late(base, self.entered + rule.threshold_ms, rule.attribution, -sign)
        self.late = 0

    def count_answer(self, moment: int, wait_ms: int, sign: int) -> None:
        counts = (
            (Count.answered, 1),
            (Count.answered_wait_ms, wait_ms),
            (wait_bin(wait_ms), 1),
            (CURVE_ANSWERED + band_of(wait_ms), 1),
        )
        for series in self.series:
            series.add_all(moment, counts, sign)
        self._judge(moment, wait_ms, _ANSWERED, sign)

    def count_exit(self, moment: int, wait_ms: int, reason: str, sign: int) -> None:
        """Left unanswered. An unknown outcome (`lost`) is in no rate and no rule."""
        if reason == "lost":
            for series in self.series:
                series.add(moment, Count.lost, sign)
            return
        if reason == "abandoned":
            counts = [(Count.abandoned, 1), (Count.abandoned_wait_ms, wait_ms), (CURVE_LEFT + band_of(wait_ms), 1)]
            verdicts = _ABANDONED
        else:
            counts = [(OTHER_EXITS[reason], 1), (Count.other_wait_ms, wait_ms)]
            verdicts = _CALLED_BACK if reason == "callback" else _OTHER
        counts.append((LEFT_HIST + bin_of(wait_ms), 1))
        for series in self.series:
            series.add_all(moment, counts, sign)
        self._judge(moment, wait_ms, verdicts, sign)

    def count_work(self, moment: int, sign: int) -> None:
        """The work is done at `moment`: the conversation is handled, by queue, channel and agent."""
        counts = [
            (Count.handled, 1),
            (Count.talk_ms, self.talk_ms),
            (Count.end_to_end_ms, moment - self.entered),
        ]
        if self.held:
            counts += [(Count.held, 1), (Count.hold_ms, self.hold_ms)]
        if moment != self.ended_at:
            counts.append((Count.acw_ms, moment - self.ended_at))
        if self.transferred:
            counts.append((Count.transferred, 1))
        for series in (*self.series, self.agent.series) if self.agent else self.series:
            series.add_all(moment, counts, sign)

    def _judge(self, moment: int, wait_ms: int, verdicts: tuple[int, int], sign: int) -> None:
        """By every rule: in time at the moment it was known, late when the threshold passed; or both at the entry."""
        for _, _, rule, base in self.rules:
            in_time = wait_ms <= rule.threshold_ms
            verdict = verdicts[0] if in_time else verdicts[1]
            if verdict == Verdict.abandoned_in and wait_ms <= rule.short_ms:
                verdict = Verdict.abandoned_short
            if rule.attribution == "entry":
                at = self.entered
            else:
                at = moment if in_time else min(self.entered + rule.threshold_ms, moment)
            self.queue.series.add(at, base + verdict, sign)

    def _count_late(self, base: int, deadline: int, attribution: str, sign: int) -> None:
        at = self.entered if attribution == "entry" else deadline
        self.queue.series.add(at, base + Verdict.waiting_late, sign)
