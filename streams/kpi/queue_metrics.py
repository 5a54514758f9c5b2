"""Figures of queues over a window: how many came, how they ended, how long they waited, how many in time."""

from __future__ import annotations

from fractions import Fraction

from streams.floor.histogram import middle_of
from streams.kpi.aggregate import Aggregate
from streams.kpi.formula import count, ratio, size_of, wait_percentile
from streams.kpi.metric import EVERYWHERE, QUEUES, WindowMetric
from streams.kpi.recovery import recovery

LEFT_OTHERWISE = ("timed_out", "overflowed", "redirected", "withdrawn", "closed")
LEFT_UNANSWERED = ("abandoned", "callbacks", *LEFT_OTHERWISE)
WAIT_OF_ALL = ("answered_wait_ms", "abandoned_wait_ms", "other_wait_ms")


def _max_wait_ms(aggregate: Aggregate) -> float | None:
    bins = [*aggregate.wait_hist, *aggregate.left_hist]
    return middle_of(max(bins)) if bins else None


def _recovery(aggregate: Aggregate) -> int | None:
    """By the goal that all rules share; None where they differ."""
    goals = {rule.goal_permille for rule, _ in aggregate.by_rule}
    return recovery(*aggregate.service_level, Fraction(goals.pop(), 1000)) if len(goals) == 1 else None


OUTCOMES: tuple[WindowMetric, ...] = (
    count("offered", "offered", called={"the trade": "entered, calls offered", "Amazon Connect": "Contacts queued",
                                        "Cisco": "Calls Presented", "Genesys": "nOffered", "Asterisk": "ENTERQUEUE"}),
    count("answered", "answered", scopes=EVERYWHERE, better="higher",
          called={"Cisco": "Calls Handled", "Genesys": "tAnswered (its count)", "Asterisk": "CONNECT"}),
    WindowMetric(key="answered_in_time", unit="count", better="higher", scopes=QUEUES,
                 numerator=lambda a: sum(verdicts.answered_in for _, verdicts in a.by_rule),
                 formula="`sl_answered_in` by the queue's main rule",
                 called={"Amazon Connect": "Contacts answered in X seconds"}),
    count("abandoned", "abandoned", better="lower",
          called={"Amazon Connect": "Contacts abandoned", "Cisco": "Calls Abandoned",
                  "Genesys": "tAbandon (its count)", "Asterisk": "ABANDON"}),
    WindowMetric(key="abandoned_in_time", unit="count", scopes=QUEUES,
                 numerator=lambda a: sum(verdicts.abandoned_within for _, verdicts in a.by_rule),
                 formula="`sl_abandoned_short + sl_abandoned_in` by the queue's main rule",
                 called={"Amazon Connect": "Contacts abandoned in X seconds"}),
    count("callbacks", "callbacks"),
    count("left_otherwise", *LEFT_OTHERWISE, called={"Genesys": "tFlowOut (its count)"}),
    count("timed_out", "timed_out", called={"Asterisk": "EXITWITHTIMEOUT"}),
    count("overflowed", "overflowed"),
    count("redirected", "redirected", called={"Asterisk": "EXITWITHKEY"}),
    count("withdrawn", "withdrawn", called={"Asterisk": "WITHDRAW"}),
    count("closed", "closed", called={"Asterisk": "EXITEMPTY"}),
    count("lost", "lost"),
)  # fmt: skip

WAITS: tuple[WindowMetric, ...] = (
    ratio("asa", ("answered_wait_ms",), ("answered",), unit="ms", better="lower",
          called={"the trade": "ASA, average speed of answer", "Amazon Connect": "Average queue answer time",
                  "Cisco": "Avg Speed of Answer", "Genesys": "tAnswered ÷ its count", "Asterisk": "holdtime"}),
    ratio("avg_queue_time", WAIT_OF_ALL, ("answered",), unit="ms", better="lower"),
    ratio("avg_wait", WAIT_OF_ALL, ("answered", *LEFT_UNANSWERED), unit="ms", better="lower"),
    ratio("avg_abandon_time", ("abandoned_wait_ms",), ("abandoned",), unit="ms", better=None,
          called={"Amazon Connect": "Average queue abandon time", "Cisco": "Avg Time to Abandon",
                  "Genesys": "tAbandon ÷ its count"}),
    WindowMetric(key="max_wait", unit="ms", numerator=_max_wait_ms, behind=size_of("wait_hist", "left_hist"),
                 better="lower", formula="highest bin of the histograms of the answered and of those who left",
                 called={"Amazon Connect": "Maximum queued time"}, linear=False, sums=False),
    wait_percentile("wait_p50", 50, {"the trade": "median wait"}),
    wait_percentile("wait_p80", 80),
    wait_percentile("wait_p90", 90),
    wait_percentile("wait_p95", 95),
    wait_percentile("wait_p99", 99),
)  # fmt: skip

RATES: tuple[WindowMetric, ...] = (
    ratio("abandon_rate", ("abandoned",), ("offered",), unit="share", better="lower",
          called={"the trade": "abandonment rate", "Amazon Connect": "Abandonment rate"}),
    ratio("loss_rate", ("abandoned", *LEFT_OTHERWISE), ("offered",), unit="share", better="lower"),
    WindowMetric(key="service_level", unit="share", numerator=lambda a: a.service_level.numerator, scopes=QUEUES,
                 denominator=lambda a: a.service_level.denominator, better="higher",
                 formula="by the rule's treatment of each outcome, below",
                 called={"the trade": "SL, TSF, grade of service", "Amazon Connect": "Service level X",
                         "Genesys": "oServiceLevel", "Asterisk": "Service Level (SL, SL2)"}),
    WindowMetric(key="recovery", unit="count", numerator=_recovery, behind=lambda a: a.service_level.denominator,
                 better="lower", scopes=QUEUES, linear=False, sums=False,
                 formula="ceil((g × n − met) ÷ (1 − g)), never below 0; g the rule's goal (80 % unless set), met and n "
                         "of the service level"),
)  # fmt: skip

QUEUE_METRICS: tuple[WindowMetric, ...] = (*OUTCOMES, *WAITS, *RATES)
