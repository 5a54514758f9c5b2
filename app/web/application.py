"""The web side put together."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, WebSocket
from fastapi.exceptions import RequestValidationError
from prometheus_client import CollectorRegistry
from starlette.exceptions import HTTPException

from app.accounts.login_rate import LoginRate
from app.accounts.password import Passwords
from app.accounts.recognition import Recognition
from app.accounts.sign_in import SignIn
from app.settings import Settings, SettingsInForce
from app.store.audit import KEPT_MS
from app.store.errors import StoreError
from app.store.open import Store, store_of
from app.store.settings_follower import SettingsFollower
from app.web.access import Access
from app.web.accounts_api import accounts_router, tokens_router
from app.web.alerts_api import AlertDesk, alerts_router
from app.web.alerts_reader import AlertsReader
from app.web.board_source import BoardSource
from app.web.boards_api import boards_router
from app.web.entry import Entry, Gate
from app.web.events_api import events_router
from app.web.explain_api import explain_router
from app.web.figures_api import figures_router
from app.web.floor_reader import FloorReader
from app.web.goals_api import goals_router
from app.web.headers import SecurityHeaders
from app.web.health import health_router
from app.web.hub import Hub
from app.web.metrics import WebMetrics
from app.web.metrics_catalogue_api import metrics_catalogue_router
from app.web.naming import NamingInForce
from app.web.page_files import PAGES, add_pages, build_of
from app.web.pairing_api import pairing_router
from app.web.preview_api import preview_router
from app.web.problem import Problem, answer_http_exception, answer_invalid_request, answer_problem
from app.web.rehearsal_api import RehearsalDesk, rehearsal_router
from app.web.screen_reports import ScreenReports
from app.web.screens_api import ScreenDesk, screens_router
from app.web.session_api import session_router
from app.web.session_guard import SessionGuard
from app.web.settings_api import SettingsDesk, settings_router
from app.web.settings_preview import settings_preview_router
from app.web.site_problem import answer_ledger_error, answer_unknown_site
from app.web.site_reader import SiteReader, UnknownSite
from app.web.socket import serve_socket
from app.web.store_problem import answer_store_error
from app.web.view_api import view_router
from streams.ledger.port import LedgerError, LedgerReader
from streams.log.port import Log
from streams.wall_clock import wall_clock_ms


class OpenByAccident(Exception):
    """Others can reach the server, and nobody could log in."""

    def __init__(self) -> None:
        super().__init__(
            "web.host can be reached by others and there is no account: make one with `tavle account add NAME --role "
            "admin`, listen on 127.0.0.1, or say web.insecure_open_access = true"
        )


def create_app(
    settings: Settings, ledger: LedgerReader, log: Log, *, clock: Callable[[], int] = wall_clock_ms,
    registry: CollectorRegistry | None = None, pages: Path = PAGES, epoch: str | None = None,
    in_force: SettingsInForce | None = None,
) -> FastAPI:  # fmt: skip
    """The application over an open ledger and log. Its lifespan owns one TaskGroup with all that runs beside requests.

    `app.state.hub` is the hub; `app.state.broken` is done when the store cannot be used or the hub failed, and then
    holds why: the process is to end. `epoch` names this run (random when None); `clock` gives ms since 1970. `in_force`
    is what other parts of this process go by as well.
    """
    metrics = WebMetrics(registry)
    in_force = in_force or SettingsInForce(settings)
    reader = SiteReader(ledger)
    store = store_of(settings.store, settings.data_dir)
    hub = Hub(
        ledger, reader, NamingInForce(in_force), settings.web, metrics, BoardSource(store.boards),
        epoch=epoch or secrets.token_hex(8), clock=clock, now_s=time.monotonic, jitter=random.Random(),
        default_site=next(iter(settings.sites), None),
    )  # fmt: skip
    entry = Entry(Access(settings.web), Recognition(store, clock=clock, now_s=time.monotonic))
    guard = SessionGuard(entry, ScreenReports(store.screens), clock)
    app = FastAPI(title="Tavle", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=_lifespan)
    follower = SettingsFollower(store.settings, in_force, told=metrics.settings_read)
    app.state.hub, app.state.store, app.state.guard, app.state.follower = hub, store, guard, follower
    _add_gate(app, entry, metrics)
    app.include_router(events_router(log, settings.web, entry.access, metrics, clock))
    app.include_router(health_router(reader, settings.web, metrics, clock))
    _add_boards(app, reader, hub, store, in_force, metrics)
    desk = SettingsDesk(store.settings, in_force, follower, reader, clock)
    _add_site(app, desk, reader, FloorReader(ledger, in_force.rules), metrics)
    app.include_router(alerts_router(AlertDesk(AlertsReader(ledger, time.monotonic), log, in_force, metrics, clock)))
    app.include_router(rehearsal_router(RehearsalDesk(desk, log, ledger, metrics), metrics))
    _add_access(app, store, entry, metrics, clock)
    _add_screens(app, hub, guard, store, build_of(pages))
    add_pages(app, pages)
    return app


def _add_gate(app: FastAPI, entry: Entry, metrics: WebMetrics) -> None:
    """What every request passes, from the outside to its route; and how what was raised is answered."""
    app.add_middleware(Gate, entry=entry, metrics=metrics)
    app.add_middleware(SecurityHeaders, access=entry.access, metrics=metrics)
    app.add_exception_handler(Problem, answer_problem)
    app.add_exception_handler(StoreError, answer_store_error)
    app.add_exception_handler(LedgerError, answer_ledger_error)
    app.add_exception_handler(UnknownSite, answer_unknown_site)
    app.add_exception_handler(HTTPException, answer_http_exception)
    app.add_exception_handler(RequestValidationError, answer_invalid_request)


def _add_boards(
    app: FastAPI, reader: SiteReader, hub: Hub, store: Store, in_force: SettingsInForce, metrics: WebMetrics
) -> None:
    app.include_router(figures_router(reader, hub, in_force))
    app.include_router(preview_router(reader, hub, in_force, metrics))
    app.include_router(boards_router(store.boards, hub, metrics, in_force.file.web.limits.body_bytes, hub.clock))


def _add_site(app: FastAPI, desk: SettingsDesk, reader: SiteReader, floors: FloorReader, metrics: WebMetrics) -> None:
    """What is asked of one site, and what is set of it."""
    in_force = desk.in_force
    app.include_router(explain_router(floors))
    app.include_router(goals_router(reader, in_force))
    app.include_router(view_router(reader, in_force, desk.clock))
    app.include_router(metrics_catalogue_router())
    limit_bytes = in_force.file.web.limits.body_bytes
    app.include_router(settings_router(desk, metrics, limit_bytes))
    app.include_router(settings_preview_router(desk, floors, metrics, limit_bytes))


def _add_screens(app: FastAPI, hub: Hub, guard: SessionGuard, store: Store, build: str) -> None:
    """How a screen gets its board, what it is told, and the socket by which it shows it."""
    limits, metrics, clock = hub.settings.limits, hub.metrics, hub.clock
    desk = ScreenDesk(store.screens, BoardSource(store.boards), guard, metrics, clock)
    app.include_router(pairing_router(store, guard.entry.access, limits, metrics, clock))
    app.include_router(screens_router(desk, metrics, build))

    @app.websocket("/ws")
    async def ws(websocket: WebSocket) -> None:
        await serve_socket(websocket, hub, guard, build)


def _add_access(app: FastAPI, store: Store, entry: Entry, metrics: WebMetrics, clock: Callable[[], int]) -> None:
    passwords, recognition = Passwords(), entry.recognition
    sign_in = SignIn(store, recognition, passwords, LoginRate(time.monotonic), clock)
    app.include_router(session_router(sign_in, entry, metrics))
    app.include_router(accounts_router(store, recognition, passwords, metrics, clock))
    app.include_router(tokens_router(store, recognition, metrics, clock))


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    store: Store = app.state.store
    app.state.broken = asyncio.get_running_loop().create_future()
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(store.opened())
            await store.audit.forget_before(app.state.hub.clock() - KEPT_MS)
            await _require_access(app)
            await app.state.follower.look()
        except (StoreError, OpenByAccident) as refused:
            app.state.broken.set_exception(refused)
            yield
            return
        async with _beside(app):
            yield


async def _require_access(app: FastAPI) -> None:
    """Raises `OpenByAccident`, `StoreUnavailable`."""
    entry: Entry = app.state.guard.entry
    if entry.access.open_to_all or entry.access.listens_here_only:
        return
    if not await entry.recognition.accounts_exist():
        raise OpenByAccident


@asynccontextmanager
async def _beside(app: FastAPI) -> AsyncIterator[None]:
    """What runs beside requests, while the context is open."""

    async def run(work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            if not app.state.broken.done():
                app.state.broken.set_exception(error)

    async with asyncio.TaskGroup() as tasks:
        running = [
            tasks.create_task(run(app.state.hub.run()), name="hub"),
            tasks.create_task(run(app.state.guard.run()), name="guard"),
            tasks.create_task(run(app.state.follower.run()), name="settings"),
        ]
        try:
            yield
        finally:
            for task in running:
                task.cancel()
            app.state.broken.cancel()
