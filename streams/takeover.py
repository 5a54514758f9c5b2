"""Taking a partition over: claim it, load its floors, find where to read on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeVar

import msgspec
import structlog

from streams.floor.floor_rules import FloorRules
from streams.floor.restored import StateMismatch, restore
from streams.floor.saved_rules import decode_rules
from streams.ledger.names import alerts_hash, floor_hash, last_week_hash, outbox_hash
from streams.ledger.port import LedgerWriter
from streams.log.port import EARLIEST, Log
from streams.outbox import Delivery
from streams.partition import OwnedPartition
from streams.patience import patiently
from streams.rule_book import RuleBook
from streams.worker_settings import WorkerSettings

logger = structlog.get_logger()
T = TypeVar("T")


async def take_over(
    index: int,
    log: Log,
    ledger: LedgerWriter,
    *,
    rules: RuleBook,
    settings: WorkerSettings,
    worker: str,
    delivery: Delivery | None = None,
) -> tuple[OwnedPartition, int]:
    """The partition with its floors as they were saved, and the offset to read from. The last owner is fenced.

    A log that was re-created is read from its beginning, on top of what is known; state of another version is dropped
    and rebuilt from the log. Waits, as long as it takes, for a ledger that cannot be reached.
    """

    async def wait_for(call: Callable[[], Awaitable[T]]) -> T:
        return await patiently(call, settings, partition=index)

    claim = await wait_for(lambda: ledger.claim(index, log_identity=log.identity))
    partition = OwnedPartition(index, claim.epoch, claim.next_offset, rules, settings, worker, delivery)
    position = EARLIEST if claim.next_offset is None else claim.next_offset
    try:
        for site in await wait_for(lambda: ledger.sites(index)):
            names = floor_hash(site), alerts_hash(site), outbox_hash(site), last_week_hash(site)
            fields, alerts, parcels, last_week = [await wait_for(partial(ledger.load, index, name)) for name in names]
            partition.add(restore(site, _rules_for(site, fields, rules), fields), alerts, parcels, last_week)
    except StateMismatch as mismatch:
        logger.warning("state_rebuilt", partition=index, reason=str(mismatch))
        await wait_for(lambda: ledger.clear(index, claim.epoch))
        partition = OwnedPartition(index, claim.epoch, None, rules, settings, worker, delivery)
        position = EARLIEST
    if claim.log_identity not in (None, log.identity):
        logger.error("log_recreated", partition=index, was=claim.log_identity, now=log.identity)
        partition.restart_at(0)
        position = EARLIEST
    partition.unread = bool(partition.floors)
    logger.info("partition_taken", partition=index, worker=worker, epoch=claim.epoch, position=position,
                sites=len(partition.floors))  # fmt: skip
    return partition, position


def _rules_for(site: str, fields: Mapping[str, bytes], rules: RuleBook) -> FloorRules:
    """The rules that hold; while it is not known which do, those that the floor was saved with."""
    if not rules.settled and "rules" in fields:
        try:
            return decode_rules(fields["rules"], rules(site))
        except msgspec.MsgspecError:
            pass  # `restore` says what is wrong with the state
    return rules(site)
