"""What an answer to a survey counts: promoters and detractors, top answers, sums of scores (docs/metrics.md)."""

from __future__ import annotations

from streams.events.feedback import Feedback, scale_of
from streams.floor.counts import Count

Scored = list[tuple[int, int]]
"""Count key and amount."""

PROMOTER_FROM, PASSIVE_FROM = 9, 7
FIVE, SEVEN = (1, 5), (1, 7)


def scored(data: Feedback) -> Scored:
    """The counts of one answer. A score beyond its scale never comes this far (streams.events.decode)."""
    counts = _KINDS[data.kind](data.score, scale_of(data))
    if data.comment and data.comment.strip():
        counts.append((Count.comments, 1))
    return counts


def _nps(score: float, _scale: tuple[float, float]) -> Scored:
    """0–6 detractor, 7–8 passive, 9–10 promoter; on the scale from 1 the detractors are 1–6."""
    if score >= PROMOTER_FROM:
        group: int = Count.nps_promoters
    elif score >= PASSIVE_FROM:
        group = Count.nps_passives
    else:
        group = Count.nps_detractors
    return [(group, 1), (Count.nps_milli, _milli(score))]


def _csat(score: float, scale: tuple[float, float]) -> Scored:
    """The top two answers of the scale are satisfied; the mean is given on 1 to 5, whatever the scale."""
    counts = [(Count.csat_n, 1), (Count.csat_milli, _milli(_onto(score, scale, FIVE)))]
    if score >= scale[1] - 1:
        counts.append((Count.csat_top, 1))
    return counts


def _ces(score: float, scale: tuple[float, float]) -> Scored:
    return [(Count.ces_n, 1), (Count.ces_milli, _milli(_onto(score, scale, SEVEN)))]


def _smiley(score: float, scale: tuple[float, float]) -> Scored:
    if score >= scale[1]:
        return [(Count.smiley_happy, 1)]
    return [(Count.smiley_sad if score <= scale[0] else Count.smiley_neutral, 1)]


def _thumbs(score: float, scale: tuple[float, float]) -> Scored:
    return [(Count.thumbs_up if 2 * score > scale[0] + scale[1] else Count.thumbs_down, 1)]


def _stars(score: float, scale: tuple[float, float]) -> Scored:
    return [(Count.stars_n, 1), (Count.stars_milli, _milli(_onto(score, scale, FIVE)))]


_KINDS = {"nps": _nps, "csat": _csat, "ces": _ces, "smiley": _smiley, "thumb": _thumbs, "stars": _stars}


def _onto(score: float, scale: tuple[float, float], other: tuple[int, int]) -> float:
    """The score on another scale, ends to ends."""
    share = (score - scale[0]) / (scale[1] - scale[0])
    return other[0] + share * (other[1] - other[0])


def _milli(score: float) -> int:
    return round(score * 1000)
