"""A real bank's call centre, February 1999, as events: `python -m loadtest.bank1999 february_1999.txt OUT.jsonl`.

The data are A. Mandelbaum's and I. Guedj's (Technion); they are read where they lie and are not part of this
repository. One row is one call. Quirks: PHANTOM rows are dropped; a HANG row with `q_start` 0:00:00 left in the voice
menu and was never offered; an AGENT row with `q_start` 0:00:00 was answered without waiting, at `vru_exit`;
`q_time` and `ser_time` are the right durations, so exits are computed from them; `call_id` repeats within a day.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from streams.events import AnyEvent, ContactAnswered, ContactEnded, ContactLeft, ContactQueued
from streams.events.contact import Answered, Ended, Left, Queued
from streams.events.decode import encode
from streams.events.instant import from_ms, to_ms
from streams.sources.customer_key import CustomerKey

ZONE = "Asia/Jerusalem"
SITE = "bank1999"
SOURCE = "file/bank1999"
_HALF_DAY_S = 43_200
# The data set is public and its customer numbers are pseudonyms; hashed all the same, as every source does.
_PUBLISHED = CustomerKey(b"february_1999.txt")


class BankCall(NamedTuple):
    """One call that was offered to a queue. Durations in whole seconds; `agent` None: the caller left."""

    contact: str
    queue: str
    entered_ms: int
    waited_s: int
    agent: str | None
    talked_s: int
    customer: str | None
    priority: int


@dataclass(slots=True)
class Dropped:
    """Rows that are no calls to a queue."""

    phantom: int = 0
    left_in_vru: int = 0


def read_calls(lines: Iterable[str], zone: ZoneInfo, dropped: Dropped) -> Iterator[BankCall]:
    """The offered calls, in the order of the rows. Raises ValueError, with the line's number, for a row it cannot
    read: a measured month is whole, or it is not the one that was measured."""
    seen: Counter[str] = Counter()
    rows = iter(lines)
    columns = next(rows).split()
    for number, line in enumerate(rows, start=2):
        values = line.split()
        if not values:
            continue
        if len(values) != len(columns):
            raise ValueError(f"line {number}: {len(values)} fields, expected {len(columns)}")
        row = dict(zip(columns, values, strict=True))
        if row["outcome"] == "PHANTOM":
            dropped.phantom += 1
        elif row["outcome"] == "HANG" and not _was_queued(row):
            dropped.left_in_vru += 1
        else:
            yield _call(row, zone, seen)


def _was_queued(row: dict[str, str]) -> bool:
    """0:00:00 stands for "never", but one call did enter its queue at midnight: its wait tells."""
    return row["q_start"] != "0:00:00" or row["q_time"] != "0"


def _call(row: dict[str, str], zone: ZoneInfo, seen: Counter[str]) -> BankCall:
    key = f"{row['date']}/{row['vru+line']}/{row['call_id']}"
    seen[key] += 1
    # Whole rows that share even this key are calls of their own.
    contact = key if seen[key] == 1 else f"{key}/{seen[key]}"
    queued = _was_queued(row)
    begins_s, menu_s = _seconds(row["vru_entry"]), _seconds(row["q_start"] if queued else row["vru_exit"])
    # A call that came before midnight and was queued after it belongs to the next day.
    days = 1 if menu_s < begins_s - _HALF_DAY_S else 0
    answered = row["outcome"] == "AGENT"
    customer = row["customer_id"]
    return BankCall(
        contact=contact,
        queue=row["type"],
        entered_ms=_instant_ms(row["date"], days, menu_s, zone),
        waited_s=int(row["q_time"]) if queued else 0,
        agent=row["server"] if answered else None,
        talked_s=int(row["ser_time"]) if answered else 0,
        customer=None if customer == "0" else _PUBLISHED.customer(customer),
        priority=int(row["priority"]),
    )


def events_of(call: BankCall) -> Iterator[AnyEvent]:
    """What happened to one call: queued, then answered and ended, or left."""
    left_ms = call.entered_ms + call.waited_s * 1000
    waited_ms = call.waited_s * 1000
    queued = Queued(contact=call.contact, queue=call.queue, customer=call.customer, priority=call.priority)
    yield ContactQueued(**_envelope(call, "queued", call.entered_ms), data=queued)  # type: ignore[arg-type]
    if call.agent is None:
        left = Left(contact=call.contact, reason="abandoned", queue=call.queue, waited_ms=waited_ms)
        yield ContactLeft(**_envelope(call, "left", left_ms), data=left)  # type: ignore[arg-type]
        return
    answered = Answered(contact=call.contact, agent=call.agent, queue=call.queue, waited_ms=waited_ms)
    yield ContactAnswered(**_envelope(call, "answered", left_ms), data=answered)  # type: ignore[arg-type]
    ended = Ended(contact=call.contact, agent=call.agent, talked_ms=call.talked_s * 1000)
    ended_ms = left_ms + call.talked_s * 1000
    yield ContactEnded(**_envelope(call, "ended", ended_ms), data=ended)  # type: ignore[arg-type]


def events(lines: Iterable[str], zone: ZoneInfo, dropped: Dropped) -> Iterator[AnyEvent]:
    """All events of the month in the order of their times."""
    calls = sorted(read_calls(lines, zone, dropped), key=lambda call: call.entered_ms)
    open_events: list[tuple[int, int, AnyEvent]] = []
    for order, call in enumerate(calls):
        while open_events and open_events[0][0] < call.entered_ms:
            yield heappop(open_events)[2]
        for step, event in enumerate(events_of(call)):
            heappush(open_events, (to_ms(event.time), order * 4 + step, event))
    while open_events:
        yield heappop(open_events)[2]


def _envelope(call: BankCall, what: str, at_ms: int) -> dict[str, object]:
    return {"id": f"{call.contact}/{what}", "source": SOURCE, "site": SITE, "time": from_ms(at_ms)}


def _seconds(clock: str) -> int:
    hours, minutes, seconds = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + seconds


def _instant_ms(day: str, days_later: int, second: int, zone: ZoneInfo) -> int:
    local = date(1900 + int(day[:2]), int(day[2:4]), int(day[4:])) + timedelta(days=days_later)
    midnight = datetime(local.year, local.month, local.day, tzinfo=zone)
    # February 1999 has no change of the clocks there: seconds since midnight are the clock's.
    return to_ms(midnight) + second * 1000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m loadtest.bank1999", description="The bank's calls as events.")
    parser.add_argument("input", type=Path, help="february_1999.txt")
    parser.add_argument("output", type=Path, help="events, one JSON object a line")
    parser.add_argument("--zone", type=ZoneInfo, default=ZoneInfo(ZONE), help=f"the clock of the file ({ZONE})")
    arguments = parser.parse_args()
    dropped, written = Dropped(), 0
    with arguments.input.open(encoding="latin-1") as lines, arguments.output.open("wb") as out:
        for event in events(lines, arguments.zone, dropped):
            out.write(encode(event) + b"\n")
            written += 1
    sys.stderr.write(
        f"{written} events; dropped {dropped.phantom} phantoms and {dropped.left_in_vru} that left in the menu\n"
    )


if __name__ == "__main__":
    main()
