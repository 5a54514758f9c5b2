"""`POST /api/v1/events`: accepted means durable."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from app.settings.web import WebSection
from app.web.access import Access
from app.web.body import read_body
from app.web.intake import BATCH, PLAIN, SINGLE, RefusedEvents, messages_of
from app.web.metrics import WebMetrics
from app.web.problem import RETRY, Problem
from streams.log.port import Log, LogUnavailable


def events_router(
    log: Log, settings: WebSection, access: Access, metrics: WebMetrics, clock: Callable[[], int]
) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["events"])

    @router.post("/events", status_code=202, summary="Append CloudEvents, all or none")
    async def post_events(request: Request) -> JSONResponse:
        """A single event or a batch. 202 says that every one of them is durable."""
        if not access.origin_is_ours(request):
            metrics.refused("origin")
            raise Problem(403, "This page may not send events.", "Add its origin to web.origins in the configuration.")
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in (SINGLE, BATCH, PLAIN):
            raise Problem(415, "Not a media type for events.", f"Send {SINGLE}, {BATCH} or {PLAIN}.")
        body = await read_body(request, settings.limits.body_bytes, metrics)
        try:
            messages = messages_of(body, media_type, clock())
        except RefusedEvents as refused:
            metrics.events_refused.inc(refused.total)
            raise _refusal(refused) from None
        try:
            if messages:
                await log.append(messages)
        except LogUnavailable as error:
            metrics.log_unavailable.inc()
            detail = "Whether the events are there is not known: send the same ones again, they count once."
            raise Problem(503, "The event log cannot be reached.", detail, headers=RETRY) from error
        metrics.events_accepted.inc(len(messages))
        return JSONResponse({"accepted": len(messages)}, 202)

    return router


def _refusal(refused: RefusedEvents) -> Problem:
    events = [{"index": refusal.place, "reason": refusal.reason} for refusal in refused.refusals]
    detail = f"Nothing was kept. {refused.total} are wrong; `events` says which and why."
    return Problem(400, "Not all of this are events.", detail, events=events)
