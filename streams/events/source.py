"""What may happen to a source of events itself."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from streams.events.envelope import Data, Event, Instant, Text


class Beat(Data, frozen=True):
    interval_s: Annotated[float, Meta(gt=0, le=3600)] = 5.0


class SourceBeat(Event, frozen=True, tag="tavle.source.beat"):
    """The source is alive. Quiet and dead look different because of it."""

    data: Beat


class Reset(Data, frozen=True):
    reason: Text | None = None


class SourceReset(Event, frozen=True, tag="tavle.source.reset"):
    """The source restarted: its open contacts and logins are gone without an end. They close as `lost`."""

    data: Reset


class Retired(Data, frozen=True):
    reason: Text | None = None


class SourceRetired(Event, frozen=True, tag="tavle.source.retired"):
    """The source was taken out of service: its silence is no fault any more. A later beat brings it back."""

    data: Retired


class Gap(Data, frozen=True):
    start: Instant = msgspec.field(name="from")
    end: Instant = msgspec.field(name="to")
    reason: Text | None = None


class SourceGap(Event, frozen=True, tag="tavle.source.gap"):
    """Events were missed between `from` and `to`; figures over that time are marked."""

    data: Gap
