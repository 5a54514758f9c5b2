"""A connection that can be cut: what a broken cable does, which says goodbye to nobody."""

from __future__ import annotations

import asyncio
from types import TracebackType

from tests.servers.ports import LOOPBACK

CHUNK_BYTES = 64 * 1024


class Wire:
    """Listens at `port` and passes everything on to `to_port`. `async with Wire(port) as wire`.

    While it is cut, connections stay open and nothing passes: neither data nor their end.
    """

    def __init__(self, to_port: int) -> None:
        self.to_port, self.port = to_port, 0
        self._whole = asyncio.Event()
        self._whole.set()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._passing: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def cut(self) -> None:
        self._whole.clear()

    def mend(self) -> None:
        """New connections pass. Those that were open when it was cut are gone, as after a router's restart."""
        for writer in self._open:
            writer.transport.abort()
        self._whole.set()

    async def __aenter__(self) -> Wire:
        self._server = await asyncio.start_server(self._connected, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        self._whole.set()
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)
        for writer in self._open:
            writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._whole.wait()
        to_reader, to_writer = await asyncio.open_connection(LOOPBACK, self.to_port)
        self._open |= {writer, to_writer}
        for source, sink in ((reader, to_writer), (to_reader, writer)):
            task = asyncio.create_task(self._pass_on(source, sink))
            self._passing.add(task)
            task.add_done_callback(self._passing.discard)

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(CHUNK_BYTES):
                await self._whole.wait()
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            await self._whole.wait()
            self._open.discard(sink)
            sink.close()
