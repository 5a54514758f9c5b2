"""The line of a figure: the metric of each pane, nothing made up, and drawn anew only when a pane changed."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from app.boards.board import Board, Goal, Scope, TileDefinition
from app.boards.evaluation import Evaluation, evaluate
from app.boards.scene import Scene
from app.boards.tile import Freshness, NumberTile, TrendTile
from app.boards.trend import POINTS_LIMIT, Lines
from streams.floor.rule import ServiceLevelRule
from streams.floor.view import QueueNow, QueueView, SiteView, Trends, WindowView
from streams.floor.window import LONG_PANE_MS
from tests.app.names import PlainNames
from tests.app.written_site import NOW, queue, view

END = NOW // LONG_PANE_MS // 12 * 12
HIGHER = Goal(target=0.8, warning=0.7, direction="higher")


def tile(kind: Any, metric: Any, window: Any = "today", **more: Any) -> TileDefinition:
    place = {"id": "t", "title": "T", "x": 0, "y": 0, "w": 1, "h": 1}
    return TileDefinition.model_validate({**place, "kind": kind, "metric": metric, "window": window, **more})


def site(panes: dict[str, dict[int, dict[str, int]]], *, to: int = END, day_h: int = 4) -> SiteView:
    """Queues with counts in the panes so many before `to`; today began `day_h` hours ago."""
    start = to * LONG_PANE_MS - day_h * 3_600_000
    queues = {id_: QueueView(queue().now, {"today": WindowView(start, {"offered": 1})}) for id_ in panes}
    trends = {id_: {to - ago: counts for ago, counts in of.items()} for id_, of in panes.items()}
    return replace(view(queues), trends=Trends(to, trends))


def points(one: TileDefinition, shown: SiteView) -> tuple[float | None, ...]:
    evaluated = evaluate(one, Scene(shown, PlainNames()))
    if isinstance(evaluated, TrendTile):
        return evaluated.points
    assert isinstance(evaluated, NumberTile)
    return evaluated.trend


def test_each_point_is_the_metric_of_its_pane_and_of_queues_the_ratio_of_sums() -> None:
    shown = site({
        "sales": {1: {"answered": 10, "answered_wait_ms": 100_000}, 2: {"answered": 1, "answered_wait_ms": 4000}},
        "support": {1: {"answered": 30, "answered_wait_ms": 900_000}},
    })  # fmt: skip
    line = points(tile("trend", "asa", span_h=1), shown)
    assert len(line) == 12
    assert line[-2:] == (4000, 25_000)
    assert set(line[:-2]) == {None}
    only = tile("trend", "asa", span_h=1, scope={"queues": ["sales"]})
    assert points(only, shown)[-1] == 10_000


def test_a_pane_without_an_answer_has_no_answer_time() -> None:
    shown = site({"sales": {1: {"offered": 3}, 2: {"answered": 2, "answered_wait_ms": 4000}}})
    assert points(tile("trend", "asa", span_h=1), shown)[-2:] == (2000, None)


def test_a_pane_in_which_nothing_was_counted_is_a_gap_and_no_nought() -> None:
    shown = site({"sales": {1: {"offered": 3}, 3: {"offered": 2}}})
    assert points(tile("trend", "offered", span_h=1), shown)[-3:] == (2, None, 3)


def test_a_service_level_is_judged_pane_by_pane_by_each_queues_own_rule() -> None:
    shown = site({"sales": {1: {"sl_answered_in": 8, "sl_answered_late": 2}}, "mail": {1: {"sl_abandoned_late": 9}}})
    lenient = QueueNow(ServiceLevelRule(profile="answered_only"))
    mixed = replace(shown, queues={**shown.queues, "mail": QueueView(lenient, shown.queues["mail"].windows)})
    assert points(tile("trend", "service_level", span_h=1), shown)[-1] == 8 / 19
    assert points(tile("trend", "service_level", span_h=1), mixed)[-1] == 0.8


@pytest.mark.parametrize(("span_h", "step"), [(1, 1), (4, 1), (5, 1), (6, 2), (10, 2), (12, 3), (20, 4), (24, 6)])
def test_a_long_line_has_no_more_than_sixty_points_of_whole_steps(span_h: int, step: int) -> None:
    shown = site({"sales": {ago: {"offered": 1} for ago in range(1, 289)}})
    evaluated = evaluate(tile("trend", "offered", span_h=span_h), Scene(shown, PlainNames()))
    assert isinstance(evaluated, TrendTile)
    assert len(evaluated.points) <= POINTS_LIMIT
    assert set(evaluated.points) == {step}
    assert evaluated.step_ms == step * LONG_PANE_MS
    assert evaluated.start is not None
    assert evaluated.start % evaluated.step_ms == 0
    assert evaluated.start + len(evaluated.points) * evaluated.step_ms == END * LONG_PANE_MS


def test_a_step_that_is_not_over_is_no_fall_of_a_sum() -> None:
    shown = site({"sales": {ago: {"offered": 1} for ago in range(1, 289)}}, to=END + 1)
    assert set(points(tile("trend", "offered", span_h=8), shown)) == {2}


def test_the_line_of_today_begins_with_the_day() -> None:
    shown = site({"sales": {ago: {"offered": ago} for ago in range(1, 100)}}, day_h=2)
    assert points(tile("number", "offered"), shown) == tuple(range(24, 0, -1))


def test_no_line_is_drawn_from_fewer_than_two_points() -> None:
    assert points(tile("number", "offered"), site({"sales": {1: {"offered": 3}}})) == ()


@pytest.mark.parametrize(
    "one",
    [
        tile("number", "waiting", "now"),
        tile("number", "offered", "month"),
        tile("number", "wait_p80"),
        tile("number", "handled", scope=Scope(teams=("north",))),
    ],
)
def test_what_no_pane_tells_has_no_line(one: TileDefinition) -> None:
    assert points(one, site({"sales": {ago: {"offered": 1} for ago in range(1, 40)}})) == ()


def test_without_panes_a_trend_has_no_points_but_a_figure() -> None:
    evaluated = evaluate(tile("trend", "offered"), Scene(view({"sales": queue(offered=3)}), PlainNames()))
    assert isinstance(evaluated, TrendTile)
    assert (evaluated.points, evaluated.start, evaluated.figure.value) == ((), None, 3)


def test_a_line_is_drawn_anew_only_when_a_pane_or_a_rule_changed() -> None:
    level = tile("level", "service_level", goal=HIGHER)
    shown = site({"sales": {ago: {"sl_answered_in": 1} for ago in range(1, 9)}})
    lines = Lines()
    first = lines.line(level, Scene(shown, PlainNames()))
    moved = replace(shown, at=shown.at + 1000)
    assert lines.line(level, Scene(moved, PlainNames())) is first
    strict = QueueView(QueueNow(ServiceLevelRule(threshold_ms=1000)), shown.queues["sales"].windows)
    assert lines.line(level, Scene(replace(shown, queues={"sales": strict}), PlainNames())) is not first
    later = replace(shown, trends=Trends(END + 1, shown.trends.queues))
    assert lines.line(level, Scene(later, PlainNames())) is not first


def test_a_pane_that_closes_changes_the_tile_although_its_figure_stands() -> None:
    board = Board(id="b", title="B", site="aarhus", tiles=(tile("number", "offered"),))
    tiles, fresh = Evaluation(board), Freshness(as_of=NOW)
    shown = site({"sales": {1: {"offered": 3}, 2: {"offered": 4}}})
    tiles.update(Scene(shown, PlainNames()), fresh)
    assert tiles.update(Scene(shown, PlainNames()), fresh) == {}
    panes = {"sales": {**shown.trends.queues["sales"], END: {"offered": 9}}}
    changed = tiles.update(Scene(replace(shown, trends=Trends(END + 1, panes)), PlainNames()), fresh)["t"]
    assert isinstance(changed, NumberTile)
    assert changed.trend == (4, 3, 9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"metric": "wait_p80"},
        {"metric": "waiting", "window": "now"},
        {"metric": "offered", "scope": {"channels": ["email"]}},
        {"metric": "offered", "span_h": 25},
        {"metric": None},
    ],
)
def test_a_trend_of_what_has_none_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        tile("trend", **wrong)
