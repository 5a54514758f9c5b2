"""What people do about alerts: acknowledge one, silence some for a while, end a silence."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from streams.events.envelope import Data, Event, Id, Instant

Reason = Annotated[str, Meta(min_length=1, max_length=2000, description="Why, in 1 to 2,000 characters.")]


class Acknowledgement(Data, frozen=True):
    alert: Id
    by: Id


class AlertAcknowledged(Event, frozen=True, tag="tavle.alert.acknowledged"):
    """Somebody sees to it: this alert is not repeated and not escalated."""

    data: Acknowledgement


class Silence(Data, frozen=True):
    silence: Id
    by: Id
    reason: Reason
    until: Instant
    rule: Id | None = None
    queue: Id | None = None
    team: Id | None = None


class AlertSilenced(Event, frozen=True, tag="tavle.alert.silenced"):
    """From `time` to `until`, alerts of this rule, queue and team are not sent; of any where it names none."""

    data: Silence


class SilenceEnd(Data, frozen=True):
    silence: Id
    by: Id


class AlertUnsilenced(Event, frozen=True, tag="tavle.alert.unsilenced"):
    """The silence ends now, before its time."""

    data: SilenceEnd
