"""Emptying a ledger whole, so that the worker builds it anew from the log."""

from __future__ import annotations

from typing import Any, cast

from streams.ledger.layout import check_topic, layout_key, sites_key
from streams.ledger.redis_client import connect, ledger_errors

BATCH = 500


async def erase_ledger(url: str, *, topic: str) -> int:
    """Deletes every key of the topic's ledger, closed days and layout too, and answers how many there were.

    The event log may live in the same Redis (`{tavle:<topic>:<p>}:log...`): those keys stay. No worker may run.
    Raises `LedgerUnavailable`; then call it again.
    """
    client = connect(url)
    erased = 0
    try:
        with ledger_errors():
            waiting: list[bytes] = []
            async for key in client.scan_iter(match=f"{{tavle:{check_topic(topic)}:*", count=BATCH):
                if not _belongs_to_log(cast(bytes, key)):
                    waiting.append(cast(bytes, key))
                if len(waiting) == BATCH:
                    erased += await _unlink(client, waiting)
                    waiting = []
            erased += await _unlink(client, waiting)
            erased += await _unlink(client, [sites_key(topic).encode(), layout_key(topic).encode()])
    finally:
        await client.aclose()
    return erased


def _belongs_to_log(key: bytes) -> bool:
    name = key.partition(b"}:")[2]
    return name == b"log" or name.startswith(b"log:")


async def _unlink(client: Any, keys: list[bytes]) -> int:
    pipeline = client.pipeline(transaction=False)
    for key in keys:  # one by one: on a cluster they lie in different slots
        pipeline.execute_command("UNLINK", key)
    return sum(await pipeline.execute()) if keys else 0
