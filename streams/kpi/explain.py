"""What stands behind a figure: its sums, its rule, what it leaves out, and the contacts, tickets or events it counts.

The law: entries, `more` and `older` add up to the figure's numerator and denominator, exactly. `older` is what is no
longer known by its facts: zero for every window up to 24 h and for today, unless contacts had to be forgotten early.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

import msgspec

from streams.floor.floor import Floor
from streams.floor.rule import MAIN, ServiceLevelRule
from streams.kpi.definitions import DEFINITIONS
from streams.kpi.entries import Weighing
from streams.kpi.evidence import evidence
from streams.kpi.explanation import Entry, Explanation, RuleBehind, ScopeId, Sums, Unlisted
from streams.kpi.floor_scope import FloorScope, UnknownScope
from streams.kpi.keys import WindowKey
from streams.kpi.left_out import Seen, left_out
from streams.kpi.metric import NowMetric, WindowMetric
from streams.kpi.present_entries import present_entries
from streams.kpi.registry import METRICS
from streams.kpi.weights import Weights

__all__ = ["LISTED", "NotOffered", "ScopeId", "UnknownScope", "explain", "metric_of", "usual_window"]

LISTED = 200
"""How many entries are listed when nothing else is asked for."""

RULED = frozenset({"service_level", "recovery", "answered_in_time", "abandoned_in_time", "next_breach"})
"""Metrics that go by the service-level rule of a queue."""

_METRICS: Mapping[str, NowMetric | WindowMetric] = {str(key): metric for key, metric in METRICS.items()}


class NotOffered(ValueError):
    """There is no such figure: of that name, of that kind of scope, or over that window. `known` says what there is."""

    def __init__(self, what: str, known: Collection[str]) -> None:
        super().__init__(f"{what}; there is: {', '.join(known)}")
        self.what, self.known = what, list(known)


def metric_of(key: str, kind: str, window: str | None) -> NowMetric | WindowMetric:
    """The metric, when it is offered for that kind of scope and over that window (None: the present). Raises
    `NotOffered`."""
    metric = _METRICS.get(key)
    if metric is None:
        raise NotOffered(f"There is no metric {key!r}", METRICS)
    if kind not in metric.scopes:
        raise NotOffered(f"{key} is no figure of the scope {kind}", metric.scopes)
    if isinstance(metric, NowMetric):
        if window is not None:
            raise NotOffered(f"{key} is a figure of the present and has no window {window!r}", ["now"])
    elif window not in metric.windows:
        raise NotOffered(f"{key} is no figure over {window or 'now'}", metric.windows)
    return metric


def usual_window(key: str) -> WindowKey | None:
    """The window of a metric when none is named: today; None for a figure of the present."""
    return "today" if isinstance(_METRICS.get(key), WindowMetric) else None


def explain(floor: Floor, at: int, key: str, scope: ScopeId, window: str | None, limit: int = LISTED) -> Explanation:
    """The figure as it stands at `at` (ms), with at most `limit` entries: the newest first; of the present the oldest.

    Moves the floor on to `at`. Raises `NotOffered` and `UnknownScope`.
    """
    metric = metric_of(key, scope.kind, window)
    floor.tick(at)
    of = FloorScope(floor, scope, at)
    if isinstance(metric, NowMetric):
        return _of_present(of, metric, limit)
    return _of_window(of, metric, cast(WindowKey, window), limit)


def _of_window(scope: FloorScope, metric: WindowMetric, window: WindowKey, limit: int) -> Explanation:
    floor, start = scope.floor, scope.start(window)
    aggregate, weights = scope.aggregate(window), Weights(floor, metric)
    total = weights.sums(weights.measure(aggregate))
    entries = sorted(_entries(scope, weights, window), key=lambda entry: (-entry.at, entry.id))
    return Explanation(
        metric=metric.key,
        window=window,
        start=start,
        value=metric.value(aggregate),
        n=metric.n(aggregate),
        formula=metric.formula,
        excluded=left_out(metric.key, Seen(scope, weights, aggregate, start)),
        provisional=metric.provisional(aggregate) if metric.provisional else None,
        corrected=scope.correction(start),
        **_said(scope, metric),
        **_listed(entries, limit, total),
    )


def _entries(scope: FloorScope, weights: Weights, window: WindowKey) -> Iterator[Entry]:
    start = scope.start(window)
    weighing = Weighing(scope, weights, start)
    yield from weighing.entries(evidence(scope.floor, start))
    if weights.metric.linear and not weights.metric.sums:
        yield from weighing.of_agents(window)


def _of_present(scope: FloorScope, metric: NowMetric, limit: int) -> Explanation:
    value = metric.value(scope.present())
    entries, excluded = present_entries(scope, metric.key)
    counts = metric.unit == "count"
    like = Sums(0 if counts or metric.key == "backlog_age" else None, None if counts else 0)
    return Explanation(
        metric=metric.key,
        window=None,
        start=None,
        value=value,
        n=len(entries),
        formula=None,
        excluded=excluded,
        provisional=None,
        corrected=None,
        **_said(scope, metric),
        **_listed(entries, limit, _sums(entries, like)),
    )


def _said(scope: FloorScope, metric: NowMetric | WindowMetric) -> dict[str, Any]:
    """What is said of every figure."""
    newest = scope.floor.newest or None
    return {
        "unit": metric.unit,
        "scope": scope.kind,
        "id": scope.id,
        "at": scope.at,
        "as_of": newest,
        "lag_ms": max(0, scope.at - newest) if newest is not None else None,
        "definition": DEFINITIONS["en"][metric.key],
        "rules": list(_rules(scope)) if metric.key in RULED else [],
    }


def _rules(scope: FloorScope) -> Iterator[RuleBehind]:
    """Every version of the main rules, each with the queues that it judges."""
    judged: dict[bytes, tuple[ServiceLevelRule, list[str]]] = {}
    for queue in scope.queues:
        for slot in queue.rules.slots:
            if slot.name == MAIN:
                judged.setdefault(msgspec.json.encode(slot.rule), (slot.rule, []))[1].append(queue.id)
    for rule, queues in judged.values():
        yield RuleBehind(
            sorted(queues), MAIN, rule.version, rule.since, rule.threshold_ms, rule.short_ms, rule.profile,
            rule.treatment, rule.attribution, rule.goal_permille,
        )  # fmt: skip


def _listed(entries: list[Entry], limit: int, total: Sums) -> dict[str, Any]:
    """The entries up to the limit, the sums of the others, and what the total has beyond all of them."""
    known, more = _sums(entries, total), _sums(entries[limit:], total)
    return {
        "numerator": total.numerator,
        "denominator": total.denominator,
        "entries": entries[:limit],
        "listed": len(entries[:limit]),
        "more": Unlisted(more.numerator, more.denominator, len(entries[limit:])),
        "older": Sums(_less(total.numerator, known.numerator), _less(total.denominator, known.denominator)),
    }


def _sums(entries: list[Entry], like: Sums) -> Sums:
    """Sums of the shares; None where `like` has none."""
    above = sum(entry.numerator or 0 for entry in entries)
    below = sum(entry.denominator or 0 for entry in entries)
    return Sums(None if like.numerator is None else above, None if like.denominator is None else below)


def _less(total: int | None, known: int | None) -> int | None:
    return None if total is None or known is None else total - known
