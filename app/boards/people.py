"""Evaluates the tiles `agents` and `agent_grid`: how many are in which state, and who since when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeGuard, get_args

from app.boards.board import TileDefinition
from app.boards.scene import Scene
from app.boards.several_sites import AnyScene
from app.boards.tile import AgentCell, AgentGridTile, AgentStateName, AgentsTile, TeamCell
from streams.floor.view import AgentView
from streams.kpi.aggregate import ONLINE_STATES

CELLS_SHOWN = 250
LEAST_TEAM = 3
"""On a board of teams a smaller one is counted among the others: its figures would be somebody's."""


def agents_tile(tile: TileDefinition, scene: AnyScene | None) -> AgentsTile:
    states = scene.agent_states(tile.scope) if scene is not None else {}
    return AgentsTile(
        as_of=None,
        kind="agents",
        state="no_data" if scene is None else "neutral",
        counts={state: n for state, n in sorted(states.items()) if n and _is_state(state)},
        online=sum(states.get(state, 0) for state in ONLINE_STATES),
    )


def agent_grid_tile(tile: TileDefinition, scene: Scene | None) -> AgentGridTile:
    """Everyone who is not offline, by name: a cell keeps its place while its state changes."""
    if scene is not None and scene.people == "team":
        return _teams_tile(tile, scene)
    cells = list(_cells(tile, scene)) if scene is not None else []
    cells.sort(key=lambda cell: (cell.name.casefold(), cell.agent))
    return AgentGridTile(
        as_of=None,
        kind="agent_grid",
        state="no_data" if scene is None else "neutral",
        agents=tuple(cells[:CELLS_SHOWN]),
        online=len(cells),
        more=max(0, len(cells) - CELLS_SHOWN),
    )


def _cells(tile: TileDefinition, scene: Scene) -> Iterator[AgentCell]:
    for id_, agent in scene.agents(tile.scope):
        if agent.state != "offline" and _is_state(agent.state):
            called = scene.called(id_)
            yield AgentCell(
                agent=called.id, name=called.name, state=agent.state, since=agent.since, queue=agent.queue
            )  # fmt: skip


def _teams_tile(tile: TileDefinition, scene: Scene) -> AgentGridTile:
    """How many of each team are in which state; teams of nobody online are left out."""
    teams = [team for team in _teams(agent for _, agent in scene.agents(tile.scope)) if team.online]
    return AgentGridTile(
        as_of=None,
        kind="agent_grid",
        state="neutral",
        agents=(),
        teams=tuple(teams[:CELLS_SHOWN]),
        online=sum(team.online for team in teams),
        more=max(0, len(teams) - CELLS_SHOWN),
    )


def _teams(agents: Iterable[AgentView]) -> list[TeamCell]:
    """By name; those of small teams and of none come last, together."""
    members: defaultdict[str | None, list[AgentView]] = defaultdict(list)
    for agent in agents:
        members[agent.team].append(agent)
    for team in [team for team, some in members.items() if team is not None and len(some) < LEAST_TEAM]:
        members[None].extend(members.pop(team))
    return [_team(team, members[team]) for team in sorted(members, key=lambda team: (team is None, team or ""))]


def _team(team: str | None, agents: Iterable[AgentView]) -> TeamCell:
    counts: Counter[AgentStateName] = Counter(
        agent.state for agent in agents if agent.state != "offline" and _is_state(agent.state)
    )
    return TeamCell(team=team, counts=dict(sorted(counts.items())), online=counts.total())


def _is_state(state: str) -> TypeGuard[AgentStateName]:
    """A newer worker may know states that this board does not: they are left out rather than shown as another."""
    return state in get_args(AgentStateName)
