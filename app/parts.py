"""The parts of an installation, opened as the configuration says: event log and ledger."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from app.private_valkey import private_valkey
from app.settings import Settings
from streams.ledger.open import open_ledger
from streams.ledger.port import Ledger
from streams.log.open import open_log
from streams.log.port import Log


class PartsApart(Exception):
    """Parts in several processes need a Redis that all of them reach."""

    def __init__(self, part: str) -> None:
        super().__init__(
            f"`tavle {part}` shares its ledger with other processes: set TAVLE_REDIS (and TAVLE_KAFKA), "
            "or run `tavle up`, which has everything in one process"
        )


@dataclass(frozen=True, slots=True)
class Parts:
    """`opened_ledger` is None for sources, which need none."""

    log: Log
    opened_ledger: Ledger | None

    @property
    def ledger(self) -> Ledger:
        if self.opened_ledger is None:
            raise RuntimeError("these parts were opened without a ledger")
        return self.opened_ledger


@asynccontextmanager
async def open_parts(
    settings: Settings, *, alone_as: str | None = None, needs_ledger: bool = True
) -> AsyncIterator[Parts]:
    """Log and ledger, open while the context is. `alone_as` is the command of a part that runs by itself: such a part
    has no private Valkey (`PartsApart`). Raises what the adapters raise for a log or ledger that cannot be used, and
    OSError for certificates that cannot be read."""
    async with AsyncExitStack() as stack:
        section = settings.log
        url = settings.ledger.redis_url or ""
        if not url and (needs_ledger or section.kafka is None):
            if alone_as is not None:
                raise PartsApart(alone_as)
            url = await stack.enter_async_context(private_valkey(settings.data_dir))
        log = open_log(section.kafka or url, topic=section.topic, partitions=section.partitions,
                       kafka=section.kafka_settings())  # fmt: skip
        await stack.enter_async_context(log)
        ledger: Ledger | None = None
        if needs_ledger:
            ledger = open_ledger(url, topic=section.topic, partitions=log.partitions)
            await stack.enter_async_context(ledger)
        yield Parts(log, ledger)
