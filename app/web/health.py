"""`/healthz`, `/readyz`, `/metrics`: for whoever runs it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse, Response

from app.settings.web import WebSection
from app.web.metrics import WebMetrics
from app.web.site_reader import SiteReader
from streams.ledger.port import LedgerError

REASONS_SHOWN = 20


def health_router(reader: SiteReader, settings: WebSection, metrics: WebMetrics, clock: Callable[[], int]) -> APIRouter:
    router = APIRouter(tags=["health"])

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
