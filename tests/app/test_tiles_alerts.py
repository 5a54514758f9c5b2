"""The tile of alerts: what needs a person now, and what is not known."""

from __future__ import annotations

from typing import Any

import pytest

from app.boards.alerts import ROWS_SHOWN
from app.boards.board import Scope, TileDefinition
from app.boards.concern import concern_of
from app.boards.evaluation import evaluate
from app.boards.scene import Scene
from app.boards.several_sites import SeveralSites
from app.boards.tile import AlertsTile
from app.boards.veil import Veil
from streams.alerts.notification import Alert
from streams.alerts.shown import ShownAlerts
from streams.floor.view import AgentView, SourceView
from tests.app.names import PlainNames
from tests.app.written_site import NOW, queue, view

SECRET = b"secret"


def alert(n: int, **more: Any) -> Alert:
    told: dict[str, Any] = {
        "id": f"a{n}", "rule": "abandons", "version": 1, "severity": "warning", "kind": "queue", "subject": "sales",
        "state": "firing", "began": NOW + n, "since": NOW + n, "queue": more.get("subject", "sales"),
    }  # fmt: skip
    return Alert(**{**told, **more})


def scene(*alerts: Alert, judged: int | None = NOW, **more: Any) -> Scene:
    site = more.pop("view", view({"sales": queue(1)}))
    return Scene(site, PlainNames(), alerts=ShownAlerts(judged, alerts), **more)


def shown(found: Scene | SeveralSites | None) -> AlertsTile:
    tile = evaluate(TileDefinition(id="t", kind="alerts", title="t", x=0, y=0, w=4, h=4), found)
    assert isinstance(tile, AlertsTile)
    return tile


def test_the_worst_come_first_and_of_these_the_oldest() -> None:
    tile = shown(scene(alert(1), alert(3, severity="critical"), alert(2, severity="critical")))
    assert [row.alert for row in tile.rows] == ["a2", "a3", "a1"]
    assert tile.state == "critical"
    assert tile.rows[0].rule == "Many callers give up"


def test_no_alerts_and_nothing_judged_are_two_things() -> None:
    assert (shown(scene()).state, shown(scene()).rows) == ("ok", ())
    assert shown(scene(judged=None)).state == "no_data"
    assert shown(None).state == "no_data"


def test_what_is_pending_or_said_by_a_worse_one_is_not_listed_and_what_is_silenced_is_counted() -> None:
    tile = shown(scene(alert(1, state="pending"), alert(2, muted="critical"), alert(3, muted="silence s1"), alert(4)))
    assert [row.alert for row in tile.rows] == ["a4"]
    assert (tile.state, tile.silenced) == ("warning", 1)
    assert shown(scene(alert(3, severity="critical", muted="silence s1"))).state == "ok"


def test_an_alert_without_a_figure_says_so_and_one_that_somebody_sees_to_too() -> None:
    tile = shown(scene(alert(1, state="no_data"), alert(2, acknowledged_by="mette")))
    assert [(row.unknown, row.seen) for row in tile.rows] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("kind", "subject", "queue_id", "name"),
    [("queue", "sales", "sales", "sales"), ("contact", "c9", "sales", "sales"), ("contact", "old", None, ""),
     ("site", "", None, ""), ("log", "", None, ""), ("source", "pbx", None, "pbx"), ("ticket", "T-1", None, "T-1"),
     ("ticket", "T-1", "mail", "T-1 · mail"), ("team", "north", None, "north"), ("agent", "ann", None, "Ann Berg")],
)  # fmt: skip
def test_it_says_what_it_is_about_in_the_words_of_the_floor(
    kind: Any, subject: str, queue_id: str | None, name: str
) -> None:
    site = view({"sales": queue(1)}, {"ann": AgentView(name="Ann Berg")})
    (row,) = shown(scene(alert(1, kind=kind, subject=subject, queue=queue_id), view=site)).rows
    assert row.name == name


def test_it_says_when_it_fired_which_is_later_than_what_it_is_about_began() -> None:
    (row,) = shown(scene(alert(1, fired=NOW + 90_000))).rows
    assert (row.began, row.fired) == (NOW + 1, NOW + 90_000)


def test_people_are_called_as_the_board_calls_them() -> None:
    site = view({"sales": queue(1)}, {"ann": AgentView(name="Ann Berg")})
    veiled = scene(alert(1, kind="agent", subject="ann"), view=site, people="initials", veil=Veil(SECRET))
    (row,) = shown(veiled).rows
    assert row.name == "AB"


def test_more_than_there_is_room_for_are_counted() -> None:
    tile = shown(scene(*(alert(n) for n in range(ROWS_SHOWN + 5))))
    assert (len(tile.rows), tile.more) == (ROWS_SHOWN, 5)


def test_over_several_sites_each_row_says_whose_it_is_and_one_that_was_not_judged_leaves_all_unknown() -> None:
    two = SeveralSites((scene(alert(1)), scene(alert(2, severity="critical"))))
    assert [row.site is not None for row in shown(two).rows] == [True, True]
    assert shown(SeveralSites((scene(), scene(judged=None)))).state == "no_data"


def test_a_silent_source_does_not_make_it_stale_for_that_is_what_it_tells() -> None:
    definition = TileDefinition(id="t", kind="alerts", title="t", x=0, y=0, w=4, h=4, scope=Scope())
    assert not concern_of(definition).is_of(SourceView(NOW, NOW, tells={"contacts": []}))
