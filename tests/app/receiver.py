"""A real HTTP receiver on the loopback address that answers as it is told to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.servers.ports import LOOPBACK

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Received(NamedTuple):
    """A request as it came. Names of headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Answer(NamedTuple):
    status: int = 204
    headers: Mapping[str, str] = {}


@dataclass
class Receiver:
    """`answer` is asked at each request, by how many came before; None leaves it hanging. Nothing is answered
    before `wait_for` is set."""

    port: int = 0
    answer: Callable[[int], Answer | None] = lambda _: Answer()
    wait_for: asyncio.Event | None = None
    received: list[Received] = field(default_factory=list)
    open: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/alerts?key=sesame"

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.open.add(task)
        try:
            await self._handle(reader, writer)
        except asyncio.IncompleteReadError:
            pass  # the sender went away
        finally:
            self.open.discard(task)
            writer.close()

    async def close(self) -> None:
        """Lets go of those that still hang."""
        for task in (hanging := set(self.open)):
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        self.received.append(Received(method, path, headers, body))
        if self.wait_for is not None:
            await self.wait_for.wait()
        answer = self.answer(len(self.received) - 1)
        if answer is None:
            await reader.read()  # until the sender has had enough
        else:
            lines = [f"HTTP/1.1 {answer.status} Said", "Content-Length: 0"]
            lines += [f"{name}: {value}" for name, value in answer.headers.items()]
            writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            await writer.drain()


@asynccontextmanager
async def receiver(
    answer: Callable[[int], Answer | None] = lambda _: Answer(), certificate: Path | None = None
) -> AsyncIterator[Receiver]:
    """A receiver that listens while the context is open; with a certificate and its key, over TLS."""
    tls = None
    if certificate is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    one = Receiver(answer=answer)
    server = await asyncio.start_server(one.connected, LOOPBACK, 0, ssl=tls)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()
        await one.close()
        await server.wait_closed()
