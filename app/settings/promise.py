"""Promises to those who write, as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, get_args

from pydantic import Field, model_validator

from app.settings.duration import DurationS
from app.settings.hours import HoursSettings
from app.settings.section import Id, Name, Section
from streams.floor.business_hours import ALWAYS
from streams.floor.promise import Promise, PromiseKind, PromiseRule, PromiseRules

KINDS: tuple[PromiseKind, ...] = get_args(PromiseKind)
Target = Annotated[DurationS, Field(gt=0, le=366 * 86_400)]
Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=10_000)]
DIMENSIONS = ("customers", "queues", "priorities", "channels")


class PromiseSettings(Section):
    """What is promised to some tickets. A ticket goes by the first promise that fits: the site's own in their order,
    then those for every site. Times are seconds of business time, or texts such as `"8h"`, `"30m"`, `"1h30m"`."""

    name: Name
    """What it is called; no two are called alike."""
    hours: str | None = None
    """Which of `[hours.<name>]` the time runs in; around the clock when left out."""
    customers: Ids | None = None
    """Only tickets of these customers, by their keyed hash as in the events; else of any."""
    queues: Ids | None = None
    """Only tickets of these queues; else of any."""
    priorities: Ids | None = None
    """Only tickets of these priorities; else of any."""
    channels: Ids | None = None
    """Only tickets that came by these channels; else by any."""
    first_reply_s: Target | None = None
    """The first answer comes within this time."""
    next_reply_s: Target | None = None
    """Every later message of the customer is answered within this time."""
    resolution_s: Target | None = None
    """The ticket is solved within this time; the clock stands while it is pending."""
    at_risk: Annotated[float, Field(gt=0, le=1)] = 0.75
    """From this share of the time on, a promise is at risk."""

    @model_validator(mode="after")
    def _promises_something(self) -> PromiseSettings:
        if not any(self._targets_s().values()):
            raise ValueError(f"promises nothing: give one of {', '.join(f'{kind}_s' for kind in KINDS)}")
        return self

    def covers(self, other: PromiseSettings) -> bool:
        """Whether every ticket that `other` fits fits this as well."""
        return all(
            mine is None or (theirs is not None and set(theirs) <= set(mine))
            for mine, theirs in ((getattr(self, name), getattr(other, name)) for name in DIMENSIONS)
        )

    def rule(self, hours: Mapping[str, HoursSettings], zone: str) -> PromiseRule:
        """The promise of a site in `zone`. Raises KeyError for hours that there are none of."""
        promises = (
            Promise(kind, round(target_s * 1000), self.at_risk)
            for kind, target_s in self._targets_s().items()
            if target_s is not None
        )
        return PromiseRule(
            name=self.name,
            hours=ALWAYS if self.hours is None else hours[self.hours].business_hours(zone),
            promises=tuple(promises),
            customers=_set(self.customers),
            queues=_set(self.queues),
            priorities=_set(self.priorities),
            channels=_set(self.channels),
        )

    def _targets_s(self) -> Mapping[PromiseKind, float | None]:
        return {"first_reply": self.first_reply_s, "next_reply": self.next_reply_s, "resolution": self.resolution_s}


def promise_rules(promises: Sequence[PromiseSettings], hours: Mapping[str, HoursSettings], zone: str) -> PromiseRules:
    """Promises in the order in which they are asked. Raises KeyError for hours that there are none of."""
    return PromiseRules(tuple(promise.rule(hours, zone) for promise in promises))


def never_asked(promises: Sequence[PromiseSettings]) -> Iterator[tuple[int, str]]:
    """The places of promises that an earlier one leaves no ticket for, each with that one's name."""
    for place, promise in enumerate(promises):
        before = next((one.name for one in promises[:place] if one.covers(promise)), None)
        if before is not None:
            yield place, before


def _set(ids: Sequence[str] | None) -> frozenset[str] | None:
    return None if ids is None else frozenset(ids)
