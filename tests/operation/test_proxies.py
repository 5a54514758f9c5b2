"""nginx and Caddy as docs/several-machines.md sets them up, before two web processes: boards through them, and whose
address a caller has."""

from __future__ import annotations

import json
import re
import shutil
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.e2e.conftest import StackMaker, stacks
from tests.e2e.part import Part
from tests.e2e.stack import Stack
from tests.operation.users import PAGE
from tests.servers.certificates import Authority
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.ports import LOOPBACK, free_ports, listening
from tests.servers.process import ServerProcess
from tests.servers.redis import RedisServer
from tests.servers.until import until

pytestmark = pytest.mark.processes

NGINX, CADDY = re.findall(r"```(?:nginx|caddyfile)\n(.*?)```", PAGE, re.DOTALL)
UPSTREAMS = ("127.0.0.1:8081", "127.0.0.1:8082")
NAME = "tavle.example"
STARTED_S = 30.0
MOST = 3


def nginx(folder: Path, port: int, upstreams: list[str], authority: Authority) -> list[str]:
    certificate, key = authority.issue("proxy")
    text = NGINX.replace("listen 443 ssl", f"listen {LOOPBACK}:{port} ssl")
    for there, here in zip(
        (*UPSTREAMS, "/etc/tavle/tavle.crt", "/etc/tavle/tavle.key"), (*upstreams, certificate, key), strict=True
    ):
        assert there in text
        text = text.replace(there, str(here))
    file = folder / "nginx.conf"
    paths = " ".join(
        f"{kind}_temp_path {folder / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    http = f"http {{ access_log off; {paths} {text} }}"
    file.write_text(f"daemon off; pid {folder / 'pid'}; error_log stderr; events {{}} {http}")
    return [_found("nginx", "nginx-light"), "-p", str(folder), "-c", str(file)]


def caddy(folder: Path, port: int, upstreams: list[str], authority: Authority) -> list[str]:
    certificate, key = authority.issue("proxy")
    text = CADDY.replace(f"{NAME} {{", f"https://{NAME}:{port} {{\n bind {LOOPBACK}\n tls {certificate} {key}\n")
    for there, here in zip(UPSTREAMS, upstreams, strict=True):
        assert there in text
        text = text.replace(there, here)
    file = folder / "Caddyfile"
    file.write_text(f"{{\n admin off\n auto_https off\n}}\n{text}")
    return [_found("caddy", "caddy"), "run", "--adapter", "caddyfile", "--config", str(file)]


def _found(program: str, package: str) -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin")
    if found is None:
        skip_or_fail(ServerMissing(f"{program} is not installed (Debian: apt-get install {package})"))
    return found


@pytest.fixture
async def make(request: pytest.FixtureRequest, tmp_path: Path, valkey: RedisServer) -> AsyncIterator[StackMaker]:
    async with stacks(request, tmp_path, redis=valkey.url, kafka=None) as make:
        yield make


class Proxied:
    """Two web processes and a proxy before them."""

    def __init__(self, stack: Stack, port: int, ca: Path) -> None:
        self.stack, self.port = stack, port
        self.tls = ssl.create_default_context(cafile=str(ca))
        self.tls.check_hostname = False  # the certificate is of 127.0.0.1, and what is asked for is tavle.example
        self.webs: list[Part] = []

    async def web(self, port: int) -> None:
        """Starts one, and waits until it answers."""
        part = self.stack.part(f"web-{port}", "web", "--port", str(port))
        self.webs.append(part)

        async def answers() -> bool:
            return listening(port)

        await self.stack.until(answers, within_s=STARTED_S, what="an answer of web")

    def watch(self, **headers: str) -> Any:
        return connect(f"wss://{NAME}:{self.port}/ws", host=LOOPBACK, port=self.port, ssl=self.tls,
                       additional_headers=headers)  # fmt: skip

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(verify=self.tls) as client:
            return await client.get(f"https://{LOOPBACK}:{self.port}{path}", headers={"host": NAME},
                                    extensions={"sni_hostname": NAME})  # fmt: skip


@pytest.fixture(params=[nginx, caddy], ids=["nginx", "caddy"])
async def proxied(request: pytest.FixtureRequest, make: StackMaker, tmp_path: Path) -> AsyncIterator[Proxied]:
    command: Callable[[Path, int, list[str], Authority], list[str]] = request.param
    port, *webs = free_ports(3)
    stack = make(
        TAVLE_WEB__INSECURE_OPEN_ACCESS="true", TAVLE_WEB__HOSTS=json.dumps([NAME]),
        TAVLE_WEB__PROXIES=json.dumps([LOOPBACK]), TAVLE_WEB__LIMITS__CONNECTIONS_AN_ADDRESS=str(MOST),
        TAVLE_WEB__PING_S="0.5", TAVLE_STORE=f"sqlite:///{tmp_path / 'store.sqlite'}",
    )  # fmt: skip
    authority = Authority(tmp_path / "certificates")
    run = command(tmp_path, port, [f"{LOOPBACK}:{web}" for web in webs], authority)
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/usr/sbin"}
    process = ServerProcess(run, folder=tmp_path, log_name="proxy.log", env=env)
    proxied = Proxied(stack, port, authority.ca)
    for web in webs:
        await proxied.web(web)
    async with process.run():

        async def passes() -> bool:
            assert process.running, process.last_words()
            try:
                return (await proxied.get("/healthz")).status_code == 200
            except httpx.TransportError:
                return False

        await until(passes, within_s=STARTED_S, what="the proxy")
        yield proxied


async def test_a_board_lives_through_the_proxy_and_moves_when_its_web_process_goes(proxied: Proxied) -> None:
    async with proxied.watch() as socket:
        hello = json.loads(await socket.recv())
        assert hello["t"] == "hello"
        for _ in range(4):  # pings come through at once, not in a buffer
            assert json.loads(await socket.recv())["t"] == "ping"
    await proxied.webs[0].kill()

    async def greeted() -> bool:
        try:
            async with proxied.watch() as socket:
                return bool(json.loads(await socket.recv())["t"] == "hello")
        except InvalidStatus:
            return False

    await until(greeted, within_s=STARTED_S, what="a board from the other web process")


async def test_a_caller_is_who_he_is_and_cannot_say_otherwise(proxied: Proxied) -> None:
    """All come from one address here, whatever they write into the header: each process lets in so many of them."""
    let_in: list[Any] = []
    async with AsyncExitStack() as open_:
        for number in range(2 * MOST + 4):
            try:
                socket = await open_.enter_async_context(proxied.watch(**{"X-Forwarded-For": f"10.9.8.{number}"}))
                let_in += [json.loads(await socket.recv())["t"] == "hello"]
            except (InvalidStatus, ConnectionClosed):
                continue
    assert MOST <= len(let_in) <= 2 * MOST, "the proxy passes on what callers say of themselves, or lets nobody in"


async def test_another_name_is_refused_through_the_proxy(proxied: Proxied) -> None:
    async with httpx.AsyncClient(verify=proxied.tls) as client:
        answer = await client.get(f"https://{LOOPBACK}:{proxied.port}/healthz", headers={"host": "evil.example"},
                                  extensions={"sni_hostname": NAME})  # fmt: skip
    assert answer.status_code != 200 or "alive" not in answer.text
