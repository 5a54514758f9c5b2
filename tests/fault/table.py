"""The table of faults: all rows, in the order of docs/reliability.md."""

from __future__ import annotations

from tests.fault import of_broker, of_network, of_parts, of_redis

ROWS = (*of_parts.ROWS, *of_broker.ROWS, *of_redis.ROWS, *of_network.ROWS)
FAULTS = tuple(dict.fromkeys(row.fault for row in ROWS))
