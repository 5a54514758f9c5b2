"""The options of each kind of source, with their defaults and limits."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from streams.sources.floor_plan import AGENTS_LIMIT, QUEUES_LIMIT
from streams.sources.simulated_source import SPEED_LIMIT

OpaqueId = Annotated[str, Field(min_length=1, max_length=128)]
PollSeconds = Annotated[float, Field(ge=0.05, le=1.0)]


class SourceSettings(BaseModel):
    """What every source has."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True)

    site: OpaqueId
    """The site that its events belong to."""

    id: OpaqueId | None = None
    """The `source` of its events; by default the kind and the source's name: `asterisk/pbx1`."""


class RecordedSettings(SourceSettings):
    """What every source that reads files has: they can be played as recordings."""

    speed: Annotated[float, Field(gt=0, le=100_000)] | None = None
    """Let events go as they happened, so many times as fast; without it as fast as possible."""

    rebase: Literal["now"] | None = None
    """`now` moves all times so that the first event happens now. Such a replay is not resumed: start it anew."""


class AsteriskQueueLogSettings(RecordedSettings):
    """Follows an Asterisk's queue_log."""

    path: Path = Path("/var/log/asterisk/queue_log")
    """The live file. Rotated parts are looked for beside it; keep the newest one uncompressed (`delaycompress`)."""

    agents: Annotated[dict[str, OpaqueId], Field(max_length=AGENTS_LIMIT)] = {}
    """The member name behind an interface: `"Local/101@agents/n" = "Agent 101"`."""

    agent_template: str | None = None
    """How a member is named after its interface's number, if that holds for all: `Agent {number}`."""

    callback_reasons: Annotated[list[str], Field(max_length=100)] = []
    """Texts of WITHDRAW that mean that the caller asked to be called back; other withdrawals stay withdrawals."""

    poll_s: PollSeconds = 0.25
    """How often the file is looked at, in seconds."""

    @field_validator("agent_template")
    @classmethod
    def _has_the_number(cls, template: str | None) -> str | None:
        if template is not None and "{number}" not in template:
            raise ValueError("lacks {number}: write it like 'Agent {number}'")
        return template


class EventsFileSettings(RecordedSettings):
    """Reads CloudEvents, one JSON object a line; `site` is for lines whose own cannot be read."""

    path: Path
    """The file."""

    follow: bool = True
    """Wait at its end for more, through rotation; otherwise stop there."""

    poll_s: PollSeconds = 0.25
    """How often the file is looked at, in seconds."""


class SimulatedFloorSettings(SourceSettings):
    """A simulated contact centre on a busy morning that never ends."""

    site: OpaqueId = "demo"
    """The site that its events belong to."""

    id: None = None
    """Always `simulated/` and the site."""

    seed: int = 1
    """The same seed lives the same life."""

    queues: Annotated[int, Field(ge=1, le=QUEUES_LIMIT)] = 5
    """Sales, Support, Billing, Retention, Chat; beyond five they repeat."""

    agents: Annotated[int, Field(ge=1, le=AGENTS_LIMIT)] = 40
    """People on the roster; about nine in ten are logged in."""

    contacts_a_minute: Annotated[float, Field(gt=0, le=10_000)] | None = None
    """In the busiest minutes; by default as many as the agents can just serve."""

    past_hours: Annotated[float, Field(ge=0, le=24)] = 4.0
    """How far back the first start goes, or to midnight if that is later, but an hour at least."""

    speed: Annotated[float, Field(gt=0, le=SPEED_LIMIT)] = 1.0
    """Everything happens so many times as fast, talks included; times stay those of the wall clock."""

    zone: str = "UTC"
    """The site's IANA time zone, for its midnight."""

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ValueError, OSError, LookupError):
            raise ValueError(f"{zone!r} is not an IANA time zone: write it like Europe/Oslo") from None
        return zone
