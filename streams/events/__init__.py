"""What may happen: the event types, one typed union, their JSON (docs/events.md)."""

from __future__ import annotations

from streams.events.agent import AgentDescribed, AgentMember, AgentState
from streams.events.alert import AlertAcknowledged, AlertSilenced, AlertUnsilenced
from streams.events.commerce import CustomerChanged, RetentionTried, SaleMade
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
from streams.events.feedback import FeedbackGiven
from streams.events.measure import MeasureReported
from streams.events.source import SourceBeat, SourceGap, SourceReset, SourceRetired
from streams.events.ticket import TicketAssigned, TicketChanged, TicketMessage, TicketOpened, TicketStatus

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
SourceEvent = SourceBeat | SourceReset | SourceGap | SourceRetired
TicketEvent = TicketOpened | TicketAssigned | TicketMessage | TicketStatus | TicketChanged
OutcomeEvent = FeedbackGiven | SaleMade | RetentionTried | CustomerChanged
AlertEvent = AlertAcknowledged | AlertSilenced | AlertUnsilenced
AnyEvent = ContactEvent | AgentEvent | SourceEvent | TicketEvent | OutcomeEvent | MeasureReported | AlertEvent

__all__ = [
    "AgentDescribed",
    "AgentEvent",
    "AgentMember",
    "AgentState",
    "AlertAcknowledged",
    "AlertEvent",
    "AlertSilenced",
    "AlertUnsilenced",
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
    "CustomerChanged",
    "Event",
    "FeedbackGiven",
    "MeasureReported",
    "OutcomeEvent",
    "RetentionTried",
    "SaleMade",
    "SourceBeat",
    "SourceEvent",
    "SourceGap",
    "SourceReset",
    "SourceRetired",
    "TicketAssigned",
    "TicketChanged",
    "TicketEvent",
    "TicketMessage",
    "TicketOpened",
    "TicketStatus",
]
