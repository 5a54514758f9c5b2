"""One figure of a tile: a metric of the registry over the merged aggregates of a scope, and its state by a goal."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from app.boards.board import Goal, Scope
from app.boards.goals import state_of
from app.boards.scene import Scene
from app.boards.several_sites import AnyScene
from app.boards.shown_metric import SHOWN_METRICS, ShownMetric
from app.boards.tile import Covers, Figure, State
from streams.floor.rule import MAIN
from streams.kpi import MetricKey
from streams.kpi.measures import period_window
from streams.kpi.metric import PEOPLE, NowMetric, WindowMetric
from streams.kpi.period_metrics import PeriodMetric
from streams.kpi.present import Present

SMALL_NUMBERS = ("share", "score", "rating")
"""Units in which few contacts say little: not coloured below the scene's `least_n`."""


class Evaluated(NamedTuple):
    figure: Figure
    state: State


def evaluate_figure(
    scene: AnyScene | None, scope: Scope, key: MetricKey, window: str, goal: Goal | None = None, rule: str | None = None
) -> Evaluated:
    """The figure of `key` and its state by the goal. `rule` names the service-level rule; None is each queue's main
    one. Without a scene (nothing was read yet), or when nobody of the scope is known, there is no value."""
    metric = SHOWN_METRICS[key]
    if scene is None or not scene.knows(scope):
        return _nothing(metric, window)
    if isinstance(metric, NowMetric):
        return _present_figure(scene, scope, metric, goal)
    if isinstance(metric, PeriodMetric):
        return _period_figure(scene, metric, window, goal) if isinstance(scene, Scene) else _nothing(metric, window)
    if not summable(scene, metric):
        nothing = _nothing(metric, window)
        return nothing._replace(figure=nothing.figure.model_copy(update={"currencies": scene.currencies}))
    return _window_figure(scene, scope, metric, window, goal, rule)


def summable(scene: AnyScene, metric: ShownMetric) -> bool:
    """Whether its amounts have a sum: those of different currencies have none."""
    return metric.unit != "money" or len(scene.currencies) == 1


def _nothing(metric: ShownMetric, window: str) -> Evaluated:
    return Evaluated(Figure(key=metric.key, window=window, unit=metric.unit), "no_data")


def _present_figure(scene: AnyScene, scope: Scope, metric: NowMetric, goal: Goal | None) -> Evaluated:
    """A running time is sent as its start, one that runs out as its end: the page counts."""
    present = scene.present(scope)
    value = metric.value(present)
    figure = Figure(key=metric.key, window="now", unit=metric.unit)
    match metric.key:
        case "longest_wait" | "oldest_ticket" | "backlog_age":
            # Nobody waits: there is no wait to show, and that is as good as a wait of nothing.
            return Evaluated(figure.model_copy(update={"since": _since(metric, present)}), state_of(value or 0, goal))
        case "next_breach" | "next_due":
            # Nothing runs out: that is neither good nor bad, since all may be late already.
            until = present.next_late if metric.key == "next_breach" else present.tickets.next_due
            state = "neutral" if value is None else state_of(value, goal)
            return Evaluated(figure.model_copy(update={"until": until}), state)
        case _:
            return Evaluated(figure.model_copy(update={"value": value}), state_of(value, goal))


def _since(metric: NowMetric, present: Present) -> int | None:
    """Start of the running time; of a mean age it is the mean start."""
    tickets = present.tickets
    if metric.key == "oldest_ticket":
        return tickets.oldest
    if metric.key == "backlog_age":
        return tickets.opened_sum // tickets.open if tickets.open else None
    return present.oldest[0].since if present.oldest else None


def _window_figure(
    scene: AnyScene, scope: Scope, metric: WindowMetric, window: str, goal: Goal | None, rule: str | None
) -> Evaluated:
    if not scene.counts_over(scope, window):
        return _nothing(metric, window)
    of_people = metric.scopes == PEOPLE
    aggregate = scene.agents_time(scope, window) if of_people else scene.aggregate(scope, window)
    if rule is not None:
        if rule not in aggregate.rules:
            return _nothing(metric, window)
        aggregate = replace(aggregate, rules={MAIN: aggregate.rules[rule]})
    value = metric.value(aggregate)
    share_of_time = of_people and metric.unit == "share"
    n = None if share_of_time else metric.n(aggregate)
    figure = Figure(
        key=metric.key,
        window=window,
        unit=metric.unit,
        value=value,
        n=n,
        provisional=metric.provisional(aggregate) if metric.provisional else None,
        currency=_currency(scene, metric),
    )
    enough = metric.unit not in SMALL_NUMBERS or n is None or n >= scene.least_n
    return Evaluated(figure, state_of(value, goal, enough=enough))


def _period_figure(scene: Scene, metric: PeriodMetric, window: str, goal: Goal | None) -> Evaluated:
    whole = period_window(window)
    counted = scene.view.staff.windows.get(window)
    found = (
        metric.figure(scene.view.measures, whole, scene.day, None if counted is None else counted.counts)
        if whole is not None
        else None
    )
    if found is None:
        return _nothing(metric, window)
    covers = found.covers
    figure = Figure(
        key=metric.key,
        window=window,
        unit=metric.unit,
        value=found.value,
        currency=_currency(scene, metric),
        period=found.period,
        complete=found.complete,
        covers=Covers(reported=covers.reported, of=covers.of, each=covers.each) if covers is not None else None,
    )
    return Evaluated(figure, state_of(found.value, goal))


def _currency(scene: AnyScene, metric: ShownMetric) -> str | None:
    return scene.currencies[0] if metric.unit == "money" else None
