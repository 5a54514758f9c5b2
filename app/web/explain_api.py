"""`GET /api/v1/sites/{site}/explain`: what stands behind a figure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.web.floor_reader import FloorReader, TooManyAsk
from app.web.problem import RETRY, Problem
from streams.kpi.explain import LISTED, NotOffered, UnknownScope, usual_window
from streams.kpi.explanation import ScopeId, to_json
from streams.kpi.metric import Scope

LIMIT = 1000
KNOWN_NAMED = 20

Id = Annotated[str | None, Query(min_length=1, max_length=128)]


def explain_router(reader: FloorReader) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["figures"])

    @router.get("/sites/{site}/explain", summary="What stands behind a figure")
    async def explain(
        site: str, metric: str, window: str | None = None, queue: Id = None, agent: Id = None, team: Id = None,
        channel: Id = None, limit: Annotated[int, Query(ge=0, le=LIMIT)] = LISTED,
    ) -> Response:  # fmt: skip
        """Of the whole site when neither `queue`, `agent`, `team` nor `channel` is given. A figure over a window is
        explained over `today` when none is named."""
        scope = _scope({"queue": queue, "agent": agent, "team": team, "channel": channel})
        try:
            told = await reader.explain(site, metric, scope, window or usual_window(metric), limit)
        except NotOffered as not_offered:
            raise Problem(400, f"{not_offered.what}.", f"There is: {', '.join(not_offered.known)}.") from None
        except UnknownScope as unknown:
            raise _no_such_scope(unknown) from None
        except TooManyAsk:
            raise busy() from None
        return Response(to_json(told), media_type="application/json")

    return router


def busy() -> Problem:
    return Problem(503, "Too many ask at once.", "Try again in a moment.", headers=RETRY)


def _scope(named: dict[Scope, str | None]) -> ScopeId:
    given = [ScopeId(kind, id_) for kind, id_ in named.items() if id_ is not None]
    if len(given) > 1:
        raise Problem(400, "A figure is of one scope.", "Name one of queue, agent, team and channel, or none.")
    return given[0] if given else ScopeId("site")


def _no_such_scope(unknown: UnknownScope) -> Problem:
    known = ", ".join(unknown.known[:KNOWN_NAMED]) or "none"
    return Problem(404, f"There is no {unknown.scope.kind} {unknown.scope.id!r}.", f"Known are: {known}.")
