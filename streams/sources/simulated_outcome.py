"""What a contact of a simulated floor leads to: after-call notes, feedback, a sale, a customer kept, a second call."""

from __future__ import annotations

from collections.abc import Callable, Generator
from random import Random
from typing import Any, Literal, Protocol, cast

import msgspec
import simpy

from streams.events import ContactWrapped, CustomerChanged, FeedbackGiven, RetentionTried, SaleMade
from streams.events.commerce import CustomerChange, Retention, Sale
from streams.events.contact import Wrapped
from streams.events.feedback import Feedback
from streams.sources.arrivals import Profile, arrivals_ms
from streams.sources.floor_plan import FloorPlan
from streams.sources.simulated_agent import Agent
from streams.sources.simulated_contact import Contact
from streams.sources.simulated_survey import ANSWER_SHARE, ANSWERS_AFTER_S, answer, liking
from streams.sources.simulated_topic import Topic, pick_topic

LOGGED_SHARE = 0.93
ASKED_SHARE = 0.3
CALLS_AGAIN_SHARE = 0.4
CALLS_AGAIN_AFTER_S = (8 * 60, 150 * 60)
FIRST_CALLS_SHARE = 0.94
"""Of all contacts: the others are second calls, which come on top of the arrivals."""
SALE_SHARE = {"sales": 0.3, "retention": 0.06, "support": 0.03, "billing": 0.02, "chat": 0.04}
LEAVING_SHARE = 0.6
SAVED_SHARE = 0.55
CUSTOMERS_AN_AGENT_HOUR = 0.15
JOINED_SHARE = 0.57

_SALES: tuple[Literal["new", "upsell", "repurchase"], ...] = ("new", "upsell", "repurchase")

Emit = Callable[[type[Any], Any], None]


class Outcome(Protocol):
    """How the after-call work of a contact ends."""

    def conclude(self, agent: Agent, contact: Contact) -> None: ...


class Notes:
    """What it was about, and nothing more: the floor of calls alone."""

    def __init__(self, random: Random, emit: Emit) -> None:
        self._random, self._emit = random, emit

    def conclude(self, agent: Agent, contact: Contact) -> None:
        random = self._random
        logged = random.random() < LOGGED_SHARE
        category, topics = random.choice(contact.queue.topics)
        self._emit(
            ContactWrapped,
            Wrapped(
                contact=contact.id,
                agent=agent.id,
                category=category if logged else None,
                topic=random.choice(topics) if logged else None,
                resolved=random.random() < 0.78,
                value_to=random.choices(("customer", "company", "both", "none"), (5, 2, 2, 1))[0],
            ),
        )


class Aftermath:
    """All that may follow. It draws from luck of its own, so that the calls go on as they would without it."""

    def __init__(
        self, random: Random, env: simpy.Environment, emit: Emit, call_again: Callable[[Contact], None]
    ) -> None:
        self._random, self._env, self._emit, self._call_again = random, env, emit, call_again
        self._craft: dict[str, float] = {}

    def conclude(self, agent: Agent, contact: Contact) -> None:
        random = self._random
        again = contact.about is not None
        topic = contact.about or pick_topic(random, contact.queue.id)
        resolved = random.random() < topic.solved + (0.1 if again else 0)
        self._trade(agent, contact, topic)
        self._emit(ContactWrapped, self._notes(agent, contact, topic, resolved))
        if random.random() < ANSWER_SHARE:
            self._later(ANSWERS_AFTER_S, self._feedback, self._answer(agent, contact, resolved))
        if not resolved and random.random() < CALLS_AGAIN_SHARE:
            contact.about = topic
            self._later(CALLS_AGAIN_AFTER_S, self._call_again, contact)

    def come_and_go(self, plan: FloorPlan, profile: Profile) -> Generator[simpy.Event, Any, None]:
        """Customers who join and leave without a word."""
        random, env = self._random, self._env
        rate, from_ms = plan.agents * CUSTOMERS_AN_AGENT_HOUR / 60, cast(int, env.now)
        for at_ms in arrivals_ms(Random(random.random()), profile, rate, from_ms):
            yield env.timeout(at_ms - cast(int, env.now))
            customer = f"{random.getrandbits(128):032x}"
            self._emit(
                CustomerChanged,
                CustomerChange(change=random.choices(("joined", "left"), (57, 43))[0], customer=customer),
            )

    def _notes(self, agent: Agent, contact: Contact, topic: Topic, resolved: bool) -> Wrapped:
        random = self._random
        logged, asked = random.random() < LOGGED_SHARE, random.random() < ASKED_SHARE
        return Wrapped(
            contact=contact.id,
            agent=agent.id,
            category=topic.category if logged else None,
            topic=topic.name if logged else None,
            resolved=resolved,
            value_to=topic.value_to if random.random() < 0.9 else "none",
            same_matter=contact.about is not None if asked else None,
        )

    def _answer(self, agent: Agent, contact: Contact, resolved: bool) -> Feedback:
        random, queue = self._random, contact.queue
        craft = self._craft.setdefault(agent.id, random.gauss(0, 0.05))
        return msgspec.structs.replace(
            answer(random, queue.channel, liking(random, contact.waited_ms, resolved, craft)),
            contact=contact.id,
            queue=queue.id,
            agent=agent.id,
            customer=contact.customer,
            same_matter=contact.about is not None if random.random() < ASKED_SHARE else None,
        )

    def _trade(self, agent: Agent, contact: Contact, topic: Topic) -> None:
        random, customer, queue = self._random, contact.customer, contact.queue.id
        family = queue.partition("-")[0]
        if family == "retention" and topic.category == "Subscription" and random.random() < LEAVING_SHARE:
            saved = random.random() < SAVED_SHARE
            self._emit(RetentionTried, Retention(saved=saved, agent=agent.id, queue=queue, customer=customer))
            if not saved:
                self._emit(CustomerChanged, CustomerChange(change="left", customer=customer))
        elif random.random() < SALE_SHARE.get(family, 0.0):
            kind = random.choices(_SALES, (5, 3, 2) if family == "sales" else (0, 4, 1))[0]
            amount = round(random.lognormvariate(4.2 if kind == "new" else 3.4, 0.6), 2)
            sale = Sale(agent=agent.id, queue=queue, kind=kind, amount=amount, currency="EUR", customer=customer)
            self._emit(SaleMade, sale)
            if kind == "new":
                self._emit(CustomerChanged, CustomerChange(change="joined", customer=customer))

    def _feedback(self, feedback: Feedback) -> None:
        self._emit(FeedbackGiven, feedback)

    def _later(self, within_s: tuple[int, int], do: Callable[[Any], None], what: object) -> None:
        low_s, high_s = within_s
        timer = self._env.timeout(self._random.randint(low_s * 1000, high_s * 1000), what)
        timer.callbacks.append(lambda event: do(event.value))
