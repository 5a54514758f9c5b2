"""So many events a second, now: `python -m loadtest.steady_load LOG TOPIC EVENTS_A_SECOND SECONDS SITES AGENTS`.

Calls of simulated sites, one after the other as on busy mornings, but told as fast as asked for and as of now. Prints
`appending` once the first are in the log, and at the end `append_p50_ms` and `append_p99_ms`: how long the log took to
acknowledge a batch, and `behind_ms`: how late the last batch was.
"""

from __future__ import annotations

import asyncio
import sys
import time

import uvloop

from loadtest.simulated_records import simulated_messages
from loadtest.telling import report
from streams.events.instant import rfc3339
from streams.log.open import open_log
from streams.log.port import Message

BATCHES_A_SECOND = 50
_TIME = b'"time":"'


async def main(log_url: str, topic: str, rate: int, seconds: int, sites: int, agents: int) -> None:
    size = rate // BATCHES_A_SECOND
    pieces = [_cut(message) for message in simulated_messages(rate * seconds, sites=sites, agents=agents)]
    took_ms: list[float] = []
    async with open_log(log_url, topic=topic) as log:
        began = time.perf_counter()
        for number in range(len(pieces) // size):
            await asyncio.sleep(max(0.0, began + number / BATCHES_A_SECOND - time.perf_counter()))
            now = rfc3339(time.time_ns() // 1_000_000).encode()
            batch = [Message(key, head + now + tail) for key, head, tail in pieces[number * size : (number + 1) * size]]
            at = time.perf_counter()
            await log.append(batch)
            took_ms.append((time.perf_counter() - at) * 1000)
            if number == 0:
                sys.stdout.write("appending\n")
                sys.stdout.flush()
        behind_s = time.perf_counter() - began - len(took_ms) / BATCHES_A_SECOND
    took_ms.sort()
    report("append_p50_ms", took_ms[len(took_ms) // 2], ".1f")
    report("append_p99_ms", took_ms[int(len(took_ms) * 0.99)], ".1f")
    report("behind_ms", behind_s * 1000, ".0f")


def _cut(message: Message) -> tuple[bytes, bytes, bytes]:
    """Its key, and what stands before and after the time of the event."""
    head, found, rest = message.value.partition(_TIME)
    return message.key, head + found, rest[rest.index(b'"') :]


if __name__ == "__main__":
    given = sys.argv[1:]
    uvloop.run(main(given[0], given[1], *map(int, given[2:])))
