"""Two sites together show, for every figure, what one site with the contacts of both would."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from app.boards.board import Goal, Scope
from app.boards.figure import evaluate_figure
from app.boards.scene import Scene
from app.boards.several_sites import SeveralSites
from streams.events import AnyEvent
from streams.events.decode import decode
from streams.events.instant import to_ms
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.rule import ServiceLevelRule, queue_rules
from streams.floor.shown import site_view
from streams.floor.view import SiteView
from streams.kpi.registry import NOW_METRICS, WINDOW_METRICS
from tests.app.names import PlainNames
from tests.streams.floor.histories import START, histories
from tests.streams.floor.test_ticket_against_oracle import RULES as PROMISES

BOTH = Scope(sites=("aarhus", "odense"))
SERVICE = Goal(target=0.8, direction="higher")
RULES = FloorRules(
    zone="Europe/Copenhagen",
    promises=PROMISES,
    queue_rules={"sales": queue_rules([ServiceLevelRule(40_000, 8_000, "genesys")])},
)


def elsewhere(event: AnyEvent) -> AnyEvent:
    """The same fact of others: another contact, agent and customer, told by another source."""
    told = msgspec.json.decode(msgspec.json.encode(event))
    told |= {"id": f"o.{told['id']}", "source": f"{told['source']}/2", "site": "odense"}
    for whose in ("contact", "agent", "customer"):
        if told["data"].get(whose) is not None:
            told["data"][whose] = f"o.{told['data'][whose]}"
    return decode(msgspec.json.encode(told))


def floor_of(site: str, events: list[AnyEvent], now: int) -> SiteView:
    floor = Floor(site, RULES)
    for event in sorted(events, key=lambda one: (one.time, one.id)):
        floor.apply(event, now)
    floor.tick(now)
    return site_view(floor, now)


@settings(max_examples=60, deadline=None)
@given(histories(), histories().map(lambda told: [elsewhere(event) for event in told]), st.integers(0, 900_000))
def test_sites_together_show_what_one_site_with_all_contacts_would(
    here: list[AnyEvent], there: list[AnyEvent], later_ms: int
) -> None:
    now = max([START, *(to_ms(event.time) for event in (*here, *there))]) + later_ms
    parts = floor_of("aarhus", here, now), floor_of("odense", there, now)
    sites = SeveralSites(tuple(Scene(part, PlainNames()) for part in parts))
    whole = Scene(floor_of("all", [*here, *there], now), PlainNames())
    for now_metric in NOW_METRICS:
        if "site" in now_metric.scopes:
            together = evaluate_figure(sites, BOTH, now_metric.key, "now")
            assert together == evaluate_figure(whole, Scope(), now_metric.key, "now"), now_metric.key
    for metric in WINDOW_METRICS:
        for window in metric.windows if "site" in metric.scopes else ():
            together = evaluate_figure(sites, BOTH, metric.key, window, SERVICE)
            assert together == evaluate_figure(whole, Scope(), metric.key, window, SERVICE), (metric.key, window)
