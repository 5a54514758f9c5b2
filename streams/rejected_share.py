"""How much of what comes in is not an event: more than a small share means that something feeds the wrong topic."""

from __future__ import annotations

from streams.events.instant import MINUTE_MS


class TooManyRejected(Exception):
    """The worker stops rather than throw a stream away: look at the rejected topic, mend the producer, start again."""

    def __init__(self, rejected: int, records: int) -> None:
        super().__init__(
            f"{rejected} of {records} records within a minute were not events. Look at the reasons in the rejected "
            "topic, mend the producer, then start the worker again; it goes on where it stands."
        )


class RejectedShare:
    """Counts a minute at a time. `least` is how many records a judgement needs."""

    def __init__(self, share: float, least: int) -> None:
        self._share, self._least = share, least
        self._minute = 0
        self._records = self._rejected = 0

    def count(self, records: int, rejected: int, now: int) -> None:
        """`now` is the wall clock (ms)."""
        if now // MINUTE_MS != self._minute:
            self._minute = now // MINUTE_MS
            self._records = self._rejected = 0
        self._records += records
        self._rejected += rejected

    def check(self) -> None:
        """Raises `TooManyRejected` when the share of this minute is too large."""
        if self._records >= self._least and self._rejected > self._share * self._records:
            raise TooManyRejected(self._rejected, self._records)
