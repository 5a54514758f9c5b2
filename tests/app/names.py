"""Names for tests: every id is its own name."""

from __future__ import annotations

from collections.abc import Mapping

from streams.floor.floor_rules import PAIN_ZONES_S
from streams.kpi.goal import LEAST_N, Goal
from streams.kpi.goal_sets import GOAL_SETS
from streams.kpi.own_kpi import OwnKpi


class PlainNames:
    def __init__(self, currency: str = "EUR") -> None:
        self._currency = currency

    def site_name(self, site: str) -> str:
        return site

    def queue_name(self, site: str, queue: str) -> str:
        return queue

    def currency(self, site: str) -> str:
        return self._currency

    def pain_zones_s(self, site: str) -> tuple[int, ...]:
        return tuple(PAIN_ZONES_S)

    def goal_sets(self, site: str) -> Mapping[str, tuple[Goal, ...]]:
        return GOAL_SETS

    def own_kpis(self) -> Mapping[str, OwnKpi]:
        return {}

    def alert_rule_names(self, site: str) -> Mapping[str, str]:
        return {"abandons": "Many callers give up"}

    def least_n(self, site: str) -> int:
        return LEAST_N
