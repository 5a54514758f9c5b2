"""What a figure leaves out, or does not have yet, and how many there are of it in the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from streams.floor.counts import NAMED
from streams.floor.leg import Leg
from streams.floor.promise import PromiseKind
from streams.floor.ticket_story import TicketStory
from streams.kpi.agent_metrics import ONLINE_TIME
from streams.kpi.aggregate import Aggregate
from streams.kpi.explanation import LeftOut
from streams.kpi.floor_scope import FloorScope
from streams.kpi.keys import MetricKey
from streams.kpi.queue_metrics import LEFT_UNANSWERED
from streams.kpi.service_level import Verdicts, service_level
from streams.kpi.weights import Weights


@dataclass(frozen=True, slots=True)
class Seen:
    """One metric's scope and its aggregate over `[start, scope.at)` (ms)."""

    scope: FloorScope
    weights: Weights
    aggregate: Aggregate
    start: int

    def legs(self) -> Iterator[Leg]:
        """Of the contacts that are known, those of this scope's queues, channel or agents."""
        counts = self.scope.counts
        for contact in self.scope.floor.contacts.by_id.values():
            for leg in contact.fold.legs:
                agent = leg.agent.id if leg.agent is not None else ""
                if counts("q", leg.queue.id) or counts("h", leg.channel) or counts("a", agent):
                    yield leg

    def open_tickets(self) -> Iterator[TicketStory]:
        counts = self.scope.counts
        for ticket in self.scope.floor.tickets.by_id.values():
            story = ticket.story
            here = counts("q", story.queue) or counts("h", story.channel) or counts("a", story.agent or "")
            if story.open and here:
                yield story

    def holds(self, moment: int) -> bool:
        """Whether the window does."""
        return self.start <= moment < self.scope.at


Found = Iterator[tuple[str, int]]
Reason = Callable[[Seen], Found]


def left_out(metric: MetricKey, seen: Seen) -> list[LeftOut]:
    """The reasons for which anything was left out."""
    found = (told for reason in REASONS.get(metric, ()) for told in reason(seen))
    return [LeftOut(reason, count) for reason, count in found if count]


def _counted(*names: str) -> Reason:
    return lambda seen: ((name, seen.aggregate.counts.get(name, 0)) for name in names)


def _waiting(seen: Seen) -> Found:
    yield "waiting", sum(leg.phase == "waiting" for leg in seen.legs())


def _not_late_yet(seen: Seen) -> Found:
    """Within the threshold a caller counts nowhere yet; past it, not before the source has come so far."""
    legs = [leg for leg in seen.legs() if leg.phase == "waiting" and not leg.late >> leg.rules[0].slot & 1]
    due = sum(leg.deadline < seen.scope.at for leg in legs)
    yield "waiting_in_time", len(legs) - due
    yield "waiting_for_source", due


def _by_the_rule(seen: Seen) -> Found:
    """Outcomes that the treatment of the main rule has in neither count."""
    totals: Counter[str] = Counter()
    for rule, judged in seen.aggregate.by_rule:
        for name, count in judged._asdict().items():
            if service_level(Verdicts(**{name: 1}), rule) == (0, 0):
                totals[name] += count
    yield from totals.items()


def _direct(seen: Seen) -> Found:
    """Conversations that entered no queue."""
    if seen.scope.kind in ("queue", "channel", "site"):
        yield "direct", sum(not leg.counted and seen.holds(leg.answered_at) for leg in seen.legs())


def _in_work(seen: Seen) -> Found:
    """A conversation is handled when its work is done; one that its source lost never is."""
    legs = [leg for leg in seen.legs() if leg.agent is not None and leg.worked_at is None]
    yield "talking", sum(leg.phase == "talking" for leg in legs)
    yield "wrapping", sum(leg.phase == "wrapping" for leg in legs)
    yield "cut_off", sum(leg.phase == "closed" and seen.holds(leg.ended_at) for leg in legs)


