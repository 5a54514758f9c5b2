"""How errors that people can mend are said: one clear text, no traceback, exit status 1."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from app.parts import PartsApart
from app.private_valkey import PrivateValkeyFailed
from app.settings import SettingsMistake
from app.store.errors import StoreError
from app.web.application import OpenByAccident
from app.web.serve import AddressTaken
from streams.ledger.port import LedgerError
from streams.log.port import LogError
from streams.rejected_share import TooManyRejected
from streams.sources.port import UnusablePosition
from streams.watchdog import WorkerStuck

MENDABLE = (
    SettingsMistake, PartsApart, PrivateValkeyFailed, AddressTaken, LedgerError, LogError, TooManyRejected,
    UnusablePosition, WorkerStuck, StoreError, OpenByAccident, FileNotFoundError, PermissionError,
)  # fmt: skip


@contextmanager
def explained() -> Iterator[None]:
    """Prints an error that a person can mend, and exits with 1; anything else is a bug and keeps its traceback."""
    try:
        yield
    except BaseExceptionGroup as group:
        first = _first(group)
        if not isinstance(first, MENDABLE):
            raise
        _say(first)
    except MENDABLE as error:
        _say(error)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


def _say(error: BaseException) -> None:
    Console(stderr=True).print(f"error: {error}", style="bold red", markup=False, highlight=False, soft_wrap=True)
    sys.exit(1)
