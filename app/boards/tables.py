"""Evaluates the tiles `top_topics` and `abandon_curve`: short tables over a window."""

from __future__ import annotations

from app.boards.board import TileDefinition
from app.boards.several_sites import AnyScene
from app.boards.tile import AbandonCurveTile, TopTopicsTile
from app.boards.tile_rows import BandShown, TopicLine
from streams.floor.floor_rules import PAIN_ZONES_S
from streams.kpi.metric import WindowMetric
from streams.kpi.registry import METRICS
from streams.kpi.tables import abandon_curve, top_topics


def top_topics_tile(tile: TileDefinition, scene: AnyScene | None) -> TopTopicsTile:
    """Without a handled conversation there is nothing to tell."""
    known = scene is not None and scene.knows(tile.scope) and scene.counts_over(tile.scope, tile.window)
    if scene is None or not known:
        return TopTopicsTile(
            as_of=None, kind="top_topics", state="no_data", window=tile.window, rows=(), handled=0, logged=None
        )
    aggregate = scene.aggregate(tile.scope, tile.window)
    handled = aggregate.total(("handled",))
    logged = METRICS["logged_rate"]
    return TopTopicsTile(
        as_of=None,
        kind="top_topics",
        state="neutral" if handled else "no_data",
        window=tile.window,
        rows=tuple(TopicLine(topic=row.topic, count=row.count, share=row.share) for row in top_topics(aggregate)),
        handled=handled,
        logged=logged.value(aggregate) if isinstance(logged, WindowMetric) else None,
    )


def abandon_curve_tile(tile: TileDefinition, scene: AnyScene | None) -> AbandonCurveTile:
    """Nobody's wait ended: no bands. There is no goal in it: pain zones are marked, not judged."""
    known = scene is not None and scene.knows(tile.scope) and scene.counts_over(tile.scope, tile.window)
    zones_s = tuple(PAIN_ZONES_S) if scene is None else scene.pain_zones_s
    bands = abandon_curve(scene.aggregate(tile.scope, tile.window), zones_s) if scene is not None and known else ()
    return AbandonCurveTile(
        as_of=None,
        kind="abandon_curve",
        state="neutral" if bands else "no_data",
        window=tile.window,
        bands=tuple(
            BandShown(
                from_s=band.from_s, to_s=band.to_s, left=band.left, answered=band.answered, entered=band.entered,
                left_share=band.left_share, pain=band.pain,
            )
            for band in bands
        ),
        zones_s=zones_s,
        left=sum(band.left for band in bands),
        answered=sum(band.answered for band in bands),
    )  # fmt: skip
