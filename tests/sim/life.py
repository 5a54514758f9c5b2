"""The life of a small floor, told by its sources: calls, agents and tickets; some of it late, twice, from the future or
no event at all."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from msgspec.structs import replace

from streams.events import AnyEvent
from streams.events.decode import encode
from tests.streams.floor.histories import AGENTS, QUEUES, event

BEAT_S = 2
BEGINNINGS = (1_795_435_200_000, 1_795_474_770_000)
"""2026-11-23 12:00 UTC, and half a minute before that day's midnight in Copenhagen."""
POISON = (b"no event", b"[]", b"\xff\xfe", b'{"type":"tavle.contact.queued","time":NaN}', b"[" * 3000)
DESK_QUEUE = "orders"
DESK_AGENT = "eva"


class Told(NamedTuple):
    """What a source sends `at_s` virtual seconds after the beginning."""

    at_s: float
    value: bytes


class Life:
    """What the sources of one site tell within `span_s`, in the order in which they tell it."""

    def __init__(self, site: str, rng: Random, begin: int, span_s: float, calls: int) -> None:
        self.site, self.begin, self.span_s = site, begin, span_s
        self._rng, self._number = rng, 0
        self.told: list[Told] = []
        for number in range(calls):
            self._call(f"c{number}", rng.uniform(0, span_s * 0.9))
        for number in range(rng.randint(0, 2)):
            self._ticket(f"t{number}", rng.uniform(0, span_s * 0.7))
        for agent in AGENTS:
            for _ in range(rng.randint(0, 3)):
                state = rng.choice(("available", "available", "break", "meeting", "offline"))
                self._tell("agent.state", rng.uniform(0, span_s), agent=agent, state=state)
        for _ in range(rng.randint(0, 2)):
            self.told.append(Told(rng.uniform(0, span_s), rng.choice(POISON)))
        self.told = sorted((told for told in self.told if told.at_s < span_s), key=lambda told: told.at_s)

    def _tell(self, type_: str, at_s: float, source: str = "pbx", **data: Any) -> None:
        """Usually at once; sometimes late, twice, before it happens, or so early that its clock must be wrong."""
        rng = self._rng
        self._number += 1
        told = self.event(f"e{self._number}", type_, at_s, source, **data)
        sent_s, luck = at_s + rng.uniform(0.01, 0.3), rng.random()
        if type_ == "ticket.opened":
            luck = 1.0  # the naive recomputation of calls knows no ticket without a queue
        if luck < 0.08:
            sent_s += rng.uniform(1, 20)
        elif luck < 0.12:
            sent_s = max(0.0, at_s - rng.uniform(1, 40))
        elif luck < 0.14:
            wrong = self.event(f"w{self._number}", type_, at_s + 3600, source, **data)
            self.told.append(Told(sent_s, encode(wrong)))
        self.told.append(Told(sent_s, encode(told)))
        if rng.random() < 0.1:
            self.told.append(Told(sent_s + rng.uniform(0, 15), encode(told)))

    def event(self, id_: str, type_: str, at_s: float, source: str = "pbx", **data: Any) -> AnyEvent:
        told = event(id_, type_, self.begin + round(at_s * 1000), **data)
        return replace(told, site=self.site, source=f"{self.site}/{source}")

    def _call(self, contact: str, at_s: float) -> None:
        rng = self._rng
        at_s -= rng.choice((0, 0, 0, 0, 0, 7200))
        for _ in range(rng.choice((1, 1, 1, 2))):
            queue, customer = rng.choice(QUEUES), rng.choice((None, "k1", "k2"))
            self._tell("contact.queued", at_s, contact=contact, queue=queue, customer=customer)
            agent, wait_s = rng.choice(AGENTS), rng.choice((rng.uniform(0.3, 5), rng.uniform(5, 25)))
            if rng.random() < 0.4:
                self._tell("contact.offered", at_s + wait_s * 0.4, contact=contact, agent=agent)
            at_s += wait_s
            if rng.random() < 0.3:
                self._tell("contact.left", at_s, contact=contact, reason=rng.choice(("abandoned", "callback")))
                at_s += 1
                continue
            self._tell("contact.answered", at_s, contact=contact, agent=agent)
            at_s += rng.uniform(1, 15)
            work = rng.choice(("none", "reported", "fixed"))
            self._tell("contact.ended", at_s, contact=contact, agent=agent, after_call_work=work,
                       after_call_work_ms=4000)  # fmt: skip
            at_s += rng.uniform(0.5, 5)
            self._tell("contact.wrapped", at_s, contact=contact, agent=agent, topic="invoice", resolved=True)
            if rng.random() < 0.3:
                self._tell("feedback.given", at_s + 1, contact=contact, kind="csat", score=rng.randint(1, 5))

    def _ticket(self, ticket: str, at_s: float) -> None:
        rng = self._rng
        self._tell("ticket.opened", at_s, "desk", ticket=ticket, queue=DESK_QUEUE, opened_by="customer")
        for _ in range(rng.randint(0, 3)):
            at_s += rng.uniform(1, 15)
            if rng.random() < 0.5:
                self._tell("ticket.message", at_s, "desk", ticket=ticket, by=rng.choice(("agent", "customer")),
                           agent=DESK_AGENT, public=True)  # fmt: skip
            else:
                self._tell("ticket.status", at_s, "desk", ticket=ticket,
                           status=rng.choice(("open", "pending", "solved")))  # fmt: skip
