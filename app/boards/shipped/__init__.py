"""Boards that come with Tavle: one JSON file each, in which `{site}` stands for the site that is asked for."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from app.boards.board import Board

SHIPPED = {
    "live-floor": "live_floor.json",
    "service": "service.json",
    "efficiency": "efficiency.json",
    "sales": "sales.json",
    "satisfaction": "satisfaction.json",
    "tickets": "tickets.json",
    "team": "team.json",
}


def shipped_board(name: str, site: str, *, board_id: str | None = None) -> Board:
    """The shipped board `name` for `site`. Raises `KeyError` when there is none of that name."""
    return Board.model_validate({**_document(SHIPPED[name]), "id": board_id or name, "site": site})


@cache
def _document(file: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(files(__name__).joinpath(file).read_text(encoding="utf-8"))
    return document
