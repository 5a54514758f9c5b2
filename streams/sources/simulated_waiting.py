"""Who waits and who is free on a simulated floor, so that the right two are found at once."""

from __future__ import annotations

from streams.sources.floor_plan import QueuePlan
from streams.sources.simulated_agent import Agent
from streams.sources.simulated_contact import Contact

SKILLS_LIMIT = 3
# A contact of an agent's second queue goes first when it has waited this much longer.
_OWN_QUEUE_BONUS_MS = 20_000


class WaitingRoom:
    """Contacts by queue, the longest waiting first; free agents by queue and penalty, the longest free first."""

    def __init__(self, queues: tuple[QueuePlan, ...]) -> None:
        self._waiting: dict[str, dict[Contact, None]] = {queue.id: {} for queue in queues}
        self._free: dict[str, tuple[dict[Agent, None], ...]] = {
            queue.id: tuple({} for _ in range(SKILLS_LIMIT)) for queue in queues
        }

    def enter(self, contact: Contact) -> None:
        """At the end of its queue."""
        self._waiting[contact.queue.id][contact] = None

    def enter_first(self, contact: Contact) -> None:
        """Back at the head, after an offer that nobody took."""
        queue = self._waiting[contact.queue.id]
        self._waiting[contact.queue.id] = {contact: None, **queue}

    def leave(self, contact: Contact) -> None:
        """No longer waiting."""
        self._waiting[contact.queue.id].pop(contact, None)

    def free(self, agent: Agent) -> None:
        """Ready for a contact."""
        for queue, penalty in agent.skills:
            self._free[queue.id][penalty][agent] = None

    def take(self, agent: Agent) -> None:
        """No longer ready."""
        for queue, penalty in agent.skills:
            self._free[queue.id][penalty].pop(agent, None)

    def is_free(self, agent: Agent) -> bool:
        """Ready for a contact now."""
        queue, penalty = agent.skills[0]
        return agent in self._free[queue.id][penalty]

    def agent_for(self, contact: Contact) -> Agent | None:
        """The free agent for a contact: his own queue before a second one, then the longest free."""
        for agents in self._free[contact.queue.id]:
            if agents:
                return next(iter(agents))
        return None

    def contact_for(self, agent: Agent, now_ms: int) -> Contact | None:
        """The waiting contact for an agent: the longest waiting, his own queue ahead by 20 s for each rank."""
        best, best_ms = None, -1_000_000
        for queue, penalty in agent.skills:
            waiting = self._waiting[queue.id]
            if waiting:
                contact = next(iter(waiting))
                worth_ms = now_ms - contact.entered_ms - penalty * _OWN_QUEUE_BONUS_MS
                if worth_ms > best_ms:
                    best, best_ms = contact, worth_ms
        return best
