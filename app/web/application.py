"""The web side put together."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, WebSocket
from fastapi.exceptions import RequestValidationError
from prometheus_client import CollectorRegistry
from starlette.exceptions import HTTPException

from app.settings import Settings
from app.web.access import Access
from app.web.events_api import events_router
from app.web.explain_api import explain_router
from app.web.figures_api import figures_router
from app.web.floor_reader import FloorReader
from app.web.goals_api import goals_router
from app.web.headers import SecurityHeaders
from app.web.health import health_router
from app.web.hub import Hub
from app.web.metrics import WebMetrics
from app.web.page_files import PAGES, add_pages, build_of
from app.web.problem import Problem, answer_http_exception, answer_invalid_request, answer_problem
from app.web.site_reader import SiteReader
from app.web.socket import serve_socket
from streams.ledger.port import LedgerReader
from streams.log.port import Log


def wall_clock_ms() -> int:
    return time.time_ns() // 1_000_000


def create_app(
    settings: Settings, ledger: LedgerReader, log: Log, *, clock: Callable[[], int] = wall_clock_ms,
    registry: CollectorRegistry | None = None, pages: Path = PAGES, epoch: str | None = None,
) -> FastAPI:  # fmt: skip
    """The application over an open ledger and log. Its lifespan owns one TaskGroup with all that runs beside requests.

    `app.state.hub` is the hub; `app.state.broken` is done when the hub failed, and then holds why: the process is to
    end. `epoch` names this run (random when None); `clock` gives ms since 1970.
    """
    metrics = WebMetrics(registry)
    reader = SiteReader(ledger)
    access = Access(settings.web)
    hub = Hub(
        ledger, reader, settings, settings.web, metrics, epoch=epoch or secrets.token_hex(8), clock=clock,
        now_s=time.monotonic, jitter=random.Random(), default_site=next(iter(settings.sites), None),
    )  # fmt: skip
    app = FastAPI(title="Tavle", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=_lifespan)
    app.state.hub = hub
    app.add_middleware(SecurityHeaders, access=access, metrics=metrics)
    app.add_exception_handler(Problem, answer_problem)
    app.add_exception_handler(HTTPException, answer_http_exception)
    app.add_exception_handler(RequestValidationError, answer_invalid_request)
    app.include_router(figures_router(reader, hub, settings))
    app.include_router(explain_router(FloorReader(ledger, settings.floor_rules)))
    app.include_router(goals_router(reader, settings))
    app.include_router(events_router(log, settings.web, access, metrics, clock))
    app.include_router(health_router(reader, settings.web, metrics, clock))
    build = build_of(pages)

    @app.websocket("/ws")
    async def ws(websocket: WebSocket) -> None:
        await serve_socket(websocket, hub, access, build)

    add_pages(app, pages)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    hub: Hub = app.state.hub
    app.state.broken = asyncio.get_running_loop().create_future()

    async def run_hub() -> None:
        try:
            await hub.run()
        except Exception as error:
            app.state.broken.set_exception(error)

    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(run_hub(), name="hub")
        try:
            yield
        finally:
            running.cancel()
            app.state.broken.cancel()
