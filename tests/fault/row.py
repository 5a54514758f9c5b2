"""One row of the table of faults: what is put in, how it heals, what a person sees, and who proves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.fault.installation import Installation

Act = Callable[[Installation], Awaitable[None]]
"""Puts the fault in, checks what must hold meanwhile, and takes it away again."""


@dataclass(frozen=True, slots=True)
class Row:
    """`fault` is the row of the table in docs/reliability.md that it belongs to, `name` says it in a word or two.
    Either `act` is run on real processes, or `proven_by` names the tests (`path::name`) that show it already.
    `may_end` are parts that may end with an error, to be started again; after a row that `spoils` the log no longer
    holds what the floor told, and the next row has a new installation. A `telling` row runs in `make test`."""

    fault: str
    name: str
    injected: str
    seen: str
    act: Act | None = None
    proven_by: tuple[str, ...] = ()
    may_end: frozenset[str] = frozenset()
    spoils: bool = False
    telling: bool = False
