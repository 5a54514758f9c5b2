"""`GET /api/v1/…`: sites, figures and the snapshot of a board."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from app.settings.tree import Settings
from app.web.hub import Hub, UnknownBoard
from app.web.problem import Problem
from app.web.site_reader import SiteReader, UnknownSite
from streams.kpi import WindowKey
from streams.kpi.figures import site_figures, to_json
from streams.ledger.port import LedgerError

RETRY_AFTER_S = 2


def figures_router(reader: SiteReader, hub: Hub, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["figures"])

    @router.get("/sites", summary="Every known site")
    async def sites() -> JSONResponse:
        try:
            known = await reader.sites()
        except LedgerError as error:
            raise _unavailable() from error
        return JSONResponse({"sites": [{"id": site, "name": settings.site_name(site)} for site in known]})

    @router.get("/sites/{site}/figures", summary="All figures of a site, as `tavle replay` prints them")
    async def site_figures_of(site: str, window: Annotated[list[WindowKey] | None, Query()] = None) -> Response:
        """`window` may be given several times; without it every window is there."""
        try:
            found = await reader.read(site)
        except UnknownSite as unknown:
            raise no_such_site(unknown) from None
        except LedgerError as error:
            raise _unavailable() from error
        if found is None:
            raise Problem(503, "The site has no figures yet.", "Its worker is starting.", headers=_retry())
        figures = site_figures(found.view, window, settings.pain_zones_s(site))
        return Response(to_json([figures]), media_type="application/json")

    @router.get("/boards/{board}/snapshot", summary="The snapshot frame of a board")
    async def snapshot(board: str) -> Response:
        try:
            live = await hub.board(board)
        except UnknownBoard as unknown:
            raise Problem(404, "There is no such board.", str(unknown)) from None
        except UnknownSite as unknown:
            raise no_such_site(unknown) from None
        return Response(live.snapshot(), media_type="application/json")

    return router


def no_such_site(unknown: UnknownSite) -> Problem:
    known = ", ".join(unknown.known[:20]) or "none: no event has arrived"
    return Problem(404, f"There is no site {unknown.site!r}.", f"Known sites: {known}.")


def _unavailable() -> Problem:
    return Problem(503, "The ledger cannot be read.", "Try again in a moment.", headers=_retry())


def _retry() -> dict[str, str]:
    return {"retry-after": str(RETRY_AFTER_S)}
