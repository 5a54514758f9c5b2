"""What people read: what, where, how bad, since when, and where to look."""

from __future__ import annotations

from typing import Any

import pytest

from app.notify.message import text_of, title_of
from app.notify.naming import NamingInForce
from app.settings import Settings, SettingsInForce
from streams.alerts.notification import Alert, Kind
from streams.alerts.rule import Severity
from tests.app.notified import AT, alert, notification

NAMING = NamingInForce(
    SettingsInForce(
        Settings(
            sites={
                "aarhus": {
                    "name": "Aarhus",
                    "zone": "Europe/Copenhagen",
                    "queues": {"support": {"name": "Support"}},
                }
            },
            notify={"page_url": "https://tavle.example/"},
        )
    )
)  # fmt: skip
LINK = "\nhttps://tavle.example/"


def text(*alerts: Alert, kind: Kind = "firing") -> str:
    return text_of("aarhus", notification("n1", *alerts, kind=kind), NAMING)


@pytest.mark.parametrize(
    ("kind", "severity", "title"),
    [
        ("firing", "critical", "Critical: Many callers give up, queue Support (Aarhus)"),
        ("repeat", "warning", "Still: Warning: Many callers give up, queue Support (Aarhus)"),
        ("escalation", "critical", "Escalated: Critical: Many callers give up, queue Support (Aarhus)"),
        ("resolved", "critical", "Over: Many callers give up, queue Support (Aarhus)"),
    ],
)
def test_a_title_says_what_where_and_how_bad(kind: Kind, severity: Severity, title: str) -> None:
    assert title_of("aarhus", notification("n1", kind=kind, severity=severity), NAMING) == title


def test_several_alerts_are_counted_in_the_title() -> None:
    told = notification("n1", alert(), alert("burn.critical"))

    assert title_of("aarhus", told, NAMING) == "Critical: 2 alerts (Aarhus)"


@pytest.mark.parametrize(
    ("rule", "said", "line"),
    [
        (
            "abandons", {},
            "Many callers give up, queue Support: Abandonment rate 25.0 % of 40 over 15m, since 25 Nov 10:59 CET",
        ),
        (
            "abandons", {"last_week": 0.1},
            "Many callers give up, queue Support: Abandonment rate 25.0 % of 40 over 15m, last week 10.0 %, "
            "since 25 Nov 10:59 CET",
        ),
        (
            "burn.critical", {"value": 2.64},
            "Service level falls fast, queue Support: misses come 2.6 times as fast as the goal allows, "
            "since 25 Nov 10:59 CET",
        ),
        (
            "resolution.breached", {"kind": "ticket", "subject": "T-1", "value": 14_700_000},
            "Solution late, ticket T-1: 4 h 5 min allowed, since 25 Nov 10:59 CET",
        ),
        (
            "resolution.breached", {"kind": "ticket", "subject": "T-1", "value": 14_700_000, "queue": "support"},
            "Solution late, ticket T-1, queue Support: 4 h 5 min allowed, since 25 Nov 10:59 CET",
        ),
        (
            "pain", {"kind": "contact", "subject": "4711", "value": 180_000, "queue": "support"},
            "A caller waits too long, contact 4711, queue Support: 3 min allowed, since 25 Nov 10:59 CET",
        ),
        (
            "trust", {"kind": "source", "subject": "pbx1", "value": None},
            "Data not trusted, source pbx1: since 25 Nov 10:59 CET",
        ),
        ("gone", {"kind": "site", "subject": "", "value": 3}, "gone: since 25 Nov 10:59 CET"),
        (
            "abandons", {"state": "no_data", "value": None, "acknowledged_by": "mette"},
            "Many callers give up, queue Support: since 25 Nov 10:59 CET, no figure to be trusted now, "
            "acknowledged by mette",
        ),
    ],
)  # fmt: skip
def test_a_line_says_the_figure_and_since_when(rule: str, said: dict[str, Any], line: str) -> None:
    assert text(alert(rule, **said)) == line + LINK


def test_what_is_over_says_from_when_to_when_and_why() -> None:
    over = alert(state="resolved", ended=AT, why="recovered")

    assert text(over, kind="resolved").splitlines()[0] == (
        "Many callers give up, queue Support: 25 Nov 10:59 to 25 Nov 11:00 CET, recovered"
    )


def test_of_many_alerts_ten_are_written_and_the_rest_counted() -> None:
    lines = text(*(alert() for _ in range(13))).splitlines()

    assert len(lines) == 12
    assert lines[10] == "And 3 more."
