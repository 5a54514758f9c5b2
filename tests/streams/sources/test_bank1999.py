"""The bank's month as events, folded by hand, against figures computed from the raw file by independent code."""

from __future__ import annotations

import json
from collections.abc import Sequence
from statistics import fmean, median, pstdev
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from loadtest.bank1999 import ZONE, Dropped, events, read_calls
from streams.events import AnyEvent, ContactAnswered, ContactEnded, ContactLeft, ContactQueued
from streams.events.decode import decode, encode
from streams.events.instant import rfc3339, to_ms
from tests.samples import sample

HEAD = (
    "vru+line\tcall_id\tcustomer_id\tpriority\ttype\tdate\tvru_entry\tvru_exit\tvru_time"
    "\tq_start\tq_exit\tq_time\toutcome\tser_start\tser_exit\tser_time\tserver"
)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((sample("bank1999") / "truth.json").read_text())
    return document


@pytest.fixture(scope="module")
def month(truth: dict[str, Any]) -> list[AnyEvent]:
    dropped = Dropped()
    with (sample("bank1999") / "february_1999.txt").open(encoding="latin-1") as lines:
        month = list(events(lines, ZoneInfo(ZONE), dropped))
    assert dropped.phantom == truth["dropped"]["phantom"]
    assert dropped.left_in_vru == truth["dropped"]["left_in_vru (not offered to a queue)"]
    return month


def figures(month: Sequence[AnyEvent]) -> dict[str, float]:
    """The figures of truth.json, counted directly; waits by the difference of times, as a floor would see them."""
    entered = {event.data.contact: to_ms(event.time) for event in month if isinstance(event, ContactQueued)}

    def waits_s(kind: type[AnyEvent]) -> list[float]:
        return [(to_ms(e.time) - entered[e.data.contact]) / 1000 for e in month if isinstance(e, kind)]  # type: ignore[union-attr, index]

    answered, abandoned = waits_s(ContactAnswered), waits_s(ContactLeft)
    talks_s = [(event.data.talked_ms or 0) / 1000 for event in month if isinstance(event, ContactEnded)]
    in_time, left_early = sum(wait <= 20 for wait in answered), sum(wait <= 20 for wait in abandoned)
    offered = len(entered)
    return {
        "offered": offered,
        "answered": len(answered),
        "abandoned": len(abandoned),
        "abandon_rate": len(abandoned) / offered,
        "asa_s": fmean(answered),
        "mean_wait_abandoned_s": fmean(abandoned),
        "answered_le20": in_time,
        "abandoned_le20": left_early,
        "sl20_of_offered": in_time / offered,
        "sl20_of_answered": in_time / len(answered),
        "sl20_short_abandons_removed": in_time / (offered - left_early),
        "sl20_abandons_le20_met": (in_time + left_early) / offered,
        "aht_talk_s": fmean(talks_s),
        "talk_median_s": median(talks_s),
        "talk_sd_s": pstdev(talks_s),
        "max_wait_s": max(*answered, *abandoned),
    }


@pytest.mark.parametrize("queue", ["all", "IN", "NE", "NW", "PE", "PS", "TT"])
def test_the_month_as_events_gives_the_bank_s_own_figures(
    truth: dict[str, Any], month: list[AnyEvent], queue: str
) -> None:
    queues = {event.data.contact: event.data.queue for event in month if isinstance(event, ContactQueued)}
    own = [event for event in month if queue in ("all", queues[event.data.contact])]  # type: ignore[union-attr, index]
    expected = dict(truth["all"] if queue == "all" else truth["by_type"][queue])
    del expected["queued_share"]  # of calls that waited at all: no event says so
    spread = expected.pop("talk_sd_s")
    found = figures(own)
    assert found.pop("talk_sd_s") == pytest.approx(spread, rel=0.01)  # of the sample or of all: truth.json says not
    assert found == pytest.approx(expected, abs=5e-5)


def test_the_month_is_in_order_and_every_event_readable_and_unique(month: list[AnyEvent]) -> None:
    assert [event.time for event in month] == sorted(event.time for event in month)
    assert len({event.id for event in month}) == len(month)
    assert all(decode(encode(event)) == event for event in month)


@pytest.mark.parametrize(
    ("row", "entered", "waited_s", "agent", "talked_s"),
    [
        (
            "AA0101 1 7 2 PS 990201 8:00:00 8:00:06 6 8:00:06 8:00:11 5 AGENT 8:00:11 8:01:11 60 DORIT",
            "1999-02-01T06:00:06.000Z",
            5,
            "DORIT",
            60,
        ),
        (
            "AA0101 1 0 0 PS 990201 8:00:00 8:00:06 6 0:00:00 0:00:00 0 AGENT 8:00:05 8:01:11 66 NO_SERVER",
            "1999-02-01T06:00:06.000Z",
            0,
            "NO_SERVER",
            66,
        ),
        (
            "AA0101 1 0 0 PS 990201 23:59:50 23:59:58 8 23:59:58 0:00:28 30 HANG 0:00:00 0:00:00 0 NO_SERVER",
            "1999-02-01T21:59:58.000Z",
            30,
            None,
            0,
        ),
        (
            "AA0101 1 0 0 PS 990201 23:59:50 0:00:05 15 0:00:05 0:00:35 30 AGENT 0:00:35 0:01:35 60 TOVA",
            "1999-02-01T22:00:05.000Z",
            30,
            "TOVA",
            60,
        ),
        (
            "AA0102 1 0 2 PS 990215 23:59:54 23:59:54 0 0:00:00 0:00:27 27 AGENT 0:00:26 0:01:33 67 AVNI",
            "1999-02-15T22:00:00.000Z",
            27,
            "AVNI",
            67,
        ),
    ],
)
def test_each_kind_of_row_is_read_as_the_data_s_notes_say(
    row: str, entered: str, waited_s: int, agent: str | None, talked_s: int
) -> None:
    (call,) = read_calls([HEAD, "\t".join(row.split())], ZoneInfo(ZONE), Dropped())
    assert (rfc3339(call.entered_ms), call.waited_s, call.agent, call.talked_s) == (entered, waited_s, agent, talked_s)


def test_rows_that_share_even_their_key_are_calls_of_their_own() -> None:
    row = "\t".join("AA0101 1 7 2 PS 990201 8:00:00 8:00:06 6 8:00:06 8:00:11 5 AGENT 8:00:11 8:01:11 60 D".split())
    contacts = [call.contact for call in read_calls([HEAD, row, row], ZoneInfo(ZONE), Dropped())]
    assert contacts == ["990201/AA0101/1", "990201/AA0101/1/2"]


def test_a_row_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ValueError, match="line 2: 3 fields"):
        list(read_calls([HEAD, "AA0101 1 7"], ZoneInfo(ZONE), Dropped()))
