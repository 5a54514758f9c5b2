"""The service-level rule of a queue, as data: which waits are in time, and by which profile they are put together."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Profile = Literal[
    "abandon_negative",
    "genesys",
    "answered_only",
    "connect",
    "asterisk_sl2",
    "abandon_positive",
    "abandon_ignored",
    "genesys_short_excluded",
    "talkdesk_short_on",
]


class ServiceLevelRule(Struct, frozen=True):
    """Threshold T and short-abandon limit S, both inclusive, in milliseconds; a changed rule is a new version."""

    threshold_ms: int = 20_000
    short_ms: int = 5_000
    profile: Profile = "abandon_negative"
    version: int = 1
