"""The websocket: whatever a client sends is answered, or closes its own connection by a documented code."""

from __future__ import annotations

import asyncio
import json
import struct
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from app.settings.web import WebLimits
from app.web.codes import CloseCode, ErrorCode
from tests.app.running_web import BoardClient, RunningWeb, running, settings
from tests.app.test_limits import deaf_client
from tests.app.written_site import WrittenSite, queue, view
from tests.fuzz.amount import tries
from tests.fuzz.documents import Json, mutated, written
from tests.repository import ROOT
from tests.servers.until import until

MESSAGES: list[Json] = [
    {"t": "watch", "boards": {"live-floor": {"epoch": None, "seq": None}}},
    {"t": "watch", "boards": {"live-floor@aarhus": {"epoch": "x", "seq": 1}, "service": {}}},
    {"t": "pong", "client_time": 1, "uptime_s": 3.5, "heap_bytes": 1, "missed": 0, "board": "service", "version": 1},
]
LAST = '{"t":"that is all"}'
ANSWER_S = 15.0
CLOSED = {1002, 1007, 1009, *(code.code for code in CloseCode)}
ERROR_CHARACTERS = 1000
PILE_BYTES = 1024 * 1024
PONG = b'{"t":"pong"}'


def frame(opcode: int, payload: bytes, *, final: bool = True, masked: bool = True, reserved: int = 0) -> bytes:
    """A frame as it goes over the wire, right or wrong; the mask is zero."""
    first, mask, size = (0x80 if final else 0) | reserved | opcode, 0x80 if masked else 0, len(payload)
    if size < 126:
        head = bytes([first, mask | size])
    elif size < 65_536:
        head = bytes([first, mask | 126]) + struct.pack("!H", size)
    else:
        head = bytes([first, mask | 127]) + struct.pack("!Q", size)
    return head + (bytes(4) if masked else b"") + payload


WIRE: dict[str, tuple[bytes, int | None]] = {
    "text that is not UTF-8": (frame(1, b"\xff\xfe"), 1007),
    "a reserved bit": (frame(1, PONG, reserved=0x40), 1002),
    "no mask": (frame(1, PONG, masked=False), 1002),
    "an opcode that there is none of": (frame(3, PONG), 1002),
    "the middle of a message": (frame(0, PONG), 1002),
    "a long ping": (frame(9, b"x" * 200), 1002),
    "a close code that may not be sent": (frame(8, struct.pack("!H", 1005)), 1002),
    "a message over the limit": (frame(1, b"x" * 70_000), 1009),
    "fragments without end": (frame(1, b"x", final=False) + frame(0, b"x" * 100, final=False) * 800, 1009),
    "empty fragments without end": (frame(1, b"", final=False) + frame(0, b"", final=False) * 2000, 1009),
    "a length beyond all memory": (bytes([0x81, 0xFF]) + struct.pack("!Q", 2**62) + bytes(4), 1009),
    "HTTP in the middle": (b"GET / HTTP/1.1\r\n\r\n", 1002),
}
"""What is sent, and by which code the connection then closes."""


async def talk(web: RunningWeb, messages: list[bytes]) -> None:
    async with web.client() as client:
        try:
            for message in messages:
                await client.socket.send(message, text=True)
            await client.socket.send(LAST)
            await _all_answered(client)
            return
        except ConnectionClosed:
            pass
    assert client.socket.close_code in CLOSED, "the server says why"


async def _all_answered(client: BoardClient) -> None:
    """Every wrong message has its error, short, until that of the last one."""
    while True:
        error = await client.next("error")
        assert error["code"] in set(ErrorCode)
        assert len(json.dumps(error)) <= ERROR_CHARACTERS
        if "`t` is watch or pong" in error["text"]:
            return


async def heard_by(other: BoardClient, site: WrittenSite, waiting: int) -> None:
    await site.write(view({"sales": queue(waiting)}))
    await other.until(lambda tiles: tiles["waiting"]["figure"]["value"] == waiting)


def test_whatever_is_sent_is_answered_and_the_others_never_notice() -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        chosen = settings(limits=WebLimits(messages_a_second=10_000), ping_s=60.0)
        web = runner.run(stack.enter_async_context(running(chosen)))
        site = WrittenSite(web.keys)
        runner.run(site.write(view({"sales": queue(1)})))
        other = runner.run(stack.enter_async_context(web.client()))
        runner.run(other.watch("live-floor"))
        runner.run(other.next("snapshot"))

        @given(st.lists(written(mutated(MESSAGES)), max_size=4))
        @example([b'{"t":"watch","boards":{"\\u0000":{}}}'])
        @example([b'{"t":"watch","boards":{"' + b"x" * 60_000 + b'":{}}}'])
        @example([b'{"t":"watch","boards":{"live-floor":{"seq":' + b"9" * 4000 + b"}}}"])
        @tries(60)
        def attempt(messages: list[bytes]) -> None:
            runner.run(talk(web, messages))

        try:
            attempt()
            runner.run(heard_by(other, site, 7))
        finally:
            runner.run(stack.aclose())


@pytest.mark.parametrize("what", sorted(WIRE))
async def test_what_is_no_websocket_closes_its_own_connection_by_a_documented_code(what: str) -> None:
    async with running(settings()) as web, web.client() as other:
        site = WrittenSite(web.keys)
        await site.write(view({"sales": queue(1)}))
        await other.watch("live-floor")
        await other.next("snapshot")
        sent, code = WIRE[what]
        async with asyncio.timeout(ANSWER_S):
            assert await closed_after(web, sent) == code
        await heard_by(other, site, 7)


async def closed_after(web: RunningWeb, sent: bytes) -> int | None:
    """The code by which the server closes a raw connection that sends this."""
    parts = urlsplit(web.address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(
            f"GET /ws HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
        writer.write(sent)
        while True:
            opcode, payload = await _received(reader)
            if opcode == 8:
                return int(struct.unpack("!H", payload[:2])[0])
    finally:
        writer.close()


async def _received(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    first, size = await reader.readexactly(2)
    if size >= 126:
        (size,) = struct.unpack("!H" if size == 126 else "!Q", await reader.readexactly(2 if size == 126 else 8))
    return first & 15, await reader.readexactly(size)


async def test_who_sends_pings_and_takes_nothing_makes_nothing_pile_up() -> None:
    loop, pings = asyncio.get_running_loop(), frame(9, b"x" * 125) * 1000
    async with running(settings(send_timeout_s=60.0, tcp_user_timeout_s=60.0)) as web:
        deaf = await deaf_client(web)
        try:
            await until(lambda: len(web.hub.clients) == 1)
            for _ in range(120):
                await loop.sock_sendall(deaf, pings)
            (client,) = web.hub.clients
            line: Any = client._line
            assert line.transport.get_write_buffer_size() <= PILE_BYTES
        finally:
            deaf.close()
        await until(lambda: not web.hub.clients)


def test_every_code_that_closes_stands_in_the_documentation() -> None:
    page: Any = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    assert [code for code in sorted(CLOSED) if str(code) not in page] == []
