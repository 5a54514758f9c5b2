"""Incidents of a real help desk, 2016, as ticket events: `python -m loadtest.servicenow LOG.csv OUT.jsonl`.

The data are C. Amaral's, M. Fantinato's and S. Peres's (UCI Machine Learning Repository 498, CC BY 4.0); they are read
where they lie and are not part of this repository. One row is one update of one incident. Rules and quirks:

- Rows of an incident stay in the order of the file, which is that of `sys_mod_count` but for a few rows where that
  count is plainly wrong. An update before the opening is taken for one at the opening. Times have no zone; they are
  read as UTC, so that a duration is the difference of the clock's readings.
- `New` is new, `Active` open, `Awaiting …` pending, `Resolved` solved, `Closed` closed; a change of it is an event.
- `resolved_at` and `closed_at` are final values, so they are read from the `Resolved` and `Closed` rows alone: the last
  solution is at `resolved_at`, one that was taken back at the update that told it.
- Some incidents were closed with no `resolved_at`: when they were solved is on no record, so they are never `solved`,
  and their `closed` says `resolved` false.
- `open` after `solved` comes exactly where `reopen_count` rises.
- ServiceNow counts a reassignment where `reassignment_count` rises. An assigned event comes for the first agent, where
  that count rises, and for a new agent of an incident whose count has risen; a new agent while it is 0 is no
  reassignment by that count, and is left out. Where nothing on record changed with the count, it is told as a move to
  the queue `unassigned` and back at the same moment.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from streams.events import TicketAssigned, TicketChanged, TicketEvent, TicketOpened, TicketStatus
from streams.events.decode import encode
from streams.events.envelope import Data
from streams.events.instant import from_ms, to_ms
from streams.events.ticket import Assigned, Changed, Opened, Status, TicketState
from streams.sources.customer_key import CustomerKey

ZONE = "UTC"
SITE = "servicenow"
SOURCE = "file/servicenow"
UNASSIGNED = "unassigned"
_MISSING = "?"
_CLOCK = "%d-%m-%Y %H:%M"
_STATES: dict[str, TicketState] = {"New": "new", "Active": "open", "Resolved": "solved", "Closed": "closed"}
# The data set is public and its callers are pseudonyms; hashed all the same, as every source does.
_PUBLISHED = CustomerKey(b"incident_event_log.csv")

Row = dict[str, str]


class _Incident:
    """Turns the rows of one incident into its events."""

    def __init__(self, rows: list[Row], zone: ZoneInfo) -> None:
        self._rows, self._zone = rows, zone
        self._ticket, self._opened_ms = rows[0]["number"], self._ms(rows[0]["opened_at"])
        self._events: list[TicketEvent] = []
        self._status: TicketState = "new"
        self._queue, self._agent, self._reassigned = _queue(rows[0]), _MISSING, 0
        self._subject = _subject(rows[0])

    def events(self) -> list[TicketEvent]:
        """In the order of their times; ids count on, so that they tell the order within a minute."""
        first = self._rows[0]
        opened = Opened(
            ticket=self._ticket,
            queue=self._queue,
            channel=first["contact_type"].lower(),
            priority=self._subject["priority"],
            customer=_PUBLISHED.customer(first["caller_id"]),
            subject_class=self._subject["category"],
        )
        self._write(TicketOpened, self._opened_ms, opened)
        for number, row in enumerate(self._rows):
            at_ms = max(self._opened_ms, self._ms(row["sys_updated_at"]))
            self._describe(row, at_ms)
            self._assign(row, at_ms)
            self._turn(number, at_ms)
        return self._events

    def _describe(self, row: Row, at_ms: int) -> None:
        subject = _subject(row)
        changed = {name: value for name, value in subject.items() if value and value != self._subject[name]}
        if changed:
            self._subject |= changed
            self._write(TicketChanged, at_ms, Changed(ticket=self._ticket, **changed))

    def _assign(self, row: Row, at_ms: int) -> None:
        count, queue, agent = int(row["reassignment_count"]), _queue(row), row["assigned_to"]
        named = agent not in (_MISSING, self._agent)
        if count > self._reassigned:
            if queue == self._queue and not named:
                self._write(TicketAssigned, at_ms, Assigned(ticket=self._ticket, queue=UNASSIGNED))
            self._reassigned, self._queue = count, queue
        elif not named or (self._agent != _MISSING and count == 0):
            return
        self._agent = agent if named else self._agent
        assigned = Assigned(ticket=self._ticket, queue=queue, agent=agent if named else None)
        self._write(TicketAssigned, at_ms, assigned)

    def _turn(self, number: int, at_ms: int) -> None:
        row = self._rows[number]
        status = _STATES.get(row["incident_state"], "pending")
        resolved = None
        if status == self._status:
            return
        if status == "solved" and not self._reopened_after(number):
            if row["resolved_at"] == _MISSING:
                return
            at_ms = self._ms(row["resolved_at"])
        elif status == "closed":
            at_ms = self._ms(row["closed_at"])
            resolved = None if self._status == "solved" else False
        self._status = status
        self._write(TicketStatus, at_ms, Status(ticket=self._ticket, status=status, resolved=resolved))

    def _reopened_after(self, number: int) -> bool:
        return self._rows[-1]["reopen_count"] != self._rows[number]["reopen_count"]

    def _write(self, type_: type[Any], at_ms: int, data: Data) -> None:
        id_ = f"{self._ticket}/{len(self._events):03}"
        self._events.append(type_(id=id_, source=SOURCE, site=SITE, time=from_ms(at_ms), data=data))

    def _ms(self, clock: str) -> int:
        return to_ms(datetime.strptime(clock, _CLOCK).replace(tzinfo=self._zone))


def events(lines: Iterable[str], zone: ZoneInfo) -> Iterator[TicketEvent]:
    """All events of the log in the order of their times. Raises ValueError for a row it cannot read."""
    incidents: dict[str, list[Row]] = {}
    for row in csv.DictReader(lines, strict=True):
        incidents.setdefault(row["number"], []).append(row)
    together = [event for rows in incidents.values() for event in _Incident(rows, zone).events()]
    yield from sorted(together, key=lambda event: event.time)


def _queue(row: Row) -> str:
    return row["assignment_group"] if row["assignment_group"] != _MISSING else UNASSIGNED


def _subject(row: Row) -> dict[str, str | None]:
    """What the incident is about; the priority is the leading digit of `3 - Moderate`."""
    stated = {"category": row["category"], "topic": row["subcategory"], "priority": row["priority"].partition(" ")[0]}
    return {name: None if value == _MISSING else value for name, value in stated.items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m loadtest.servicenow", description="The incidents as events.")
    parser.add_argument("input", type=Path, help="incident_event_log.csv")
    parser.add_argument("output", type=Path, help="events, one JSON object a line")
    parser.add_argument("--zone", type=ZoneInfo, default=ZoneInfo(ZONE), help=f"the clock of the file ({ZONE})")
    arguments = parser.parse_args()
    written = 0
    with arguments.input.open(encoding="utf-8", newline="") as lines, arguments.output.open("wb") as out:
        for event in events(lines, arguments.zone):
            out.write(encode(event) + b"\n")
            written += 1
    sys.stderr.write(f"{written} events\n")


if __name__ == "__main__":
    main()
