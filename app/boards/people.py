"""Evaluates the tiles `agents` and `agent_grid`: how many are in which state, and who since when."""

from __future__ import annotations

from typing import TypeGuard, get_args

from app.boards.board import TileDefinition
from app.boards.scene import Scene
from app.boards.tile import AgentCell, AgentGridTile, AgentStateName, AgentsTile
from streams.kpi.aggregate import ONLINE_STATES

CELLS_SHOWN = 250


def agents_tile(tile: TileDefinition, scene: Scene | None) -> AgentsTile:
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
    agents = scene.agents(tile.scope) if scene is not None else ()
    cells = [
        AgentCell(agent=id_, name=agent.name or id_, state=agent.state, since=agent.since, queue=agent.queue)
        for id_, agent in agents
        if agent.state != "offline" and _is_state(agent.state)
    ]
    cells.sort(key=lambda cell: (cell.name.casefold(), cell.agent))
    return AgentGridTile(
        as_of=None,
        kind="agent_grid",
        state="no_data" if scene is None else "neutral",
        agents=tuple(cells[:CELLS_SHOWN]),
        online=len(cells),
        more=max(0, len(cells) - CELLS_SHOWN),
    )


def _is_state(state: str) -> TypeGuard[AgentStateName]:
    """A newer worker may know states that this board does not: they are left out rather than shown as another."""
    return state in get_args(AgentStateName)
