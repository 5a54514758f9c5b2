"""A floor as nobody would wish it: names that are markup, names without a space, more of everything than fits."""

from __future__ import annotations

from collections.abc import Iterator

from tests.e2e.told import Event, Floor

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(2)>'
LONG = 60
QUEUES, AGENTS, WAITING = 200, 1000, 120
BATCH = 400


def name_of(n: int) -> str:
    """60 characters: markup, one word without end, or several words."""
    kind = (IMAGE, "Supercalifragilistic", "Teknisk support og fakturering ")[n % 3]
    return f"{n:04}{(kind * LONG)[: LONG - 4]}"


def queue_of(n: int) -> str:
    return SCRIPT if n == 0 else f"{n:03} {name_of(n)}"[:LONG]


def hostile(floor: Floor) -> Iterator[list[Event]]:
    """In batches that the server takes."""
    told = list(_people(floor)) + list(_contacts(floor)) + list(_tickets(floor))
    for place in range(0, len(told), BATCH):
        yield told[place : place + BATCH]


def _people(floor: Floor) -> Iterator[Event]:
    states = ("available", "break", "training")
    for n in range(AGENTS):
        agent = name_of(n)
        yield floor.event("agent.described", 900, agent=agent, name=name_of(n + 1)[:LONG], team=f"{SCRIPT} {n % 7}")
        yield floor.member(agent, queue_of(n % QUEUES), 890)
        yield floor.agent(agent, states[n % 3], 880 - n % 60)


def _contacts(floor: Floor) -> Iterator[Event]:
    for n in range(QUEUES):
        contact, agent = f"{IMAGE}{n}", name_of(n)
        yield floor.queued(contact, queue_of(n), 800)
        yield floor.answered(contact, agent, 800 - n % 40)
        yield floor.ended(contact, agent, 700)
        yield floor.event(
            "contact.wrapped", 690, contact=contact, agent=agent, topic=name_of(n % 20), category=SCRIPT, resolved=False
        )
        yield floor.event("feedback.given", 600, contact=contact, kind="csat", score=1 + n % 5, comment=SCRIPT)
    for n in range(WAITING):
        yield floor.queued(f"w{n}{IMAGE}", queue_of(n), 90 - n % 60)


def _tickets(floor: Floor) -> Iterator[Event]:
    for n in range(60):
        ticket = f"{SCRIPT}{n:02}{'T' * 30}"
        told = {"queue": queue_of(n), "channel": "email", "priority": SCRIPT, "subject_class": IMAGE}
        yield floor.event("ticket.opened", 500, ticket=ticket, **told)
        yield floor.event("ticket.assigned", 490, ticket=ticket, agent=name_of(n))
