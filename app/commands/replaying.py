"""`tavle replay`: files through the pure core, as fast as it goes; figures as they stood at each instant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from streams.events import AnyEvent, SourceBeat
from streams.events.decode import RejectedEvent, UnknownType, decode
from streams.events.instant import to_ms
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.shown import site_view
from streams.kpi.figures import Figures, site_figures
from streams.kpi.keys import WindowKey
from streams.sources.asterisk_queue_log import QueueLogTranslator

Format = Literal["events", "asterisk-queue-log"]
Progress = Callable[[int], None]
RulesOf = Callable[[str], FloorRules]
PROBLEMS_KEPT = 20
PROGRESS_BYTES = 1_000_000
_BATCH = 5000


@dataclass
class Problems:
    """Lines that are no events: how many, and the first of them with their reasons."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def note(self, place: str, reason: str) -> None:
        self.count += 1
        if len(self.first) < PROBLEMS_KEPT:
            self.first.append(f"{place}: {reason}")


def read_events(
    paths: Sequence[Path], format_: Format, site: str, problems: Problems, progress: Progress
) -> Iterator[AnyEvent]:
    """The events of some files, in the order of the files. `progress` is told the bytes read."""
    translator = QueueLogTranslator(site=site, source=f"asterisk/{site}")
    for path in paths:
        with path.open("rb") as lines:
            told = 0
            for number, line in enumerate(lines, 1):
                told += len(line)
                if told >= PROGRESS_BYTES:
                    progress(told)
                    told = 0
                raw = line.rstrip(b"\r\n")
                if not raw:
                    continue
                if format_ == "events":
                    yield from _event(raw, f"{path}:{number}", problems)
                    continue
                yield from translator.translate(raw, number)
                for problem in translator.take_problems():
                    problems.note(f"{path}:{number}", problem.reason)
            progress(told)


def _event(raw: bytes, place: str, problems: Problems) -> Iterator[AnyEvent]:
    try:
        yield decode(raw)
    except RejectedEvent as rejected:
        problems.note(place, rejected.reason)
    except UnknownType as unknown:
        problems.note(place, str(unknown))


def replay(
    events: Iterable[AnyEvent], rules: RulesOf, instants: Sequence[int], windows: Sequence[WindowKey] | None
) -> list[Figures]:
    """Figures of every site at each instant (ms), in order; without instants, just after each site's last event.

    `rules` gives those of a site. Beats are no such event, nor do they move the log's clock of a worker: both give the
    same figures.
    """
    floors: dict[str, Floor] = {}
    # As for a worker by the log's clock: beats tell the wall clock of a source that ran, nothing about the recording.
    events = (event for event in events if not isinstance(event, SourceBeat))
    if not instants:
        for batch in _batches(event for event in events if not isinstance(event, SourceBeat)):
            newest = max(to_ms(event.time) for event in batch) + 1
            for event in batch:
                _floor(floors, event.site, rules).apply(event, newest)
        return [_figures(floors[site], floors[site].newest + 1, windows) for site in sorted(floors)]
    figures: list[Figures] = []
    waiting = sorted(events, key=lambda event: event.time, reverse=True)
    for at in sorted(instants):
        while waiting and to_ms(waiting[-1].time) <= at:
            event = waiting.pop()
            _floor(floors, event.site, rules).apply(event, at)
        figures += [_figures(floors[site], at, windows) for site in sorted(floors)]
    return figures


def _floor(floors: dict[str, Floor], site: str, rules: RulesOf) -> Floor:
    floor = floors.get(site)
    if floor is None:
        floor = floors[site] = Floor(site, rules(site))
    return floor


def _figures(floor: Floor, at: int, windows: Sequence[WindowKey] | None) -> Figures:
    return site_figures(site_view(floor, at), windows, floor.rules.pain_zones_s)


def _batches(events: Iterable[AnyEvent]) -> Iterator[list[AnyEvent]]:
    batch: list[AnyEvent] = []
    for event in events:
        batch.append(event)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
