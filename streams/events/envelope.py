"""The CloudEvents 1.0 envelope that every event wears."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Id = Annotated[str, Meta(min_length=1, max_length=128, description="Opaque, 1 to 128 printable characters.")]
Text = Annotated[str, Meta(max_length=2000, description="Free text, at most 2,000 characters.")]
Millis = Annotated[int, Meta(ge=0, le=366 * 86_400_000, description="A duration in milliseconds.")]
Instant = Annotated[datetime, Meta(tz=True, description="RFC 3339 with an offset; read to the millisecond.")]


class Event(Struct, frozen=True, kw_only=True, gc=False, tag_field="type", forbid_unknown_fields=True):
    """One thing that happened at one contact centre.

    `id` is unique within `source`; `time` is when it happened by the source's clock; `site` is the Kafka key.
    Fields and limits: docs/events.md. Decode with `streams.events.decode`, which also counts unknown fields.
    """

    specversion: Literal["1.0"] = "1.0"
    id: Id
    source: Id
    time: Instant
    site: Id
    partitionkey: Id | UnsetType = UNSET
    datacontenttype: str | UnsetType = UNSET
    dataschema: str | UnsetType = UNSET
    subject: str | UnsetType = UNSET


class Data(Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """What the event says, under the envelope's `data`."""
