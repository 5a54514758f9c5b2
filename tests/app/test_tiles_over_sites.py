"""Tiles whose scope names sites: their aggregates are merged, then the formula; and what is not known is not summed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from app.boards.board import Board, Goal, Kind, Scope, TileDefinition
from app.boards.evaluation import Evaluation
from app.boards.freshness import Silence, freshness_of
from app.boards.scene import Naming, Scene
from app.boards.several_sites import SiteSeen
from app.boards.tile import Freshness, SiteShown
from streams.floor.rule import ServiceLevelRule
from streams.floor.view import (
    AgentView,
    Correction,
    DueView,
    QueueNow,
    QueueView,
    SiteView,
    TicketView,
    Trends,
    WindowView,
)
from streams.floor.window import LONG_PANE_MS
from tests.app.names import PlainNames
from tests.app.written_site import NOW, pulse, queue, view

BOTH = Scope(sites=("aarhus", "odense"))
AARHUS, ODENSE = SiteShown(id="aarhus", name="aarhus"), SiteShown(id="odense", name="odense")
SERVICE = Goal(target=0.8, direction="higher")


def tile(kind: Any, /, id_: str = "t", **more: Any) -> TileDefinition:
    return TileDefinition(id=id_, kind=kind, title="T", x=0, y=0, w=1, h=1, **{"scope": BOTH, **more})


def odense(queues: Mapping[str, QueueView], **more: Any) -> SiteView:
    return view(queues, site="odense", **more)


def seen(
    shown: SiteView | None, freshness: Freshness | None = None, *, id_: str = "", naming: Naming | None = None
) -> SiteSeen:
    site = shown.site if shown is not None else id_
    scene = Scene(shown, naming or PlainNames()) if shown is not None else None
    return SiteSeen(SiteShown(id=site, name=site), scene, freshness or Freshness(as_of=NOW))


class Watched:
    """A board of one tile at aarhus, as its sites go on."""

    def __init__(self, definition: TileDefinition) -> None:
        self._tiles = Evaluation(Board(id="b", title="B", site="aarhus", tiles=(definition,)))

    def update(self, *sites: SiteSeen) -> Any:
        """The tile if it changed."""
        by_id = {site.shown.id: site for site in sites}
        own = by_id["aarhus"]
        return self._tiles.update(own.scene, own.freshness, by_id).get("t")


def shown(definition: TileDefinition, *sites: SiteSeen) -> Any:
    return Watched(definition).update(*sites)


def test_a_service_level_of_sites_is_the_ratio_of_sums_each_queue_by_its_own_rule() -> None:
    lenient = QueueNow(ServiceLevelRule(threshold_ms=60_000, profile="answered_only"))
    quiet = queue(sl_answered_in=1, sl_abandoned_late=9)
    here = view({"sales": queue(sl_answered_in=90, sl_answered_late=10)})
    level = tile("level", metric="service_level", window="today", goal=SERVICE)
    told = shown(level, seen(here), seen(odense({"sales": QueueView(lenient, quiet.windows)})))
    assert (told.figure.value, told.figure.n, told.state, told.threshold_ms) == (91 / 101, 101, "ok", None)
    alike = shown(level, seen(here), seen(odense({"help": queue(sl_answered_in=10)})))
    assert (alike.figure.value, alike.threshold_ms) == (100 / 110, 20_000)


def test_an_answer_time_of_sites_is_no_average_of_averages() -> None:
    asa = tile("number", metric="asa", window="today")
    here, there = queue(answered=9, answered_wait_ms=90_000), queue(answered=1, answered_wait_ms=60_000)
    told = shown(asa, seen(view({"sales": here})), seen(odense({"sales": there})))
    assert (told.figure.value, told.figure.n) == (15_000, 10)


def test_the_present_of_sites_is_that_of_all_their_queues() -> None:
    here, there = view({"sales": queue(2)}), odense({"sales": queue(1, since=NOW - 90_000)}, at=NOW + 500)
    assert shown(tile("number", metric="waiting"), seen(here), seen(there)).figure.value == 3
    longest = shown(tile("number", metric="longest_wait"), seen(here), seen(there))
    assert longest.figure.since == NOW - 90_000


def test_an_agent_of_two_sites_counts_once_in_each() -> None:
    anna = {"anna": AgentView(state="talking")}
    told = shown(tile("agents"), seen(view(agents=anna)), seen(odense({}, agents=anna)))
    assert (told.counts, told.online) == ({"talking": 2}, 2)


@pytest.mark.parametrize("metric", ["sales_amount", "order_value"])
def test_amounts_of_different_currencies_are_not_summed(metric: Any) -> None:
    sold = queue(sales=1, sales_with_amount=1, sales_amount_cents=1250)
    here, there = view({"sales": sold}), odense({"sales": sold})
    crowns = seen(there, naming=PlainNames("DKK"))
    told = shown(tile("number", metric=metric, window="today"), seen(here), crowns)
    assert (told.figure.value, told.figure.n, told.figure.currency) == (None, None, None)
    assert (told.figure.currencies, told.state) == (("DKK", "EUR"), "no_data")
    alike = shown(tile("number", metric=metric, window="today"), seen(here), seen(there))
    assert (alike.figure.currency, alike.figure.currencies, alike.state) == ("EUR", (), "neutral")


def test_amounts_of_different_currencies_have_no_line() -> None:
    end = NOW // LONG_PANE_MS
    panes = Trends(end, {"sales": {end - ago: {"sales_amount_cents": 100} for ago in (1, 2, 3)}})
    here, there = (
        replace(one, trends=panes) for one in (view({"sales": queue(sales=1)}), odense({"sales": queue(sales=1)}))
    )
    watched = Watched(tile("trend", metric="sales_amount", window="today", span_h=1))
    assert watched.update(seen(here), seen(there)).points[-3:] == (2.0, 2.0, 2.0)
    assert watched.update(seen(here), seen(there, naming=PlainNames("DKK"))).points == ()


EVERY_KIND: dict[Kind, dict[str, Any]] = {
    "number": {"metric": "offered", "window": "today"}, "level": {"metric": "service_level", "window": "today"},
    "trend": {"metric": "offered", "window": "today"}, "queue_table": {}, "agents": {}, "waiting_list": {},
    "ticket_deadlines": {}, "top_topics": {"window": "today"}, "abandon_curve": {"window": "today"},
    "satisfaction": {"metric": "csat", "window": "today"},
}  # fmt: skip


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_without_one_of_its_sites_a_tile_shows_no_figure_and_names_the_site(kind: Kind) -> None:
    watched = Watched(tile(kind, **EVERY_KIND[kind]))
    here = seen(view({"sales": queue(3, offered=5, handled=5, answered=5, csat_n=3)}))
    told = watched.update(here, seen(None, Freshness(as_of=None), id_="odense"))
    assert (told.state, told.missing, told.as_of) == ("no_data", (ODENSE,), None)
    whole = watched.update(here, seen(odense({"sales": queue(1)})))
    assert (whole.missing, whole.as_of) == ((), NOW)


def test_a_site_without_queues_yet_is_no_missing_site() -> None:
    told = shown(tile("number", metric="waiting"), seen(view({"sales": queue(3)})), seen(odense({})))
    assert (told.figure.value, told.missing) == (3, ())


def test_a_tile_is_as_old_as_its_oldest_site_and_names_the_one_that_is_stale() -> None:
    watched = Watched(tile("number", metric="waiting"))
    here = seen(view({"sales": queue(1)}), freshness_of(pulse(NOW), NOW, Silence()))
    silent = freshness_of(pulse(NOW - 9000), NOW, Silence())
    told = watched.update(here, seen(odense({}), silent))
    assert (told.as_of, told.stale.part, told.stale.since, told.stale.site) == (
        NOW - 10_000, "worker", NOW - 9000, ODENSE,
    )  # fmt: skip
    back = watched.update(here, seen(odense({}), freshness_of(pulse(NOW - 100), NOW, Silence())))
    assert (back.stale, back.as_of) == (None, NOW - 1100)


def test_rows_say_whose_they_are() -> None:
    due = TicketView(queue="sales", opened=NOW - 5000, agent="anna", dues=[DueView("resolution", 1, NOW, NOW)])
    here, there = (
        replace(one, tickets={"t1": due})
        for one in (view({"sales": queue(1, csat_n=12, csat_top=6)}), odense({"sales": queue(2, csat_n=30)}))
    )
    sites = seen(here), seen(there)
    assert [(row.queue, row.site) for row in shown(tile("queue_table"), *sites).rows] == [
        ("sales", AARHUS), ("sales", ODENSE),
    ]  # fmt: skip
    listed = shown(tile("waiting_list"), *sites)
    assert ([entry.site for entry in listed.entries], listed.more) == ([AARHUS, ODENSE, ODENSE], 0)
    tickets = shown(tile("ticket_deadlines"), *sites)
    assert ([(row.ticket, row.site) for row in tickets.rows], tickets.open) == ([("t1", AARHUS), ("t1", ODENSE)], 2)
    asked = shown(tile("satisfaction", metric="csat", window="today", by="queue"), *sites)
    assert ([(row.n, row.site) for row in asked.rows], asked.figure.n) == ([(30, ODENSE), (12, AARHUS)], 42)


def test_a_board_of_one_site_does_not_repeat_its_name_in_each_row() -> None:
    alone = shown(tile("queue_table", scope=Scope()), seen(view({"sales": queue(1)})))
    assert alone.rows[0].site is None


def test_channels_of_sites_are_one_row() -> None:
    def answered(n: int) -> dict[str, dict[str, WindowView]]:
        return {"email": {"today": WindowView(NOW - 3_600_000, {"csat_n": n, "csat_top": n // 2})}}

    here = replace(view({"sales": queue()}), channels=answered(10))
    there = replace(odense({"sales": queue()}), channels={**answered(20), "chat": answered(4)["email"]})
    told = shown(tile("satisfaction", metric="csat", window="today"), seen(here), seen(there))
    assert [(row.id, row.n, row.value, row.site) for row in told.rows] == [
        ("email", 30, 0.5, None), ("chat", 4, 0.5, None),
    ]  # fmt: skip


def test_a_trend_of_sites_ends_where_all_of_them_are_known() -> None:
    end = NOW // LONG_PANE_MS

    def panes(to: int, n: int) -> Trends:
        return Trends(to, {"sales": {to - ago: {"offered": n} for ago in range(1, 20)}})

    watched = Watched(tile("trend", metric="offered", window="today", span_h=1))
    here = replace(view({"sales": queue(offered=9)}), trends=panes(end, 1))
    late = replace(odense({"sales": queue(offered=9)}), trends=panes(end - 1, 10))
    told = watched.update(seen(here), seen(late))
    assert (set(told.points), told.start) == ({11}, (end - 13) * LONG_PANE_MS)
    caught_up = replace(late, trends=panes(end, 10))
    assert watched.update(seen(here), seen(caught_up)).start == (end - 12) * LONG_PANE_MS


def test_pain_zones_are_marked_where_all_sites_have_the_same() -> None:
    class Patient(PlainNames):
        def pain_zones_s(self, site: str) -> tuple[int, ...]:
            return (300,)

    waited = queue(curve_left_to_20=3, curve_answered_to_10=12)
    curve = tile("abandon_curve", window="today")
    here, there = view({"sales": waited}), odense({"sales": waited})
    assert shown(curve, seen(here), seen(there, naming=Patient())).zones_s == ()
    alike = shown(curve, seen(here), seen(there))
    assert alike.zones_s == PlainNames().pain_zones_s("aarhus")
    assert (alike.left, alike.answered) == (6, 24)


def test_a_window_that_one_site_does_not_have_gives_no_figure() -> None:
    young = QueueView(queue().now, {"30m": WindowView(NOW)})
    offered = tile("number", metric="offered", window="today")
    there = replace(odense({"sales": young}), staff=replace(view().staff, windows={}))
    assert shown(offered, seen(view({"sales": queue(offered=3)})), seen(there)).figure.value is None


def test_a_correction_at_any_site_marks_the_tile() -> None:
    late = queue(offered=3)
    corrected = QueueView(replace(late.now, corrected=Correction(NOW, NOW - 1000)), late.windows)
    offered = tile("number", metric="offered", window="today")
    assert shown(offered, seen(view({"sales": late})), seen(odense({"help": corrected}))).corrected
    assert not shown(offered, seen(view({"sales": late})), seen(odense({"help": late}))).corrected


def test_the_boards_health_over_sites_names_each_worker_and_source() -> None:
    well = seen(view(), freshness_of(pulse(NOW), NOW, Silence()))
    silent = seen(odense({}), freshness_of(pulse(NOW - 9000), NOW, Silence()))
    told = shown(tile("board_health"), well, silent)
    assert told.state == "critical"
    assert [(one.site, one.worker.health) for one in told.workers] == [(AARHUS, "live"), (ODENSE, "silent")]
    assert [(one.source, one.site) for one in told.sources] == [("asterisk/pbx1", AARHUS), ("asterisk/pbx1", ODENSE)]
    unheard = shown(tile("board_health"), well, seen(None, Freshness(as_of=None), id_="odense"))
    assert (unheard.state, [one.worker is None for one in unheard.workers]) == ("warning", [False, True])


def test_only_a_change_at_one_of_its_sites_is_evaluated_anew() -> None:
    watched = Watched(tile("number", metric="waiting"))
    here, there = view({"sales": queue(1)}), odense({"sales": queue(1)})
    assert watched.update(seen(here), seen(there)) is not None
    assert watched.update(seen(here), seen(replace(there, at=NOW + 200))) is None
    assert watched.update(seen(here), seen(odense({"sales": queue(2)}))).figure.value == 3


@pytest.mark.parametrize(
    ("kind", "more", "why"),
    [
        ("number", {"metric": "waiting", "scope": {"sites": ["a"], "queues": ["b"]}}, "nothing but sites"),
        ("number", {"metric": "waiting", "scope": {"sites": ["a", "a"]}}, "each site once"),
        ("number", {"metric": "waiting", "scope": {"sites": [f"s{n}" for n in range(13)]}}, "at most 12"),
        ("number", {"metric": "revenue", "window": "month"}, "of one site"),
        ("agent_grid", {}, "of one site"), ("goals", {"goal_set": "service"}, "of one site"),
        ("clock", {}, "of one site"),
    ],
)  # fmt: skip
def test_what_cannot_be_of_several_sites_is_refused(kind: Kind, more: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        tile(kind, **more)
