"""The panes that trends are drawn from: whatever came late or was restarted, the ledger holds what was counted."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.events import AnyEvent
from streams.events.instant import HOUR_MS, MINUTE_MS
from streams.floor.counts import HISTOGRAM, NAMES
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.saved import save
from streams.floor.series import PANES_A_LONG
from streams.floor.view import Trend
from streams.floor.window import LONG_PANE_MS, PANE_MS
from streams.ledger.names import site_hash, trend_hash
from streams.published import PublishedFigures
from streams.published_trends import PANES_A_VISIT, PANES_KEPT
from tests.streams.floor.histories import START, event

FIRST = START // LONG_PANE_MS
SALES = trend_hash("aarhus", "sales")


class Written:
    """A floor, and what a ledger holds of what it published."""

    def __init__(self) -> None:
        self.floor = Floor("aarhus", FloorRules())
        self.hashes: dict[str, dict[str, bytes]] = {}
        self.restart()

    def restart(self) -> None:
        """Another owner takes over: it knows nothing of what was written."""
        self._figures = PublishedFigures(self.floor)

    def at(self, now: int, *events: AnyEvent, scopes: int | None = None, published: bool = True) -> dict[str, bytes]:
        """One turn of a worker; answers what it wrote of the queue sales."""
        for told in events:
            self.floor.apply(told, now)
        self.floor.tick(now)
        self._figures.note_changes()
        put: dict[str, dict[str, bytes]] = {}
        if published:
            refreshed = self._figures.refresh(now, scopes)
            put = refreshed.put
            for name, fields in refreshed.drop.items():
                for field in fields:
                    self.hashes.get(name, {}).pop(field, None)
            for name, written in put.items():
                self.hashes.setdefault(name, {}).update(written)
        save(self.floor)
        return put.get(SALES, {})

    @property
    def trend(self) -> Trend:
        fields = self.hashes.get(SALES, {})
        return {int(index): msgspec.json.decode(raw, type=dict[str, int]) for index, raw in fields.items()}

    @property
    def whole_to(self) -> int:
        return int(self.hashes[site_hash("aarhus")]["trends"])


def call(number: int, begin: int, wait_ms: int) -> list[AnyEvent]:
    """A call to sales that is answered after a while."""
    contact = f"c{number}"
    return [
        event(f"q{number}", "contact.queued", begin, contact=contact, queue="sales"),
        event(f"a{number}", "contact.answered", begin + wait_ms, contact=contact, queue="sales", agent="ann"),
    ]


def offered(trend: Trend) -> dict[int, int]:
    return {index - FIRST: counts["offered"] for index, counts in trend.items() if "offered" in counts}


def test_a_pane_is_written_when_it_closes_and_not_before() -> None:
    written = Written()
    end = (FIRST + 1) * LONG_PANE_MS
    assert written.at(end - PANE_MS, *call(1, START + 1000, 5000)) == {}
    assert written.at(end - 1) == {}
    assert set(written.at(end)) == {str(FIRST)}
    assert written.at(end + MINUTE_MS) == {}
    assert written.trend[FIRST]["answered_wait_ms"] == 5000
    assert written.whole_to == FIRST + 1


def test_a_pane_in_which_nothing_happened_has_no_field() -> None:
    written = Written()
    written.at(START + 20 * MINUTE_MS, *call(1, START + 1000, 5000))
    assert list(written.trend) == [FIRST]


@pytest.mark.parametrize("ago_ms", [10 * MINUTE_MS, 3 * HOUR_MS])
def test_a_fact_that_comes_late_corrects_its_pane_and_no_other(ago_ms: int) -> None:
    written = Written()
    written.at(START + 4 * HOUR_MS, *call(1, START + 1000, 5000), *call(2, START + 4 * HOUR_MS - ago_ms, 5000))
    late = START + 4 * HOUR_MS - ago_ms + 2000
    put = written.at(START + 4 * HOUR_MS + 1000, *call(3, late, 3000))
    assert set(put) == {str(late // LONG_PANE_MS)}
    assert sum(offered(written.trend).values()) == 3


def test_a_correction_between_two_refreshes_is_not_forgotten() -> None:
    written = Written()
    written.at(START + HOUR_MS, *call(1, START + 1000, 5000))
    written.at(START + HOUR_MS + 1000, *call(2, START + 2000, 5000), published=False)
    assert set(written.at(START + HOUR_MS + 2000)) == {str(FIRST)}
    assert offered(written.trend) == {0: 2}


def test_panes_older_than_a_day_are_deleted() -> None:
    written = Written()
    written.at(START + HOUR_MS, *call(1, START + 1000, 5000))
    written.at(START + 24 * HOUR_MS, *call(2, START + 23 * HOUR_MS, 5000))
    assert set(written.trend) == {FIRST, FIRST + 23 * 12}
    written.at(START + 24 * HOUR_MS + LONG_PANE_MS)
    assert set(written.trend) == {FIRST + 23 * 12}


def test_what_a_pause_of_a_day_left_behind_is_deleted() -> None:
    written = Written()
    written.at(START + HOUR_MS, *call(1, START + 1000, 5000))
    written.restart()
    written.at(START + 26 * HOUR_MS)
    assert written.trend == {}


def test_a_new_owner_writes_all_panes_anew_the_newest_first_and_some_at_a_time() -> None:
    written = Written()
    calls = [told for n in range(40) for told in call(n, START + n * LONG_PANE_MS + 1000, 5000)]
    now = START + 40 * LONG_PANE_MS
    written.at(now, *calls)
    whole = written.trend
    assert len(whole) == 40
    written.hashes.clear()
    written.restart()
    first = written.at(now + PANE_MS, scopes=80)
    assert sorted(map(int, first)) == list(range(FIRST + 40 - PANES_A_VISIT, FIRST + 40))
    for turn in range(2, 2 + PANES_KEPT // PANES_A_VISIT):
        written.at(now + turn * PANE_MS, scopes=80)
    assert written.trend == whole


def test_the_panes_of_all_queues_count_as_there_once_each_has_written_its_own() -> None:
    written = Written()
    both = [*call(1, START + 1000, 5000), event("q9", "contact.queued", START + 2000, contact="c9", queue="support")]
    written.at(START + MINUTE_MS, *both)
    closed = (FIRST + 1) * LONG_PANE_MS
    there = []
    for _ in range(8):
        written.at(closed, scopes=1)
        panes = [str(FIRST) in written.hashes.get(trend_hash("aarhus", queue), {}) for queue in ("sales", "support")]
        assert written.whole_to == FIRST or all(panes)
        there.append(written.whole_to)
    assert (there[0], there[-1]) == (FIRST, FIRST + 1)


starts = st.lists(st.tuples(st.integers(0, 3 * HOUR_MS), st.integers(0, 60_000)), min_size=1, max_size=8)


@given(starts, st.randoms(use_true_random=False), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_the_ledger_holds_what_the_floor_counted_in_any_order(
    told: list[tuple[int, int]], random: Random, restarts: int
) -> None:
    calls = [call(n, START + at, wait_ms) for n, (at, wait_ms) in enumerate(told)]
    random.shuffle(calls)
    written = Written()
    for turn, events in enumerate(calls):
        if turn < restarts:
            written.restart()
        written.at(START + 3 * HOUR_MS + turn * 7 * MINUTE_MS, *events)
    written.at(START + 5 * HOUR_MS)
    assert written.trend == counted(written.floor)


def counted(floor: Floor) -> Trend:
    """The queue's panes, short and long, summed by 5 minutes."""
    series = floor.queues["sales"].series
    shorts = ((index // PANES_A_LONG, counts) for index, counts in series.panes.items())
    return summed([*shorts, *series.long.items()])


def summed(panes: Iterable[tuple[int, dict[int, int]]]) -> Trend:
    trend: Trend = {}
    for index, counts in panes:
        for key, value in counts.items():
            if key < HISTOGRAM and value:
                named = trend.setdefault(index, {})
                named[NAMES[key]] = named.get(NAMES[key], 0) + value
    cleaned = {index: {name: n for name, n in named.items() if n} for index, named in trend.items()}
    return {index: named for index, named in cleaned.items() if named}
