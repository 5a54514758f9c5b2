"""What a simulated contact centre is made of: its queues, and how many people and contacts."""

from __future__ import annotations

from dataclasses import dataclass, replace

QUEUES_LIMIT = 500
AGENTS_LIMIT = 5_000


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """A queue. `weight` is its share of all contacts; after `overflow_after_s` a waiting contact goes to
    `overflow_to`. `topics` are what its contacts are about, by category."""

    id: str
    weight: float
    topics: tuple[tuple[str, tuple[str, ...]], ...]
    channel: str = "voice"
    talk_scale: float = 1.0
    wrap_scale: float = 1.0
    overflow_to: str | None = None
    overflow_after_s: int = 120


SALES = QueuePlan(
    "sales",
    0.14,
    (("Offers", ("Price", "Bundle", "Campaign")), ("Orders", ("New order", "Delivery date", "Change of order"))),
    overflow_to="support",
    overflow_after_s=90,
)
SUPPORT = QueuePlan(
    "support",
    0.20,
    (("Broadband", ("Slow", "No connection", "Router")), ("Mobile", ("Roaming", "SIM card", "Coverage"))),
)
BILLING = QueuePlan(
    "billing",
    0.11,
    (("Invoice", ("Amount", "Due date", "Reminder")), ("Payment", ("Card", "Direct debit", "Instalments"))),
    overflow_to="support",
    overflow_after_s=75,
)
RETENTION = QueuePlan(
    "retention",
    0.05,
    (("Leaving", ("Moving abroad", "Price", "Competitor")), ("Terms", ("Notice", "Binding period"))),
    overflow_to="sales",
    overflow_after_s=90,
)
CHAT = QueuePlan(
    "chat",
    0.50,
    (("Account", ("Password", "Address", "E-mail")), ("Order", ("Where is it", "Return", "Exchange"))),
    channel="chat",
    talk_scale=0.25,
    wrap_scale=0.45,
)
QUEUES = (SUPPORT, SALES, BILLING, CHAT, RETENTION)


@dataclass(frozen=True, slots=True)
class FloorPlan:
    """Queues, number of agents on the roster, and contacts a minute in the busiest half-hour."""

    queues: tuple[QueuePlan, ...] = QUEUES
    agents: int = 40
    contacts_a_minute: float = 13.0

    def scaled(self, factor: float) -> FloorPlan:
        """The same floor, so many times as many people and contacts."""
        agents = max(1, round(self.agents * factor))
        return replace(self, agents=agents, contacts_a_minute=self.contacts_a_minute * factor)


def floor_plan(queues: int = 5, agents: int = 40, contacts_a_minute: float | None = None) -> FloorPlan:
    """A floor of a given size. Beyond five queues the five repeat, as `sales-2` and so on. Without a rate, as many
    contacts as the agents can just serve well.

    Raises ValueError outside 1 to 500 queues and 1 to 5,000 agents.
    """
    if not 1 <= queues <= QUEUES_LIMIT or not 1 <= agents <= AGENTS_LIMIT:
        raise ValueError(
            f"{queues} queues and {agents} agents: 1 to {QUEUES_LIMIT} and 1 to {AGENTS_LIMIT} are possible"
        )
    plans: list[QueuePlan] = []
    for number in range(queues):
        plan, copy = QUEUES[number % len(QUEUES)], number // len(QUEUES)
        suffix = f"-{copy + 1}" if copy else ""
        plans.append(replace(plan, id=plan.id + suffix, overflow_to=plan.overflow_to and plan.overflow_to + suffix))
    ids = {plan.id for plan in plans}
    plans = [plan if plan.overflow_to in ids else replace(plan, overflow_to=None) for plan in plans]
    default = FloorPlan()
    rate = contacts_a_minute or agents * default.contacts_a_minute / default.agents
    return FloorPlan(tuple(plans), agents, rate)
