"""Faults of those who watch: many at once, half-open, not reading."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from loadtest.swarm_process import SwarmProcess
from tests.fault.installation import BOARD, Installation
from tests.fault.row import Row
from tests.servers.ports import LOOPBACK, free_ports

CLIENTS = "client that stops reading; half-open; 2,000 clients at once after a restart"
CROWD = 2000
CROWD_S = 60.0
AT_ONCE = 512
RELEASED_S = 30.0
OUTSIDE, INSIDE = "10.231.77.1", "10.231.77.2"

WATCHER = """
import socket, sys, time
s = socket.create_connection(({host!r}, {port}), timeout=10)
s.sendall(b"GET /ws HTTP/1.1\\r\\nHost: {host}:{port}\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
          b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n")
assert b"101" in s.recv(4096)
text = b'{{"t":"watch","boards":{{"{board}":{{}}}}}}'
s.sendall(bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text)
print("watches", flush=True)
while s.recv(65536):
    pass
"""


async def crowd_after_a_restart(site: Installation) -> None:
    await site.web.kill()
    site.web.start()
    await site.stack.answers()
    async with SwarmProcess(LOOPBACK, site.stack.port, BOARD) as crowd:
        came = await crowd.does("connect", kind="healthy", count=CROWD, within_s=CROWD_S, at_once=AT_ONCE)
        assert came["connected"] == CROWD, came["lost"]
        await site.becomes_live(15)
        assert await connections(site.stack.address) >= CROWD
        await crowd.does("leave")


async def connections(address: str) -> int:
    async with httpx.AsyncClient(base_url=address, timeout=10) as http:
        lines = (await http.get("/metrics")).text.splitlines()
    (said,) = [line for line in lines if line.startswith("tavle_web_connections ")]
    return round(float(said.split()[1]))


def run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, timeout=10)


@asynccontextmanager
async def elsewhere(name: str) -> AsyncIterator[None]:
    """A network namespace with a cable to ours. Skips where the machine allows none."""
    try:
        run("ip", "netns", "add", name)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no network namespaces here: they take root, and iproute2")
    try:
        run("ip", "link", "add", f"{name}o", "type", "veth", "peer", "name", f"{name}i", "netns", name)
        run("ip", "addr", "add", f"{OUTSIDE}/24", "dev", f"{name}o")
        run("ip", "link", "set", f"{name}o", "up")
        run("ip", "-n", name, "addr", "add", f"{INSIDE}/24", "dev", f"{name}i")
        run("ip", "-n", name, "link", "set", f"{name}i", "up")
        yield
    finally:
        run("ip", "netns", "del", name)


async def half_open(site: Installation) -> None:
    """The cable of a machine that watches is pulled: nobody says goodbye, and nothing is acknowledged any more."""
    name = f"tv{os.getpid() % 100_000}"
    (port,) = free_ports(1)
    async with elsewhere(name):
        web = site.part("web", "web", name=f"web-{len(site.stack.parts)}", TAVLE_WEB__HOST=OUTSIDE,
                        TAVLE_WEB__PORT=str(port), TAVLE_WEB__INSECURE_OPEN_ACCESS="true")  # fmt: skip
        address = f"http://{OUTSIDE}:{port}"

        async def answers() -> bool:
            return web.said("web_started")

        await site.holds(answers, 30, "a web side that can be reached from elsewhere")
        program = WATCHER.format(host=OUTSIDE, port=port, board=BOARD)
        watcher = await asyncio.create_subprocess_exec(
            "ip", "netns", "exec", name, sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
        )
        assert watcher.stdout is not None
        try:
            assert await watcher.stdout.readline() == b"watches\n"
            assert await connections(address) == 1
            await asyncio.to_thread(run, "ip", "-n", name, "link", "set", f"{name}i", "down")

            async def released() -> bool:
                return await connections(address) == 0

            await site.holds(released, RELEASED_S, "the release of a client that is gone")
        finally:
            if watcher.returncode is None:
                watcher.kill()
            await watcher.wait()
        web.terminate()
        assert await web.ends(within_s=10) == 0


ROWS = (
    Row(CLIENTS, "crowd after a restart", "kill -9 of web, then 2,000 clients at once", "\"no connection\", then live",
        crowd_after_a_restart),
    Row(CLIENTS, "half-open client", "a machine that watches is unplugged (network namespace)", "others notice nothing",
        half_open),
    Row(CLIENTS, "client that stops reading", "a client takes nothing any more", "others notice nothing",
        proven_by=("tests/app/test_limits.py::"
                   "test_a_client_that_stops_reading_is_released_and_the_others_never_notice",)),
    Row(CLIENTS, "one frame for all", "many watch one board", "the same, made once",
        proven_by=("tests/e2e/test_same_board.py::"
                   "test_a_change_is_made_once_for_all_who_watch_and_holds_only_what_changed",)),
)  # fmt: skip
