"""The line of a figure: the metric of each pane of 5 minutes, or of several where 60 points would not do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from app.boards.board import FIGURES, TileDefinition
from app.boards.figure import evaluate_figure, summable
from app.boards.goals import shown
from app.boards.several_sites import AnyScene, shared_threshold_ms
from app.boards.shown_metric import BY_THRESHOLD, JUDGED, SHOWN_METRICS, TRENDED
from app.boards.tile import NumberTile, Tile, TrendTile
from streams.events.instant import HOUR_MS
from streams.floor.rule import MAIN
from streams.floor.view import QueueNow, QueueView, Trend, Trends, WindowView
from streams.floor.window import LONG, LONG_PANE_MS
from streams.kpi.aggregate import Aggregate, merged, of_queue
from streams.kpi.metric import WindowMetric

POINTS_LIMIT = 60
PANES_AN_HOUR = HOUR_MS // LONG_PANE_MS
USUAL_SPAN_H = 4


class Line(NamedTuple):
    """`start`: where the first point begins (ms). `step_ms`: how long each is."""

    points: tuple[float | None, ...]
    start: int | None
    step_ms: int


Key = tuple[object, ...]


class Lines:
    """The lines of a board's tiles. One is drawn anew only when a pane of its queues changed."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[tuple[Trends, ...], Key, Line]] = {}

    def line(self, tile: TileDefinition, scene: AnyScene) -> Line:
        trends, key = tuple(part.view.trends for part in scene.parts), _key(tile, scene)
        held = self._lines.get(tile.id)
        if held is None or held[1] != key or any(one is not now for one, now in zip(held[0], trends, strict=True)):
            held = self._lines[tile.id] = trends, key, line_of(tile, scene)
        return held[2]


def trend_tile(tile: TileDefinition, scene: AnyScene | None) -> TrendTile:
    """The figure, without its line."""
    if tile.metric is None:
        raise ValueError(f"tile {tile.id!r} has no metric")
    main = evaluate_figure(scene, tile.scope, tile.metric, tile.window, tile.goal, tile.rule)
    threshold_ms = (
        shared_threshold_ms(scene, tile.scope, tile.rule) if scene is not None and tile.metric in BY_THRESHOLD else None
    )
    return TrendTile(
        as_of=None, kind="trend", state=main.state, figure=main.figure, goal=shown(tile.goal),
        threshold_ms=threshold_ms, step_ms=_step(tile.span_h * PANES_AN_HOUR) * LONG_PANE_MS,
    )  # fmt: skip


def with_line(tile: TileDefinition, content: Tile, scene: AnyScene, lines: Lines) -> Tile:
    """The tile's content with its line, if its kind and metric have one."""
    if not has_line(tile):
        return content
    line = lines.line(tile, scene)
    if isinstance(content, TrendTile):
        return content.model_copy(update={"points": line.points, "start": line.start, "step_ms": line.step_ms})
    if isinstance(content, NumberTile) and sum(point is not None for point in line.points) > 1:
        return content.model_copy(update={"trend": line.points})
    return content


def has_line(tile: TileDefinition) -> bool:
    """Whether panes tell of the tile's figure: of the site or of queues, over no more than a day."""
    if tile.kind not in FIGURES or tile.metric not in TRENDED or tile.scope.side not in ("site", "queue"):
        return False
    return tile.kind == "trend" or tile.window not in ("week", "month")


def line_of(tile: TileDefinition, scene: AnyScene) -> Line:
    """Points of whole steps of the clock, so that only the last one moves. The pane that is open is in none."""
    first, end = _first_pane(tile, scene), _closed_to(scene)
    metric = SHOWN_METRICS[tile.metric] if tile.metric is not None else None
    if not end or end <= first or not isinstance(metric, WindowMetric) or not summable(scene, metric):
        return Line((), None, LONG_PANE_MS)
    step = _step(end - first)
    queues = [
        (queue.now, trend)
        for part in scene.parts
        for id_, queue in part.queues(tile.scope).items()
        if (trend := part.view.trends.queues.get(id_)) is not None
    ]
    # Of a sum, a part of a step would look like a fall.
    last = end if metric.denominator is not None else end - step + 1
    starts = range(-(-first // step) * step, last, step)[-POINTS_LIMIT:]
    points = [_point(metric, queues, range(start, min(start + step, end)), tile.rule) for start in starts]
    counted = next((place for place, point in enumerate(points) if point is not None), len(points))
    if tile.kind != "trend":
        return Line(tuple(points[counted:]), None, step * LONG_PANE_MS)
    return Line(tuple(points), starts[0] * LONG_PANE_MS if starts else None, step * LONG_PANE_MS)


def _point(
    metric: WindowMetric, queues: list[tuple[QueueNow, Trend]], panes: range, rule: str | None
) -> float | int | None:
    """None where nothing was counted at all: nobody can tell a quiet pane from one before the first event."""
    parts = [of_queue(WindowView(0, counts), now) for now, trend in queues if (counts := _sum(trend, panes))]
    if not parts:
        return None
    aggregate = merged(parts)
    if rule is not None:
        aggregate = Aggregate(counts=aggregate.counts, rules={MAIN: aggregate.rules.get(rule, ())})
    return metric.value(aggregate)


def _sum(trend: Trend, panes: range) -> dict[str, int]:
    found = [trend[pane] for pane in panes if pane in trend]
    if len(found) == 1:
        return found[0]
    total: Counter[str] = Counter()
    for counts in found:
        total.update(counts)
    return dict(total)


def _first_pane(tile: TileDefinition, scene: AnyScene) -> int:
    """A trend tile says how far it goes back; another goes back as far as its window, and at least some hours."""
    end = _closed_to(scene)
    if tile.kind == "trend":
        return end - tile.span_h * PANES_AN_HOUR
    if tile.window == "today":
        starts = list(_starts(tile, scene))
        return max(min(starts, default=0) // LONG_PANE_MS, end - 24 * PANES_AN_HOUR)
    return end - max(USUAL_SPAN_H * HOUR_MS, LONG.get(tile.window, 0)) // LONG_PANE_MS


def _closed_to(scene: AnyScene) -> int:
    """The first pane that is not closed everywhere: a point is of all sites or there is none."""
    return min(part.view.trends.to for part in scene.parts)


def _starts(tile: TileDefinition, scene: AnyScene) -> Iterator[int]:
    for queue in _queues(tile, scene):
        if tile.window in queue.windows:
            yield queue.windows[tile.window].start


def _queues(tile: TileDefinition, scene: AnyScene) -> Iterator[QueueView]:
    return (queue for part in scene.parts for queue in part.queues(tile.scope).values())


def _step(panes: int) -> int:
    """Of how many panes a point is: 1, 2, 3, 4, 6 or 12, so that points begin at even times of the clock."""
    return next(step for step in (1, 2, 3, 4, 6, 12) if panes <= step * POINTS_LIMIT)


def _key(tile: TileDefinition, scene: AnyScene) -> Key:
    """What the line follows from beside the panes: how far back, which queues, the rules that judge them, and what
    amounts are in."""
    queues = tuple((part.view.site, *part.queues(tile.scope)) for part in scene.parts)
    rules = tuple((now.rule, *now.rules) for now in _judged(tile, scene))
    return (_first_pane(tile, scene), queues, rules, scene.currencies)


def _judged(tile: TileDefinition, scene: AnyScene) -> Iterator[QueueNow]:
    if tile.metric in JUDGED:
        yield from (queue.now for queue in _queues(tile, scene))
