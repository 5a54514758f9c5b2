"""What exceeds a limit is refused and counted; who does not read harms nobody."""

from __future__ import annotations

import asyncio
import json
import socket
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.settings.web import WebLimits
from app.web.codes import CloseCode
from streams.floor.view import AgentView
from tests.app.running_web import RunningWeb, running, settings
from tests.app.written_site import NOW, WrittenSite, queue, view
from tests.servers.until import until

TURNS_AT_MOST = 1000


async def test_a_client_that_sends_too_much_is_closed_and_may_come_back() -> None:
    async with running(settings(limits=WebLimits(messages_a_second=2))) as web, web.client() as client:
        for _ in range(20):
            await client.send({"t": "pong"})
        assert (await client.next("error"))["code"] == "too_many_messages"
        with pytest.raises(ConnectionClosed):
            await client.next("snapshot")
        assert client.socket.close_code == CloseCode.TOO_MANY_MESSAGES.code
        assert web.counted("limits_total", {"limit": "messages_a_second"}) == 1


async def test_more_boards_than_a_connection_may_watch_are_refused() -> None:
    async with running(settings(limits=WebLimits(boards_a_connection=1))) as web, web.client() as client:
        await client.watch("live-floor", "live-floor@aarhus")
        assert (await client.next("error"))["code"] == "too_many_boards"
        await client.watch("live-floor")
        assert (await client.next("snapshot"))["board"] == "live-floor"


async def test_a_message_over_the_limit_closes_its_connection_only() -> None:
    chosen = settings(limits=WebLimits(message_bytes=1024))
    async with running(chosen) as web, web.client() as large, web.client() as other:
        await other.watch("live-floor")
        await large.socket.send(json.dumps({"t": "watch", "boards": {}, "padding": "x" * 2000}))
        with pytest.raises(ConnectionClosed):
            await large.next("snapshot")
        assert large.socket.close_code == 1009
        assert web.counted("limits_total", {"limit": "message"}) == 1
        await other.next("snapshot")


async def test_an_address_has_so_many_connections() -> None:
    async with running(settings(limits=WebLimits(connections_an_address=1))) as web:
        async with web.client() as client:
            await client.frame()
            with pytest.raises(InvalidStatus) as refused:
                await web.client().__aenter__()
            assert refused.value.response.status_code == 429
        await until(lambda: not web.hub.clients)
        async with web.client() as again:
            assert (await again.frame())["t"] == "hello"


async def test_the_process_has_so_many_connections() -> None:
    async with running(settings(limits=WebLimits(connections=1))) as web, web.client() as client:
        await client.frame()
        with pytest.raises(InvalidStatus) as refused:
            await web.client().__aenter__()
        assert refused.value.response.status_code == 503
        assert web.counted("limits_total", {"limit": "connections"}) == 1
        assert web.counted("connections") == 1


async def test_who_watches_nothing_is_closed() -> None:
    async with running(settings(watch_within_s=0.2)) as web, web.client() as client:
        with pytest.raises(ConnectionClosed):
            await client.next("snapshot")
        assert client.socket.close_code == CloseCode.WATCHES_NOTHING.code


@pytest.mark.parametrize(
    ("send_timeout_s", "tcp_user_timeout_s"), [(0.3, 60.0), (60.0, 0.5)], ids=["by the server", "by the system"]
)
async def test_a_client_that_stops_reading_is_released_and_the_others_never_notice(
    send_timeout_s: float, tcp_user_timeout_s: float
) -> None:
    chosen = settings(send_timeout_s=send_timeout_s, tcp_user_timeout_s=tcp_user_timeout_s)
    async with running(chosen) as web, web.client() as other:
        site = WrittenSite(web.keys)
        await site.write(view({"sales": queue(1)}))
        await other.watch("live-floor")
        await other.next("snapshot")
        deaf = await deaf_client(web)
        try:
            await until(lambda: len(web.hub.clients) == 2)
            for turn in range(TURNS_AT_MOST):
                await site.write(view({"sales": queue(turn % 9)}, crowd(turn)))
                await other.next("delta")
                if len(web.hub.clients) == 1:
                    break
            assert len(web.hub.clients) == 1
            by_server = web.counted("closed_total", {"code": str(CloseCode.SLOW.code)})
            assert by_server == (send_timeout_s < tcp_user_timeout_s)
        finally:
            deaf.close()
        await site.write(view({"sales": queue(5)}))
        await other.until(lambda tiles: tiles["waiting"]["figure"]["value"] == 5)


def crowd(turn: int) -> dict[str, AgentView]:
    """Agents whose states all change each time: a delta of some 40 KB."""
    return {
        f"agent-{place}": AgentView(state="talking", since=NOW - 1000 * place - turn, name=f"Agent {place}" + "x" * 90)
        for place in range(250)
    }


async def deaf_client(web: RunningWeb) -> socket.socket:
    """Watches a board and then reads nothing more."""
    loop = asyncio.get_running_loop()
    parts = urlsplit(web.address)
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.setblocking(False)
    await loop.sock_connect(deaf, (parts.hostname, parts.port))
    handshake = (
        f"GET /ws HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    await loop.sock_sendall(deaf, handshake.encode())
    assert b"101" in await loop.sock_recv(deaf, 100)
    watch = json.dumps({"t": "watch", "boards": {"live-floor": {}}}).encode()
    masked = bytes([0x81, 0x80 | len(watch), 0, 0, 0, 0]) + watch
    await loop.sock_sendall(deaf, masked)
    return deaf
