"""The worked examples of docs/metrics.md: aggregates small enough to check by hand, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from app.reference.metrics_text import CURVE, PROVISIONAL, RECOVERY, SATISFACTION, WAITS
from streams.floor.counts import BAND_EDGES_S, BANDS
from streams.kpi.aggregate import Aggregate
from streams.kpi.keys import WindowMetricKey
from streams.kpi.recovery import SERVICE_LEVEL_GOAL, reachable, recovery
from streams.kpi.registry import WINDOW_METRICS
from streams.kpi.tables import abandon_curve, satisfaction_by_wait

FIVE_CALLERS = Aggregate(
    {"offered": 5, "answered": 3, "abandoned": 2, "answered_wait_ms": 60_000, "abandoned_wait_ms": 180_000}
)
"""Three answered after 10, 20 and 30 s; two gave up after 60 and 120 s."""

WINDOWS_AND_GOALS = ((70, 100, 80), (79, 100, 80), (85, 100, 80), (170, 200, 90), (99, 100, 100))
"""Met, of n, goal in percent."""

ANSWERED = (20, 18, 12, 11, 7, 4, 3, 2, 1, 0)
LEFT = (3, 1, 1, 2, 3, 4, 1, 3, 2, 2)
CSAT_N = (8, 6, 5, 5, 4, 2, 2, 1, 0, 0)
CSAT_TOP = (7, 5, 4, 4, 2, 1, 0, 0, 0, 0)
"""A hundred callers by the band in which their wait ended, and how content those who answered were."""

HUNDRED_CALLERS = Aggregate(
    {
        f"{name}_{band}": n
        for name, counts in (
            ("curve_answered", ANSWERED), ("curve_left", LEFT), ("curve_csat_n", CSAT_N), ("curve_csat_top", CSAT_TOP),
        )
        for band, n in zip(BANDS, counts, strict=True)
    }
)  # fmt: skip

NPS_ANSWERS: Mapping[str, Mapping[int, int]] = {
    "0 to 10": {10: 12, 9: 18, 8: 33, 7: 27, 6: 5, 3: 3, 0: 2},
    "1 to 10": {10: 12, 9: 18, 8: 33, 7: 27, 6: 5, 3: 3, 1: 2},
}
"""Score → how many gave it, on either scale."""

SURVEYS = Aggregate(
    {
        "csat_n": 40, "csat_top": 30, "csat_milli": 162_000, "ces_n": 20, "ces_milli": 110_000,
        "smiley_happy": 14, "smiley_neutral": 4, "smiley_sad": 2, "thumbs_up": 9, "thumbs_down": 1,
        "stars_n": 8, "stars_milli": 36_000,
    }
)  # fmt: skip
RETURNING = Aggregate({"fcr_contacts": 40, "fcr_resolved": 30, "fcr_settled": 28})

_BY_KEY = {metric.key: metric for metric in WINDOW_METRICS}


def waits() -> str:
    def seconds(key: WindowMetricKey) -> str:
        return f"{(_BY_KEY[key].value(FIVE_CALLERS) or 0) / 1000:g} s"

    return filled(WAITS, {key: seconds(key) for key in ("asa", "avg_wait", "avg_queue_time")})


def recoveries() -> str:
    def rows() -> Iterator[str]:
        yield "| met | of n | level | goal | contacts in a row |"
        yield "|---|---|---|---|---|"
        for met, n, goal in WINDOWS_AND_GOALS:
            needed = recovery(met, n, Fraction(goal, 100))
            yield f"| {met} | {n} | {percent(met / n)} | {goal} % | {'none will do' if needed is None else needed} |"

    def answer(expected: int) -> str:
        return "can still be reached" if reachable(50, expected, 100) else "can no longer be reached"

    return filled(
        RECOVERY,
        {
            "goal": f"{100 * SERVICE_LEVEL_GOAL} %",
            "recoveries": "\n".join(rows()),
            "reachable": answer(160),
            "unreachable": answer(140),
        },
    )


def curve() -> str:
    def rows() -> Iterator[str]:
        yield "| wait | waited into it | answered in it | gave up in it | share who gave up | |"
        yield "|---|---|---|---|---|---|"
        for row in abandon_curve(HUNDRED_CALLERS):
            counts = f"{row.entered} | {row.answered} | {row.left}"
            yield f"| {_band(row.from_s, row.to_s)} | {counts} | {percent(row.left_share)} | {'pain' * row.pain} |"

    return filled(CURVE, {"curve": "\n".join(rows())})


def satisfaction() -> str:
    def by_wait() -> Iterator[str]:
        yield "| wait | n | CSAT |"
        yield "|---|---|---|"
        for row in satisfaction_by_wait(HUNDRED_CALLERS):
            yield f"| {_band(row.from_s, row.to_s)} | {row.n} | {percent(row.csat)} |"

    return filled(
        SATISFACTION, {"by_wait": "\n".join(by_wait()), "nps": "\n".join(_nps()), "surveys": "\n".join(_surveys())}
    )


def _nps() -> Iterator[str]:
    yield "| scale | promoters (9–10) | passives (7–8) | detractors (6 and below) | `nps` | `nps_mean` |"
    yield "|---|---|---|---|---|---|"
    for scale, answers in NPS_ANSWERS.items():
        groups = {
            "nps_promoters": sum(n for score, n in answers.items() if score >= 9),
            "nps_passives": sum(n for score, n in answers.items() if 7 <= score <= 8),
            "nps_detractors": sum(n for score, n in answers.items() if score <= 6),
        }
        told = Aggregate({**groups, "nps_milli": sum(1000 * score * n for score, n in answers.items())})
        score, mean = _BY_KEY["nps"].value(told), _BY_KEY["nps_mean"].value(told)
        yield f"| {scale} | {' | '.join(map(str, groups.values()))} | {score:+.0f} | {mean:.2f} |"


def _surveys() -> Iterator[str]:
    yield "| figure | computed | gives | n |"
    yield "|---|---|---|---|"
    keys: tuple[WindowMetricKey, ...] = (
        "csat", "csat_mean", "ces", "smiley_happy", "smiley_sad", "thumbs_up", "stars",
    )  # fmt: skip
    for key in keys:
        metric = _BY_KEY[key]
        above, n, value = metric.numerator(SURVEYS), metric.n(SURVEYS), metric.value(SURVEYS)
        divided = f" ÷ {metric.scale.denominator:,}" if metric.scale != 1 else ""
        shown = percent(value) if metric.unit == "share" else f"{value:g}"
        yield f"| `{key}` | {above:,}{divided} ÷ {n} | {shown} | {n} |"


def provisional() -> str:
    metric = _BY_KEY["fcr"]
    open_yet = metric.provisional(RETURNING) if metric.provisional else 0
    told = f"{metric.numerator(RETURNING)} of {metric.n(RETURNING)} make {percent(metric.value(RETURNING))}"
    return filled(PROVISIONAL, {"fcr": f"{told}, with {open_yet} of the {metric.n(RETURNING)} provisional"})


def filled(text: str, parts: Mapping[str, str]) -> str:
    """`text` with each `@name@` replaced."""
    for name, part in parts.items():
        text = text.replace(f"@{name}@", part)
    return text


def percent(share: float | None) -> str:
    """With one decimal; a dash for no value."""
    return "–" if share is None else f"{100 * share:.1f} %"


def _band(from_s: int, to_s: int | None) -> str:
    return f"{from_s}–{to_s} s" if to_s is not None else f"over {BAND_EDGES_S[-1]} s"
