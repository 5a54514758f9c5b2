"""What a simulated centre does beside its calls."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from streams.events import (
    AgentDescribed,
    AnyEvent,
    ContactQueued,
    ContactWrapped,
    CustomerChanged,
    FeedbackGiven,
    MeasureReported,
    RetentionTried,
    SaleMade,
    TicketAssigned,
    TicketChanged,
    TicketEvent,
    TicketMessage,
    TicketOpened,
    TicketStatus,
)
from streams.events.feedback import scale_of
from streams.events.instant import HOUR_MS, parse_rfc3339, to_ms
from streams.events.measure import first_day, period_kind
from streams.sources.floor_plan import floor_plan
from streams.sources.simulated_books import Books
from streams.sources.simulated_day import simulate_day
from streams.sources.simulated_topic import TOPICS

START_MS = parse_rfc3339("2026-11-24T08:00:00Z")


@pytest.fixture(scope="module")
def day() -> list[AnyEvent]:
    return list(simulate_day(7, START_MS, "oslo", 30, always_busy=True))


def test_a_handful_of_topics_makes_up_most_of_the_contacts(day: list[AnyEvent]) -> None:
    topics = Counter(event.data.topic for event in day if isinstance(event, ContactWrapped))
    all_wrapped = topics.total()
    logged = all_wrapped - topics.pop(None)
    assert set(topics) == {topic.name for topic in TOPICS}
    assert len(topics) == 14
    assert 0.90 < logged / all_wrapped < 0.96
    ranked = [n for _, n in topics.most_common()]
    assert 0.45 < sum(ranked[:3]) / logged < 0.75
    assert ranked[0] > 8 * ranked[-1]


def test_some_customers_call_again_about_the_same_matter_and_say_so(day: list[AnyEvent]) -> None:
    customer = {event.data.contact: event.data.customer for event in day if isinstance(event, ContactQueued)}
    wrapped = [event.data for event in day if isinstance(event, ContactWrapped)]
    matters = Counter((customer[data.contact], data.topic) for data in wrapped if data.topic)
    assert 0.02 < sum(n > 1 for n in matters.values()) / len(matters) < 0.2
    said = Counter(data.same_matter for data in wrapped)
    assert 0 < said[True] < said[False] < said[None]
    assert {data.value_to for data in wrapped} == {"customer", "company", "both", "none"}
    assert 0.7 < sum(bool(data.resolved) for data in wrapped) / len(wrapped) < 0.9


def test_feedback_comes_after_the_contact_on_its_scale_and_by_channel(day: list[AnyEvent]) -> None:
    wrapped = {event.data.contact: event.time for event in day if isinstance(event, ContactWrapped)}
    given = [event for event in day if isinstance(event, FeedbackGiven)]
    for event in given:
        low, high = scale_of(event.data)
        assert low <= event.data.score <= high
        assert event.data.agent is not None
        assert event.data.contact is None or wrapped[event.data.contact] < event.time
    assert {event.data.kind for event in given} == {"nps", "csat", "ces", "smiley", "thumb", "stars"}
    assert {event.data.channel for event in given} == {"voice", "chat", "email"}
    assert 0.1 < sum(event.data.comment is not None for event in given) / len(given) < 0.5
    nps = [event.data.score for event in given if event.data.kind == "nps"]
    assert 10 < 100 * (sum(s >= 9 for s in nps) - sum(s <= 6 for s in nps)) / len(nps) < 60


def test_trade_goes_on_at_the_desks_that_are_for_it(day: list[AnyEvent]) -> None:
    sales = [event.data for event in day if isinstance(event, SaleMade)]
    assert {sale.kind for sale in sales} == {"new", "upsell", "repurchase"}
    assert {sale.currency for sale in sales} == {"EUR"}
    assert all(sale.amount and round(sale.amount, 2) == sale.amount and sale.agent and sale.queue for sale in sales)
    tried = [event.data for event in day if isinstance(event, RetentionTried)]
    assert {data.queue for data in tried} == {"retention"}
    assert 0.4 < sum(data.saved for data in tried) / len(tried) < 0.7
    changes = Counter(event.data.change for event in day if isinstance(event, CustomerChanged))
    assert changes["joined"] > changes["left"] > 0


@pytest.mark.parametrize(("agents", "teams"), [(3, 1), (9, 2), (40, 4)])
def test_people_are_in_teams_with_a_place(agents: int, teams: int) -> None:
    events = simulate_day(7, START_MS, "oslo", 1, plan=floor_plan(5, agents), always_busy=True)
    described = {event.data.agent: event.data for event in events if isinstance(event, AgentDescribed)}
    assert len({data.team for data in described.values()}) == teams
    assert all(data.location for data in described.values())


def test_tickets_are_opened_before_the_day_and_through_it(day: list[AnyEvent]) -> None:
    opened = [event for event in day if isinstance(event, TicketOpened)]
    before = [event for event in opened if to_ms(event.time) < START_MS]
    assert len(before) == 36
    assert min(to_ms(event.time) for event in before) > START_MS - 24 * HOUR_MS
    assert {event.data.queue for event in opened} == {"mail", "claims"}
    assert {event.data.priority for event in opened} == {"urgent", "high", "normal", "low"}
    assert {event.data.opened_by for event in opened} == {"customer", "agent"}
    hours = Counter((to_ms(event.time) - START_MS) // HOUR_MS for event in opened)
    assert all(hours[hour] > 5 for hour in range(30))


def test_every_ticket_lives_from_its_opening_on_and_ends_at_most_once_more(day: list[AnyEvent]) -> None:
    lives: dict[str, list[TicketEvent]] = defaultdict(list)
    for event in day:
        if isinstance(event, TicketEvent):
            lives[event.data.ticket].append(event)
    for life in lives.values():
        assert isinstance(life[0], TicketOpened)
        assert sum(isinstance(event, TicketOpened) for event in life) == 1
        statuses = [event.data.status for event in life if isinstance(event, TicketStatus)]
        assert statuses.count("solved") <= 2
        if "closed" in statuses:
            assert statuses[-2:] == ["solved", "closed"]
    everything = [event for life in lives.values() for event in life]
    turns = {event.data.status for event in everything if isinstance(event, TicketStatus)}
    assert turns == {"open", "pending", "on_hold", "solved", "closed"}
    messages = Counter((e.data.by, e.data.public) for e in everything if isinstance(e, TicketMessage))
    assert messages.keys() == {("agent", True), ("agent", False), ("customer", True), ("bot", True)}
    assert {e.data.priority for e in everything if isinstance(e, TicketChanged)} == {"urgent", None}
    moved = [e for e in everything if isinstance(e, TicketAssigned) and e.data.queue is not None]
    assert len(moved) > 10
    reopened = [
        t
        for t, life in lives.items()
        if [s for s in life if isinstance(s, TicketStatus) if s.data.status == "solved"][1:]
    ]
    assert 0.03 < len(reopened) / len(lives) < 0.2


def test_at_night_tickets_wait_for_somebody_to_come() -> None:
    events = list(simulate_day(3, START_MS - 8 * HOUR_MS, "oslo", 24, plan=floor_plan(5, 3)))
    replies = [e for e in events if isinstance(e, TicketMessage) and e.data.by == "agent" and to_ms(e.time) >= START_MS]
    assert replies
    opened = [event for event in events if isinstance(event, TicketOpened)]
    assert any(event.data.opened_by == "customer" for event in opened)


def test_reported_measures_are_of_the_day_the_week_the_month_and_a_year_back(day: list[AnyEvent]) -> None:
    reported = [event.data for event in day if isinstance(event, MeasureReported)]
    newest = {(data.measure, data.period): data.value for data in reported}
    stock = {"revenue", "service_cost", "sick_hours", "planned_hours", "headcount", "trustpilot_score", "customers"}
    assert stock | {"leavers"} == {measure for measure, period in newest if period == "2026-11"}
    for period in ("2026-11-24", "2026-W48"):
        assert {measure for measure, of in newest if of == period} == stock
    assert {of for _, of in newest if period_kind(of) == "month"} == {
        "2025-11", "2025-12", *(f"2026-{month:02}" for month in range(1, 12))
    }  # fmt: skip
    assert 0.01 < newest["service_cost", "2026-10"] / newest["revenue", "2026-10"] < 0.03
    assert 0.01 < newest["sick_hours", "2026-10"] / newest["planned_hours", "2026-10"] < 0.04
    assert newest["revenue", "2026-11-24"] < newest["revenue", "2026-W48"] < newest["revenue", "2026-11"]


def test_the_books_add_up_whenever_they_are_asked() -> None:
    books, zone = Books("7/oslo", 40, ZoneInfo("Europe/Oslo")), ZoneInfo("Europe/Oslo")
    midnight_ms = parse_rfc3339("2026-11-29T23:00:00Z")  # a Monday begins there
    past = {(m.measure, m.period): m.value for m in books.past(midnight_ms)}
    days = [f"2026-11-{day}" for day in range(23, 30)]
    assert past["revenue", "2026-W48"] == pytest.approx(sum(past["revenue", day] for day in days))
    assert list(Books("7/oslo", 40, zone).past(midnight_ms)) == list(books.past(midnight_ms))
    now = {(m.measure, m.period): m.value for m in books.present(midnight_ms)}
    assert now["revenue", "2026-11-30"] == now["revenue", "2026-W49"] == 0
    assert first_day("2026-W49") == date(2026, 11, 30)
    noon = {(m.measure, m.period): m.value for m in books.present(midnight_ms + 12 * HOUR_MS)}
    whole = {(m.measure, m.period): m.value for m in books.past(midnight_ms + 24 * HOUR_MS)}
    assert noon["revenue", "2026-11-30"] == pytest.approx(whole["revenue", "2026-11-30"] / 2, abs=0.1)