def _other_states(seen: Seen) -> Found:
    """Milliseconds in states that are in neither count."""
    for name in (*ONLINE_TIME, "unlogged_ms"):
        if seen.weights.of("a", "", NAMED.index(name)) == (0, 0):
            yield name, seen.aggregate.counts.get(name, 0)


def _untold(seen: Seen) -> Found:
    """Contacts with a customer and a topic, of which nobody said whether the matter is settled."""
    visits = seen.scope.floor.customers.visits.values()
    here = (v for v in visits if seen.scope.counts("q", v.queue) or seen.scope.counts("a", v.agent))
    yield "not_told", sum(visit.resolved is None and seen.holds(visit.entered) for visit in here)


def _without_amount(seen: Seen) -> Found:
    counts = seen.aggregate.counts
    sales, with_amount, other = (counts.get(name, 0) for name in ("sales", "sales_with_amount", "sales_other_currency"))
    yield "sales_other_currency", other
    yield "without_amount", sales - with_amount - other


def _open(seen: Seen) -> Found:
    yield "open", sum(1 for _ in seen.open_tickets())


def _unanswered(seen: Seen) -> Found:
    yield "unanswered", sum(story.unanswered for story in seen.open_tickets())


def _awaiting(seen: Seen) -> Found:
    """Tickets that were answered before."""
    stories = [story for story in seen.open_tickets() if not story.unanswered]
    yield "awaiting_reply", sum(story.waiting_since is not None for story in stories)


def _running(*kinds: PromiseKind) -> Reason:
    """Promises of open tickets that are neither kept nor missed; past due, they wait for their source."""

    def running(seen: Seen) -> Found:
        stories = list(seen.open_tickets())
        dues = [(story.clock, due.due) for story in stories for due in story.dues if due.promise in kinds]
        late = sum(due is not None and clock <= due < seen.scope.at for clock, due in dues)
        yield "running", sum(due is None or due >= clock for clock, due in dues) - late
        yield "waiting_for_source", late

    return running


_UNANSWERED: tuple[Reason, ...] = (_counted(*LEFT_UNANSWERED, "lost"), _waiting, _direct)
_UNKNOWN: tuple[Reason, ...] = (_counted("lost"), _waiting, _direct)
_HANDLED: tuple[Reason, ...] = (_in_work,)
_LEVEL: tuple[Reason, ...] = (_by_the_rule, _counted("lost"), _not_late_yet, _direct)

REASONS: Mapping[MetricKey, tuple[Reason, ...]] = {
    **dict.fromkeys(("offered", "answered", "abandon_rate", "loss_rate"), (_direct,)),
    **dict.fromkeys(("asa", "wait_p50", "wait_p80", "wait_p90", "wait_p95", "wait_p99"), _UNANSWERED),
    **dict.fromkeys(("avg_queue_time", "avg_wait", "max_wait"), _UNKNOWN),
    **dict.fromkeys(("service_level", "recovery"), _LEVEL),
    **dict.fromkeys(("handled", "aht", "aht_end_to_end", "avg_talk", "acw", "transfer_rate"), _HANDLED),
    **dict.fromkeys(("busy_share", "occupancy"), (_other_states,)),
    "fcr": (_untold,),
    **dict.fromkeys(("sales_amount", "order_value"), (_without_amount,)),
    **dict.fromkeys(("first_reply_time", "first_reply_p50", "first_reply_p90"), (_unanswered,)),
    "next_reply_time": (_awaiting,),
    **dict.fromkeys(
        ("resolution_time", "resolution_p50", "resolution_p90", "full_resolution_time", "one_touch_share"), (_open,)
    ),
    "first_reply_attainment": (_running("first_reply"),),
    "next_reply_attainment": (_running("next_reply"),),
    "resolution_attainment": (_running("resolution"),),
    "sla_attainment": (_running("first_reply", "next_reply", "resolution"),),
}
