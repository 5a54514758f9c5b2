"""The whole configuration as one validated tree: `tavle.toml`, overridden by TAVLE_… variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from app.settings.alerts import AlertsSection, alert_rules
from app.settings.connections import LedgerSection, LogSection, SourceSection
from app.settings.goals import GoalSets, GoalsSection, KpiSettings, goal_sets
from app.settings.hours import HoursSettings
from app.settings.notify import NotifySection
from app.settings.promise import PromiseSettings, promise_rules
from app.settings.rule import rules_under
from app.settings.section import Id
from app.settings.site import WAITING_LIMIT_S, QueueSettings, SiteDefaults, SiteSettings
from app.settings.store import StoreSection
from app.settings.web import WebSection
from app.settings.worker import WorkerSection
from streams.alerts.policy import AlertPolicy
from streams.floor.business_hours import ALWAYS
from streams.floor.floor_rules import FloorRules
from streams.kpi.own_kpi import OwnKpi
from streams.worker_settings import WorkerSettings

PREFIX = "TAVLE_"
SHORT_NAMES = {"TAVLE_KAFKA": ("log", "kafka"), "TAVLE_REDIS": ("ledger", "redis"), "TAVLE_STORE": ("store", "url")}
"""Variables that everybody sets, under the names that everybody expects."""

UNSAID = SiteSettings()


class Settings(BaseSettings):
    """Everything that can be set. Use `load_settings`, which says where a mistake is."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )  # fmt: skip

    data_dir: Path = Path("tavle-data")
    """Where the private Valkey, positions of sources and keys are kept. Relative to the folder of the start."""
    defaults: SiteDefaults = SiteDefaults()
    """What holds for every site that says nothing else."""
    sites: dict[Id, SiteSettings] = Field(default={}, max_length=10_000)
    """Sites by id. A site needs no entry: it appears with its first event."""
    hours: dict[Id, HoursSettings] = Field(default={}, max_length=1000)
    """Opening hours by name, for promises."""
    promises: tuple[PromiseSettings, ...] = Field(default=(), max_length=1000)
    """Promises of every site, after those of its own."""
    goals: GoalsSection = GoalsSection()
    """Goals of every site."""
    alerts: AlertsSection = AlertsSection()
    """Alerts of every site."""
    notify: NotifySection = NotifySection()
    """Where alerts are sent."""
    kpis: dict[Id, KpiSettings] = Field(default={}, max_length=200)
    """Own KPIs by key."""
    worker: WorkerSection = WorkerSection()
    """The worker: batch sizes, pauses and limits."""
    web: WebSection = WebSection()
    """The web side."""
    log: LogSection = LogSection()
    """The event log."""
    ledger: LedgerSection = LedgerSection()
    """State and figures."""
    store: Annotated[StoreSection, NoDecode] = StoreSection()  # TAVLE_STORE is a URL, no JSON
    """Boards, screens, accounts, tokens, and who changed what."""
    sources: dict[Id, SourceSection] = Field(default={}, max_length=1000)
    """Sources of events by name."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        """The environment wins over the file, which comes in as arguments."""
        short: dict[str, dict[str, str]] = {}
        for name, (section, key) in SHORT_NAMES.items():
            if value := os.environ.get(name):
                short.setdefault(section, {})[key] = value
        return InitSettingsSource(settings_cls, short), env_settings, init_settings

    def floor_rules(self, site: str) -> FloorRules:
        """What the floor of `site` goes by. Raises ValueError or KeyError for what `load_settings` refuses."""
        defaults, own = self.defaults, self._site(site)
        zone = self.zone(site)
        limits_s = {**WAITING_LIMIT_S, **defaults.waiting_limit_s, **own.waiting_limit_s}
        return FloorRules(
            zone=zone,
            rules=rules_under([defaults, own], self.service_level_goal(site)),
            queue_rules={
                id_: rules_under([defaults, own, queue], self.service_level_goal(site, id_))
                for id_, queue in own.queues.items()
            },
            promises=promise_rules([*own.promises, *self.promises], self.hours, zone),
            currency=self.currency(site),
            fcr_days=own.fcr_days or defaults.fcr_days,
            pain_zones_s=self.pain_zones_s(site),
            waiting_limits_ms={channel: round(limit_s * 1000) for channel, limit_s in limits_s.items() if limit_s},
        )

    def goal_sets(self, site: str) -> GoalSets:
        """The sets of goals that `site` works by, by name."""
        return goal_sets([self.goals, self._site(site).goals])

    def alert_policy(self, site: str) -> AlertPolicy:
        """What the alerts of `site` go by. Raises ValueError or KeyError for what `load_settings` refuses."""
        own, zone = self._site(site), self.zone(site)
        hours = own.opening_hours or self.defaults.opening_hours
        goals = [goal for goals in self.goal_sets(site).values() for goal in goals]
        return AlertPolicy(
            rules=alert_rules([self.alerts, own.alerts], goals, self.pain_zones_s(site)),
            hours={
                id_: self.hours[queue.opening_hours].business_hours(zone)
                for id_, queue in own.queues.items()
                if queue.opening_hours is not None
            },
            site_hours=ALWAYS if hours is None else self.hours[hours].business_hours(zone),
        )

    def own_kpis(self) -> Mapping[str, OwnKpi]:
        return {key: kpi.kpi(key) for key, kpi in self.kpis.items()}

    def alert_rule_names(self, site: str) -> Mapping[str, str]:
        """What people call each rule, by its key."""
        return {key: rule.name for key, rule in self.alert_policy(site).by_key.items()}

    def least_n(self, site: str) -> int:
        """A share of fewer than this is not coloured among the goals of `site`."""
        chosen = (self._site(site).goals.least_n, self.goals.least_n, self.web.least_n)
        return next(least_n for least_n in chosen if least_n is not None)

    def service_level_goal(self, site: str, queue: str | None = None) -> Fraction:
        """The share to come back to, of a queue or of the whole site."""
        chosen = (self._queue(site, queue).service_level_goal, self._site(site).service_level_goal)
        return Fraction(str(next((goal for goal in chosen if goal is not None), self.defaults.service_level_goal)))

    def expected_contacts(self, site: str, queue: str | None = None) -> int | None:
        """How many are expected on a day, in a queue or in the whole site; None when nobody said."""
        return (self._site(site) if queue is None else self._queue(site, queue)).expected_contacts

    def currency(self, site: str) -> str:
        """In which amounts of money are summed, ISO 4217."""
        return self._site(site).currency or self.defaults.currency

    def pain_zones_s(self, site: str) -> tuple[int, ...]:
        """Waits (seconds) at which pain zones begin, in order."""
        own = self._site(site).pain_zones_s
        return self.defaults.pain_zones_s if own is None else own

    def worker_settings(self) -> WorkerSettings:
        return WorkerSettings(**self.worker.model_dump(exclude={"metrics_host", "metrics_port"}))

    def zone(self, site: str) -> str:
        """The zone of the site's clocks."""
        return self._site(site).zone or self.defaults.zone

    def site_name(self, site: str) -> str:
        """What boards call the site."""
        return self._site(site).name or site

    def queue_name(self, site: str, queue: str) -> str:
        """What boards call the queue."""
        return self._queue(site, queue).name or queue

    def _site(self, site: str) -> SiteSettings:
        return self.sites.get(site, UNSAID)

    def _queue(self, site: str, queue: str | None) -> QueueSettings:
        return self._site(site).queues.get(queue or "", UNSAID)
