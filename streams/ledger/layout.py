"""Key names of a ledger in Redis, how long they live, and which ledger belongs to whom.

Keys of one partition share the hash tag `{tavle:<topic>:<partition>}`, so that one script call may change them all.
"""

from __future__ import annotations

import re

import msgspec

from streams.ledger.port import HashName, LedgerMismatch

LAYOUT_VERSION = 1
LIFE_S = 8 * 24 * 3600
"""How long a ledger outlives its last commit: as long as the log keeps the events to rebuild it."""

TOUCH_S = 3600
"""How often a commit renews the life of every key of its partition."""

STATE_SLACK_S = 2 * TOUCH_S
"""State lives this much longer than the position: the position dies first, and the state is rebuilt as a whole."""

DAYS_LIFE_S = 400 * 24 * 3600

_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,200}")


def check_topic(topic: str) -> str:
    """The topic; raises `ValueError` for a name that Kafka would refuse."""
    if not _TOPIC.fullmatch(topic):
        raise ValueError(f"topic {topic!r}: 1 to 200 letters, digits, '.', '_' and '-' are allowed")
    return topic


def partition_prefix(topic: str, partition: int) -> str:
    """What all keys of a partition begin with, the colon included."""
    return f"{{tavle:{topic}:{partition}}}:"


def sites_key(topic: str) -> str:
    """Hash: site → partition, for the web side."""
    return f"tavle:{topic}:sites"


def layout_key(topic: str) -> str:
    """JSON of a `Layout`."""
    return f"tavle:{topic}:layout"


def hash_key(topic: str, partition: int, name: HashName) -> str:
    """The whole key of a hash of the partition."""
    return partition_prefix(topic, partition) + name


class Layout(msgspec.Struct, frozen=True):
    """What the keys of a ledger were written for."""

    partitions: int
    version: int = LAYOUT_VERSION

    def encoded(self) -> bytes:
        return msgspec.json.encode(self)


def check_layout(stored: bytes | None, wanted: Layout) -> None:
    """Raises `LedgerMismatch` when the ledger was written for something else; nothing stored fits anything."""
    if stored is None:
        return
    try:
        found = msgspec.json.decode(stored, type=Layout)
    except msgspec.DecodeError as error:
        raise LedgerMismatch(f"the ledger's layout cannot be read ({error}); run `tavle rebuild`") from error
    if found != wanted:
        raise LedgerMismatch(
            f"the ledger was written for {found.partitions} partitions in layout {found.version}, "
            f"this is {wanted.partitions} partitions in layout {wanted.version}; "
            "run `tavle rebuild` to build it anew from the log"
        )
