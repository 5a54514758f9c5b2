"""A leg: one entry of a contact into a queue (or one direct conversation), and what each outcome counts."""

from __future__ import annotations

from typing import Literal

from streams.floor.agent import Agent
from streams.floor.counts import Count, wait_bin
from streams.floor.queue import Queue

Phase = Literal["waiting", "talking", "wrapping", "closed"]

OTHER_EXITS: dict[str, int] = {
    "timed_out": Count.timed_out,
    "overflowed": Count.overflowed,
    "redirected": Count.redirected,
    "withdrawn": Count.withdrawn,
    "closed": Count.closed,
    "callback": Count.callbacks,
}


class Leg:
    """Moments and durations in ms. `counted` is False for a conversation that entered no queue: it is handled, but
    neither offered nor answered there. `late` says that passing the threshold has been counted while it waits."""

    __slots__ = (
        "agent", "answered_at", "counted", "ended_at", "entered", "held", "held_since", "hold_ms", "late", "phase",
        "queue", "talk_ms", "transferred", "work_due", "worked_at", "wrap_key",
    )  # fmt: skip

    def __init__(self, queue: Queue, entered: int, *, counted: bool = True) -> None:
        self.queue = queue
        self.entered = entered
        self.counted = counted
        self.phase: Phase = "waiting"
        self.late = False
        self.agent: Agent | None = None
        self.answered_at = 0
        self.held_since: int | None = None
        self.held = False
        self.hold_ms = 0
        self.ended_at = 0
        self.talk_ms = 0
        self.transferred = False
        self.work_due: int | None = None
        self.worked_at: int | None = None
        self.wrap_key: int | None = None

    @property
    def deadline(self) -> int:
        """The moment at which waiting longer than the threshold becomes a miss."""
        return self.entered + self.queue.rule.threshold_ms

    def count_entry(self, sign: int) -> None:
        self.queue.series.add(self.entered, Count.offered, sign)

    def count_late(self, sign: int) -> None:
        """Still waiting past the threshold: a miss now."""
        self.late = sign > 0
        self.queue.series.add(self.deadline, Count.sl_waiting_late, sign)

    def count_answer(self, moment: int, wait_ms: int, sign: int) -> None:
        add = self.queue.series.add
        add(moment, Count.answered, sign)
        add(moment, Count.answered_wait_ms, sign * wait_ms)
        add(moment, wait_bin(wait_ms), sign)
        if wait_ms <= self.queue.rule.threshold_ms:
            add(moment, Count.sl_answered_in, sign)
        else:
            add(min(self.deadline, moment), Count.sl_answered_late, sign)

    def count_exit(self, moment: int, wait_ms: int, reason: str, sign: int) -> None:
        """Left unanswered. An unknown outcome (`lost`) is in no rate and no rule."""
        add = self.queue.series.add
        rule = self.queue.rule
        if reason == "lost":
            add(moment, Count.lost, sign)
            return
        in_time = wait_ms <= rule.threshold_ms
        verdict_at = moment if in_time else min(self.deadline, moment)
        if reason == "abandoned":
            add(moment, Count.abandoned, sign)
            add(moment, Count.abandoned_wait_ms, sign * wait_ms)
            if in_time:
                verdict = Count.sl_abandoned_short if wait_ms <= rule.short_ms else Count.sl_abandoned_in
            else:
                verdict = Count.sl_abandoned_late
        else:
            add(moment, OTHER_EXITS[reason], sign)
            add(moment, Count.other_wait_ms, sign * wait_ms)
            verdict = Count.sl_other_in if in_time else Count.sl_other_late
        add(verdict_at, verdict, sign)

    def count_work(self, sign: int) -> None:
        """The work is done at `worked_at`: the conversation is handled, by the queue and by the agent."""
        moment = self.worked_at
        if moment is None:
            return
        acw_ms = moment - self.ended_at
        for series in (self.queue.series, self.agent.series) if self.agent else (self.queue.series,):
            add = series.add
            add(moment, Count.handled, sign)
            add(moment, Count.talk_ms, sign * self.talk_ms)
            if self.held:
                add(moment, Count.held, sign)
                add(moment, Count.hold_ms, sign * self.hold_ms)
            if acw_ms:
                add(moment, Count.acw_ms, sign * acw_ms)
            if self.transferred:
                add(moment, Count.transferred, sign)
