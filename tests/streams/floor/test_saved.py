"""A floor goes on from what the ledger holds of it: nothing is lost, nothing counts twice, nothing is kept for ever."""

from __future__ import annotations

import pytest

from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import StateMismatch, restore
from streams.floor.saved import save
from streams.floor.shown import site_view
from tests.streams.floor.histories import START, event
from tests.streams.floor.test_floor import MINUTE, floor_of, late_waiting, queued


def saved_over(floor: Floor, fields: dict[str, bytes]) -> dict[str, bytes]:
    """What a ledger holds after another save."""
    put, drop = save(floor)
    kept = {**fields, **put}
    for field in drop:
        kept.pop(field, None)
    return kept


def test_what_waits_ahead_survives_a_crash() -> None:
    floor = floor_of(queued("c", START + 5000), now=START)
    put, _ = save(floor)
    assert site_view(restore("aarhus", FloorRules(), put), START + 6000).queues["sales"].now.waiting == 1


def test_what_came_twice_and_waits_ahead_survives_a_crash_in_its_order() -> None:
    told = [event("q", "contact.queued", START + 5000, contact="c", queue=queue) for queue in ("sales", "support")]
    fields: dict[str, bytes] = {}
    floor = floor_of(*told, told[0], now=START)
    for _ in range(2):
        fields = saved_over(floor, fields)
        floor = restore("aarhus", FloorRules(), fields)
    assert list(site_view(floor, START + 6000).queues) == ["sales"]
    assert floor.counters()["duplicates"] == 2


def test_state_of_another_version_is_refused_so_that_it_is_rebuilt() -> None:
    put, _ = save(floor_of(queued("c", START), now=START + 1))
    put["meta"] = put["meta"].replace(b'"version":2', b'"version":99')
    with pytest.raises(StateMismatch, match="version 99"):
        restore("aarhus", FloorRules(), put)
    with pytest.raises(StateMismatch, match="cannot be read"):
        restore("aarhus", FloorRules(), {"meta": b"{"})


def test_what_is_older_than_a_day_is_forgotten_here_and_in_the_ledger() -> None:
    hour = 60 * MINUTE
    floor = Floor("aarhus", FloorRules())
    fields: dict[str, bytes] = {}
    sizes: list[int] = []
    for day_hour in range(24 * 6):
        at = START + day_hour * hour
        for n in range(3):
            id_ = f"{day_hour}.{n}"
            shift = "break" if n % 2 else "available"
            told = [
                event(f"q{id_}", "contact.queued", at + n * MINUTE, contact=id_, queue="sales"),
                event(f"a{id_}", "contact.answered", at + n * MINUTE + 5000, contact=id_, agent="ann"),
                event(f"e{id_}", "contact.ended", at + n * MINUTE + 50_000, contact=id_, agent="ann"),
                event(f"s{id_}", "agent.state", at + n * MINUTE + 55_000, agent="ann", state=shift),
            ]
            for one in told:
                floor.apply(one, at + hour)
        before = site_view(floor, at + hour)
        fields = saved_over(floor, fields)
        sizes.append(len(fields))
        if day_hour % 20 == 19:
            floor = restore("aarhus", FloorRules(), fields)
            assert site_view(floor, at + hour + 1).queues == before.queues
            assert site_view(floor, at + hour + 1).staff.windows["today"].counts == {
                **before.staff.windows["today"].counts,
                "available_ms": before.staff.windows["today"].counts["available_ms"] + 1,
            }
    assert max(sizes[100:]) <= max(sizes[52:100])
    assert len(floor.contacts.by_id) <= 27 * 3
    assert len(floor.agents["ann"].timeline.entries) <= 51 * 3 * 4


def test_a_fact_hours_late_finds_its_contact_and_corrects_the_long_windows() -> None:
    floor = floor_of(queued("c", START), now=START + 1)
    site_view(floor, START + 3 * 60 * MINUTE)
    fields = saved_over(floor, {})
    floor.apply(event("l", "contact.left", START + 8000, contact="c", reason="abandoned"), START + 3 * 60 * MINUTE + 10)
    for shown in (floor, restore("aarhus", FloorRules(), saved_over(floor, fields))):
        windows = site_view(shown, START + 3 * 60 * MINUTE + 11).queues["sales"].windows
        assert windows["1h"].counts == {}
        assert windows["4h"].counts["abandoned_wait_ms"] == 8000
        assert windows["4h"].counts["sl_abandoned_in"] == 1
        assert "sl_waiting_late" not in windows["4h"].counts


def test_deadlines_of_a_silent_source_survive_a_crash_unpassed() -> None:
    beat = event("beat", "source.beat", START + 4000, interval_s=2)
    floor = floor_of(queued("c", START), beat, now=START + 4001)
    floor.tick(START + 60_000)
    again = restore("aarhus", FloorRules(), saved_over(floor, {}))
    assert late_waiting(site_view(again, START + 61_000)) == 0
    passed = floor_of(queued("c", START), now=START + 60_000 - 1, rules=FloorRules(source_lag_limit_ms=10**9))
    passed.tick(START + 60_000)
    assert late_waiting(site_view(restore("aarhus", FloorRules(), saved_over(passed, {})), START + 61_000)) == 1
