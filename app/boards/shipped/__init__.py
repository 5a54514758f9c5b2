"""Boards that come with Tavle: one JSON file each, in which `{site}` stands for the site that is asked for. Their
titles are in every language, and each screen takes its own."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from app.boards.board import Board
from streams.kpi.keys import Language

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


def shipped_copy(name: str, site: str, language: Language) -> Board:
    """A board to make one's own from: titled in one language alone, so that a title that is changed is changed on every
    screen. Raises `KeyError` when there is none of that name."""
    return Board.model_validate({**_titled(_document(SHIPPED[name]), language), "id": name, "site": site})


def _titled(node: Any, language: Language) -> Any:
    if isinstance(node, list):
        return [_titled(part, language) for part in node]
    if not isinstance(node, dict):
        return node
    own = node.get("titles", {}).get(language)
    kept = {key: _titled(part, language) for key, part in node.items() if key != "titles"}
    return kept if own is None else {**kept, "title": own}


@cache
def _document(file: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(files(__name__).joinpath(file).read_text(encoding="utf-8"))
    return document
