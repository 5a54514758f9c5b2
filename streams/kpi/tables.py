"""Figures that are a short table over a window: abandonment curve, satisfaction by wait, topics, value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from msgspec import Struct

from streams.floor.counts import BAND_EDGES_S, BANDS
from streams.floor.floor_rules import PAIN_ZONES_S
from streams.floor.topics import OTHER_TOPICS
from streams.kpi.aggregate import Aggregate
from streams.kpi.keys import TableKey
from streams.kpi.metric import CONTACTS, EVERYWHERE, QUEUES, Scope

TOPICS_SHOWN = 10

Gainer = Literal["customer", "company", "both", "none"]


class CurveBand(Struct, frozen=True):
    """Callers whose wait ended within a band: above `from_s`, up to and including `to_s` (None: without end).

    `entered` waited into the band: they left or were answered in it or later. `left_share` is the share of them that
    gave up here. `pain`: a pain zone begins in it.
    """

    from_s: int
    to_s: int | None
    left: int
    answered: int
    entered: int
    left_share: float | None
    pain: bool


class SatisfactionBand(Struct, frozen=True):
    """CSAT (share of the two best answers) of those whose wait ended within the band; `n` answered the question."""

    from_s: int
    to_s: int | None
    n: int
    csat: float | None


class TopicRow(Struct, frozen=True):
    """How many conversations were about a topic, and the share of all handled ones."""

    topic: str
    count: int
    share: float | None


class ValueRow(Struct, frozen=True):
    """How many conversations gained whom, and the share of all that say so."""

    value_to: Gainer
    count: int
    share: float


Row = CurveBand | SatisfactionBand | TopicRow | ValueRow


def abandon_curve(aggregate: Aggregate, zones_s: Sequence[int] = PAIN_ZONES_S) -> tuple[CurveBand, ...]:
    """Where callers gave up and where they were answered, band by band; empty when nobody's wait ended.

    A wait of exactly a band's upper edge is in it. `zones_s` are the seconds at which pain zones begin.
    """
    rows: list[CurveBand] = []
    left, answered = _by_band(aggregate, "curve_left"), _by_band(aggregate, "curve_answered")
    entered = sum(left) + sum(answered)
    if not entered:
        return ()
    for place, (from_s, to_s) in enumerate(_bands()):
        rows.append(
            CurveBand(
                from_s=from_s,
                to_s=to_s,
                left=left[place],
                answered=answered[place],
                entered=entered,
                left_share=left[place] / entered if entered else None,
                pain=any(from_s <= zone and (to_s is None or zone < to_s) for zone in zones_s),
            )
        )
        entered -= left[place] + answered[place]
    return tuple(rows)


def satisfaction_by_wait(aggregate: Aggregate) -> tuple[SatisfactionBand, ...]:
    """CSAT in the bands of the abandonment curve; empty when nobody answered."""
    n, top = _by_band(aggregate, "curve_csat_n"), _by_band(aggregate, "curve_csat_top")
    if not sum(n):
        return ()
    return tuple(
        SatisfactionBand(from_s, to_s, n[place], top[place] / n[place] if n[place] else None)
        for place, (from_s, to_s) in enumerate(_bands())
    )


def top_topics(aggregate: Aggregate, shown: int = TOPICS_SHOWN) -> tuple[TopicRow, ...]:
    """The most frequent topics, ties by name. Topics beyond those kept have no name and are in no row."""
    handled = aggregate.total(("handled",))
    named = ((topic, n) for topic, n in aggregate.topics.items() if topic != OTHER_TOPICS and n > 0)
    ranked = sorted(named, key=lambda row: (-row[1], row[0]))[:shown]
    return tuple(TopicRow(topic, n, n / handled if handled else None) for topic, n in ranked)


def volume_by_value(aggregate: Aggregate) -> tuple[ValueRow, ...]:
    """Conversations by who gained; empty when none says so."""
    gainers: tuple[Gainer, ...] = get_args(Gainer)
    counts = {gainer: aggregate.total((f"value_{gainer}",)) for gainer in gainers}
    total = sum(counts.values())
    return tuple(ValueRow(gainer, n, n / total) for gainer, n in counts.items()) if total else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A figure of several rows. `rows` gives none when there is nothing to tell."""

    key: TableKey
    row: type[Row]
    rows: Callable[[Aggregate], tuple[Row, ...]]
    scopes: tuple[Scope, ...]


TABLES: Mapping[TableKey, Table] = {
    "abandon_curve": Table(key="abandon_curve", row=CurveBand, rows=abandon_curve, scopes=CONTACTS),
    "satisfaction_by_wait": Table(
        key="satisfaction_by_wait", row=SatisfactionBand, rows=satisfaction_by_wait, scopes=QUEUES
    ),
    "top_topics": Table(key="top_topics", row=TopicRow, rows=top_topics, scopes=EVERYWHERE),
    "volume_by_value": Table(key="volume_by_value", row=ValueRow, rows=volume_by_value, scopes=EVERYWHERE),
}


def _bands() -> Iterator[tuple[int, int | None]]:
    """Lower edge (exclusive, but for 0) and upper edge (inclusive) of each band, in seconds."""
    yield from pairwise((0, *BAND_EDGES_S))
    yield BAND_EDGES_S[-1], None


def _by_band(aggregate: Aggregate, name: str) -> list[int]:
    return [aggregate.counts.get(f"{name}_{band}", 0) for band in BANDS]
