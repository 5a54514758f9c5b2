"""A TCP line between two parts that can be slow, narrow, dead or cut, in one direction or in both."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Literal

from tests.servers.ports import LOOPBACK

CHUNK_BYTES = 16 * 1024

Direction = Literal["to_server", "to_client"]
BOTH: tuple[Direction, ...] = ("to_server", "to_client")


class Flow:
    """One direction: `delay_s` before each piece, at most `bytes_a_second` (None: as fast as it goes)."""

    def __init__(self) -> None:
        self.delay_s = 0.0
        self.bytes_a_second: float | None = None
        self._open = asyncio.Event()
        self._open.set()

    def stall(self) -> None:
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    async def passes(self, size_bytes: int) -> None:
        """Returns when a piece of that size may go on."""
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if self.bytes_a_second is not None:
            await asyncio.sleep(size_bytes / self.bytes_a_second)
        await self._open.wait()


class Line:
    """Listens at `port` and passes everything on to `to_port`, which may be set later. `async with Line() as line`.

    `stall` says goodbye to nobody: what is sent lies still, as behind a broken cable. `cut` resets what is open and
    refuses what is new, as an unplugged machine's switch does. `mend` ends both.
    """

    def __init__(self, to_port: int = 0) -> None:
        self.to_port, self.port = to_port, 0
        self.flows: dict[Direction, Flow] = {direction: Flow() for direction in BOTH}
        self._is_cut = False
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def connections(self) -> int:
        return len(self._writers) // 2

    def stall(self, directions: Iterable[Direction] = BOTH) -> None:
        for direction in directions:
            self.flows[direction].stall()

    def slow(self, delay_s: float = 0.0, bytes_a_second: float | None = None) -> None:
        for flow in self.flows.values():
            flow.delay_s, flow.bytes_a_second = delay_s, bytes_a_second

    def reset(self) -> None:
        """Ends what is open by a reset; new connections pass."""
        for writer in list(self._writers):
            writer.transport.abort()

    def cut(self) -> None:
        self._is_cut = True
        self.reset()

    def mend(self, *, reset: bool = True) -> None:
        """New connections pass. Those that were open are gone, as after a router's restart, unless told otherwise:
        then what lay still arrives late."""
        if reset:
            self.reset()
        self._is_cut = False
        self.slow()
        for flow in self.flows.values():
            flow.release()

    async def __aenter__(self) -> Line:
        self._server = await asyncio.start_server(self._connected, LOOPBACK, self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.reset()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            if self._is_cut:
                raise OSError("the line is cut")
            await self.flows["to_server"].passes(0)
            to_reader, to_writer = await asyncio.open_connection(LOOPBACK, self.to_port)
        except OSError:
            self._writers.discard(writer)
            writer.transport.abort()
            return
        self._writers.add(to_writer)
        self._pass_on("to_server", reader, to_writer)
        self._pass_on("to_client", to_reader, writer)

    def _pass_on(self, direction: Direction, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._copy(self.flows[direction], source, sink), name=f"line {direction}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _copy(self, flow: Flow, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(CHUNK_BYTES):
                await flow.passes(len(data))
                sink.write(data)
                await sink.drain()
            await flow.passes(0)
        except OSError:
            sink.transport.abort()  # a reset on one side is one on the other
        finally:
            self._writers.discard(sink)
            sink.close()
