"""`GET /api/v1/sites/{site}/view`: a site as the supervisor's page shows it, and how fresh that is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from app.boards.freshness import Silence, freshness_of
from app.settings import Settings, SettingsInForce
from app.web.problem import Problem
from app.web.site_copy import SiteFigures
from app.web.site_reader import SiteReader
from app.web.view_parts import agents_part, names_of, names_part, queue_part, queues_part, site_part, tickets_part
from streams.floor.view import Pulse
from streams.kpi import WindowKey

READ_EVERY_S = 0.5
"""However many look at a site, it is read no more often than this."""
SITES_KEPT = 64
TICKETS_LISTED = 200
TICKETS_LIMIT = 1000

Part = Literal["site", "queues", "queue", "agents", "agent_figures", "tickets", "names"]
TicketState = Literal["breached", "at_risk", "ok", "paused", "no_promise"]
Id = Annotated[str | None, Query(min_length=1, max_length=128)]
Json = dict[str, Any]


def view_router(reader: SiteReader, in_force: SettingsInForce, clock: Callable[[], int]) -> APIRouter:
    """`clock` is the server's, ms since 1970."""
    router = APIRouter(prefix="/api/v1/sites/{site}", tags=["figures"])
    newest = NewestFigures(reader, time.monotonic)

    @router.get("/view", summary="A site as the supervisor's page shows it")
    async def view(
        site: str, part: Annotated[list[Part] | None, Query()] = None, window: WindowKey = "today", queue: Id = None,
        agent: Id = None, state: TicketState | None = None,
        limit: Annotated[int, Query(ge=0, le=TICKETS_LIMIT)] = TICKETS_LISTED,
    ) -> Response:  # fmt: skip
        """`part` may be given several times; without it there is only how fresh the figures are."""
        found = await newest.of(site)
        if queue is not None and queue not in found.view.queues:
            raise _no_such_queue(queue, found)
        settings = in_force.settings
        answer = _head(found, settings, clock())
        for chosen in dict.fromkeys(part or ()):
            answer |= _part(chosen, found, settings, window, queue, agent, state, limit)
        return Response(msgspec.json.encode(answer), media_type="application/json")

    return router


class NewestFigures:
    """The figures of each site as they were read last, at most `READ_EVERY_S` ago."""

    def __init__(self, reader: SiteReader, now_s: Callable[[], float]) -> None:
        self._reader, self._now_s = reader, now_s
        self._read: dict[str, tuple[float, SiteFigures]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def of(self, site: str) -> SiteFigures:
        """Raises `UnknownSite`, `NoFigures`, `LedgerError`."""
        async with self._one_at_a_time:
            now_s = self._now_s()
            held = self._read.get(site)
            if held is not None and now_s - held[0] < READ_EVERY_S:
                return held[1]
            found = await self._reader.figures(site)
            self._read.pop(site, None)
            self._read[site] = (now_s, found)
            if len(self._read) > SITES_KEPT:
                del self._read[next(iter(self._read))]
            return found


def _part(
    part: Part, found: SiteFigures, settings: Settings, window: WindowKey, queue: str | None, agent: str | None,
    state: TicketState | None, limit: int,
) -> Json:  # fmt: skip
    view = found.view
    match part:
        case "site":
            return {"all": site_part(view, window)}
        case "queues":
            return {"queues": queues_part(found, settings, window)}
        case "queue":
            if queue is None:
                raise Problem(400, "The part `queue` is of one queue.", "Name it: queue=….")
            return {"queue": queue_part(found, queue, settings, window)}
        case "agents":
            return {"agents": agents_part(view, window, queue, figures=False)}
        case "agent_figures":
            return {"agents": agents_part(view, window, queue, figures=True)}
        case "names":
            return {"names": names_part(view, settings)}
        case "tickets":
            return {"tickets": tickets_part(view, limit, queue=queue, agent=agent, state=state)}


def _head(found: SiteFigures, settings: Settings, now: int) -> Json:
    view, pulse = found.view, found.pulse
    return {
        "site": view.site,
        "name": settings.site_name(view.site),
        "at": view.at,
        "now": now,
        "zone": pulse.zone,
        "currency": settings.currency(view.site),
        "least_n": settings.least_n(view.site),
        "queue_names": names_of(view, settings),
        "agent_names": {id_: agent.name for id_, agent in view.agents.items() if agent.name},
        "freshness": _freshness(pulse, now, settings),
    }


def _freshness(pulse: Pulse, now: int, settings: Settings) -> Json:
    """What is stale, and every sign of life that this was told by. `written` and `worker_silent_ms` let a page tell a
    silent worker between two answers."""
    web = settings.web
    silence = Silence(round(web.worker_silent_s * 1000), web.source_silent_beats)
    fresh = freshness_of(pulse, now, silence)
    return {
        "as_of": fresh.as_of,
        "stale": fresh.stale.model_dump() if fresh.stale is not None else None,
        "written": pulse.written,
        "worker_silent_ms": silence.worker_ms,
        "lag_ms": pulse.lag_ms,
        "lag_records": pulse.lag_records,
        "catching_up": pulse.catching_up,
        "sources": [
            {
                "id": id_,
                "newest": source.newest,
                "beat": source.beat,
                "interval_s": source.interval_s,
                "silent": freshness_of(_with_source(pulse, id_), now, silence).stale is not None,
            }
            for id_, source in sorted(pulse.sources.items())
        ],
    }


def _with_source(pulse: Pulse, id_: str) -> Pulse:
    return msgspec.structs.replace(pulse, sources={id_: pulse.sources[id_]})


def _no_such_queue(queue: str, found: SiteFigures) -> Problem:
    known = ", ".join(sorted(found.view.queues)[:20]) or "none"
    return Problem(404, f"There is no queue {queue!r}.", f"Known queues: {known}.")
