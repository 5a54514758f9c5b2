"""Figures are written a turn's worth at a time, and everybody's turn comes."""

from __future__ import annotations

from streams.events.instant import to_ms
from streams.figure_turns import FigureTurns
from streams.floor.floor_rules import FloorRules
from streams.ledger.names import queue_hash
from streams.partition import BEHIND_MS, OwnedPartition
from streams.rule_book import RuleBook
from streams.worker_settings import WorkerSettings
from tests.streams.floor.histories import START, event

SETTINGS = WorkerSettings(refresh_scopes=4, refresh_ms=250, refresh_share=0.1)


def partition(index: int, *sites: str, queues: int = 6) -> OwnedPartition:
    """Each site with one call in each of so many queues."""
    owned = OwnedPartition(index, 1, None, RuleBook(lambda _: FloorRules()), SETTINGS, "worker")
    for site in sites:
        for number in range(queues):
            told = event(f"{site}{number}", "contact.queued", START, contact=f"c{number}", queue=f"q{number}")
            told = type(told)(**{name: getattr(told, name) for name in told.__struct_fields__} | {"site": site})
            owned.apply([(told, to_ms(told.time), b"{}")], START + 1)
    return owned


def queues_of(owned: OwnedPartition, wall: int, scopes: int | None) -> dict[str, int]:
    """How many queues of each site the changes hold."""
    put = owned.changes(wall, figures=True, scopes=scopes).put
    names = {site: {queue_hash(site, f"q{number}") for number in range(6)} for site in ("a", "b")}
    return {site: len(wanted & put.keys()) for site, wanted in names.items()}


def test_all_figures_come_at_once_when_no_turn_limits_them() -> None:
    owned = partition(0, "a", "b")
    assert queues_of(owned, START + 2, None) == {"a": 6, "b": 6}
    assert not owned.pending


def test_sites_take_turns_until_all_are_written() -> None:
    owned = partition(0, "a", "b")
    written = {"a": 0, "b": 0}
    turns = 0
    while turns == 0 or owned.pending:
        for site, queues in queues_of(owned, START + 2, SETTINGS.refresh_scopes).items():
            written[site] += queues
        turns += 1
        assert owned.refreshed <= SETTINGS.refresh_scopes
    assert written == {"a": 6, "b": 6}
    assert turns == 4


def test_a_site_whose_turn_has_not_come_still_tells_that_its_worker_lives() -> None:
    owned = partition(0, "a", "b")
    owned.changes(START + 2, figures=True)
    changes = owned.changes(START + 10_000, figures=True, scopes=4)
    assert {"pulse:a", "pulse:b"} <= changes.put.keys()


def test_a_new_owner_gives_no_sign_of_life_of_a_site_before_all_its_figures_are_written() -> None:
    """Until then boards read in part what the owner before left, or nothing: its pulse says since when."""
    owned = partition(0, "a")
    for _ in range(2):
        assert owned.pending or not owned.refreshed
        assert "pulse:a" not in owned.changes(START + 2, figures=True, scopes=3).put
    assert "pulse:a" in owned.changes(START + 2, figures=True, scopes=3).put


def test_partitions_take_turns_and_the_next_turn_comes_sooner_while_some_wait() -> None:
    first, second = partition(0, "a"), partition(1, "b")
    turns, order = FigureTurns(SETTINGS), []
    for round_ in range(6):
        now = START + 10 + round_
        for owned in turns.begin([first, second], whole=False):
            owned.changes(now, figures=True, scopes=turns.left)
            order += [owned.index] if owned.refreshed else []
            turns.took(owned)
        turns.end(now, now + 2, [first, second])
        waits = first.pending or second.pending
        assert turns.due(now + 2 + 20) == waits
        assert turns.due(now + 2 + 250)
        if not waits:
            break
    assert order == [0, 1, 0, 1, 1]  # seven scopes each: the queues and their channel
    assert turns.begin([first, second], whole=True) == [first, second]
    assert turns.left is None


def test_a_ledger_that_did_not_answer_for_long_keeps_no_sign_of_life_back() -> None:
    turns = FigureTurns(SETTINGS)
    turns.end(START, START + 7000, [])
    assert not turns.due(START + 7999)
    assert turns.due(START + 8000)


def test_events_that_came_bring_the_next_turn_sooner_but_not_while_the_log_is_far_ahead() -> None:
    owned, turns = partition(0, "a"), FigureTurns(SETTINGS)
    owned.changes(START + 10, figures=True)
    turns.end(START + 10, START + 12, [owned])
    soon = START + 12 + SETTINGS.refresh_soon_ms
    assert not turns.due(soon - 1, news=True)
    assert turns.due(soon, news=True)
    assert not turns.due(soon, news=False)
    assert turns.due_in_ms(START + 12, news=False) == SETTINGS.refresh_ms

    owned.lag_ms = BEHIND_MS + 1
    turns.end(START + 10, START + 12, [owned])
    assert not turns.due(soon, news=True)


def test_what_is_touched_all_the_time_keeps_nothing_from_its_turn() -> None:
    owned = partition(0, "a")
    queues_of(owned, START + 2, None)
    moved = START + 20_000
    seen: set[str] = set()
    for turn in range(12):
        for number in range(4):  # as many as a turn has room for
            told = event(
                f"again{turn}/{number}", "contact.queued", moved, contact=f"d{turn}/{number}", queue=f"q{number}"
            )
            told = type(told)(**{name: getattr(told, name) for name in told.__struct_fields__} | {"site": "a"})
            owned.apply([(told, to_ms(told.time), b"{}")], moved + turn)
        put = owned.changes(moved + turn, figures=True, scopes=4).put
        seen |= {f"q{number}" for number in range(6) if queue_hash("a", f"q{number}") in put}
    assert seen == {f"q{number}" for number in range(6)}
