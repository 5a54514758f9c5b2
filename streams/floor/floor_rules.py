"""What a site's floor goes by: zone, service-level rules, and how long it remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from streams.floor.rule import ServiceLevelRule


@dataclass(frozen=True, slots=True)
class FloorRules:
    """Rules of one site. `zone` is an IANA name and settles where `today` and `interval` begin.

    Closed contacts are kept `keep_ms` after their last event, at most `contacts_kept` of them: as long as that, a late
    or repeated event finds its contact and corrects the figures. Events of unknown contacts older than that count as
    `late` and nowhere else, since they cannot be told from repeats.
    """

    zone: str = "UTC"
    rule: ServiceLevelRule = field(default_factory=ServiceLevelRule)
    queue_rules: Mapping[str, ServiceLevelRule] = field(default_factory=dict)
    keep_ms: int = 26 * 3_600_000
    contacts_kept: int = 100_000
    source_lag_limit_ms: int = 10_000
    silent_after_beats: float = 2.5

    @property
    def zone_info(self) -> ZoneInfo:
        """Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown zone."""
        return ZoneInfo(self.zone)

    def rule_of(self, queue: str) -> ServiceLevelRule:
        return self.queue_rules.get(queue, self.rule)
