"""Runs the web side in this process, alone or beside other parts, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import resource
import socket
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI

from app.settings.web import WebSection
from app.web.line import LineProtocol

BACKLOG = 4096
DRAIN_S = 5
OTHER_FILES = 512
"""What a web process has open besides the connections of its clients."""

logger = structlog.get_logger(__name__)


class AddressTaken(OSError):
    """The address to listen on cannot be had. The message says which setting names it."""


class EmbeddedServer(uvicorn.Server):
    """Leaves signals to whoever embeds it; `up` is set once it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    app: FastAPI, settings: WebSection, stop: asyncio.Event, *, started: Callable[[str], None] | None = None
) -> None:
    """Listens and serves until `stop` is set; then asks the clients to come back later and drains.

    `started` is told the address (`http://127.0.0.1:8080`) once it answers. Raises `AddressTaken`, and whatever ended
    the hub: a web side that follows nothing must not go on.
    """
    allow_files(settings.limits.connections)
    listening = listen(settings)
    server = EmbeddedServer(server_config(app, settings))
    # A TaskGroup would cancel the server on the way out: it drains first, and is awaited here in any case.
    serving = asyncio.create_task(server.serve(sockets=[listening]), name="web")
    try:
        await _first_of(server.up.wait(), serving)
        if server.started:
            if app.state.broken.done():  # before anybody is told that it answers
                app.state.broken.result()
            _freeze()
            address = address_of(listening, settings)
            logger.info("web_started", address=address)
            if started is not None:
                started(address)
            await _first_of(stop.wait(), serving, app.state.broken)
            if app.state.broken.done():
                app.state.broken.result()
    finally:
        await _end(server, serving, app)
        listening.close()


async def _first_of(awaited: Coroutine[Any, Any, object], *others: asyncio.Future[None]) -> None:
    """Returns when the first of them is done; `others` go on."""
    one: asyncio.Future[Any] = asyncio.ensure_future(awaited)
    try:
        await asyncio.wait([one, *others], return_when=asyncio.FIRST_COMPLETED)
    finally:
        one.cancel()


async def _end(server: EmbeddedServer, serving: asyncio.Task[None], app: FastAPI) -> None:
    if not serving.done():
        await app.state.hub.say_goodbye()
        server.should_exit = True
    await serving
    logger.info("web_stopped")


def server_config(app: FastAPI, settings: WebSection) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        ws=LineProtocol,
        ws_max_size=settings.limits.message_bytes,
        ws_per_message_deflate=False,
        ws_ping_interval=None,  # our own pings go out anyway, and TCP_USER_TIMEOUT notices who takes none
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=DRAIN_S,
        backlog=BACKLOG,
    )


def allow_files(connections: int) -> int:
    """Lets this process open so many connections, as far as the system's hard limit goes; answers how many files it may
    open. Many a system begins with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + OTHER_FILES
    allowed = max(soft, wanted if hard == resource.RLIM_INFINITY else min(wanted, hard))
    if allowed != soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed < wanted:
        logger.warning("few_open_files", allowed=allowed, wanted=wanted)
    return allowed


def listen(settings: WebSection) -> socket.socket:
    """A bound socket. Connections inherit TCP_USER_TIMEOUT: without it a peer that takes nothing is never released."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            timeout_ms = round(settings.tcp_user_timeout_s * 1000)
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, timeout_ms)
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        where = f"{settings.host}:{settings.port}"
        raise AddressTaken(f"cannot listen on {where} ({error.strerror}): set web.port or TAVLE_WEB__PORT") from error
    listening.setblocking(False)
    return listening


def address_of(listening: socket.socket, settings: WebSection) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listening.getsockname()[1]}"


def _freeze() -> None:
    """What is here at the start stays: the collector need not look at it again."""
    gc.collect()
    gc.freeze()
