"""A line of a queue_log is events that the worker takes, or a problem: whatever stands in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.amount import tries
from tests.fuzz.targets import take_queue_log
from tests.samples import ASTERISK

LINES = (ASTERISK / "queue_log").read_bytes().splitlines()[:400]
KINDS = (
    *sorted({line.split(b"|")[4] for line in LINES}), b"WITHDRAW", b"SYSCOMPAT", b"AGENTDUMP", b"PAUSEALL", b"TRANSFER",
    b"UNPAUSEALL", b"AGENTLOGIN", b"AGENTCALLBACKLOGOFF", b"RINGCANCELED", b"QUEUESTART", b"ATTENDEDTRANSFER",
    b"EXITWITHKEY", b"EXITEMPTY", b"DID", b"INFO",
)  # fmt: skip
FIELDS = (
    b"", b"NONE", b"0", b"-1", b"1", b"9" * 15, b"9" * 30, b"1e9", b"NaN", b"4102444799", b"4102444800", b"31622400",
    b"31622401", b"x" * 128, b"x" * 129, b"r" * 3000, b"\xff\xfe", b"\x00", b"\xed\xa0\x80", "\u2028".encode(), b" ",
    "٣".encode(), "ß".encode() * 128, b"Agent/", b"Agent/1001", b"SIP/1001", b"Local/1001@x/n", b"PAUSED",
)  # fmt: skip


@st.composite
def mutated_lines(draw: st.DrawFn) -> bytes:
    fields = draw(st.sampled_from(LINES)).split(b"|")
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(fields) - 1)) if fields else 0
        match draw(st.sampled_from(["put", "put", "insert", "drop", "kind", "patch"])):
            case "put" if fields:
                fields[place] = draw(st.sampled_from(FIELDS))
            case "drop" if fields:
                del fields[place]
            case "kind" if len(fields) > 4:
                fields[4] = draw(st.sampled_from(KINDS))
            case "patch" if fields:
                fields[place] += draw(st.binary(max_size=6))
            case _:
                fields.insert(place, draw(st.sampled_from(FIELDS)))
    return b"|".join(fields)


@given(st.binary(max_size=300))
@tries(100)
def test_no_bytes_do_harm(raw: bytes) -> None:
    take_queue_log(raw)


@given(st.lists(mutated_lines(), max_size=12))
@tries(150)
def test_real_lines_with_something_wrong_in_them_are_events_or_problems(lines: list[bytes]) -> None:
    take_queue_log(b"\n".join(lines))
