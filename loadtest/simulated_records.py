"""Records for benchmarks: the events of several simulated sites, in the order of their times."""

from __future__ import annotations

from heapq import merge
from itertools import islice

from streams.events.decode import encode
from streams.log.port import Message
from streams.sources.floor_plan import floor_plan
from streams.sources.simulated_day import simulate_day

START_MS = 1_795_424_400_000
HOURS = 24.0


def simulated_messages(events: int, *, sites: int, agents: int, queues: int = 8) -> list[Message]:
    """So many events of `sites` busy mornings, each with so many agents and queues; always the same ones.

    Calls only, so that a rate measured on them compares with those measured before there was more."""
    plan = floor_plan(queues, agents)
    days = [
        simulate_day(number, START_MS, f"site-{number:02d}", HOURS, plan=plan, always_busy=True, calls_only=True)
        for number in range(sites)
    ]
    together = merge(*days, key=lambda event: event.time)
    return [Message(event.site.encode(), encode(event)) for event in islice(together, events)]
