"""What has happened on a floor, when, and from when on a board may not show less of it without a mark."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

FIGURES = ("offered", "answered", "abandoned")
KEPT = 20

Counts = Mapping[str, int]
NOTHING: Counts = dict.fromkeys(FIGURES, 0)


class Story:
    """Counts as they grew, by the wall clock (ms)."""

    def __init__(self) -> None:
        self._moments: list[int] = [0]
        self._counts: list[Counts] = [NOTHING]

    def note(self, at: int, counts: Counts) -> None:
        """From `at` on it is so many. Moments come in order."""
        self._moments.append(max(at, self._moments[-1]))
        self._counts.append(dict(counts))

    def by(self, at: int) -> Counts:
        return self._counts[bisect_right(self._moments, at) - 1]

    @property
    def last(self) -> Counts:
        return self._counts[-1]


@dataclass(frozen=True)
class Seen:
    """A figure as somebody before a board sees it at `at` (wall clock, ms). `marks` say that it may be old: `worker`,
    `source`, `catching_up`, `connection`; `started_at` is when the board was opened."""

    at: int
    figure: str
    value: int | None
    marks: frozenset[str] = frozenset()
    started_at: int = 0


@dataclass(frozen=True)
class Patience:
    """How long an unmarked figure may lack what was accepted, and what has happened: by docs/protocol.md a silent
    worker is marked after 5 s, a source after 2.5 of its beats of a second, each with time to reach the board.
    `ahead_ms` is for what is sent while it is written down."""

    accepted_ms: int = 9_000
    happened_ms: int = 9_000
    ahead_ms: int = 1_000


@dataclass
class Judge:
    """Holds what was seen against what happened (`happened`) and what was accepted (`accepted`)."""

    happened: Story
    accepted: Story
    patience: Patience = field(default_factory=Patience)
    looks: int = 0
    marked: int = 0
    faults: list[str] = field(default_factory=list)

    def look(self, seen: Seen) -> None:
        self.looks += 1
        self.marked += bool(seen.marks)
        if (fault := self.fault_of(seen)) is not None and len(self.faults) < KEPT:
            self.faults.append(fault)

    def fault_of(self, seen: Seen) -> str | None:
        """What is wrong with it; None when nothing is."""
        figure, value = seen.figure, seen.value
        most = self.happened.by(seen.at + self.patience.ahead_ms)[figure]
        if value is not None and value > most:
            return f"{seen.at}: {figure} {value}, but only {most} have happened"
        if seen.marks:
            return None
        for what, story, within_ms in (
            ("accepted", self.accepted, self.patience.accepted_ms),
            ("happened", self.happened, self.patience.happened_ms),
        ):
            at = seen.at - within_ms
            if at >= seen.started_at and (value or 0) < (least := story.by(at)[figure]):
                return f"{seen.at}: {figure} {value} without a mark, but {least} had {what} {within_ms} ms before"
        return None
