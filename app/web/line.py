"""A client's line: takes frames that were made once for all who watch a board, and puts them on the wire as they are.

Uvicorn frames every message for every client anew and hands it through six coroutines, and a task has to be woken for
each: most of what thousands of clients of one board cost.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Request

EXTENSION = "tavle.line"
FRAMES_KEPT = 32


class Line(Protocol):
    @property
    def free(self) -> bool:
        """Whether the connection is open and takes something now, without anything waiting."""

    def put(self, frame: bytes) -> None:
        """Writes what `framed` gave. Only while it is free."""


class LineProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's protocol, which shows itself to the application as the line of the connection."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.handshake_initiated and not self.handshake_complete:  # otherwise it was refused, and there is no scope
            self.scope["extensions"] = {**(self.scope["extensions"] or {}), EXTENSION: {"line": self}}

    @property
    def free(self) -> bool:
        return (
            self.handshake_complete
            and self.writable.is_set()
            and not self.close_sent
            and not self.disconnected
            and not self.transport.is_closing()
        )

    def put(self, frame: bytes) -> None:
        self.transport.write(frame)


def line_of(scope: Scope) -> Line | None:
    """The connection's line, if its server shows it."""
    line: Line | None = scope.get("extensions", {}).get(EXTENSION, {}).get("line")
    return line


@lru_cache(maxsize=FRAMES_KEPT)
def framed(text: str) -> bytes:
    """A text frame as it goes over the wire to a client. Found again by the text, whose hash is known."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
