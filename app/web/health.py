"""`/healthz`, `/readyz`, `/metrics`: for whoever runs it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

from app.boards.freshness import Signs, Silence, freshness_of
from app.settings.web import WebSection
from app.web.metrics import WebMetrics
from app.web.site_reader import SiteReader
from streams.floor.view import Pulse
from streams.ledger.port import LedgerError

REASONS_SHOWN = 20


def health_router(reader: SiteReader, settings: WebSection, metrics: WebMetrics, clock: Callable[[], int]) -> APIRouter:
    router = APIRouter(tags=["health"])
    silence = Silence(round(settings.worker_silent_s * 1000), settings.source_silent_beats)

    @router.get("/healthz", summary="The process lives")
    async def healthz() -> JSONResponse:
        return JSONResponse({"status": "alive"})

    @router.get("/readyz", summary="Figures can be read and are fresh; 503 with reasons otherwise")
    async def readyz() -> JSONResponse:
        reasons = await unready(reader, settings.worker_silent_s, clock())
        if reasons:
            return JSONResponse({"status": "not ready", "reasons": reasons[:REASONS_SHOWN]}, 503)
        return JSONResponse({"status": "ready"})

    @router.get("/metrics", summary="Prometheus")
    async def prometheus() -> Response:
        await measure_trust(reader, metrics, silence, clock())
        return Response(generate_latest(metrics.registry), headers={"content-type": CONTENT_TYPE_LATEST})

    return router


async def unready(reader: SiteReader, silent_s: float, now: int) -> list[str]:
    """Why boards would not show fresh figures at `now` (ms); empty when they would. No site yet is no reason."""
    try:
        pulses = await reader.pulses(await reader.sites())
    except LedgerError as error:
        return [f"the ledger cannot be read: {type(error).__name__}"]
    reasons: list[str] = []
    for site, pulse in pulses.items():
        if pulse is None:
            reasons.append(f"site {site}: no worker has written a pulse")
        elif now - pulse.written > silent_s * 1000:
            reasons.append(f"site {site}: its worker has been silent for {(now - pulse.written) // 1000} s")
    return reasons


async def measure_trust(reader: SiteReader, metrics: WebMetrics, silence: Silence, now: int) -> None:
    """How many sites and sources boards would mark at `now` (ms)."""
    try:
        pulses = await reader.pulses(await reader.sites())
    except LedgerError:
        metrics.ledger_unread.set(1)
        for gauge in (metrics.silent_sites, metrics.catching_up_sites, metrics.silent_sources):
            gauge.set(math.nan)
        return
    signs = signs_of(pulses, silence, now)
    workers = [one.worker.health for one in signs]
    metrics.ledger_unread.set(0)
    metrics.silent_sites.set(workers.count("silent") + len(pulses) - len(signs))
    metrics.catching_up_sites.set(workers.count("catching_up"))
    # Of a worker that is silent or behind, beats say nothing of the sources.
    heard = [source.health for one in signs if one.worker.health == "live" for source in one.sources]
    metrics.silent_sources.set(heard.count("silent"))


def signs_of(pulses: Mapping[str, Pulse | None], silence: Silence, now: int) -> list[Signs]:
    """Of the sites that have a pulse."""
    return [freshness_of(pulse, now, silence) for pulse in pulses.values() if pulse is not None]
