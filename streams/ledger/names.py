"""Names of the hashes in the ledger, made from ids that others chose.

Site and queue ids may hold any printable character. `:` separates the parts of a name and `{}` marks the hash tag of
a cluster, so these (and the escape character itself) are percent-encoded: two different ids never give one name.
Worker and web build every name here, so both always mean the same key.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from streams.ledger.port import HashName

_RESERVED = re.compile(r"[%:{}\x00-\x20\x7f]")


def quote_id(identifier: str) -> str:
    """The id with `%`, `:`, `{`, `}`, blanks and control characters percent-encoded."""
    return _RESERVED.sub(lambda found: f"%{ord(found[0]):02X}", identifier)


def split_name(name: HashName) -> list[str]:
    """The parts of a name with the ids as they were: `queue:aarhus:a%3Ab` gives `["queue", "aarhus", "a:b"]`."""
    return [unquote(part, errors="strict") for part in name.split(":")]


def floor_hash(site: str) -> HashName:
    """What a new owner loads: one field an entity or bucket."""
    return f"floor:{quote_id(site)}"


def site_hash(site: str) -> HashName:
    """Figures and facts of the site as a whole."""
    return f"site:{quote_id(site)}"


def names_hash(site: str) -> HashName:
    """Its fields are the ids of all queues of the site (values are empty), so that the web side needs no SCAN."""
    return f"names:{quote_id(site)}"


def queue_hash(site: str, queue: str) -> HashName:
    """Figures of one queue: one field a window, and `now`."""
    return f"queue:{quote_id(site)}:{quote_id(queue)}"


def trend_hash(site: str, queue: str) -> HashName:
    """Five-minute panes of the last 24 hours of one queue."""
    return f"trend:{quote_id(site)}:{quote_id(queue)}"


def agents_hash(site: str) -> HashName:
    """One field an agent."""
    return f"agents:{quote_id(site)}"


def channels_hash(site: str) -> HashName:
    """One field a channel of feedback: its windows."""
    return f"channels:{quote_id(site)}"


def tickets_hash(site: str) -> HashName:
    """One field an open ticket."""
    return f"tickets:{quote_id(site)}"


def alerts_hash(site: str) -> HashName:
    """What is known of alerts: `streams.alerts.saved` names its fields."""
    return f"alerts:{quote_id(site)}"


def last_week_hash(site: str) -> HashName:
    """Figures of the last days that rules compare with: `streams.alerts.last_week` names its fields."""
    return f"lastweek:{quote_id(site)}"


def outbox_hash(site: str) -> HashName:
    """One field a notification and channel that is not delivered yet."""
    return f"outbox:{quote_id(site)}"


def days_hash(site: str) -> HashName:
    """Totals of closed days; kept 400 days, and kept by a clearing."""
    return f"{DAYS_PREFIX}{quote_id(site)}"


def pulse_hash(site: str) -> HashName:
    """Signs of life: newest event time, beats of the sources, lag, worker."""
    return f"pulse:{quote_id(site)}"


DAYS_PREFIX = "days:"
"""commit.lua and clear.lua know this prefix too: these hashes live longer than the others."""
