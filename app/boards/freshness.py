"""Whether figures are to be trusted: by the worker's pulse, the beats of the sources, and the server's clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace
from pydantic import PrivateAttr

from app.boards.concern import Concern
from app.boards.tile import BoardHealthTile, Freshness, SiteShown, Stale, State
from app.boards.tile_rows import SiteWorker, SourceHealth, WorkerHealth
from streams.floor.view import Pulse, SourceView
from streams.kpi.goal import worst


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


QUIET_MS = 60_000
"""A source that beats but told of nothing for so long is called quiet."""
SOURCES_SHOWN = 12


class Signs(Freshness):
    """How old the figures are, and every sign that tells it."""

    worker: WorkerHealth
    sources: tuple[SourceHealth, ...]
    _seen: tuple[Pulse, int, Silence] = PrivateAttr()
    _by_concern: dict[Concern, Freshness] = PrivateAttr(default_factory=dict)

    def about(self, concern: Concern) -> Freshness:
        """How old the figures of such tiles are: by the worker, and by the sources that tell of them."""
        found = self._by_concern.get(concern)
        if found is None:
            found = self._by_concern[concern] = self._about(concern)
        return found

    def _about(self, concern: Concern) -> Freshness:
        pulse, now, silence = self._seen
        sources = {id_: source for id_, source in pulse.sources.items() if concern.is_of(source)}
        if len(sources) == len(pulse.sources):
            return Freshness(as_of=self.as_of, stale=self.stale)
        return Freshness(
            as_of=max(map(_last_sign, sources.values()), default=self.as_of),
            stale=_stale(replace(pulse, sources=sources), now, silence),
        )


def freshness_of(pulse: Pulse, now: int, silence: Silence) -> Signs:
    """`now` is the server's clock (ms). A silent worker weighs most: of the sources nothing is known then, and while
    it catches up, beats are late because it is. Quiet (beats but no contacts) is fresh."""
    signs = Signs(
        as_of=_as_of(pulse),
        stale=_stale(pulse, now, silence),
        worker=_worker(pulse, now, silence),
        sources=tuple(_sources(pulse, now, silence)),
    )
    signs._seen = pulse, now, silence
    return signs


def about(freshness: Freshness, concern: Concern) -> Freshness:
    """Of tiles of that concern. While nothing was read of a site, there is nothing to tell apart."""
    return freshness.about(concern) if isinstance(freshness, Signs) else freshness


def health_tile(signs: Freshness) -> BoardHealthTile:
    """The tile `board_health`. While nothing was read of the site there are no signs but the worker's silence."""
    if not isinstance(signs, Signs):
        state: State = "no_data" if signs.stale is None else "critical"
        return BoardHealthTile(as_of=None, kind="board_health", state=state, worker=None, sources=())
    return BoardHealthTile(
        as_of=signs.as_of,
        kind="board_health",
        state=_state_of(signs),
        worker=signs.worker,
        sources=signs.sources[:SOURCES_SHOWN],
        more=max(0, len(signs.sources) - SOURCES_SHOWN),
    )


def health_of_sites(sites: Sequence[tuple[SiteShown, Freshness]]) -> BoardHealthTile:
    """The tile over several sites: each with its worker, and the sources of all. It is as well as the worst of
    them; one that was not heard of yet is a warning beside others that were."""
    known = [(site, signs) for site, signs in sites if isinstance(signs, Signs)]
    sources = [source.model_copy(update={"site": site}) for site, signs in known for source in signs.sources]
    sources.sort(key=lambda one: _TROUBLE.index(one.health))
    states = [health_tile(signs).state for _, signs in sites]
    workers = [
        SiteWorker(site=site, worker=signs.worker if isinstance(signs, Signs) else None) for site, signs in sites
    ]
    return BoardHealthTile(
        as_of=min((signs.as_of for _, signs in known if signs.as_of is not None), default=None),
        kind="board_health",
        state=worst(["warning" if state == "no_data" and known else state for state in states]),
        worker=None,
        workers=tuple(workers),
        sources=tuple(sources[:SOURCES_SHOWN]),
        more=max(0, len(sources) - SOURCES_SHOWN),
    )


def _state_of(signs: Signs) -> State:
    if signs.worker.health == "silent":
        return "critical"
    troubled = any(one.health in ("silent", "behind") for one in signs.sources)
    return "warning" if troubled or signs.worker.health == "catching_up" else "ok"


def _worker(pulse: Pulse, now: int, silence: Silence) -> WorkerHealth:
    health: Literal["live", "catching_up", "silent"] = "catching_up" if pulse.catching_up else "live"
    if now - pulse.written > silence.worker_ms:
        health = "silent"
    return WorkerHealth(health=health, written=pulse.written, lag_ms=pulse.lag_ms, lag_records=pulse.lag_records)


def _sources(pulse: Pulse, now: int, silence: Silence) -> list[SourceHealth]:
    """Those in trouble first, then by name."""
    moment = now if pulse.clock == "wall" else pulse.at
    found = [
        SourceHealth(source=id_, health=_health(source, moment, silence), last=_last_sign(source))
        for id_, source in pulse.sources.items()
    ]
    return sorted(found, key=lambda one: (_TROUBLE.index(one.health), one.source))


_TROUBLE = ("silent", "behind", "quiet", "live")


def _health(source: SourceView, moment: int, silence: Silence) -> Literal["live", "quiet", "behind", "silent"]:
    if _is_silent(source, moment, silence.source_beats):
        return "silent"
    if _is_behind(source, moment, silence):
        return "behind"
    return "quiet" if moment - source.newest > QUIET_MS else "live"


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
    """By when its last sign came: its own clock may be behind. A source that never beat cannot be told quiet from
    dead: it is taken as quiet."""
    if source.beat is None or source.interval_s is None:
        return False
    return now - max(_last_sign(source), source.received) > beats * source.interval_s * 1000


def _last_sign(source: SourceView) -> int:
    return max(source.newest, source.beat or 0)
