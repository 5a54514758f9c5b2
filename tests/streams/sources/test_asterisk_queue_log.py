from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.events import AgentMember, AgentState, AnyEvent, ContactLeft, ContactRefused, SourceGap, SourceReset
from streams.events.decode import decode, encode
from streams.events.instant import to_ms
from streams.sources.asterisk_queue_log import QueueLogTranslator, translate_lines
from streams.sources.customer_key import CustomerKey
from streams.sources.port import Problem

KEY = CustomerKey(b"sixteen bytes ok")


def translate(text: str, **arguments: object) -> tuple[list[AnyEvent], QueueLogTranslator]:
    """The events of some lines, whose indentation does not count."""
    translator = QueueLogTranslator(site="oslo", source="asterisk/pbx1", customer_key=KEY, **arguments)  # type: ignore[arg-type]
    lines = [line.strip().encode() for line in text.strip().splitlines()]
    return list(translate_lines(lines, translator)), translator


def told(events: list[AnyEvent]) -> list[str]:
    """Each event in short: time in seconds, type, and what it says."""
    return [
        f"{to_ms(event.time) / 1000:g} {type(event).__name__} {json.loads(encode(event))['data']}" for event in events
    ]


def test_a_line_s_time_is_its_whole_second_and_a_ring_is_counted_back_from_it() -> None:
    events, _ = translate(
        """
        100|1.1|sales|NONE|ENTERQUEUE||NONE|1
        130|1.1|sales|Anna|RINGNOANSWER|8250
        140|1.1|sales|Bo|CONNECT|40|1.2|6
        152|1.1|sales|Bo|COMPLETECALLER|40|12|1
        """
    )
    assert told([event for event in events if not isinstance(event, AgentState | AgentMember)]) == [
        "100 ContactQueued {'contact': '1.1', 'queue': 'sales'}",
        "121.75 ContactOffered {'contact': '1.1', 'agent': 'Anna', 'queue': 'sales'}",
        "130 ContactRefused {'contact': '1.1', 'agent': 'Anna', 'rang_ms': 8250}",
        "134 ContactOffered {'contact': '1.1', 'agent': 'Bo', 'queue': 'sales'}",
        "140 ContactAnswered {'contact': '1.1', 'agent': 'Bo', 'queue': 'sales', 'waited_ms': 40000}",
        "152 ContactEnded {'contact': '1.1', 'agent': 'Bo', 'ended_by': 'customer', 'talked_ms': 12000}",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ABANDON|1|3|45", {"reason": "abandoned", "waited_ms": 45000}),
        ("EXITWITHTIMEOUT|1|3|90", {"reason": "timed_out", "waited_ms": 90000}),
        ("EXITWITHTIMEOUT|1", {"reason": "timed_out"}),
        ("EXITWITHKEY|1|2|3|7", {"reason": "redirected", "waited_ms": 7000}),
        ("EXITEMPTY|1|1|0", {"reason": "closed", "waited_ms": 0}),
        ("WITHDRAW|1|2|3|vip callback", {"reason": "withdrawn", "waited_ms": 3000}),
        ("WITHDRAW|1|2|3|call me", {"reason": "callback", "waited_ms": 3000}),
        ("ABANDON|1|3|-2", {"reason": "abandoned"}),
    ],
)
def test_each_way_of_leaving_keeps_its_reason_and_stated_wait(line: str, said: dict[str, object]) -> None:
    events, _ = translate(f"100|1.1|sales|NONE|{line}", callback_reasons=["call me"])
    (left,) = events
    assert isinstance(left, ContactLeft)
    assert json.loads(encode(left))["data"] == {"contact": "1.1", "queue": "sales", **said}


@pytest.mark.parametrize(
    ("line", "kind", "talked_ms"),
    [
        ("BLINDTRANSFER|0044123|out|41|3|13", "blind", 3000),
        ("TRANSFER|200|internal|41|3", "blind", 3000),
        ("ATTENDEDTRANSFER|BRIDGE|b-1|41|3|13", "attended", 3000),
        ("ATTENDEDTRANSFER|LINK|SIP/1|SIP/2|41|3|13", "attended", 3000),
    ],
)
def test_a_transfer_ends_the_leg_with_its_talk_and_tells_no_number(line: str, kind: str, talked_ms: int) -> None:
    events, _ = translate(f"100|1.1|sales|Anna|{line}")
    (transferred,) = events
    data = json.loads(encode(transferred))["data"]
    assert data == {"contact": "1.1", "talked_ms": talked_ms} | ({"kind": kind} if kind != "blind" else {})


