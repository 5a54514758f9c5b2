"""The present of one scope at one moment: who waits, who talks, which agents are in which state, which tickets are
open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from streams.floor.view import AgentView, QueueNow, TicketsNow, Waiting

BUSY_STATES = ("ringing", "talking", "holding", "wrapping", "busy")
ONLINE_STATES = (*BUSY_STATES, "available", "break", "training", "meeting", "other_work", "in_error")


@dataclass(frozen=True, slots=True)
class Present:
    """The present at `at`. `oldest` are the waiting contacts that are listed, longest first; `next_late` is when the
    next one passes its threshold. All moments in ms since 1970."""

    at: int
    waiting: int = 0
    talking: int = 0
    oldest: tuple[Waiting, ...] = ()
    agents: Mapping[str, int] = field(default_factory=dict)
    suspect: int = 0
    next_late: int | None = None
    tickets: TicketsNow = field(default_factory=TicketsNow)

    @property
    def longest_wait_ms(self) -> int | None:
        """None while nobody waits."""
        return self._since(self.oldest[0].since if self.oldest else None)

    @property
    def next_breach_ms(self) -> int | None:
        """Until the next waiting contact passes its threshold. None while nobody waits within it."""
        return self._until(self.next_late)

    @property
    def next_due_ms(self) -> int | None:
        """Until the next promise to a ticket falls due. None while none runs."""
        return self._until(self.tickets.next_due)

    @property
    def oldest_ticket_ms(self) -> int | None:
        """Age of the oldest open ticket. None without one."""
        return self._since(self.tickets.oldest)

    @property
    def backlog_age_ms(self) -> int | float | None:
        """Mean age of the open tickets. None without one."""
        if not self.tickets.open:
            return None
        ages_ms = self.at * self.tickets.open - self.tickets.opened_sum
        whole, rest = divmod(ages_ms, self.tickets.open)
        return ages_ms / self.tickets.open if rest else whole

    def agents_in(self, states: Iterable[str]) -> int:
        return sum(self.agents.get(state, 0) for state in states)

    @property
    def agents_online(self) -> int:
        return self.agents_in(ONLINE_STATES)

    def _since(self, moment: int | None) -> int | None:
        return None if moment is None else max(0, self.at - moment)

    def _until(self, moment: int | None) -> int | None:
        return None if moment is None else max(0, moment - self.at)


def present_of(queues: Iterable[QueueNow], agents: Mapping[str, int], at: int) -> Present:
    """The present of some queues together; `agents` counts each agent once."""
    queues = list(queues)
    oldest = sorted((entry for queue in queues for entry in queue.oldest), key=lambda entry: entry.since)
    return Present(
        at=at,
        waiting=sum(queue.waiting for queue in queues),
        talking=sum(queue.talking for queue in queues),
        oldest=tuple(oldest),
        agents=agents,
        suspect=sum(queue.suspect for queue in queues),
        next_late=_earliest(queue.next_late for queue in queues),
        tickets=tickets_of(queue.tickets for queue in queues),
    )


def present_of_agents(agents: Iterable[AgentView], at: int) -> Present:
    """The present of some agents: their states and the tickets assigned to them."""
    agents = list(agents)
    return Present(
        at=at, agents=Counter(agent.state for agent in agents), tickets=tickets_of(agent.tickets for agent in agents)
    )


def tickets_of(parts: Iterable[TicketsNow]) -> TicketsNow:
    """The open tickets of several scopes together; no ticket may be in two of them."""
    parts = list(parts)
    return TicketsNow(
        open=sum(part.open for part in parts),
        unanswered=sum(part.unanswered for part in parts),
        at_risk=sum(part.at_risk for part in parts),
        breached=sum(part.breached for part in parts),
        next_due=_earliest(part.next_due for part in parts),
        oldest=_earliest(part.oldest for part in parts),
        opened_sum=sum(part.opened_sum for part in parts),
    )


def _earliest(moments: Iterable[int | None]) -> int | None:
    return min((moment for moment in moments if moment is not None), default=None)
