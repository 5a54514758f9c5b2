"""What messages call things, by the settings in force."""

from __future__ import annotations

from app.settings import SettingsInForce
from streams.alerts.rule import AnyRule


class NamingInForce:
    """An `app.notify.message.Naming`."""

    def __init__(self, in_force: SettingsInForce) -> None:
        self._in_force = in_force
        self.page_url = in_force.file.notify.page_url

    def site_name(self, site: str) -> str:
        return self._in_force.settings.site_name(site)

    def queue_name(self, site: str, queue: str) -> str:
        return self._in_force.settings.queue_name(site, queue)

    def zone(self, site: str) -> str:
        return self._in_force.settings.floor_rules(site).zone

    def rule(self, site: str, key: str) -> AnyRule | None:
        return self._in_force.settings.alert_policy(site).by_key.get(key)
