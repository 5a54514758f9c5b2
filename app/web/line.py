"""A client's line: takes frames that were made once for all who watch a board, and puts them on the wire as they are.

Uvicorn frames every message for every client anew and hands it through six coroutines, and a task has to be woken for
each: most of what thousands of clients of one board cost.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request

EXTENSION = "tavle.line"
FRAMES_KEPT = 32
FRAGMENTS_LIMIT = 1024
"""Of one message."""


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

    def handle_cont(self, event: Frame) -> None:
        """Empty fragments weigh nothing against the limit of a message, and yet each takes room here."""
        if len(self.frames) >= FRAGMENTS_LIMIT:
            self._end(CloseCode.MESSAGE_TOO_BIG)
        else:
            super().handle_cont(event)

    def handle_ping(self) -> None:
        """Who takes nothing gets no pongs: they would pile up here as fast as he sends pings."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def send_receive_event_to_app(self) -> None:
        """Text that is not UTF-8 ends the connection without a traceback in the log for each."""
        if self.curr_msg_data_type == "text" and not _is_utf8(b"".join(self.frames)):
            self._end(CloseCode.INVALID_DATA)
        else:
            super().send_receive_event_to_app()

    def _end(self, code: CloseCode) -> None:
        self.frames = []
        self.conn.send_close(code)
        self.handle_parser_exception()

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


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def line_of(scope: Scope) -> Line | None:
    """The connection's line, if its server shows it."""
    line: Line | None = scope.get("extensions", {}).get(EXTENSION, {}).get("line")
    return line


@lru_cache(maxsize=FRAMES_KEPT)
def framed(text: str) -> bytes:
    """A text frame as it goes over the wire to a client. Found again by the text, whose hash is known."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