def test_a_call_that_cannot_be_connected_is_a_failed_offer() -> None:
    events, _ = translate("100|1.1|sales|Anna|SYSCOMPAT|\n101|1.1|sales|Anna|AGENTDUMP|")
    assert [event.data.reason for event in events if isinstance(event, ContactRefused)] == ["failed", "failed"]


def test_unknown_events_are_counted_and_bad_lines_told_without_their_text() -> None:
    events, translator = translate(
        """
        100|1.1|sales|NONE|HOMEMADE|4512345678
        100|1.1|sales|NONE|DID|4512345678
        4512345678
        soon|1.1|sales|NONE|ENTERQUEUE||4512345678|1
        100|NONE|sales|NONE|ENTERQUEUE||4512345678|1
        100|1.1|sales|NONE|CONNECT|1|2|3
        """
    )
    assert events == []
    assert translator.counts.unknown == {"HOMEMADE": 1}
    assert translator.counts.skipped == 1
    assert translator.take_problems() == [
        Problem(3, "too few fields: 1, a line has at least 5"),
        Problem(4, "the first field is not a time in whole seconds since 1970"),
        Problem(5, "ENTERQUEUE without a call"),
        Problem(6, "CONNECT without an agent"),
    ]
    assert translator.take_problems() == []


@given(st.lists(st.binary(max_size=80) | st.text("0123456789|ABCDEFGNOQRSTUE ", max_size=60).map(str.encode)))
def test_no_line_is_fatal(lines: list[bytes]) -> None:
    translator = QueueLogTranslator(site="oslo", source="asterisk/pbx1", customer_key=KEY)
    for event in translate_lines(lines, translator):
        assert decode(encode(event)) == event
    assert translator.counts.lines == len(lines)


def test_a_customer_is_the_same_hash_each_time_and_nobody_when_withheld() -> None:
    events, _ = translate(
        """
        100|1.1|sales|NONE|ENTERQUEUE||+45 12 34 56 78|1
        101|1.2|sales|NONE|ENTERQUEUE||+4512345678|1
        102|1.3|sales|NONE|ENTERQUEUE||anonymous|1
        """
    )
    first, second, withheld = (json.loads(encode(event))["data"].get("customer") for event in events)
    assert first == second == KEY.customer("+4512345678")
    assert len(first) == 32
    assert withheld is None
    assert "sixteen" not in repr(KEY)
    assert KEY.customer("1") != CustomerKey(b"another installation").customer("1")


def test_equal_lines_in_one_second_have_ids_of_their_own_and_the_same_again() -> None:
    text = "100|NONE|sales|Anna|UNPAUSE|\n100|NONE|sales|Anna|UNPAUSE|\n101|NONE|sales|Anna|UNPAUSE|"
    events, _ = translate(text)
    again, _ = translate(text)
    assert len({event.id for event in events}) == len(events) >= 4
    assert again == events


def test_a_restart_of_asterisk_is_a_reset_and_forgets_who_was_there() -> None:
    events, _ = translate(
        """
        100|MANAGER|sales|Anna|ADDMEMBER|
        200|NONE|NONE|NONE|QUEUESTART|
        300|MANAGER|sales|Anna|ADDMEMBER|
        """
    )
    assert [type(event) for event in events] == [AgentMember, AgentState, SourceReset, AgentMember, AgentState]


def test_lost_lines_are_a_gap_from_the_newest_line_to_the_next() -> None:
    _, translator = translate("100|1.1|sales|NONE|ENTERQUEUE||1|1")
    translator.note_gap("rotated away")
    gap, *_ = translator.translate(b"160|1.2|sales|NONE|ENTERQUEUE||1|1", 2)
    assert isinstance(gap, SourceGap)
    assert (to_ms(gap.data.start), to_ms(gap.data.end), gap.data.reason) == (100_000, 160_000, "rotated away")
