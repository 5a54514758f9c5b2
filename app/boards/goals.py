"""From a figure and its goal to the tile's state."""

from __future__ import annotations

from app.boards.board import Goal
from app.boards.tile import GoalShown, State


def state_of(value: float | None, goal: Goal | None, *, enough: bool = True) -> State:
    """`no_data` without a value, `neutral` without a goal or when too few contacts stand behind it (`enough`)."""
    if value is None:
        return "no_data"
    if goal is None or not enough:
        return "neutral"
    if reaches(value, goal.target, goal):
        return "ok"
    if goal.warning is not None and reaches(value, goal.warning, goal):
        return "warning"
    return "critical"


def reaches(value: float, limit: float, goal: Goal) -> bool:
    """Limits are inclusive on the good side."""
    return value >= limit if goal.direction == "higher" else value <= limit


def shown(goal: Goal | None) -> GoalShown | None:
    return GoalShown(target=goal.target, warning=goal.warning, direction=goal.direction) if goal else None
