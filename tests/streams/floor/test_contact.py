"""What a contact means, step by step: time lines of one contact, and what each moment counts."""

from __future__ import annotations

from typing import Any

import pytest

from streams.events import AnyEvent
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.shown import site_view
from streams.floor.view import SiteView
from tests.streams.floor.histories import START, event

S = 1000
Line = tuple[int, str, dict[str, Any]]


def lived(*lines: Line, until_s: int = 240, backwards: bool = False) -> tuple[Floor, SiteView]:
    """One contact's life, each line `(second, type, data)`; the floor and its view at `until_s`."""
    told: list[AnyEvent] = [
        event(f"e{n}", type_, START + second * S, **({"contact": "c"} if type_.startswith("contact") else {}), **data)
        for n, (second, type_, data) in enumerate(lines)
    ]
    floor = Floor("aarhus", FloorRules())
    for one in reversed(told) if backwards else told:
        floor.apply(one, START + until_s * S)
    return floor, site_view(floor, START + until_s * S)


def counts(view: SiteView, scope: str = "sales") -> dict[str, int]:
    windows = view.queues[scope].windows if scope in view.queues else view.agents[scope].windows
    return windows["5m"].counts


QUEUED: Line = (0, "contact.queued", {"queue": "sales"})
ANSWERED: Line = (10, "contact.answered", {"agent": "ann"})


@pytest.mark.parametrize("backwards", [False, True])
def test_holds_are_taken_out_of_the_talk(backwards: bool) -> None:
    _, view = lived(
        QUEUED, ANSWERED, (20, "contact.held", {}), (35, "contact.resumed", {}), (50, "contact.held", {}),
        (55, "contact.ended", {"agent": "ann", "ended_by": "customer"}), backwards=backwards,
    )  # fmt: skip
    shown = counts(view)
    assert (shown["talk_ms"], shown["hold_ms"], shown["held"], shown["handled"]) == (25 * S, 20 * S, 1, 1)
    assert shown["ended_by_customer"] == 1
    assert counts(view, "ann")["unlogged_ms"] == 45 * S


def test_a_stated_talk_wins_and_holds_are_within_it() -> None:
    _, view = lived(
        QUEUED, ANSWERED, (20, "contact.held", {}), (30, "contact.resumed", {}),
        (60, "contact.ended", {"talked_ms": 44 * S}),
    )  # fmt: skip
    assert counts(view)["talk_ms"] == 34 * S
    assert counts(view)["hold_ms"] == 10 * S


@pytest.mark.parametrize("backwards", [False, True])
def test_a_transfer_ends_the_leg_as_handled_and_the_next_queue_is_a_leg_of_its_own(backwards: bool) -> None:
    _, view = lived(
        QUEUED, ANSWERED, (40, "contact.transferred", {"to_queue": "support"}),
        (41, "contact.queued", {"queue": "support"}), (71, "contact.answered", {"agent": "bo"}),
        (90, "contact.ended", {"agent": "bo"}), backwards=backwards,
    )  # fmt: skip
    assert counts(view)["handled"] == counts(view)["transferred"] == 1
    assert counts(view)["talk_ms"] == 30 * S
    assert counts(view, "support")["sl_answered_late"] == 1
    assert counts(view, "support")["talk_ms"] == 19 * S
    assert "transferred" not in counts(view, "support")
    assert counts(view, "ann")["handled"] == counts(view, "bo")["handled"] == 1


def test_a_transfer_to_an_agent_is_no_entry_of_a_queue() -> None:
    _, view = lived(
        QUEUED, ANSWERED, (40, "contact.transferred", {"to_agent": "bo", "kind": "attended"}),
        (40, "contact.answered", {"agent": "bo"}), (60, "contact.ended", {}),
    )  # fmt: skip
    assert (counts(view)["offered"], counts(view)["answered"], counts(view)["handled"]) == (1, 1, 2)
    assert counts(view, "bo")["answered"] == 1


def test_an_agent_who_answers_without_a_transfer_takes_the_conversation_over() -> None:
    _, view = lived(QUEUED, ANSWERED, (40, "contact.answered", {"agent": "bo"}))
    assert counts(view)["handled"] == 1
    assert counts(view)["talk_ms"] == 30 * S
    assert view.queues["sales"].now.talking == 1
    assert view.agents["ann"].state == "offline"
    assert view.agents["bo"].state == "talking"


@pytest.mark.parametrize("backwards", [False, True])
def test_reported_after_call_work_keeps_the_agent_and_counts_when_it_is_done(backwards: bool) -> None:
    ended: Line = (50, "contact.ended", {"agent": "ann", "after_call_work": "reported"})
    _, view = lived(QUEUED, ANSWERED, ended, backwards=backwards)
    assert view.agents["ann"].state == "wrapping"
    assert "handled" not in counts(view)
    _, view = lived(QUEUED, ANSWERED, ended, (80, "contact.wrapped", {"agent": "ann"}), backwards=backwards)
    assert counts(view)["acw_ms"] == 30 * S
    assert counts(view)["handled"] == 1
    assert view.agents["ann"].state == "offline"


@pytest.mark.parametrize("backwards", [False, True])
def test_unannounced_after_call_work_moves_the_conversation_to_when_it_was_done(backwards: bool) -> None:
    _, view = lived(
        QUEUED, ANSWERED, (50, "contact.ended", {}), (80, "contact.wrapped", {}), (90, "contact.wrapped", {}),
        backwards=backwards,
    )  # fmt: skip
    assert counts(view)["handled"] == 1
    assert counts(view)["acw_ms"] == 30 * S


