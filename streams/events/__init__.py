"""What may happen: the event types, one typed union, their JSON (docs/events.md)."""

from __future__ import annotations

from streams.events.agent import AgentDescribed, AgentMember, AgentState
from streams.events.contact import (
    ContactAnswered,
    ContactEnded,
    ContactHeld,
    ContactLeft,
    ContactOffered,
    ContactQueued,
    ContactRefused,
    ContactResumed,
    ContactTransferred,
    ContactWrapped,
)
from streams.events.envelope import Event
from streams.events.source import SourceBeat, SourceGap, SourceReset

ContactEvent = (
    ContactQueued
    | ContactOffered
    | ContactRefused
    | ContactAnswered
    | ContactHeld
    | ContactResumed
    | ContactTransferred
    | ContactLeft
    | ContactEnded
    | ContactWrapped
)
AgentEvent = AgentState | AgentMember | AgentDescribed
SourceEvent = SourceBeat | SourceReset | SourceGap
AnyEvent = ContactEvent | AgentEvent | SourceEvent

__all__ = [
    "AgentDescribed",
    "AgentEvent",
    "AgentMember",
    "AgentState",
    "AnyEvent",
    "ContactAnswered",
    "ContactEnded",
    "ContactEvent",
    "ContactHeld",
    "ContactLeft",
    "ContactOffered",
    "ContactQueued",
    "ContactRefused",
    "ContactResumed",
    "ContactTransferred",
    "ContactWrapped",
    "Event",
    "SourceBeat",
    "SourceEvent",
    "SourceGap",
    "SourceReset",
]
