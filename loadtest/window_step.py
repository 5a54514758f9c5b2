"""One step of the windows of a site with very many queues: what it costs to move them on, and to show them."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from statistics import median

from streams.events import AnyEvent, ContactAnswered, ContactEnded, ContactQueued
from streams.events.contact import Answered, Ended, Queued
from streams.events.instant import from_ms, to_ms
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.saved import save
from streams.floor.window import PANE_MS
from streams.published import PublishedFigures
from streams.worker_settings import WorkerSettings

SITE = "wide"
START_MS = 1_795_424_400_000
STEPS_BEFORE = 540
CONTACTS_BEFORE = 100
"""An hour and a half that fills the windows: so many steps, so many contacts in each."""


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Milliseconds of processor time: nothing here waits, and the machine may be shared. `step` is a tick with every
    series moved on, on average; a refresh writes all figures anew after a step, in `turns`. Of all turns that were
    measured, `turn_p50` is the median and `turn_max` the longest."""

    step: float
    refresh: float
    turn_p50: float
    turn_max: float
    turns: int


def measure_steps(*, queues: int, agents: int, contacts: int, steps: int, scopes: int | None = None) -> StepTimes:
    """Of `steps` steps of 10 s, with so many `contacts` in each, every other is measured bare, the rest by the refresh
    of all figures after it, so many `scopes` (queues, agents, channels) a turn."""
    scopes = scopes or WorkerSettings().refresh_scopes
    floor = Floor(SITE, FloorRules())
    published = PublishedFigures(floor)
    told = iter(_contacts(queues, agents, contacts, steps))
    event = next(told)
    stepped: list[float] = []
    refreshed: list[list[float]] = []
    for number in range(1, STEPS_BEFORE + steps + 1):
        now = START_MS + number * PANE_MS
        while (moment := to_ms(event.time)) < now:
            floor.apply(event, moment + 1)
            event = next(told)
        if number <= STEPS_BEFORE:
            floor.tick(now)
        elif number % 2:
            stepped.append(_step(floor, now))
        else:
            refreshed.append(_refresh(published, floor, now, scopes))
        if number >= STEPS_BEFORE:  # as after every turn of a worker
            published.note_changes()
            published.refresh(now)
            save(floor)
        if number == STEPS_BEFORE:
            gc.collect()
    return StepTimes(
        step=sum(stepped) / len(stepped),
        refresh=sum(map(sum, refreshed)) / len(refreshed),
        turn_p50=median(chain.from_iterable(refreshed)),
        turn_max=max(map(max, refreshed)),
        turns=len(refreshed[0]),
    )


def _step(floor: Floor, now: int) -> float:
    began = time.process_time()
    floor.tick(now)
    starts = floor.windows.starts(now)
    of_queues = (queue.series for queue in floor.queues.values())
    of_agents = (agent.series for agent in floor.agents.values())
    for series in chain(of_queues, of_agents, floor.channels.values(), (floor.series,)):
        series.advance(now, starts)
    return (time.process_time() - began) * 1000


def _refresh(published: PublishedFigures, floor: Floor, now: int, scopes: int) -> list[float]:
    """What each turn took, until every queue, agent and channel has been shown."""
    floor.tick(now)
    published.note_changes()
    every = len(floor.queues) + len(floor.agents) + len(floor.channels)
    turns: list[float] = []
    for _ in range(-(-every // scopes)):
        began = time.process_time()
        published.refresh(now, scopes)
        turns.append((time.process_time() - began) * 1000)
    return turns


def _contacts(queues: int, agents: int, contacts: int, steps: int) -> Iterator[AnyEvent]:
    """Calls in the order of their moments; they go on after the last step, so that there is always a next one."""
    chance = random.Random(1)
    told: list[AnyEvent] = []
    for step in range(STEPS_BEFORE + steps + 1):
        for number in range(CONTACTS_BEFORE if step < STEPS_BEFORE else contacts):
            entered = START_MS + step * PANE_MS + chance.randrange(PANE_MS)
            queue, agent = f"queue-{chance.randrange(queues)}", f"agent-{chance.randrange(agents)}"
            told += _call(f"{step}-{number}", queue, agent, entered, chance)
    return iter(sorted(told, key=lambda event: event.time))


def _call(contact: str, queue: str, agent: str, entered: int, chance: random.Random) -> Iterator[AnyEvent]:
    answered = entered + chance.randrange(60_000)
    ended = answered + chance.randrange(240_000)
    queued = Queued(contact=contact, queue=queue)
    yield ContactQueued(id=f"{contact}/1", source="bench", site=SITE, time=from_ms(entered), data=queued)
    taken = Answered(contact=contact, agent=agent)
    yield ContactAnswered(id=f"{contact}/2", source="bench", site=SITE, time=from_ms(answered), data=taken)
    over = Ended(contact=contact, agent=agent)
    yield ContactEnded(id=f"{contact}/3", source="bench", site=SITE, time=from_ms(ended), data=over)
