"""The clock of a promise: it runs, stands, and runs on. What it shows depends on the business hours it is read by."""

from __future__ import annotations

from streams.floor.business_hours import BusinessHours


class TicketClock:
    """`runs` are the past runs, `since` the beginning of the present one; None while it stands. All ms since 1970."""

    __slots__ = ("runs", "since")

    def __init__(self) -> None:
        self.runs: list[tuple[int, int]] = []
        self.since: int | None = None

    def go(self, time: int) -> None:
        """Runs from `time` on, if it does not already."""
        if self.since is None:
            self.since = time

    def stop(self, time: int) -> None:
        """Stands from `time` on."""
        if self.since is not None:
            self.runs.append((self.since, time))
            self.since = None

    def worked_ms(self, hours: BusinessHours) -> int:
        """What it showed when it last stopped: business time in its past runs."""
        return sum(hours.worked_ms(start, end) for start, end in self.runs)

    def reaches(self, hours: BusinessHours, target_ms: int) -> int | None:
        """The first moment, past or to come, at which it shows `target_ms` (above 0). None when it stands before
        that, or its calendar does not open enough."""
        left_ms = target_ms
        for start, end in self.runs:
            worked_ms = hours.worked_ms(start, end)
            if worked_ms >= left_ms:
                return hours.due(start, left_ms)
            left_ms -= worked_ms
        return None if self.since is None else hours.due(self.since, left_ms)
