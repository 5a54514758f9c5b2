"""A large contact centre for measurements: a working day of calls at many queues, and thousands of open tickets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from heapq import merge
from pathlib import Path

from app.settings import Settings
from streams.events import AnyEvent, ContactQueued, TicketAssigned, TicketMessage, TicketOpened
from streams.events.decode import encode
from streams.events.instant import DAY_MS, HOUR_MS, from_ms
from streams.events.ticket import Assigned, Message, Opened
from streams.floor.business_hours import BusinessHours
from streams.floor.floor_rules import FloorRules
from streams.floor.promise import Promise, PromiseRule, PromiseRules
from streams.rule_book import RuleBook
from streams.sources.floor_plan import floor_plan
from streams.sources.simulated_day import simulate_day

SITE = "large"
START_MS = 1_795_424_400_000
WORKING_DAY_MIN = 420
_WEEKDAYS = (((480, 1200),),) * 5 + ((),) * 2
"""Open from eight to twenty."""
_PROMISES = (
    Promise("first_reply", 8 * HOUR_MS),
    Promise("next_reply", 8 * HOUR_MS),
    Promise("resolution", 5 * DAY_MS),
)


def rules() -> RuleBook:
    """Promises to every ticket, and the shipped alerts."""
    promise = PromiseRule("everyone", BusinessHours("UTC", _WEEKDAYS), _PROMISES)
    held = FloorRules(promises=PromiseRules((promise,)))
    return RuleBook(lambda _: held, alerts=Settings().alert_policy)


def write_events(path: Path, *, queues: int, agents: int, tickets: int, contacts: int) -> None:
    """A working day of so many contacts at so many queues and agents, besides so many tickets opened in the four days
    before its end and still open."""
    plan = floor_plan(queues, agents, contacts_a_minute=contacts / WORKING_DAY_MIN)
    day = simulate_day(1, START_MS, SITE, plan=plan, always_busy=True, calls_only=True)
    with path.open("wb") as file:
        for event in merge(_tickets(tickets, queues=queues, agents=agents), _first(day, contacts), key=_time):
            file.write(encode(event) + b"\n")


def _time(event: AnyEvent) -> float:
    return event.time.timestamp()


def _first(day: Iterator[AnyEvent], contacts: int) -> Iterator[AnyEvent]:
    """The day up to the entry of the last of so many contacts."""
    seen: set[str] = set()
    for event in day:
        if isinstance(event, ContactQueued):
            seen.add(event.data.contact)
            if len(seen) > contacts:
                return
        yield event


def _tickets(tickets: int, *, queues: int, agents: int) -> list[AnyEvent]:
    """Opened, taken by an agent, answered once, and written to again."""
    chance, told = random.Random(2), list[AnyEvent]()
    names = [queue.id for queue in floor_plan(queues, agents).queues]
    for number in range(tickets):
        id_, agent = f"ticket-{number}", f"a{chance.randrange(agents)}"
        moment = START_MS - 4 * DAY_MS + chance.randrange(4 * DAY_MS)
        opened = Opened(ticket=id_, queue=chance.choice(names), customer=f"customer-{number % 4000}")
        at = [from_ms(moment + hours * HOUR_MS) for hours in range(4)]
        told += (
            TicketOpened(id=f"{id_}/1", source="desk", site=SITE, time=at[0], data=opened),
            TicketAssigned(id=f"{id_}/2", source="desk", site=SITE, time=at[1], data=Assigned(ticket=id_, agent=agent)),
            TicketMessage(id=f"{id_}/3", source="desk", site=SITE, time=at[2],
                          data=Message(ticket=id_, by="agent", agent=agent)),
            TicketMessage(id=f"{id_}/4", source="desk", site=SITE, time=at[3],
                          data=Message(ticket=id_, by="customer")),
        )  # fmt: skip
    return sorted(told, key=_time)
