"""What a site would show today under other rules: the floor's own code, run on what is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from streams.floor.counts import VERDICTS
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.rule import MAIN
from streams.floor.shown import site_view
from streams.floor.view import SiteView
from streams.floor.window import WINDOWS
from streams.kpi.evidence import Evidence, evidence
from streams.kpi.figures import site_aggregate
from streams.kpi.service_level import Verdicts, service_level

LegKey = tuple[str, str, int]
"""Queue, contact, and when it entered (ms)."""
Told = tuple[Verdicts, int, int]
"""Verdicts, and what they add to numerator and denominator of the service level."""
NOTHING: Told = Verdicts(), 0, 0


@dataclass(frozen=True, slots=True)
class Preview:
    """Both views are of the same moment. `otherwise` says of each queue how many of its legs count otherwise in today's
    service level; `older` how many of the site's are counted today and no longer known by their facts: they stay as
    they were judged, whatever the rules."""

    present: SiteView
    candidate: SiteView
    otherwise: Mapping[str, int]
    older: int


def preview(floor: Floor, rules: FloorRules) -> Preview:
    """Of today. The floor goes by `rules` from then on: load another for the next one."""
    since = floor.windows.starts(floor.now)[WINDOWS.index("today")]
    present, before = site_view(floor, floor.now), judged(floor, since)
    floor.adopt(rules)
    candidate, after = site_view(floor, floor.now), judged(floor, since)
    otherwise: Counter[str] = Counter()
    for leg in before.keys() | after.keys():
        otherwise[leg[0]] += _moved(before.get(leg, NOTHING), after.get(leg, NOTHING))
    known = sum(counted.offered for counted, _, _ in before.values())
    return Preview(present, candidate, dict(+otherwise), _counted(present) - known)


def _moved(before: Told, after: Told) -> int:
    """Mostly one or none. A contact that a reset cut off and that went on at once has two legs of one key."""
    return max(abs(before[1] - after[1]), abs(before[2] - after[2]))


def judged(floor: Floor, since: int) -> dict[LegKey, Told]:
    """Each known leg that has a verdict by the main rule at `since` (ms) or later."""
    legs: dict[LegKey, Told] = {}
    for piece in evidence(floor, since):
        if piece.leg is None:
            continue
        key = piece.leg.queue.id, piece.id, piece.leg.entered
        told = _of_leg(floor, piece, piece.leg.queue.id, since)
        if told[0].offered:
            known = legs.get(key)
            legs[key] = told if known is None else _sum(known, told)
    return legs


def _of_leg(floor: Floor, piece: Evidence, queue: str, since: int) -> Told:
    total, met, counted = Verdicts(), 0, 0
    for slot in floor.rules.rules_of(queue).slots:
        if slot.name != MAIN:
            continue
        found = [0] * len(VERDICTS)
        for note in piece.notes:
            if (note.kind, note.id) == ("q", queue) and note.moment >= since and 0 <= note.key - slot.base < len(found):
                found[note.key - slot.base] += note.amount
        verdicts = Verdicts(*found)
        level = service_level(verdicts, slot.rule)
        total, met, counted = _sum((total, met, counted), (verdicts, level.numerator, level.denominator))
    return total, met, counted


def _sum(one: Told, other: Told) -> Told:
    verdicts = Verdicts(*(a + b for a, b in zip(one[0], other[0], strict=True)))
    return verdicts, one[1] + other[1], one[2] + other[2]


def _counted(view: SiteView) -> int:
    """Legs of today with a verdict by the main rule."""
    return sum(counted.offered for _, counted in site_aggregate(view, "today").by_rule)
