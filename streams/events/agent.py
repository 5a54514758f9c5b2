"""What may happen to an agent apart from contacts: presence, queue membership, description."""

from __future__ import annotations

from typing import Literal

from streams.events.envelope import Data, Event, Id, Text

Presence = Literal["offline", "available", "busy", "break", "training", "meeting", "other_work", "in_error"]


class State(Data, frozen=True):
    agent: Id
    state: Presence
    reason: Text | None = None


class AgentState(Event, frozen=True, tag="tavle.agent.state"):
    """Presence. Ringing, talking, holding and wrapping follow from contacts and are never sent here;
    a source that only knows "busy" sends `busy`, and it stands until the next state."""

    data: State


class Member(Data, frozen=True):
    agent: Id
    queue: Id
    joined: bool
    paused: bool = False
    reason: Text | None = None
    penalty: int | None = None


class AgentMember(Event, frozen=True, tag="tavle.agent.member"):
    """Serves this queue or no longer; `paused` in this one queue only."""

    data: Member


class Described(Data, frozen=True):
    agent: Id
    name: Text | None = None
    team: Id | None = None
    location: Text | None = None


class AgentDescribed(Event, frozen=True, tag="tavle.agent.described"):
    """A name, team and place for display and grouping."""

    data: Described
