"""The event log as the worker and the sources see it: append durably, read by partition, seek.

A log has a fixed number of partitions; all events of a site share the site's id as key and so its partition.
Offsets grow within a partition and may have holes. One contract suite (tests/contract/) holds every adapter to this.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple, Protocol

EARLIEST = -1

RECORD_LIMIT_BYTES = 1_000_000
"""Key and value of one record together: what a Kafka topic takes with its default settings. Events are at most
64 KiB; the room above lets a too large one reach the worker, which rejects it where people can see it."""

REJECTED_LIMIT_BYTES = 64 * 1024
"""A rejected value is cut to this size; its reason then tells the whole size and SHA-256."""


class Message(NamedTuple):
    """What is appended: `key` is the site's id, `value` one event as JSON."""

    key: bytes
    value: bytes


class Record(NamedTuple):
    """What is read. `appended_at_ms` is the log's own clock, milliseconds since 1970."""

    offset: int
    key: bytes | None
    value: bytes
    appended_at_ms: int


class Rejection(NamedTuple):
    """A record that is not an event, as it goes to the rejected topic."""

    partition: int
    offset: int
    reason: str
    value: bytes


class LogError(Exception):
    """The log did not do what was asked. Retryable unless a subclass says otherwise."""


class LogUnavailable(LogError):
    """The log cannot be reached now; the adapter already tried for its time-out. Try again with back-off."""


class TopicMissing(LogError):
    """The topic does not exist and may not be created. The message says which command creates it. Not retryable."""


class RecordTooLarge(LogError):
    """A message is above RECORD_LIMIT_BYTES; none of the messages was appended. Not retryable."""

    def __init__(self, size_bytes: int) -> None:
        super().__init__(f"a record of {size_bytes:,} bytes is above the limit of {RECORD_LIMIT_BYTES:,} bytes")
        self.size_bytes = size_bytes


class LogReset(LogError):
    """The position asked for is not in the log any more: it was trimmed past it, moved backwards, or re-created.

    `partition` and `position` say where; `earliest` and `latest` are the offsets that exist now. The reader stands
    still on this partition until `seek` is called.
    """

    def __init__(self, partition: int, position: int, earliest: int, latest: int) -> None:
        super().__init__(
            f"partition {partition}: position {position} is outside the log ({earliest} to {latest}); "
            "it was trimmed or re-created"
        )
        self.partition, self.position, self.earliest, self.latest = partition, position, earliest, latest


class PartitionOwner(Protocol):
    """Who is told of assignment changes, before any record of the partition is handed out.

    Both are called while a `poll` is awaited (or the reader's context closes), never beside the owner's own work. An
    error of `assigned` comes out of `poll`; the next `poll` asks again.
    """

    async def assigned(self, partitions: Iterable[int]) -> Mapping[int, int]:
        """These partitions are ours now. Answers from which offset to read each (EARLIEST for the beginning)."""

    async def revoked(self, partitions: Iterable[int]) -> None:
        """These partitions are no longer ours; nothing may be written for them after this returns."""


class LogReader(Protocol):
    """One member of the reading group."""

    async def poll(self, timeout_s: float, max_records: int) -> Mapping[int, Sequence[Record]]:
        """Up to `max_records` records in all, by partition, in offset order; empty after `timeout_s` without any.

        Raises `LogReset` when a position does not exist in the log, `LogUnavailable` when the log cannot be reached.
        A log may hide an outage and answer empty: the worker's watchdog compares with `end_offsets`.
        """

    def seek(self, partition: int, offset: int) -> None:
        """Read `partition` from `offset` (EARLIEST: the oldest record there is) at the next poll."""

    def lag(self, partition: int) -> int | None:
        """Records not yet handed out, as far as the log told us; None when it did not yet."""

    async def commit_hint(self, offsets: Mapping[int, int]) -> None:
        """Tell the log's own tools how far we are. The truth is in the ledger; failures are swallowed and logged."""


class Log(Protocol):
    """An event log, open between `async with log:`."""

    @property
    def identity(self) -> str:
        """Names this very log (topic id or creation stamp), so that a re-created one is told from the old.

        Looked up when the log is opened, at every assignment, before a `LogReset` and by `end_offsets`.
        """

    @property
    def partitions(self) -> int:
        """How many partitions there are."""

    def partition_of(self, key: bytes) -> int:
        """The partition that `key` goes to: the same for every adapter and process (Kafka's murmur2)."""

    async def append(self, messages: Sequence[Message]) -> None:
        """Appends all, in order by key, and returns when they are durable (acks=all, or fsync as configured).

        Raises `LogUnavailable`; then each message may or may not be there: append again, readers ignore duplicates.
        Raises `RecordTooLarge` before anything is appended.
        """

    async def reject(self, rejections: Sequence[Rejection]) -> None:
        """Appends to the rejected topic, with partition, offset and reason as headers or fields; durable."""

    def rejected(self) -> AsyncGenerator[Rejection]:
        """All rejections there are, oldest first by partition of the rejected topic (one unless made otherwise); ends
        at the end. For people and tests."""

    def reader(self, owner: PartitionOwner, *, group: str = "tavle") -> AbstractAsyncContextManager[LogReader]:
        """Joins the reading group while the context is open. Each partition belongs to one member at a time."""

    async def beginning_offsets(self) -> Mapping[int, int]:
        """The oldest offset there is, by partition; the next to be written where there is none."""

    async def end_offsets(self) -> Mapping[int, int]:
        """The next offset to be written, by partition. Raises `LogUnavailable` within its time-out: the way to tell
        a quiet log from one that is gone."""

    async def __aenter__(self) -> Log: ...

    async def __aexit__(self, *exc: object) -> None: ...
