"""What one line of a queue_log says, before it wears an envelope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from streams.events import AgentMember, AgentState
from streams.events.agent import State
from streams.sources.queue_log_agents import AgentFact


class Fact(NamedTuple):
    """`name` tells it from the line's other facts and makes the event's id; `type` is the event's class, which takes
    the envelope's fields and `data`."""

    name: str
    at_ms: int
    type: type[Any]
    data: Any


def agent_facts(facts: Iterable[AgentFact]) -> Iterator[Fact]:
    """The same facts with their event types."""
    for name, at_ms, data in facts:
        yield Fact(name, at_ms, AgentState if isinstance(data, State) else AgentMember, data)
