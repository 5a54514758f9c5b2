"""What a site's floor goes by: zone, service-level rules, promises, and how long it remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from streams.events.instant import DAY_MS, HOUR_MS
from streams.floor.promise import PromiseRules
from streams.floor.rule import QueueRules, ServiceLevelRule, queue_rules

PAIN_ZONES_S = (90, 150, 180)
"""Waits after which callers are known to give up in numbers."""

DEFAULT_RULES = queue_rules([ServiceLevelRule()])


@dataclass(frozen=True, slots=True)
class FloorRules:
    """Rules of one site. `zone` is an IANA name and settles where days, weeks and months begin.

    Closed contacts are kept `keep_ms` after their last event, at most `contacts_kept` of them: as long as that, a late
    or repeated event finds its contact and corrects the figures. Events of unknown contacts older than that count as
    `late` and nowhere else, since they cannot be told from repeats. Solved tickets are kept `ticket_keep_ms` after
    their last event, at most `tickets_kept`, so that a reopening finds them. A contact that waits longer than its
    channel's limit in `waiting_limits_ms` without an event is a suspect. `fcr_days` is how long a customer must not
    come again about the same topic; `currency` the one in which amounts are summed. `pain_zones_s` are the seconds at
    which the pain zones of the abandonment curve begin.
    """

    zone: str = "UTC"
    rules: QueueRules = DEFAULT_RULES
    queue_rules: Mapping[str, QueueRules] = field(default_factory=dict)
    promises: PromiseRules = field(default_factory=PromiseRules)
    currency: str = "EUR"
    fcr_days: int = 7
    pain_zones_s: tuple[int, ...] = PAIN_ZONES_S
    waiting_limits_ms: Mapping[str, int] = field(default_factory=lambda: {"voice": 2 * HOUR_MS, "chat": 2 * HOUR_MS})
    keep_ms: int = 26 * HOUR_MS
    contacts_kept: int = 100_000
    ticket_keep_ms: int = 60 * DAY_MS
    tickets_kept: int = 50_000
    source_lag_limit_ms: int = 10_000
    silent_after_beats: float = 2.5

    @property
    def zone_info(self) -> ZoneInfo:
        """Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown zone."""
        return ZoneInfo(self.zone)

    def rules_of(self, queue: str) -> QueueRules:
        return self.queue_rules.get(queue, self.rules)


def floor_rules(rule: ServiceLevelRule, zone: str = "UTC") -> FloorRules:
    """Rules of a site whose queues are all judged by one rule."""
    return FloorRules(zone=zone, rules=queue_rules([rule]))
