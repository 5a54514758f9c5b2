"""Runs parts of Tavle in this process: one TaskGroup owns all tasks, and the first failure ends the process."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial

import structlog
from prometheus_client import CollectorRegistry, start_http_server

from app.customer_key_file import customer_key_in
from app.notify.opening import open_deliveries
from app.parts import Parts, open_parts
from app.settings import Settings, SettingsInForce
from app.settings.connections import SourceSection
from app.settings.load import set_by_environment
from app.store.settings_apart import followed_apart
from app.web.application import create_app
from app.web.serve import AddressTaken, serve
from streams.collector import tune_collector
from streams.sources.positions import FilePositions
from streams.sources.registry import Surroundings, build_source, read_settings
from streams.sources.runner import run_source
from streams.wall_clock import wall_clock_ms
from streams.watchdog import run_watched
from streams.worker import Worker
from streams.worker_metrics import WorkerMetrics

logger = structlog.get_logger(__name__)

ALIVE_MS = 10_000
"""A worker whose last turn ended longer ago stands still: no sign of life is sent for it."""


@dataclass(frozen=True, slots=True)
class Running:
    """Which parts run here. `alone_as` names the command when the other parts are elsewhere."""

    worker: bool = False
    web: bool = False
    sources: Mapping[str, SourceSection] = field(default_factory=dict)
    alone_as: str | None = None
    started: Callable[[str], None] | None = None


async def run_parts(settings: Settings, running: Running) -> None:
    """Runs until SIGTERM or SIGINT, or until every source has ended and nothing else runs here.

    Then the web side says goodbye, sources stop, and the worker commits what it folded. Raises what ended a part.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    needs_ledger = running.worker or running.web
    async with open_parts(settings, alone_as=running.alone_as, needs_ledger=needs_ledger) as parts:
        async with asyncio.TaskGroup() as tasks:
            registry, in_force = CollectorRegistry(), SettingsInForce(settings, set_by_environment())
            lasting = [tasks.create_task(_source(name, section, settings, parts), name=f"source {name}")
                       for name, section in running.sources.items()]  # fmt: skip
            if running.worker:
                tasks.create_task(_worker(in_force, parts, registry, stop, alone=not running.web), name="worker")
            if running.web:
                app = create_app(settings, parts.ledger, parts.log, registry=registry, in_force=in_force)
                tasks.create_task(serve(app, settings.web, stop, started=running.started), name="web")
            if not running.worker and not running.web:
                tasks.create_task(_stop_after(lasting, stop), name="end of sources")
            await stop.wait()
            logger.info("stopping")
            for source in lasting:
                source.cancel()


async def _worker(
    in_force: SettingsInForce, parts: Parts, registry: CollectorRegistry, stop: asyncio.Event, *, alone: bool
) -> None:
    """Beside a web part, that part follows the settings for both."""
    metrics = WorkerMetrics(registry)
    async with followed_apart(in_force, told=metrics.settings_read) if alone else nullcontext():
        await _turns(in_force, parts, registry, stop, metrics)


async def _turns(
    in_force: SettingsInForce, parts: Parts, registry: CollectorRegistry, stop: asyncio.Event, metrics: WorkerMetrics
) -> None:
    tune_collector()
    settings = in_force.file
    worker = Worker(
        parts.log, parts.ledger, rules=in_force.rules, clock=wall_clock_ms, settings=settings.worker_settings(),
        metrics=metrics,
    )  # fmt: skip
    alive = partial(worker.turns_now, ALIVE_MS)
    async with open_deliveries(in_force, registry, alive) as worker.delivery:
        with metrics_served(settings.worker.metrics_host, settings.worker.metrics_port, registry):
            await run_watched(worker, parts.log, stop, clock=wall_clock_ms, limit_s=settings.worker.watchdog_s)


@contextmanager
def metrics_served(host: str, port: int | None, registry: CollectorRegistry) -> Iterator[None]:
    """Answers Prometheus on this address while the context is open; no port: nowhere. Raises `AddressTaken`."""
    if port is None:
        yield
        return
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as error:
        raise AddressTaken(
            f"cannot listen on {host}:{port} ({error.strerror}): set worker.metrics_host and worker.metrics_port"
        ) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def _source(name: str, section: SourceSection, settings: Settings, parts: Parts) -> None:
    surroundings = Surroundings(name=name, clock_ms=wall_clock_ms, customer_key=customer_key_in(settings.data_dir))
    source = build_source(section.kind, read_settings(section.kind, section.options), surroundings)
    counts = await run_source(source, parts.log, FilePositions(settings.data_dir / "positions"))
    logger.info("source_ended", source=source.id, events=counts.events, problems=counts.problems)


async def _stop_after(sources: list[asyncio.Task[None]], stop: asyncio.Event) -> None:
    await asyncio.gather(*sources, return_exceptions=True)
    stop.set()
