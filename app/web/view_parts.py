"""What the supervisor's page shows of one site at one moment: queues, agents and open tickets as they are, with the
figures that stand beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from app.settings import Settings
from app.web.queue_standing import Standing, Standings
from app.web.site_copy import SiteFigures
from streams.floor.view import AgentView, QueueView, SiteView, TicketView, Waiting
from streams.kpi import WindowKey
from streams.kpi.aggregate import Aggregate, of_queue_in
from streams.kpi.figures import agents_aggregate, queue_present, site_aggregate, site_present
from streams.kpi.keys import MetricKey, NowKey, WindowMetricKey
from streams.kpi.metric import NowMetric, Scope, WindowMetric
from streams.kpi.present import Present
from streams.kpi.registry import METRICS, NOW_METRICS, WINDOW_METRICS
from streams.kpi.tables import TABLES, abandon_curve

Json = dict[str, Any]

SITE_NOW: Sequence[NowKey] = (
    "waiting", "longest_wait", "talking", "agents_available", "agents_busy", "agents_on_break", "agents_online",
    "suspect", "tickets_open", "tickets_unanswered", "tickets_at_risk", "tickets_breached", "next_due",
)  # fmt: skip
SITE_WINDOW: Sequence[WindowMetricKey] = (
    "service_level", "recovery", "offered", "answered", "abandoned", "asa", "abandon_rate", "aht", "occupancy", "nps",
    "csat", "sla_attainment",
)  # fmt: skip
QUEUE_WINDOW: Sequence[WindowMetricKey] = ("service_level", "recovery", "offered", "asa", "abandon_rate", "aht")
AGENT_WINDOW: Sequence[WindowMetricKey] = (
    "handled", "aht", "acw", "busy_share", "occupancy", "refusal_rate", "sales", "csat",
)  # fmt: skip
TICKET_STATES = ("breached", "at_risk", "ok", "paused", "no_promise")


def site_part(view: SiteView, window: WindowKey) -> Json:
    """The figures of the whole site, now and over the window."""
    present, aggregate = site_present(view), site_aggregate(view, window)
    return {"figures": {**_now(present, SITE_NOW), **_over(aggregate, "site", window, SITE_WINDOW)}}


def queues_part(found: SiteFigures, settings: Settings, window: WindowKey) -> list[Json]:
    """Every queue, by id."""
    standings = Standings(found, settings, window)
    rows = []
    for id_, queue in sorted(found.view.queues.items()):
        aggregate = of_queue_in(queue, window)
        rows.append(
            {
                **_queue(id_, queue, found.view, settings),
                **_standing(standings.of(id_, aggregate)),
                "figures": _over(aggregate, "queue", window, QUEUE_WINDOW),
            }
        )
    return rows


def queue_part(found: SiteFigures, id_: str, settings: Settings, window: WindowKey) -> Json:
    """One queue: who waits, and every figure that there is of it. Raises KeyError for one that is not there."""
    view, queue = found.view, found.view.queues[id_]
    aggregate = of_queue_in(queue, window)
    now = _now(queue_present(queue, view.at), [metric.key for metric in NOW_METRICS if "queue" in metric.scopes])
    tables = {key: [*table.rows(aggregate)] for key, table in TABLES.items() if "queue" in table.scopes}
    tables["abandon_curve"] = [*abandon_curve(aggregate, settings.pain_zones_s(view.site))]
    return {
        **_queue(id_, queue, view, settings),
        **_standing(Standings(found, settings, window).of(id_, aggregate)),
        "figures": {**now, **_over(aggregate, "queue", window, [metric.key for metric in WINDOW_METRICS])},
        "by_rule": {
            name: _figure(level.value, level.denominator)
            for name, level in ((name, aggregate.service_level_by(name)) for name in aggregate.rules)
        },
        "waiting_list": [_waiting(one, view.at, queue.now.rule.threshold_ms) for one in queue.now.oldest],
        "suspects": [_waiting(one, view.at, None) for one in queue.now.suspects],
        "tables": tables,
    }


def agents_part(view: SiteView, window: WindowKey, queue: str | None, *, figures: bool) -> list[Json]:
    """Every agent, or those who serve the queue; with or without their figures over the window."""
    return [
        _agent(id_, agent, view.at, window if figures else None)
        for id_, agent in sorted(view.agents.items())
        if queue is None or queue in agent.queues
    ]


def tickets_part(view: SiteView, limit: int, *, queue: str | None, agent: str | None, state: str | None) -> Json:
    """Open tickets, those due first before the others: at most `limit`, and how many there are beyond."""
    rows = [_ticket(id_, ticket, view.at) for id_, ticket in view.tickets.items()]
    known = [
        row
        for row in rows
        if (queue is None or row["queue"] == queue)
        and (agent is None or row["agent"] == agent)
        and (state is None or row["state"] == state)
    ]
    last = max((row["due"] for row in known if row["due"] is not None), default=0) + 1
    known.sort(key=lambda row: (last if row["due"] is None else row["due"], row["opened"], row["id"]))
    return {
        "open": len(rows),
        "matching": len(known),
        "listed": known[:limit],
        "more": max(0, len(known) - limit),
        "states": {name: sum(row["state"] == name for row in rows) for name in TICKET_STATES},
        "queues": sorted({row["queue"] for row in rows}),
        "agents": sorted({row["agent"] for row in rows if row["agent"] is not None}),
    }


def _queue(id_: str, queue: QueueView, view: SiteView, settings: Settings) -> Json:
    now = queue.now
    return {
        "id": id_,
        "name": settings.queue_name(view.site, id_),
        "waiting": now.waiting,
        "suspect": now.suspect,
        "talking": now.talking,
        "longest_since": now.oldest[0].since if now.oldest else None,
        "next_late": now.next_late,
        "late": any(view.at - one.since > now.rule.threshold_ms for one in now.oldest),
        "threshold_ms": now.rule.threshold_ms,
        "agents": now.agents,
        "tickets": {"open": now.tickets.open, "at_risk": now.tickets.at_risk, "breached": now.tickets.breached},
        "corrected": now.corrected.at if now.corrected is not None else None,
    }


def _standing(standing: Standing) -> Json:
    return {
        "state": standing.state,
        "missed": [missed._asdict() for missed in standing.missed],
        "goal": standing.goal,
        "level_state": standing.level,
        "needed": standing.needed,
        "reachable": standing.reachable,
    }


def _agent(id_: str, agent: AgentView, at: int, window: WindowKey | None) -> Json:
    row: Json = {
        "id": id_,
        "name": agent.name or id_,
        "state": agent.state,
        "since": agent.since,
        "contact": agent.contact,
        "queue": agent.queue,
        "team": agent.team,
        "queues": agent.queues,
        "tickets": agent.tickets.open,
    }
    if window is not None:
        row["figures"] = _over(agents_aggregate([agent], window, at), "agent", window, AGENT_WINDOW)
    return row


def _ticket(id_: str, ticket: TicketView, at: int) -> Json:
    due = min((promise.due for promise in ticket.dues if promise.due is not None), default=None)
    return {
        "id": id_,
        "queue": ticket.queue,
        "agent": ticket.agent,
        "opened": ticket.opened,
        "status": ticket.status,
        "channel": ticket.channel,
        "priority": ticket.priority,
        "unanswered": ticket.unanswered,
        "state": _ticket_state(ticket, at),
        "due": due,
        "dues": ticket.dues,
    }


def _ticket_state(ticket: TicketView, at: int) -> str:
    """By its promises, the worst first; `paused` while every clock stands."""
    if any(promise.breached_at(at) for promise in ticket.dues):
        return "breached"
    if any(promise.at_risk_at(at) for promise in ticket.dues):
        return "at_risk"
    if any(promise.due is not None for promise in ticket.dues):
        return "ok"
    return "paused" if ticket.dues else "no_promise"


def _waiting(waiting: Waiting, at: int, threshold_ms: int | None) -> Json:
    late = threshold_ms is not None and at - waiting.since > threshold_ms
    return {"contact": waiting.contact, "since": waiting.since, "late": late}


def _now(present: Present, keys: Iterable[MetricKey]) -> Json:
    metrics = ((key, METRICS[key]) for key in keys)
    return {key: _figure(metric.value(present), None) for key, metric in metrics if isinstance(metric, NowMetric)}


def _over(aggregate: Aggregate, scope: Scope, window: WindowKey, keys: Collection[MetricKey]) -> Json:
    """The chosen figures that make sense for the scope and the window."""
    figures: Json = {}
    for key in keys:
        metric = METRICS[key]
        if isinstance(metric, WindowMetric) and scope in metric.scopes and window in metric.windows:
            figures[key] = _figure(metric.value(aggregate), metric.n(aggregate))
            if metric.provisional:
                figures[key]["provisional"] = metric.provisional(aggregate)
    return figures


def _figure(value: float | None, n: int | None) -> Json:
    """`n` is how many stand behind the value; None for a plain sum and for the present."""
    return {"value": value, "n": n}


def names_of(view: SiteView, settings: Settings) -> Mapping[str, str]:
    """What every queue is called, by id."""
    return {id_: settings.queue_name(view.site, id_) for id_ in sorted(view.queues)}


def names_part(view: SiteView, settings: Settings) -> Json:
    """What tiles of a board can be of: queues, agents, teams and channels that were seen, the names of the queues'
    rules, and the sets of goals that the site works by."""
    return {
        "queues": [{"id": id_, "name": name} for id_, name in names_of(view, settings).items()],
        "agents": [
            {"id": id_, "name": agent.name or id_, "team": agent.team} for id_, agent in sorted(view.agents.items())
        ],
        "teams": sorted({agent.team for agent in view.agents.values() if agent.team is not None}),
        "channels": sorted(view.channels),
        "rules": sorted({rule.name for queue in view.queues.values() for rule in queue.now.rules}),
        "goal_sets": list(settings.goal_sets(view.site)),
    }
