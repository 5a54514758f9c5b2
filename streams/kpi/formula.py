"""The forms that formulas have: a sum of counts, a difference, a ratio, a percentile of a histogram."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal

from streams.floor.histogram import percentile
from streams.kpi.aggregate import Aggregate
from streams.kpi.keys import Unit, WindowMetricKey
from streams.kpi.metric import CONTACTS, Better, Number, Scope, Vendor, WindowMetric

Called = Mapping[Vendor, str]
Counts = tuple[str, ...]
Histogram = Literal["wait_hist", "left_hist", "reply_hist", "resolution_hist"]


def count(
    key: WindowMetricKey, *names: str, unit: Unit = "count", better: Better | None = None,
    scopes: tuple[Scope, ...] = CONTACTS, called: Called | None = None, **more: Any,
) -> WindowMetric:  # fmt: skip
    """A sum of counts. `more` are further fields of the metric."""
    return WindowMetric(
        key=key, unit=unit, numerator=sum_of(*names), formula=joined(names), better=better, scopes=scopes,
        called=called or {}, **more,
    )  # fmt: skip


def ratio(
    key: WindowMetricKey, above: Counts, below: Counts, *, unit: Unit, better: Better | None,
    scopes: tuple[Scope, ...] = CONTACTS, called: Called | None = None, **more: Any,
) -> WindowMetric:  # fmt: skip
    """A sum of counts over another. `more` are further fields of the metric, such as `scale`."""
    scale: Fraction = more.get("scale", Fraction(1))
    return WindowMetric(
        key=key, unit=unit, numerator=sum_of(*above), denominator=sum_of(*below), better=better, scopes=scopes,
        formula=f"{_term(above)}{scaled(scale)} ÷ {_term(below)}", called=called or {}, **more,
    )  # fmt: skip


def wait_percentile(key: WindowMetricKey, percent: int, called: Called | None = None) -> WindowMetric:
    return hist_percentile(key, percent, "wait_hist", "waits of the answered", CONTACTS, called)


def hist_percentile(
    key: WindowMetricKey, percent: int, hist: Histogram, of: str, scopes: tuple[Scope, ...],
    called: Called | None = None,
) -> WindowMetric:  # fmt: skip
    """The nearest-rank percentile of a histogram (within 1.6 %). Percentiles do not add up: not linear."""

    def value(aggregate: Aggregate) -> Number | None:
        return percentile(getattr(aggregate, hist), percent / 100)

    return WindowMetric(
        key=key, unit="ms", numerator=value, behind=size_of(hist), better="lower", scopes=scopes,
        formula=f"nearest-rank {percent}th percentile of the histogram of {of}", called=called or {},
        linear=False, sums=False,
    )  # fmt: skip


def sum_of(*names: str) -> Callable[[Aggregate], int]:
    return lambda aggregate: aggregate.total(names)


def difference(plus: Counts, minus: Counts) -> Callable[[Aggregate], int]:
    return lambda aggregate: aggregate.total(plus) - aggregate.total(minus)


def size_of(*hists: Histogram) -> Callable[[Aggregate], int]:
    """How many values stand in the histograms."""
    return lambda aggregate: sum(sum(getattr(aggregate, hist).values()) for hist in hists)


def joined(names: Counts) -> str:
    return " + ".join(names)


def scaled(scale: Fraction) -> str:
    """The factor as it is written behind a term; nothing for 1."""
    if scale == 1:
        return ""
    return f" × {scale.numerator}" if scale.denominator == 1 else f" ÷ {scale.denominator}"


def _term(names: Counts) -> str:
    return names[0] if len(names) == 1 else f"({joined(names)})"
