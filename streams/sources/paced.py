"""A source whose events are held back, or moved to the present: an old recording as if it happened now."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from streams.sources.pace import Pace
from streams.sources.port import Batch, Position, RawRecord, Source


class PacedSource:
    """Gives the events of `source` when they are due. The position follows a batch's last event; after a crash in the
    middle of a batch its events go out again, with the same ids unless times are moved."""

    def __init__(self, source: Source, pace: Pace) -> None:
        self._source, self._pace = source, pace

    @property
    def id(self) -> str:
        return self._source.id

    @property
    def site(self) -> str:
        return self._source.site

    async def batches(self, position: Position | None) -> AsyncGenerator[Batch, None]:
        """Reads on from `position`; times that move have no past to go on from, so then from the beginning."""
        start = None if self._pace.moves_times else position
        async with aclosing(self._source.batches(start)) as batches:
            async for batch in batches:
                entries = ((entry, None if isinstance(entry, RawRecord) else entry) for entry in batch.entries)
                async for due in self._pace.let_go(entries):
                    yield Batch(due)
                kept = None if self._pace.moves_times else batch.position
                yield Batch((), kept, batch.caught_up_at_ms, batch.problems)
