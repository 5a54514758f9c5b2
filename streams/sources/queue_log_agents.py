"""Who is logged in, in which queues, and paused where, as the lines of a queue_log tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from streams.events.agent import Member, Presence, State
from streams.sources.pause_reason import presence_of


class AgentFact(NamedTuple):
    """Something that a line says about an agent. `name` tells it from the line's other facts, and makes its id."""

    name: str
    at_ms: int
    data: State | Member


@dataclass(slots=True)
class _Agent:
    state: Presence = "offline"
    reason: str | None = None
    offline_since_ms: int = -1
    queues: dict[str, bool] = field(default_factory=dict)  # queue to "paused there"


class AgentBook:
    """Presence and memberships of all agents of one Asterisk. `state` and `restore` make it part of a position."""

    def __init__(self) -> None:
        self._agents: dict[str, _Agent] = {}

    def clear(self) -> None:
        """Asterisk restarted: every login and membership is gone."""
        self._agents.clear()

    def active(self, agent: str, at_ms: int, queue: str = "") -> Iterator[AgentFact]:
        """The agent did something at `at_ms`, perhaps in `queue`: online, and a member there (static members, who
        are in queues.conf, have no ADDMEMBER line). What began before he went offline does not bring him back."""
        known = self._agents.setdefault(agent, _Agent())
        if at_ms <= known.offline_since_ms:
            return
        if known.state == "offline":
            yield self._turn(agent, known, at_ms, "available", None, name="online")
        if queue and queue not in known.queues:
            known.queues[queue] = False
            yield AgentFact(f"member {queue}", at_ms, Member(agent=agent, queue=queue, joined=True))

    def join(self, agent: str, queue: str, at_ms: int, paused: bool) -> Iterator[AgentFact]:
        """ADDMEMBER."""
        known = self._agents.setdefault(agent, _Agent())
        known.queues[queue] = paused
        yield AgentFact(f"join {queue}", at_ms, Member(agent=agent, queue=queue, joined=True, paused=paused))
        if known.state == "offline":
            yield self._turn(agent, known, at_ms, "break" if paused else "available", None, name="online")
        else:
            yield from self._settle(agent, known, at_ms, None)

    def leave(self, agent: str, queue: str, at_ms: int) -> Iterator[AgentFact]:
        """REMOVEMEMBER."""
        known = self._agents.setdefault(agent, _Agent())
        known.queues.pop(queue, None)
        yield AgentFact(f"leave {queue}", at_ms, Member(agent=agent, queue=queue, joined=False))
        if known.queues:
            yield from self._settle(agent, known, at_ms, None)
        else:
            yield from self.log_off(agent, at_ms)

    def pause(self, agent: str, queue: str, at_ms: int, paused: bool, reason: str | None) -> Iterator[AgentFact]:
        """PAUSE and UNPAUSE in one queue."""
        yield from self.active(agent, at_ms)
        known = self._agents[agent]
        known.queues[queue] = paused
        member = Member(agent=agent, queue=queue, joined=True, paused=paused, reason=reason)
        yield AgentFact(f"pause {queue}", at_ms, member)
        if known.state not in ("available", "offline") and all(known.queues.values()):
            yield from self._away(agent, known, at_ms, reason)  # away already, and now for another reason
        else:
            yield from self._settle(agent, known, at_ms, reason)

    def pause_all(self, agent: str, at_ms: int, reason: str | None) -> Iterator[AgentFact]:
        """PAUSEALL; a PAUSE line for each queue comes with it and tells the memberships."""
        yield from self.active(agent, at_ms)
        known = self._agents[agent]
        known.queues.update(dict.fromkeys(known.queues, True))
        yield from self._away(agent, known, at_ms, reason)

    def unpause_all(self, agent: str, at_ms: int) -> Iterator[AgentFact]:
        """UNPAUSEALL; an UNPAUSE line for each queue comes with it."""
        yield from self.active(agent, at_ms)
        known = self._agents[agent]
        known.queues.update(dict.fromkeys(known.queues, False))
        if known.state != "available":
            yield self._turn(agent, known, at_ms, "available", None, name="back")

    def log_on(self, agent: str, at_ms: int) -> Iterator[AgentFact]:
        """AGENTLOGIN: a pool agent is there."""
        known = self._agents.setdefault(agent, _Agent())
        if known.state != "available":
            yield self._turn(agent, known, at_ms, "available", None, name="online")

    def log_off(self, agent: str, at_ms: int) -> Iterator[AgentFact]:
        """AGENTLOGOFF, or the last membership ended."""
        known = self._agents.setdefault(agent, _Agent())
        known.offline_since_ms = at_ms
        if known.state != "offline":
            yield self._turn(agent, known, at_ms, "offline", None, name="offline")

    def _settle(self, agent: str, known: _Agent, at_ms: int, reason: str | None) -> Iterator[AgentFact]:
        """Paused in all queues is away; free in one of them is available."""
        if known.state == "offline":
            return
        free = not all(known.queues.values())
        if free and known.state != "available":
            yield self._turn(agent, known, at_ms, "available", None, name="back")
        elif not free and known.state == "available":
            yield from self._away(agent, known, at_ms, reason)

    def _away(self, agent: str, known: _Agent, at_ms: int, reason: str | None) -> Iterator[AgentFact]:
        presence = presence_of(reason or "")
        if (known.state, known.reason) != (presence, reason):
            yield self._turn(agent, known, at_ms, presence, reason, name="away")

    @staticmethod
    def _turn(agent: str, known: _Agent, at_ms: int, presence: Presence, reason: str | None, *, name: str) -> AgentFact:
        known.state, known.reason = presence, reason
        return AgentFact(name, at_ms, State(agent=agent, state=presence, reason=reason))

    def state(self) -> dict[str, Any]:
        """All agents, as JSON."""
        return {name: [a.state, a.reason, a.offline_since_ms, a.queues] for name, a in self._agents.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Goes on from what `state` gave."""
        self._agents = {
            name: _Agent(presence, reason, offline_since_ms, dict(queues))
            for name, (presence, reason, offline_since_ms, queues) in state.items()
        }
