"""The people of a simulated contact centre: names, skills, shifts and pauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from streams.events.agent import Presence
from streams.events.instant import MINUTE_MS
from streams.sources.floor_plan import FloorPlan, QueuePlan
from streams.sources.simulated_contact import TALK_MEAN_S, WRAP_MEAN_S

SHIFT_MS = 450 * MINUTE_MS

TEAMS = (("North", "Aarhus"), ("South", "Malmö"), ("West", "Bergen"), ("East", "Utrecht"))
AT_HOME_SHARE = 0.2
_AGENTS_A_TEAM = 4

_FIRST_NAMES = (
    "Anna Astrid Bjørn Britt Camilla Daan Eirik Elin Emma Erik Femke Freja Gunnar Hanne Henrik Ida Ingrid Jeroen "
    "Johan Jonas Karin Kasper Lars Lieke Linnea Lotte Magnus Maja Marit Mette Mikkel Niels Nora Ole Pernille Rasmus "
    "Sanne Sigrid Sofie Sven Tess Thijs Tove Ulla Vilde Willem Yrsa Åse"
).split()
_LAST_NAMES = (
    "Andersen Bakker Berg Bergström Dahl de_Boer de_Vries Eriksen Falk Hagen Hansen Holm Jansen Jensen Johansson "
    "Karlsson Kjær Larsen Lindqvist Lund Meijer Moen Mortensen Mulder Nielsen Nilsen Nyström Olsen Petersen Rasmussen "
    "Sandberg Smit Solberg Strand Sørensen van_Dijk van_den_Berg Visser Voss Åkesson"
).split()


class Skill(NamedTuple):
    """Serves this queue; 0 is his own, higher numbers come after."""

    queue: QueuePlan
    penalty: int


class Pause(NamedTuple):
    """Away from `at_ms` on, as soon as he is free."""

    at_ms: int
    lasts_ms: int
    presence: Presence
    reason: str


@dataclass(slots=True, eq=False)
class Agent:
    """One person. `busy` from ringing to the end of after-call work; `due` is a pause that waits for that."""

    id: str
    name: str
    team: str
    skills: Sequence[Skill]
    location: str | None = None
    online: bool = False
    busy: bool = False
    away: bool = False
    leaves: bool = False
    due: Pause | None = field(default=None)


def roster(plan: FloorPlan, random: Random) -> list[Agent]:
    """The people of a floor: so many with each queue as their own as its contacts need, each with 1 to 3 queues."""
    names = [f"{first} {last.replace('_', ' ')}" for last in _LAST_NAMES for first in _FIRST_NAMES]
    random.shuffle(names)
    homes = _homes(plan)
    agents = []
    for number, home in enumerate(homes):
        family = [queue for queue in plan.queues if _number_of(queue.id) == _number_of(home.id) and queue is not home]
        others = random.sample(family, k=min(len(family), random.choices((0, 1, 2), (2, 5, 3))[0]))
        skills = [Skill(home, 0), *(Skill(queue, rank) for rank, queue in enumerate(others, start=1))]
        name, team = names[number % len(names)], home.id.capitalize()
        agents.append(Agent(f"a{number + 11}", name, team, skills))
    return agents


def seat(agents: Sequence[Agent], random: Random) -> None:
    """Puts the people into up to four teams, each with its place; some work at home. Every team serves every queue, as
    far as there are people."""
    teams = TEAMS[: max(1, len(agents) // _AGENTS_A_TEAM)]
    for number, agent in enumerate(agents):
        agent.team, place = teams[number % len(teams)]
        agent.location = "Home" if random.random() < AT_HOME_SHARE else place


def _homes(plan: FloorPlan) -> list[QueuePlan]:
    """Largest remainders, so that every queue with work has its people even on a small floor."""
    loads = [queue.weight * (TALK_MEAN_S * queue.talk_scale + WRAP_MEAN_S * queue.wrap_scale) for queue in plan.queues]
    shares = [load / sum(loads) * plan.agents for load in loads]
    counts = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: counts[index] - shares[index])
    for index in by_remainder[: plan.agents - sum(counts)]:
        counts[index] += 1
    return [queue for queue, count in zip(plan.queues, counts, strict=True) for _ in range(count)]


def _number_of(queue_id: str) -> str:
    return queue_id.partition("-")[2]


def pauses(random: Random, shift_ms: int) -> Iterator[Pause]:
    """The pauses of a shift that begins at `shift_ms`, in order: about a seventh of it."""

    def pause(minute: float, minutes: float, presence: Presence, reason: str) -> Pause:
        at_ms = shift_ms + round((minute + random.uniform(-20, 20)) * MINUTE_MS)
        return Pause(at_ms, round(minutes * random.uniform(0.8, 1.2) * MINUTE_MS), presence, reason)

    planned = [
        pause(100, 10, "break", "Coffee"),
        pause(215, 25, "break", "Lunch"),
        pause(345, 10, "break", "Coffee"),
    ]
    if random.random() < 0.5:
        planned.append(pause(random.uniform(40, 400), 15, "meeting", random.choice(("Team meeting", "One to one"))))
    if random.random() < 0.35:
        planned.append(pause(random.uniform(40, 400), 25, "training", random.choice(("New products", "Coaching"))))
    if random.random() < 0.5:
        planned.append(pause(random.uniform(40, 400), 12, "other_work", random.choice(("Mail", "Follow-up"))))
    yield from sorted(planned)
