"""Every metric there is. docs/metrics.md is generated from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from streams.floor.histogram import percentile
from streams.kpi.aggregate import BUSY_STATES, Aggregate
from streams.kpi.keys import MetricKey, Unit, WindowMetricKey
from streams.kpi.metric import CONTACTS, EVERYWHERE, PEOPLE, Better, NowMetric, Number, Scope, WindowMetric

LEFT_OTHERWISE = ("timed_out", "overflowed", "redirected", "withdrawn", "closed")
LEFT_UNANSWERED = ("abandoned", "callbacks", *LEFT_OTHERWISE)
WAIT_OF_ALL = ("answered_wait_ms", "abandoned_wait_ms", "other_wait_ms")
BUSY_TIME = ("ringing_ms", "on_contact_ms", "wrapping_ms", "busy_ms")
ONLINE_TIME = (*BUSY_TIME, "available_ms", "break_ms", "training_ms", "meeting_ms", "other_work_ms", "in_error_ms")


def _sum(*names: str) -> Callable[[Aggregate], int]:
    return lambda aggregate: aggregate.total(names)


def _count(
    key: WindowMetricKey, definition: str, *names: str, better: Better | None = None,
    scopes: tuple[Scope, ...] = CONTACTS, called: str = "", unit: Unit = "count",
) -> WindowMetric:  # fmt: skip
    return WindowMetric(
        key=key, unit=unit, numerator=_sum(*names), definition=definition, formula=" + ".join(names), better=better,
        scopes=scopes, called=called,
    )  # fmt: skip


def _ratio(
    key: WindowMetricKey, definition: str, above: tuple[str, ...], below: tuple[str, ...], *, unit: Unit,
    better: Better | None = "lower", scopes: tuple[Scope, ...] = CONTACTS, called: str = "",
) -> WindowMetric:  # fmt: skip
    return WindowMetric(
        key=key, unit=unit, numerator=_sum(*above), denominator=_sum(*below), definition=definition, better=better,
        formula=f"({' + '.join(above)}) ÷ ({' + '.join(below)})", scopes=scopes, called=called,
    )  # fmt: skip


def _percentile(share: float, aggregate: Aggregate) -> Number | None:
    return percentile(aggregate.wait_hist, share)


def _wait_percentile(key: WindowMetricKey, percent: int) -> WindowMetric:
    return WindowMetric(
        key=key, unit="ms", numerator=partial(_percentile, percent / 100), better="lower",
        definition=f"{percent} % of the answered contacts waited this long or shorter (within 1.6 %).",
        formula=f"nearest-rank {percent}th percentile of the wait histogram",
    )  # fmt: skip


NOW_METRICS: tuple[NowMetric, ...] = (
    NowMetric(key="waiting", unit="count", value=lambda now: now.waiting, better="lower",
              definition="Contacts in the queue now."),
    NowMetric(key="talking", unit="count", value=lambda now: now.talking,
              definition="Contacts in conversation now, holds included."),
    NowMetric(key="longest_wait", unit="ms", value=lambda now: now.longest_wait_ms, better="lower",
              definition="Now minus the entry of the contact that waits longest; no value while nobody waits."),
    NowMetric(key="agents_available", unit="count", value=lambda now: now.agents_in(("available",)), better="higher",
              definition="Agents who could take a contact now."),
    NowMetric(key="agents_busy", unit="count", value=lambda now: now.agents_in(BUSY_STATES),
              definition="Agents ringing, on a contact or in after-call work now."),
    NowMetric(key="agents_on_break", unit="count", value=lambda now: now.agents_in(("break",)),
              definition="Agents on a break now."),
    NowMetric(key="agents_online", unit="count", value=lambda now: now.agents_online,
              definition="Agents in any state but offline now; each counts once."),
)  # fmt: skip

WINDOW_METRICS: tuple[WindowMetric, ...] = (
    _count("offered", "Legs that entered the queue.", "offered", called="entered, calls offered, inbound"),
    _count("answered", "Legs that were connected to an agent.", "answered", scopes=EVERYWHERE, better="higher"),
    _count("answered_in_time", "Answered within the queue's threshold.", "sl_answered_in", better="higher"),
    _count("abandoned", "The caller gave up while waiting.", "abandoned", better="lower", called="ABANDON"),
    _count("abandoned_in_time", "Gave up within the queue's threshold, short ones included.", "sl_abandoned_short",
           "sl_abandoned_in"),
    _count("callbacks", "Left the queue by asking to be called back.", "callbacks"),
    _count("left_otherwise", "Left unanswered in another way: the five figures that follow.", *LEFT_OTHERWISE),
    _count("timed_out", "Left because the queue's time limit was reached.", "timed_out", called="EXITWITHTIMEOUT"),
    _count("overflowed", "Left for another queue because this one was too full or too slow.", "overflowed"),
    _count("redirected", "Left by pressing a key.", "redirected", called="EXITWITHKEY"),
    _count("withdrawn", "Taken out of the queue.", "withdrawn", called="WITHDRAW"),
    _count("closed", "Left because the queue was emptied or shut.", "closed", called="EXITEMPTY"),
    _count("lost", "Outcome unknown because the source restarted; in no rate.", "lost"),
    _ratio("asa", "Average speed of answer: the mean wait of the answered, from entry of the queue to connection.",
           ("answered_wait_ms",), ("answered",), unit="ms", called="ASA, average speed of answer, holdtime"),
    _ratio("avg_queue_time", "Total waiting time of all that left the queue over the answered ones: what each answer "
           "cost in waiting.", WAIT_OF_ALL, ("answered",), unit="ms"),
    _ratio("avg_wait", "Mean wait of all that left the queue, answered or not: what a caller experienced.",
           WAIT_OF_ALL, ("answered", *LEFT_UNANSWERED), unit="ms"),
    _ratio("avg_abandon_time", "Mean wait of those who gave up.", ("abandoned_wait_ms",), ("abandoned",), unit="ms"),
    _wait_percentile("wait_p50", 50),
    _wait_percentile("wait_p80", 80),
    _wait_percentile("wait_p90", 90),
    _wait_percentile("wait_p95", 95),
    _wait_percentile("wait_p99", 99),
    _ratio("abandon_rate", "Abandoned over offered.", ("abandoned",), ("offered",), unit="share"),
    _ratio("loss_rate", "Every unanswered exit but callbacks over offered.", ("abandoned", *LEFT_OTHERWISE),
           ("offered",), unit="share"),
    WindowMetric(key="service_level", unit="share", numerator=lambda a: a.service_level.numerator,
                 denominator=lambda a: a.service_level.denominator, better="higher",
                 definition="Share served in time, by the queue's own rule.",
                 formula="by the rule's profile, below", called="SL, TSF, grade of service"),
    _count("handled", "Conversations whose work is done, transferred ones included.", "handled", scopes=EVERYWHERE),
    _ratio("aht", "Average handling time: talk, hold and after-call work over handled.",
           ("talk_ms", "hold_ms", "acw_ms"), ("handled",), unit="ms", scopes=EVERYWHERE, called="AHT"),
    _ratio("avg_talk", "Mean talk time of the handled, holds left out.", ("talk_ms",), ("handled",), unit="ms",
           scopes=EVERYWHERE, called="ATT, talktime"),
    _ratio("avg_hold", "Mean hold time of those that were put on hold.", ("hold_ms",), ("held",), unit="ms",
           scopes=EVERYWHERE),
    _ratio("acw", "Average after-call work of the handled.", ("acw_ms",), ("handled",), unit="ms", scopes=EVERYWHERE,
           called="ACW, wrap-up"),
    _count("ended_by_agent", "Conversations that the agent ended.", "ended_by_agent", called="COMPLETEAGENT"),
    _count("ended_by_customer", "Conversations that the customer ended.", "ended_by_customer",
           called="COMPLETECALLER"),
    _count("transferred", "Conversations that ended in a transfer.", "transferred", scopes=EVERYWHERE,
           called="BLINDTRANSFER, ATTENDEDTRANSFER"),
    _ratio("transfer_rate", "Transferred over handled.", ("transferred",), ("handled",), unit="share",
           scopes=EVERYWHERE),
    _count("offers", "Times that a contact rang at an agent.", "offers", scopes=EVERYWHERE),
    _count("refused", "Offers that ended unanswered.", "refused", scopes=EVERYWHERE, better="lower",
           called="RINGNOANSWER"),
    _ratio("refusal_rate", "Refused offers over offers.", ("refused",), ("offers",), unit="share", scopes=EVERYWHERE),
    _count("busy_time", "Wall-clock ringing, on a contact or in after-call work.", *BUSY_TIME, "unlogged_ms",
           scopes=PEOPLE, unit="ms"),
    _ratio("busy_share", "Busy time over logged-in time.", BUSY_TIME, ONLINE_TIME, unit="share", better=None,
           scopes=PEOPLE),
    _ratio("occupancy", "On-contact wall-clock over on-contact and idle; ringing is in neither.", ("on_contact_ms",),
           ("on_contact_ms", "available_ms"), unit="share", better=None, scopes=PEOPLE),
)  # fmt: skip

METRICS: Mapping[MetricKey, NowMetric | WindowMetric] = {
    **{metric.key: metric for metric in NOW_METRICS},
    **{metric.key: metric for metric in WINDOW_METRICS},
}
