"""Everything of a simulated centre that is more than its calls: mail, customers' answers, trade, teams and books."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import simpy

from streams.events import MeasureReported
from streams.events.instant import HOUR_MS
from streams.sources.arrivals import Profile
from streams.sources.floor_plan import FloorPlan
from streams.sources.simulated_agent import Agent, seat
from streams.sources.simulated_books import Books
from streams.sources.simulated_contact import Contact
from streams.sources.simulated_diary import Diary
from streams.sources.simulated_outcome import Aftermath, Outcome
from streams.sources.simulated_ticket import TicketDesk


def found_company(
    seed: str,
    env: simpy.Environment,
    diary: Diary,
    plan: FloorPlan,
    profile: Profile,
    agents: Sequence[Agent],
    call_again: Callable[[Contact], None],
    *,
    speed: float,
    zone: str,
) -> Outcome:
    """Sets it going in `env`, each part with luck of its own, and gives what a contact leads to. `zone` is that of its
    books."""
    seat(agents, Random(f"{seed}/teams"))
    desk = TicketDesk(Random(f"{seed}/tickets"), env, diary, agents)
    desk.backlog()
    env.process(desk.arrivals(plan, profile))
    aftermath = Aftermath(Random(f"{seed}/outcomes"), env, diary.write, call_again)
    env.process(aftermath.come_and_go(plan, profile))
    env.process(_reports(env, diary, Books(seed, len(agents), ZoneInfo(zone)), round(HOUR_MS * speed)))
    return aftermath


def _reports(env: simpy.Environment, diary: Diary, books: Books, every_ms: int) -> Generator[simpy.Event, Any, None]:
    for measure in books.past(diary.at_ms):
        diary.write(MeasureReported, measure)
    while True:
        for measure in books.present(diary.at_ms):
            diary.write(MeasureReported, measure)
        yield env.timeout(every_ms)
