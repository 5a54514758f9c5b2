"""Sites and queues: names, zone, and the service-level rule. A queue takes from its site, a site from the defaults."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from app.settings.section import Section
from streams.floor.rule import Profile, ServiceLevelRule


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, OSError, ValueError) as unknown:  # also: a folder of zones, a path
        raise ValueError(f"there is no time zone {zone!r}: write an IANA name such as Europe/Copenhagen") from unknown
    return zone


Zone = Annotated[str, AfterValidator(_known_zone)]
Id = Annotated[str, Field(min_length=1, max_length=128)]
Name = Annotated[str, Field(min_length=1, max_length=128)]
ThresholdS = Annotated[float, Field(gt=0, le=86_400)]
ShortS = Annotated[float, Field(ge=0, le=86_400)]


class QueueSettings(Section):
    """One queue. What is left out comes from its site."""

    name: Name | None = None
    """What boards call it; else its id."""
    threshold_s: ThresholdS | None = None
    """Answered within this time is in time, seconds."""
    short_abandon_s: ShortS | None = None
    """Abandoned within this time is a short abandon, seconds."""
    profile: Profile | None = None
    """How the service level is put together (docs/metrics.md)."""


class SiteSettings(QueueSettings):
    """One contact centre. What is left out comes from `[defaults]`."""

    zone: Zone | None = None
    """IANA time zone: where `today` begins."""
    queues: dict[Id, QueueSettings] = Field(default={}, max_length=10_000)
    """Its queues, by id, where they differ."""


class SiteDefaults(Section):
    """What holds for every site that says nothing else."""

    zone: Zone = "UTC"
    """IANA time zone: where `today` begins."""
    threshold_s: ThresholdS = 20.0
    """Answered within this time is in time, seconds."""
    short_abandon_s: ShortS = 5.0
    """Abandoned within this time is a short abandon, seconds."""
    profile: Profile = "abandon_negative"
    """How the service level is put together (docs/metrics.md)."""


def rule_of(defaults: SiteDefaults, *levels: QueueSettings | None) -> ServiceLevelRule:
    """The rule that holds where `levels` (site, then queue) override the defaults."""
    threshold_s, short_s, profile = defaults.threshold_s, defaults.short_abandon_s, defaults.profile
    for level in levels:
        if level is not None:
            threshold_s = threshold_s if level.threshold_s is None else level.threshold_s
            short_s = short_s if level.short_abandon_s is None else level.short_abandon_s
            profile = profile if level.profile is None else level.profile
    return ServiceLevelRule(round(threshold_s * 1000), round(short_s * 1000), profile)
