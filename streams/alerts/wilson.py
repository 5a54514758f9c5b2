"""Score intervals: what a share (Wilson 1927) or a count may truly be, when so few or so many were counted.

Unlike the normal approximation they are right for small n and for shares near 0 and 1.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


def wilson(hits: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Lower and upper bound of the share of which `hits` of `n` are a sample; 0 to 1 when there is none.

    Raises ValueError for hits outside 0 to n, or a confidence outside 0 to 1.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
    if n == 0:
        return 0.0, 1.0
    z = _z(confidence)
    share, square = hits / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    margin = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    lower = 0.0 if hits == 0 else max(0.0, centre - margin)
    upper = 1.0 if hits == n else min(1.0, centre + margin)
    return lower, upper


def most_by_chance(count: float, confidence: float = CONFIDENCE) -> float:
    """Upper bound of what a count of things that happen one by one may have come to (score interval, Poisson). About
    3.8 for none at all."""
    z = _z(confidence)
    seen, square = max(0.0, count), z * z
    return seen + square / 2 + z * sqrt(seen + square / 4)


@lru_cache(maxsize=64)
def _z(confidence: float) -> float:
    """So many standard deviations to either side hold that share of a normal distribution."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence is a share between 0 and 1, not {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)
