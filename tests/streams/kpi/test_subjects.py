"""Every figure knows what it follows from, so that a silent source marks it and no other."""

from __future__ import annotations

import pytest

from streams.floor.subject import Subject
from streams.kpi.keys import MetricKey
from streams.kpi.period_metrics import PERIOD_METRICS
from streams.kpi.registry import METRICS
from streams.kpi.subjects import SUBJECTS_OF


def test_every_metric_follows_from_something() -> None:
    assert set(SUBJECTS_OF) == {*METRICS, *PERIOD_METRICS}
    assert all(SUBJECTS_OF.values())


@pytest.mark.parametrize(
    ("metric", "subjects"),
    [
        ("waiting", {"contacts"}),
        ("service_level", {"contacts"}),
        ("agents_available", {"contacts", "agents"}),
        ("tickets_breached", {"tickets"}),
        ("next_due", {"tickets"}),
        ("nps", {"surveys"}),
        ("sales_amount", {"sales"}),
        ("sla_attainment", {"tickets"}),
    ],
)
def test_what_figures_follow_from(metric: MetricKey, subjects: set[Subject]) -> None:
    assert SUBJECTS_OF[metric] == subjects
