"""The table of faults: all rows, in the order of docs/reliability.md."""

from __future__ import annotations

from itertools import chain

from tests.fault import of_broker, of_clients, of_input, of_machine, of_network, of_parts, of_redis, of_versions
from tests.fault.row import Row

FAULTS = (
    of_parts.KILLED,
    of_parts.FROZEN,
    of_broker.BROKER,
    of_parts.STORM,
    of_redis.REDIS,
    of_network.REPLY_LOST,
    of_network.NETWORK,
    of_machine.BACKLOG,
    of_input.CLOCK,
    of_input.POISON,
    of_machine.DISK,
    of_clients.CLIENTS,
    of_versions.NIGHTS,
    of_versions.VERSIONS,
    of_versions.CONFIGURATION,
    of_versions.LONG,
)
"""What can break, as it was agreed."""

MODULES = (of_parts, of_broker, of_redis, of_network, of_input, of_clients, of_machine, of_versions)


def _in_order(rows: chain[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: FAULTS.index(row.fault)))


ROWS = _in_order(chain.from_iterable(module.ROWS for module in MODULES))
