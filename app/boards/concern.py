"""What a tile's figures follow from: which sources may make it stale, and which are no matter of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, get_args

from app.boards.board import Kind, TileDefinition
from streams.floor.subject import Subject
from streams.floor.view import SourceView
from streams.kpi.subjects import CONTACTS, PEOPLE, SUBJECTS_OF, SURVEYS, TICKETS, Subjects

EVERYTHING: Subjects = frozenset(get_args(Subject))

_OF_KINDS: Mapping[Kind, Subjects] = {
    "queue_table": PEOPLE,
    "agents": PEOPLE,
    "agent_grid": PEOPLE,
    "waiting_list": CONTACTS,
    "ticket_deadlines": TICKETS,
    "alerts": frozenset(),
    "top_topics": frozenset({"contacts", "wrap_up"}),
    "abandon_curve": CONTACTS,
    "satisfaction": SURVEYS,
}
"""Kinds whose figures are always the same; goals may be of anything. Alerts are the worker's own judgement: that a
source is silent is one of them."""


class Concern(NamedTuple):
    """`queues`: those that the tile is of; none: it is of more than some queues."""

    subjects: Subjects
    queues: frozenset[str] = frozenset()

    def is_of(self, source: SourceView) -> bool:
        """Whether the source tells of it. One that has told of nothing yet, or of which that is not known, may."""
        return not source.tells or any(self._tells(source, subject) for subject in self.subjects)

    def _tells(self, source: SourceView, subject: Subject) -> bool:
        queues = source.tells.get(subject)
        if queues is None:
            return False
        return not queues or not self.queues or not self.queues.isdisjoint(queues)


def concern_of(tile: TileDefinition) -> Concern:
    """Of a tile with figures."""
    subjects = _OF_KINDS.get(tile.kind, EVERYTHING if tile.metric is None else frozenset())
    for metric in (tile.metric, *(metric for metric, _ in tile.details)):
        if metric is not None:
            subjects |= SUBJECTS_OF[metric]
    return Concern(subjects, frozenset(tile.scope.queues))
