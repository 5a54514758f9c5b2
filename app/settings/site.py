"""Sites and queues: names, zone, rules, promises and goals. A queue takes from its site, a site from the defaults."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from app.settings.alerts import AlertsSection
from app.settings.duration import DurationS
from app.settings.goals import GoalsSection
from app.settings.promise import PromiseSettings
from app.settings.rule import Attribution, RuleLevel, ShortS, ThresholdS
from app.settings.section import Id, Name
from app.settings.zone import Zone
from streams.floor.floor_rules import PAIN_ZONES_S
from streams.floor.rule import Profile

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Share = Annotated[float, Field(gt=0, le=1)]
Days = Annotated[int, Field(ge=1, le=60)]
LimitS = Annotated[DurationS, Field(ge=0, le=31 * 86_400)]
WaitingLimitS = Annotated[dict[Id, LimitS], Field(max_length=100)]
PainZonesS = Annotated[
    tuple[Annotated[int, Field(gt=0, le=86_400)], ...],
    AfterValidator(lambda zones: tuple(sorted(set(zones)))),
    Field(max_length=10),
]
WAITING_LIMIT_S = {"voice": 7200.0, "chat": 7200.0}
Contacts = Annotated[int, Field(ge=0, le=10_000_000)]


class QueueSettings(RuleLevel):
    """One queue. What is left out comes from its site."""

    name: Name | None = None
    """What boards call it; else its id."""
    service_level_goal: Share | None = None
    """The service level to come back to (`recovery`), a share."""
    opening_hours: str | None = None
    """Which of `[hours.<name>]` it is open in: outside them its figures raise no alert."""
    expected_contacts: Contacts | None = None
    """How many are expected on a day, to tell when the goal can no longer be reached today. A queue does not take its
    site's, which is of all its queues."""


class SiteSettings(QueueSettings):
    """One contact centre. What is left out comes from `[defaults]`."""

    zone: Zone | None = None
    """IANA time zone: where `today` begins."""
    currency: Currency | None = None
    """The currency in which amounts are summed, ISO 4217; sales in others are counted apart."""
    fcr_days: Days | None = None
    """A matter is settled on first contact when its customer does not come again about it within so many days."""
    waiting_limit_s: WaitingLimitS = Field(default={})
    """By channel: a contact that waits longer without a sign of life is a suspect. 0: never."""
    pain_zones_s: PainZonesS | None = None
    """Waits at which callers are known to give up, seconds: marked in the abandonment curve."""
    promises: tuple[PromiseSettings, ...] = Field(default=(), max_length=1000)
    """Promises of this site."""
    goals: GoalsSection = GoalsSection()
    """Goals of this site."""
    alerts: AlertsSection = AlertsSection()
    """Alerts of this site."""
    queues: dict[Id, QueueSettings] = Field(default={}, max_length=10_000)
    """Its queues, by id, where they differ."""


class SiteDefaults(RuleLevel):
    """What holds for every site that says nothing else."""

    opening_hours: str | None = None
    """Which of `[hours.<name>]` sites are open in: outside them their figures raise no alert. Left out: always."""
    zone: Zone = "UTC"
    """IANA time zone: where `today` begins."""
    threshold_s: ThresholdS | None = 20.0
    """Answered within this time is in time, seconds."""
    short_abandon_s: ShortS | None = 5.0
    """Abandoned within this time is a short abandon, seconds."""
    profile: Profile | None = "abandon_negative"
    """How the service level is put together (docs/metrics.md)."""
    attribution: Attribution | None = "verdict"
    """When an outcome counts: when it was known (`verdict`), or when the contact entered the queue, as interval reports
    do (`entry`)."""
    service_level_goal: Share = 0.8
    """The service level to come back to (`recovery`), a share."""
    currency: Currency = "EUR"
    """The currency in which amounts are summed, ISO 4217; sales in others are counted apart."""
    fcr_days: Days = 7
    """A matter is settled on first contact when its customer does not come again about it within so many days."""
    waiting_limit_s: WaitingLimitS = WAITING_LIMIT_S
    """By channel: a contact that waits longer without a sign of life is a suspect. 0: never."""
    pain_zones_s: PainZonesS = PAIN_ZONES_S
    """Waits at which callers are known to give up, seconds: marked in the abandonment curve."""
