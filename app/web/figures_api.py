"""`GET /api/v1/…`: sites, figures and the snapshot of a board."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from app.settings import SettingsInForce
from app.web.hub import Hub, UnknownBoard
from app.web.problem import Problem
from app.web.site_reader import SiteReader
from streams.kpi import WindowKey
from streams.kpi.figures import site_figures, to_json


def figures_router(reader: SiteReader, hub: Hub, in_force: SettingsInForce) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["figures"])

    @router.get("/sites", summary="Every known site")
    async def sites() -> JSONResponse:
        known = await reader.sites()
        settings = in_force.settings
        return JSONResponse({"sites": [{"id": site, "name": settings.site_name(site)} for site in known]})

    @router.get("/sites/{site}/figures", summary="All figures of a site, as `tavle replay` prints them")
    async def site_figures_of(site: str, window: Annotated[list[WindowKey] | None, Query()] = None) -> Response:
        """`window` may be given several times; without it every window is there."""
        found = await reader.figures(site)
        figures = site_figures(found.view, window, in_force.settings.pain_zones_s(site))
        return Response(to_json([figures]), media_type="application/json")

    @router.get("/boards/{board}/snapshot", summary="The snapshot frame of a board")
    async def snapshot(board: str) -> Response:
        try:
            live = await hub.board(board)
        except UnknownBoard as unknown:
            raise Problem(404, "There is no such board.", str(unknown)) from None
        return Response(live.snapshot(), media_type="application/json")

    return router
