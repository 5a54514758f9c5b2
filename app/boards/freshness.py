"""Whether figures are to be trusted: by the worker's pulse, the beats of the sources, and the server's clock."""

from __future__ import annotations

from dataclasses import dataclass

from app.boards.tile import Freshness, Stale
from streams.floor.view import Pulse, SourceView


@dataclass(frozen=True, slots=True)
class Silence:
    """When silence means that somebody is gone: a worker by time, a source by its own beats.

    A source whose newest event was older than `lag_ms` when it came tells the past, as after an outage or at a first
    start: it is behind, as long as such events have come within `lag_for_ms`.
    """

    worker_ms: int = 5000
    source_beats: float = 2.5
    lag_ms: int = 10_000
    lag_for_ms: int = 30_000


def freshness_of(pulse: Pulse, now: int, silence: Silence) -> Freshness:
    """`now` is the server's clock (ms). A silent worker weighs most: of the sources nothing is known then, and while
    it catches up, beats are late because it is. Quiet (beats but no contacts) is fresh."""
    return Freshness(as_of=_as_of(pulse), stale=_stale(pulse, now, silence))


def _as_of(pulse: Pulse) -> int | None:
    signs = [_last_sign(source) for source in pulse.sources.values()]
    if pulse.newest is not None:
        signs.append(pulse.newest)
    return max(signs, default=None)


def _stale(pulse: Pulse, now: int, silence: Silence) -> Stale | None:
    if now - pulse.written > silence.worker_ms:
        return Stale(part="worker", since=pulse.written)
    if pulse.catching_up:
        return Stale(part="catching_up", since=min(pulse.at, pulse.at if pulse.newest is None else pulse.newest))
    # By the log's clock a day of the past is replayed: beats are as old as its events, whatever the wall clock says.
    moment = now if pulse.clock == "wall" else pulse.at
    silent = [
        (_last_sign(source), id_)
        for id_, source in pulse.sources.items()
        if _is_silent(source, moment, silence.source_beats)
    ]
    if silent:
        since, source = min(silent)
        return Stale(part="source", source=source, since=since)
    behind = [(source.newest, id_) for id_, source in pulse.sources.items() if _is_behind(source, moment, silence)]
    if behind:
        since, source = min(behind)
        return Stale(part="catching_up", source=source, since=since)
    return None


def _is_behind(source: SourceView, now: int, silence: Silence) -> bool:
    return source.received - source.newest > silence.lag_ms and now - source.received <= silence.lag_for_ms


def _is_silent(source: SourceView, now: int, beats: float) -> bool:
    """A source that never beat cannot be told quiet from dead: it is taken as quiet."""
    if source.beat is None or source.interval_s is None:
        return False
    return now - _last_sign(source) > beats * source.interval_s * 1000


def _last_sign(source: SourceView) -> int:
    return max(source.newest, source.beat or 0)
