"""The ledger as the worker (writer) and the web side (reader) see it.

All keys of a partition change in one fenced call together with the next offset: all or nothing. Layout and key
names: docs/ledger.md. One contract suite (tests/contract/) holds every adapter to this.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import NamedTuple, Protocol

HashName = str
"""The part of a key after `{tavle:<topic>:<partition>}:`, such as `floor:aarhus` or `queue:aarhus:sales`."""


class Claim(NamedTuple):
    """What a new owner gets: its epoch, and where the last owner stood (None when nobody was there)."""

    epoch: int
    next_offset: int | None
    log_identity: str | None


class Changes(NamedTuple):
    """What one commit sets and deletes: hash name → field → value, and hash name → fields to delete.

    `sites` names the sites of the partition for `tavle:sites`; `woken` names what changed for the readers
    (hash names), carried by the wake message.
    """

    put: Mapping[HashName, Mapping[str, bytes]]
    drop: Mapping[HashName, Sequence[str]]
    sites: Sequence[str] = ()
    woken: Sequence[HashName] = ()


class LedgerError(Exception):
    """The ledger did not do what was asked."""


class LedgerUnavailable(LedgerError):
    """Time-out, READONLY, OOM, LOADING, connection lost: pause the partition, try again with back-off."""


class Fenced(LedgerError):
    """Another owner claimed the partition (its epoch is newer), or wrote since: let go of the partition at once."""


class LedgerMismatch(LedgerError):
    """The ledger belongs to another number of partitions or another layout. The message advises `tavle rebuild`."""


class LedgerWriter(Protocol):
    """The worker's side."""

    async def claim(self, partition: int, *, log_identity: str) -> Claim:
        """Raises the partition's epoch and answers the new one. From now on the previous owner is fenced.

        A changed log identity is reported in the answer, not treated: the caller decides.
        """

    async def load(self, partition: int, name: HashName) -> Mapping[str, bytes]:
        """A whole hash of this partition; empty when it is not there."""

    async def sites(self, partition: int) -> Sequence[str]:
        """The sites that this partition holds state of."""

    async def commit(
        self, partition: int, epoch: int, expected_next: int | None, new_next: int, commit_id: str, changes: Changes
    ) -> None:
        """One call, all or nothing: changes, `new_next`, `commit_id`; then wakes the readers.

        Raises `Fenced` when `epoch` is not the newest or the stored next offset is not `expected_next`; recognises a
        repeat of itself by `commit_id` and succeeds; raises `LedgerUnavailable` when it may be tried again as it is.
        """

    async def clear(self, partition: int, epoch: int) -> None:
        """Deletes the state and figures of a partition (rebuild from the log); keeps the epoch. Raises `Fenced`."""


class LedgerReader(Protocol):
    """The web side: reads figures, is woken, and never writes."""

    async def site_partitions(self) -> Mapping[str, int]:
        """Every known site and its partition."""

    async def read(self, partition: int, names: Sequence[HashName]) -> Sequence[Mapping[str, bytes]]:
        """The named hashes, read in one round trip; an empty mapping for one that is not there."""

    def wakes(self) -> AsyncGenerator[tuple[int, Sequence[HashName]]]:
        """What changed, as it changes: (partition, names). May lose messages; an empty list of names says that it
        (re)connected and everything is to be read again. Ends only when closed (`aclose`); reconnects by itself."""


class Ledger(LedgerWriter, LedgerReader, Protocol):
    """Both sides, open between `async with ledger:`."""

    async def __aenter__(self) -> Ledger: ...

    async def __aexit__(self, *exc: object) -> None: ...
