"""Names, goals and limits for boards, as they are in force at the moment."""

from __future__ import annotations

from collections.abc import Mapping

from app.settings import SettingsInForce
from streams.kpi.goal import Goal
from streams.kpi.own_kpi import OwnKpi


class NamingInForce:
    """What boards ask of the settings (app.boards.scene.Naming)."""

    def __init__(self, in_force: SettingsInForce) -> None:
        self._in_force = in_force

    def site_name(self, site: str) -> str:
        return self._in_force.settings.site_name(site)

    def queue_name(self, site: str, queue: str) -> str:
        return self._in_force.settings.queue_name(site, queue)

    def currency(self, site: str) -> str:
        return self._in_force.settings.currency(site)

    def pain_zones_s(self, site: str) -> tuple[int, ...]:
        return self._in_force.settings.pain_zones_s(site)

    def goal_sets(self, site: str) -> Mapping[str, tuple[Goal, ...]]:
        return self._in_force.settings.goal_sets(site)

    def own_kpis(self) -> Mapping[str, OwnKpi]:
        return self._in_force.settings.own_kpis()

    def least_n(self, site: str) -> int:
        return self._in_force.settings.least_n(site)

    def alert_rule_names(self, site: str) -> Mapping[str, str]:
        return self._in_force.settings.alert_rule_names(site)
