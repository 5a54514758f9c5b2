"""Faults of Kafka: away, frozen, back without its data, and topics made anew."""

from __future__ import annotations

import asyncio
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient

from tests.fault.checks import comes_to_rest, figures_are_right
from tests.fault.installation import Installation
from tests.fault.row import Row

AWAY_S = 8.0
FROZEN_S = 8.0
"""Longer than a source may be silent without a mark: 2.5 beats of a second."""

BROKER = "broker stopped, restarted, back empty, topic re-created"


async def stopped_and_started(site: Installation) -> None:
    await site.kafka.stop()
    await asyncio.sleep(AWAY_S)
    await site.kafka.start()


async def killed(site: Installation) -> None:
    await site.kafka.kill()
    await asyncio.sleep(1)
    await site.kafka.start()


async def frozen(site: Installation) -> None:
    site.kafka.freeze()
    try:
        await asyncio.sleep(FROZEN_S)
        await site.is_marked("source", within_s=4)
    finally:
        site.kafka.thaw()


async def back_empty(site: Installation) -> None:
    await all_is_read(site)
    await site.kafka.kill()
    site.floor.open_to_contacts = True
    await site.kafka.empty()
    await site.holds(lambda: reset_is_shown(site), 60, "a reset of the log to be counted")


async def topic_made_anew(site: Installation) -> None:
    await all_is_read(site)
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=site.kafka.bootstrap)
    await admin.start()
    try:
        await admin.delete_topics([site.stack.topic])
    finally:
        await admin.close()
    site.floor.open_to_contacts = True
    await site.holds(lambda: reset_is_shown(site), 60, "a reset of the log to be counted")


async def all_is_read(site: Installation) -> None:
    """What a broker loses before anybody read it is lost: here everything was."""
    await comes_to_rest(site)
    await figures_are_right(site)


async def reset_is_shown(site: Installation) -> bool:
    return any(part.said("log_reset") or part.said("log_recreated") for part in site.stack.parts)


ROWS = (
    Row(BROKER, "broker restarted", "the broker ends and is away for 8 s",
        "sources are marked once they are silent for 2.5 beats", stopped_and_started,
        proven_by=("tests/contract/test_log_outages.py::"
                   "test_a_stalled_or_killed_broker_is_told_by_end_offsets_and_the_reader_goes_on_after_it",)),
    Row(BROKER, "broker killed", "kill -9 of the broker, which starts again at once", "nothing, or sources are marked",
        killed, telling=True),
    Row(BROKER, "broker frozen", "SIGSTOP of the broker for 8 s", "the source is marked since its last sign", frozen),
    Row(BROKER, "broker back empty", "the broker comes back without any data, as another cluster",
        "the figures stay, and a reset is counted", back_empty, may_end=frozenset({"worker", "source"}), spoils=True),
    Row(BROKER, "topic made anew", "the topic of the events is deleted", "the figures stay, and a reset is counted",
        topic_made_anew, may_end=frozenset({"worker", "source"}), spoils=True),
)  # fmt: skip
