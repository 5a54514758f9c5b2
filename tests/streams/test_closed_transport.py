"""A connection that was reset under the client is a lost connection, whatever uvloop calls it."""

from __future__ import annotations

import asyncio

import pytest
import uvloop

from streams.closed_transport import closed_is_lost


def test_writing_to_what_was_closed_is_a_lost_connection() -> None:
    async def write() -> None:
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
        async with server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.transport.abort()
            await asyncio.sleep(0)
            with closed_is_lost():
                writer.writelines([b"HELLO", b"\r\n"])

    with pytest.raises(ConnectionResetError, match="closed"):
        uvloop.run(write())


def test_another_error_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="mistake"), closed_is_lost():
        raise RuntimeError("a mistake of ours")
