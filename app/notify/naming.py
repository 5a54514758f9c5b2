"""What messages call things, by the settings in force."""

from __future__ import annotations

from collections.abc import Mapping

from app.settings import Settings, SettingsInForce
from streams.alerts.rule import AnyRule


class NamingInForce:
    """An `app.notify.message.Naming`. The rules of a site are put together once for the settings that hold: a message
    asks for those of each of its alerts."""

    def __init__(self, in_force: SettingsInForce) -> None:
        self._in_force = in_force
        self.page_url = in_force.file.notify.page_url
        self._by_settings: Settings | None = None
        self._rules: dict[str, Mapping[str, AnyRule]] = {}

    def site_name(self, site: str) -> str:
        return self._in_force.settings.site_name(site)

    def queue_name(self, site: str, queue: str) -> str:
        return self._in_force.settings.queue_name(site, queue)

    def zone(self, site: str) -> str:
        return self._in_force.settings.zone(site)

    def rule(self, site: str, key: str) -> AnyRule | None:
        settings = self._in_force.settings
        if settings is not self._by_settings:
            self._by_settings, self._rules = settings, {}
        if site not in self._rules:
            self._rules[site] = settings.alert_policy(site).by_key
        return self._rules[site].get(key)