@pytest.mark.parametrize("backwards", [False, True])
def test_fixed_after_call_work_is_over_by_itself_and_a_report_does_not_change_it(backwards: bool) -> None:
    ended: Line = (50, "contact.ended", {"after_call_work": "fixed", "after_call_work_ms": 20 * S})
    _, view = lived(QUEUED, ANSWERED, ended, until_s=60, backwards=backwards)
    assert view.agents["ann"].state == "wrapping"
    _, view = lived(QUEUED, ANSWERED, ended, (100, "contact.wrapped", {"agent": "ann"}), backwards=backwards)
    assert counts(view)["acw_ms"] == 20 * S
    assert view.agents["ann"].state == "offline"
    assert counts(view, "ann")["unlogged_ms"] == 60 * S


def test_a_restart_in_after_call_work_leaves_the_conversation_out() -> None:
    _, view = lived(
        QUEUED, ANSWERED, (50, "contact.ended", {"after_call_work": "reported"}), (70, "source.reset", {}),
        (80, "contact.wrapped", {"agent": "ann"}),
    )  # fmt: skip
    assert view.agents["ann"].state == "offline"
    assert "lost" not in counts(view)
    assert "handled" not in counts(view)  # what its work was is not known, whatever comes later


@pytest.mark.parametrize("backwards", [False, True])
def test_offers_ring_until_they_are_refused_or_somebody_answers(backwards: bool) -> None:
    _, view = lived(
        QUEUED, (1, "contact.offered", {"agent": "bo"}), (4, "contact.refused", {"agent": "bo"}),
        (5, "contact.offered", {"agent": "bo"}), (5, "contact.offered", {"agent": "ann"}), ANSWERED,
        backwards=backwards,
    )  # fmt: skip
    assert counts(view)["offers"] == 3
    assert counts(view)["refused"] == 1
    assert counts(view, "bo")["unlogged_ms"] == 8 * S
    assert view.agents["bo"].state == "offline"


def test_a_refusal_that_states_how_long_it_rang_tells_of_an_offer_that_was_not_seen() -> None:
    _, view = lived(QUEUED, (9, "contact.refused", {"agent": "bo", "rang_ms": 8 * S}))
    assert counts(view, "bo")["unlogged_ms"] == 8 * S


@pytest.mark.parametrize(
    ("reason", "count"),
    [("abandoned", "sl_abandoned_in"), ("callback", "callbacks"), ("timed_out", "timed_out"), ("closed", "closed"),
     ("withdrawn", "withdrawn"), ("redirected", "redirected"), ("overflowed", "overflowed"), ("lost", "lost")],
)  # fmt: skip
def test_each_way_of_leaving_has_its_count(reason: str, count: str) -> None:
    _, view = lived(QUEUED, (12, "contact.left", {"reason": reason}))
    assert counts(view)[count] == 1
    assert counts(view)["offered"] == 1
    in_rule = {name for name in counts(view) if name.startswith("sl_")}
    kind = {"abandoned": "abandoned", "callback": "callback"}.get(reason, "other")
    assert in_rule == (set() if reason == "lost" else {f"sl_{kind}_in"})


def test_verdicts_of_those_who_leave_are_inclusive_at_both_limits() -> None:
    for second, verdict in ((5, "short"), (6, "in"), (20, "in"), (21, "late")):
        _, view = lived(QUEUED, (second, "contact.left", {"reason": "abandoned"}))
        assert counts(view)[f"sl_abandoned_{verdict}"] == 1
    _, view = lived(QUEUED, (25, "contact.left", {"reason": "timed_out"}))
    assert counts(view)["sl_other_late"] == 1


def test_what_does_not_fit_changes_nothing_and_is_counted() -> None:
    floor, view = lived(
        (0, "contact.held", {}), (1, "contact.resumed", {}), (2, "contact.transferred", {}),
        (3, "contact.left", {"reason": "abandoned"}), (4, "contact.ended", {}), (5, "contact.wrapped", {}),
    )  # fmt: skip
    assert floor.counters()["unmatched"] == 6
    assert view.queues == {}


def test_an_end_without_an_answer_is_an_unknown_outcome() -> None:
    floor, view = lived(QUEUED, (9, "contact.ended", {}))
    assert counts(view)["lost"] == 1
    assert view.queues["sales"].now.waiting == 0
    assert floor.counters()["unmatched"] == 1


def test_a_second_entry_without_an_exit_leaves_the_first_with_an_unknown_outcome() -> None:
    _, view = lived(QUEUED, (9, "contact.queued", {"queue": "support"}))
    assert counts(view)["lost"] == 1
    assert view.queues["support"].now.waiting == 1
    _, view = lived(QUEUED, ANSWERED, (30, "contact.queued", {"queue": "support"}))
    assert counts(view)["handled"] == 1


def test_an_offer_of_a_contact_in_no_queue_goes_to_unassigned() -> None:
    _, view = lived((0, "contact.offered", {"agent": "ann"}))
    assert counts(view, "unassigned")["offers"] == 1
    assert view.agents["ann"].state == "ringing"
    assert view.agents["ann"].queue == "unassigned"
