"""What a source is: batches of events, each with the position that says how far it read.

The runner appends a batch durably and only then saves its position, so an event is never skipped. After a crash
between the two the batch is read and appended again, **with the same ids**: an id derives from what was read, never
from when, and readers ignore the second one.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from streams.events import AnyEvent

Position = Mapping[str, Any]
"""How far a source read: plain JSON, opaque to everyone but the source."""


class UnusablePosition(Exception):
    """The saved position is not one of this source: it was damaged, or a newer version wrote it. Delete it to read
    the source from its beginning; events that were accepted before are recognised by their ids."""

    def __init__(self, source_id: str, reason: str) -> None:
        super().__init__(
            f"the saved position of {source_id} cannot be used ({reason}); delete it to read from the beginning: "
            "events accepted before are recognised and not counted again"
        )
        self.source_id = source_id


class RawRecord(NamedTuple):
    """A record that goes to the log as it was found, so that what is wrong with it is judged and kept there."""

    site: str
    value: bytes


class Problem(NamedTuple):
    """Something that could not be read. `reason` never repeats the text read: it may hold a telephone number."""

    line_number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a source read in one go.

    `position` is the position behind these entries; None leaves the saved one as it is. `caught_up_at_ms` is the
    instant up to which everything that happened is in this batch or an earlier one, by the source's clock; None while
    there is more to read. Only then does a beat go out: a beat from a source that lags would be a lie.
    """

    entries: Sequence[AnyEvent | RawRecord] = ()
    position: Position | None = None
    caught_up_at_ms: int | None = None
    problems: Sequence[Problem] = ()


class Source(Protocol):
    """One system that events come from."""

    @property
    def id(self) -> str:
        """The CloudEvents `source`: `asterisk/pbx1`."""

    @property
    def site(self) -> str:
        """The site that its own beats and gaps belong to."""

    def batches(self, position: Position | None) -> AsyncGenerator[Batch, None]:
        """Reads on from `position`, or from the beginning when None.

        While it is caught up it gives a batch at least once a second, an empty one when nothing happened, so that
        beats go out; it ends when there can be no more.
        Closing the generator releases files.
        """
