"""The whole configuration as one validated tree: `tavle.toml`, overridden by TAVLE_… variables."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from app.settings.connections import LedgerSection, LogSection, SourceSection
from app.settings.site import Id, SiteDefaults, SiteSettings, rule_of
from app.settings.web import WebSection
from app.settings.worker import WorkerSection
from streams.floor.floor_rules import FloorRules
from streams.worker_settings import WorkerSettings

PREFIX = "TAVLE_"
SHORT_NAMES = {"TAVLE_KAFKA": ("log", "kafka"), "TAVLE_REDIS": ("ledger", "redis")}
"""Variables that everybody sets, under the names that everybody expects."""


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
    worker: WorkerSection = WorkerSection()
    """The worker: batch sizes, pauses and limits."""
    web: WebSection = WebSection()
    """The web side."""
    log: LogSection = LogSection()
    """The event log."""
    ledger: LedgerSection = LedgerSection()
    """State and figures."""
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
        """What the floor of `site` goes by."""
        own = self.sites.get(site)
        queues = own.queues if own is not None else {}
        return FloorRules(
            zone=(own.zone if own is not None else None) or self.defaults.zone,
            rule=rule_of(self.defaults, own),
            queue_rules={id_: rule_of(self.defaults, own, queue) for id_, queue in queues.items()},
        )

    def worker_settings(self) -> WorkerSettings:
        return WorkerSettings(**self.worker.model_dump(exclude={"metrics_port"}))

    def site_name(self, site: str) -> str:
        """What boards call the site."""
        own = self.sites.get(site)
        return (own.name if own is not None else None) or site

    def queue_name(self, site: str, queue: str) -> str:
        """What boards call the queue."""
        own = self.sites.get(site)
        found = own.queues.get(queue) if own is not None else None
        return (found.name if found is not None else None) or queue
