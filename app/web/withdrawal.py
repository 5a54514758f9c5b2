"""Taking a board down while people watch it."""

from __future__ import annotations

from app.web.board_source import UnknownBoard
from app.web.codes import CloseCode, ErrorCode
from app.web.live_board import LiveBoard
from app.web.site_reader import UnknownSite


def withdraw(board: LiveBoard, why: UnknownBoard | UnknownSite) -> None:
    """Tells its watchers. Who watches nothing else has no reason to come back for a board that is gone; one that was
    moved to a site without events may show something later."""
    for client in list(board.watchers):
        board.watchers.discard(client)
        client.watching.pop(board.id, None)
        if isinstance(why, UnknownSite):
            client.fail(ErrorCode.UNKNOWN_SITE, f"No event of the site {why.site!r} has arrived.")
        else:
            last = None if client.watching else CloseCode.NO_SUCH_BOARD
            client.fail(ErrorCode.UNKNOWN_BOARD, str(why), terminal=last)
