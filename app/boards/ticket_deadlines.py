"""Evaluates the tile `ticket_deadlines`: which ticket is due next, and what is overdue."""

from __future__ import annotations

from heapq import nsmallest
from typing import NamedTuple

from app.boards.board import TileDefinition
from app.boards.scene import Scene
from app.boards.several_sites import AnyScene, whose
from app.boards.tile import State, TicketDeadlinesTile
from app.boards.tile_rows import Deadline, TicketRow
from streams.floor.view import DueView, TicketView

ROWS_SHOWN = 30
OVERDUE_SHOWN = 3
"""The longest overdue on top; more of them would hide what can still be kept."""


class _Running(NamedTuple):
    due: int
    id: str
    site: str
    part: Scene
    ticket: TicketView
    promise: DueView
    deadline: Deadline


def ticket_deadlines_tile(tile: TileDefinition, scene: AnyScene | None) -> TicketDeadlinesTile:
    """Critical while something is overdue, a warning while something is at risk."""
    if scene is None:
        return TicketDeadlinesTile(
            as_of=None, kind="ticket_deadlines", state="no_data", rows=(), open=0, paused=0, at_risk=0, breached=0
        )
    tickets = [(part, id_, ticket) for part in scene.parts for id_, ticket in part.tickets(tile.scope)]
    running = [found for one in tickets if (found := _first_due(*one)) is not None]
    overdue = [one for one in running if one.deadline == "breached"]
    ahead = [one for one in running if one.deadline != "breached"]
    at_risk = sum(one.deadline == "at_risk" for one in ahead)
    late = nsmallest(OVERDUE_SHOWN, overdue)
    rows = [*late, *nsmallest(ROWS_SHOWN - len(late), ahead)]
    return TicketDeadlinesTile(
        as_of=None,
        kind="ticket_deadlines",
        state=_state(bool(tickets), len(overdue), at_risk),
        rows=tuple(_row(one, scene) for one in rows),
        open=len(tickets),
        paused=len(tickets) - len(running),
        at_risk=at_risk,
        breached=len(overdue),
        more=len(running) - len(rows),
    )


def _first_due(part: Scene, id_: str, ticket: TicketView) -> _Running | None:
    """The promise that is due first; None while no clock runs."""
    at = part.view.at
    dues = [(promise.due, promise) for promise in ticket.dues if promise.due is not None]
    if not dues:
        return None
    due, promise = min(dues, key=lambda pair: pair[0])
    deadline: Deadline = "running"
    if promise.breached_at(at):
        deadline = "breached"
    elif any(one.at_risk_at(at) for _, one in dues):
        deadline = "at_risk"
    return _Running(due, id_, part.view.site, part, ticket, promise, deadline)


def _state(any_open: bool, overdue: int, at_risk: int) -> State:
    if overdue:
        return "critical"
    if at_risk:
        return "warning"
    return "ok" if any_open else "neutral"


def _row(one: _Running, scene: AnyScene) -> TicketRow:
    ticket = one.ticket
    return TicketRow(
        ticket=one.id,
        queue=ticket.queue,
        name=one.part.queue_name(ticket.queue),
        site=whose(scene, one.part),
        priority=ticket.priority,
        agent=one.part.called(ticket.agent).name if ticket.agent is not None else None,
        promise=one.promise.promise,
        due=one.due,
        deadline=one.deadline,
    )
