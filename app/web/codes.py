"""Close codes and error codes of the websocket: registries, listed in docs/protocol.md."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import NamedTuple


class Close(NamedTuple):
    """3000 to 3499 invite to come back, 3500 and above say that the same request will be refused again."""

    code: int
    reason: str


class CloseCode(Close, Enum):
    RESTART = (3000, "the server restarts, come back in a moment")
    SLOW = (3001, "nothing was taken for too long")
    TOO_MANY_MESSAGES = (3002, "too many messages a second")
    WATCHES_NOTHING = (3003, "no board was watched in time")
    NO_SUCH_BOARD = (3500, "there is no such board")
    ACCESS_ENDED = (3501, "access has ended: log in, or pair the screen again")


class ErrorCode(StrEnum):
    """`code` of an error frame. Only `unknown_board` and `not_allowed` end the connection, and only when no other board
    is left."""

    BAD_MESSAGE = "bad_message"
    NOT_ALLOWED = "not_allowed"
    TOO_MANY_BOARDS = "too_many_boards"
    TOO_MANY_MESSAGES = "too_many_messages"
    UNKNOWN_BOARD = "unknown_board"
    UNKNOWN_SITE = "unknown_site"
