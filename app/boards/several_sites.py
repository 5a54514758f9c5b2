"""Several sites together, for tiles whose scope names them. Finished aggregates are merged, then comes the formula.

Each site is taken at its own moment and over its own local day. Nobody is recognised across sites: who works for two of
them counts in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.boards.board import Scope
from app.boards.scene import Scene
from app.boards.tile import Freshness, SiteShown
from streams.kpi.aggregate import Aggregate, merged
from streams.kpi.present import Present, present_of


@dataclass(frozen=True, slots=True)
class SeveralSites:
    """What a tile over `parts`, one scene a site, is evaluated on. Answers what a `Scene` answers of one site."""

    parts: tuple[Scene, ...]

    @property
    def at(self) -> int:
        """The newest of the sites' moments, ms since 1970: a wait is never shown shorter than it is."""
        return max(part.view.at for part in self.parts)

    @property
    def least_n(self) -> int:
        return max(part.least_n for part in self.parts)

    @property
    def currencies(self) -> tuple[str, ...]:
        """What their amounts are in. Those of several currencies have no sum."""
        return tuple(sorted({part.currency for part in self.parts}))

    @property
    def pain_zones_s(self) -> tuple[int, ...]:
        """Those that all share; none when they differ."""
        zones = {part.pain_zones_s for part in self.parts}
        return zones.pop() if len(zones) == 1 else ()

    def knows(self, scope: Scope) -> bool:
        return any(part.knows(scope) for part in self.parts)

    def counts_over(self, scope: Scope, window: str) -> bool:
        """Whether every site that knows of the scope has this window: a sum of some would look like one of all."""
        return all(part.counts_over(scope, window) for part in self.parts if part.knows(scope))

    def aggregate(self, scope: Scope, window: str) -> Aggregate:
        return merged(part.aggregate(scope, window) for part in self.parts)

    def agents_time(self, scope: Scope, window: str) -> Aggregate:
        return merged(part.agents_time(scope, window) for part in self.parts)

    def agent_states(self, scope: Scope) -> Mapping[str, int]:
        """An agent of two sites counts once in each."""
        states: Counter[str] = Counter()
        for part in self.parts:
            states.update(part.agent_states(scope))
        return states

    def present(self, scope: Scope) -> Present:
        queues = (queue.now for part in self.parts for queue in part.queues(scope).values())
        return present_of(queues, self.agent_states(scope), self.at)

    def thresholds_ms(self, scope: Scope, rule: str | None = None) -> set[int]:
        """Every service-level threshold by the rule of that name (None: the main one) among the queues."""
        return {threshold_ms for part in self.parts for threshold_ms in part.thresholds_ms(scope, rule)}


AnyScene = Scene | SeveralSites


def shared_threshold_ms(scene: AnyScene, scope: Scope, rule: str | None = None) -> int | None:
    """The service-level threshold that all queues of the scope share which have such a rule; None when they differ or
    there is none."""
    thresholds_ms = scene.thresholds_ms(scope, rule)
    return thresholds_ms.pop() if len(thresholds_ms) == 1 else None


def whose(scene: AnyScene, part: Scene) -> SiteShown | None:
    """Which site a row is of, where rows may be of several."""
    if isinstance(scene, Scene):
        return None
    return SiteShown(id=part.view.site, name=part.naming.site_name(part.view.site))


class SiteSeen(NamedTuple):
    """A site that a board's tiles name: its newest figures, and how old they are. None: there are none yet."""

    shown: SiteShown
    scene: Scene | None
    freshness: Freshness


class TileSeen(NamedTuple):
    """What one tile is evaluated on. `missing`: the sites without which there is no figure."""

    scene: AnyScene | None
    freshness: Freshness
    missing: tuple[SiteShown, ...] = ()
    sites: tuple[SiteSeen, ...] = ()


def seen_together(sites: Sequence[SiteSeen]) -> TileSeen:
    """Several sites as one. While nothing is known of one of them there is nothing to show of all."""
    missing = tuple(site.shown for site in sites if site.scene is None)
    scenes = tuple(site.scene for site in sites if site.scene is not None)
    return TileSeen(None if missing else SeveralSites(scenes), oldest(sites), missing, tuple(sites))


def oldest(sites: Iterable[SiteSeen]) -> Freshness:
    """As old as the oldest of them, and stale when any is: the one that is so for longest is named."""
    sites = list(sites)
    moments = [site.freshness.as_of for site in sites]
    known = [moment for moment in moments if moment is not None]
    stale = [
        found.model_copy(update={"site": site.shown}) for site in sites if (found := site.freshness.stale) is not None
    ]
    return Freshness(
        as_of=min(known) if len(known) == len(moments) else None,
        stale=min(stale, key=lambda one: one.since, default=None),
    )
