"""A board's definition as screens get it: what it says of people is said as the board shows people."""

from __future__ import annotations

from typing import Any

from app.boards.board import Board, Slide, TileDefinition
from app.boards.veil import Veil


def board_shown(board: Board, veil: Veil) -> Board:
    """`board` itself when it shows names."""
    if board.people == "names":
        return board
    ids = {id_ for tile in board.all_tiles for id_ in tile.scope.agents}

    def hidden(text: str) -> str:
        return veil.hidden(text, board.people, ids)

    def titled(part: Board | Slide | TileDefinition) -> dict[str, Any]:
        titles = {language: hidden(title) for language, title in part.titles.items()}
        return {"title": hidden(part.title), "titles": titles}

    def tile_shown(tile: TileDefinition) -> TileDefinition:
        changes = titled(tile)
        if tile.text is not None:
            changes["text"] = hidden(tile.text)
        if tile.scope.agents:
            called = tuple(veil.called(id_, board.people).id for id_ in tile.scope.agents)
            changes["scope"] = tile.scope.model_copy(update={"agents": called})
        return tile.model_copy(update=changes)

    def slide_shown(slide: Slide) -> Slide:
        tiles = tuple(map(tile_shown, slide.tiles))
        return slide.model_copy(update={**titled(slide), "tiles": tiles})

    return board.model_copy(
        update={
            **titled(board),
            "tiles": tuple(map(tile_shown, board.tiles)),
            "slides": tuple(map(slide_shown, board.slides)),
        }
    )
