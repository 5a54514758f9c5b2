"""One websocket client: what it watches, what it has, and the one task that writes to it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterator

from app.web.codes import CloseCode, ErrorCode
from app.web.frames import Error, Hello, Known, Notice, Ping, Watch
from app.web.line import Line, framed
from app.web.live_board import LiveBoard
from app.web.metrics import FrameType, WebMetrics

CONTROL_FRAMES_KEPT = 16
"""Errors and notices that wait for a client; more than these are dropped, since one is as good as ten."""


class Client:
    """A latest-wins slot by tile: all that is kept of a client is the number at which it has each board.

    `send` writes one text frame and returns when the next may be written; `line` takes one at once while it is free.
    `now_s` is a monotonic clock. `turn` says in which of the eight parts of a ping interval this client has its ping.
    """

    def __init__(
        self, send: Callable[[str], Awaitable[None]], *, address: str, clock: Callable[[], int],
        now_s: Callable[[], float], metrics: WebMetrics, turn: int = 0, line: Line | None = None,
    ) -> None:  # fmt: skip
        self.address = address
        self.since_s = now_s()
        self.watching: dict[str, LiveBoard] = {}
        self.sending_since: float | None = None
        self.closing: CloseCode | None = None
        self.turn = turn
        self._send_text, self._line, self._clock, self._now_s, self._metrics = send, line, clock, now_s, metrics
        self._at: dict[str, int | None] = {}
        self._answer_due: set[str] = set()
        self._control: deque[tuple[FrameType, str]] = deque(maxlen=CONTROL_FRAMES_KEPT)
        self._ping_due = False
        self._given_up = False
        self._woken = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    def tell(self, frame: Hello | Error | Notice) -> None:
        """Puts a control frame before whatever else is to be sent."""
        self._control.append((frame.t, frame.model_dump_json()))
        self.wake()

    def fail(self, code: ErrorCode, text: str, *, terminal: CloseCode | None = None) -> None:
        """Says what is wrong and what to do; with `terminal` the connection ends by that code."""
        self.tell(Error(code=code, text=text, terminal=terminal is not None))
        if terminal is not None:
            self.close(terminal)

    def watch(self, boards: dict[str, LiveBoard], asked: Watch) -> None:
        """From now on these boards and no others. What the client knows already is not sent again."""
        for board in self.watching.values():
            board.watchers.discard(self)
        self.watching = boards
        self._at = {id_: board.brings(asked.boards.get(id_, Known())) for id_, board in boards.items()}
        self._answer_due = set(boards)
        for board in boards.values():
            board.watchers.add(self)
        self.wake()

    def drop(self, boards: Collection[str]) -> None:
        """Watches these no longer. What takes their place is asked for in a moment."""
        for id_ in boards:
            self.watching.pop(id_).watchers.discard(self)
        self.since_s = self._now_s()

    def leave(self) -> None:
        """The connection is gone."""
        for board in self.watching.values():
            board.watchers.discard(self)
        self.watching = {}

    def ping(self) -> None:
        self._ping_due = True
        self.wake()

    def close(self, code: CloseCode) -> None:
        """Ends the connection after what is waiting was sent. The first reason stays."""
        self.closing = self.closing or code
        self.wake()

    def give_up(self) -> None:
        """The client takes nothing: ends the writer where it is stuck."""
        self.closing = self.closing or CloseCode.SLOW
        self._given_up = True
        if self._writer is not None:
            self._writer.cancel()

    def wake(self) -> None:
        """Sends what is due: at once when the line is free, otherwise the writer does as soon as it is."""
        line = self._line
        if line is None or self.closing is not None or self.sending_since is not None or not line.free:
            self._woken.set()
            return
        for type_, text in self._due():
            frame = framed(text)
            line.put(frame)
            self._metrics.sent(type_, len(frame))

    async def write(self) -> None:
        """Sends until the connection is to be closed, or is gone."""
        self._writer = asyncio.current_task()
        try:
            while True:
                await self._woken.wait()
                self._woken.clear()
                for type_, text in self._due():
                    await self._send(type_, text)
                if self.closing is not None and not self._control:
                    return
        except asyncio.CancelledError:
            if not self._given_up:
                raise

    def _due(self) -> Iterator[tuple[FrameType, str]]:
        """What to send, each made at the moment it can be sent: a slow client gets the latest values."""
        while self._control:
            yield self._control.popleft()
        if self.closing is not None:
            return
        for id_, board in list(self.watching.items()):
            if self.watching.get(id_) is not board:
                continue
            at = self._at[id_]
            if at == board.seq and id_ not in self._answer_due:
                continue
            self._answer_due.discard(id_)
            self._at[id_] = board.seq
            frame = board.frame_from(at)
            if at is not None and board.seq - at > 1:
                self._metrics.skipped.inc(board.seq - at - 1)
            yield ("snapshot" if frame.startswith('{"t":"snapshot"') else "delta"), frame
        if self._ping_due:
            self._ping_due = False
            yield "ping", Ping(server_time=self._clock()).model_dump_json()

    async def _send(self, type_: FrameType, text: str) -> None:
        self.sending_since = self._now_s()
        await self._send_text(text)
        self.sending_since = None
        self._metrics.sent(type_, len(text))
