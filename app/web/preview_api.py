"""`POST /api/v1/boards/preview`: what a board that is being edited would show now."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from app.boards.board import SLIDES_LIMIT, Board
from app.boards.freshness import Silence, freshness_of
from app.boards.scene import Scene
from app.boards.tile import Freshness
from app.boards.veil import Veil
from app.settings import Settings, SettingsInForce
from app.web.board_source import ANY_SITE
from app.web.hub import Hub
from app.web.json_body import read_json
from app.web.live_board import LiveBoard
from app.web.message_rate import MessageRate
from app.web.metrics import WebMetrics
from app.web.problem import RETRY, Problem
from app.web.site_copy import SiteFigures
from app.web.site_reader import NoFigures, SiteReader, UnknownSite
from app.web.view_api import NewestFigures

EPOCH = "preview"

Site = Annotated[str | None, Query(min_length=1, max_length=128)]
SlideNumber = Annotated[int | None, Query(ge=0, lt=SLIDES_LIMIT)]


def preview_router(reader: SiteReader, hub: Hub, in_force: SettingsInForce, metrics: WebMetrics) -> APIRouter:
    web = in_force.file.web
    router = APIRouter(prefix="/api/v1/boards", tags=["boards"])
    newest = NewestFigures(reader, time.monotonic)
    limit = web.limits.previews_a_second
    rate = MessageRate(limit, time.monotonic)
    silence = Silence(round(web.worker_silent_s * 1000), web.source_silent_beats)

    @router.post("/preview", summary="The snapshot frame of a board that is not saved")
    async def preview(request: Request, slide: SlideNumber = None, site: Site = None) -> Response:
        """`slide` evaluates one slide alone, counted from 0. `site` takes the place of the board's own."""
        if not rate.allows():
            metrics.refused("previews_a_second")
            detail = f"At most {limit} a second: wait, or raise web.limits.previews_a_second."
            raise Problem(429, "Too many previews.", detail, headers=RETRY)
        board = await read_json(request, Board, web.limits.body_bytes, metrics)
        shown = board.model_copy(update={"site": site or board.site})
        found = await _figures(newest, shown.site)
        others = {site: await _known(newest, site) for site in shown.sites_named}
        settings = in_force.settings
        live = LiveBoard(
            _one_slide(shown, slide), site=shown.site, epoch=EPOCH, naming=settings, clock=hub.clock, veils=hub.veils
        )  # fmt: skip
        stage = Stage(settings, silence, hub.clock())
        stage.show(live, found, others)
        return Response(live.snapshot(), media_type="application/json")

    return router


class Stage(NamedTuple):
    """Where a board is evaluated, at `now` (ms)."""

    settings: Settings
    silence: Silence
    now: int

    def show(self, live: LiveBoard, found: SiteFigures | None, others: Mapping[str, SiteFigures | None]) -> None:
        """On the figures of its own site, and of those that its tiles name."""
        named = {
            site: live.seen(site, self._scene(live, live.veil_of(site), figures), self._freshness(figures))
            for site, figures in others.items()
        }
        zone = live.zone if found is None else found.pulse.zone
        live.update(self._scene(live, live.veil, found), self._freshness(found), zone, named)

    def _scene(self, live: LiveBoard, veil: Veil, found: SiteFigures | None) -> Scene | None:
        if found is None:
            return None
        least_n, people = self.settings.web.least_n, live.definition.people
        return Scene(
            found.view, self.settings, least_n, found.pulse.zone, people=people, veil=veil, alerts=found.alerts
        )

    def _freshness(self, found: SiteFigures | None) -> Freshness:
        return Freshness(as_of=None) if found is None else freshness_of(found.pulse, self.now, self.silence)


async def _known(newest: NewestFigures, site: str) -> SiteFigures | None:
    """A site that a tile names may be unknown yet: the tile says so."""
    try:
        return await newest.of(site)
    except (NoFigures, UnknownSite):
        return None


async def _figures(newest: NewestFigures, site: str) -> SiteFigures | None:
    """None before the site's first event: its tiles have no data then, and can be laid out all the same."""
    try:
        return await newest.of(site)
    except NoFigures:
        return None
    except UnknownSite as unknown:
        if site == ANY_SITE or not unknown.known:
            return None
        raise


def _one_slide(board: Board, slide: int | None) -> Board:
    """The board with the tiles of that slide alone. Raises `Problem` when there is no such slide."""
    if slide is None:
        return board
    if slide >= max(1, len(board.slides)):
        raise Problem(400, "There is no such slide.", f"The board has {len(board.slides)} slides, counted from 0.")
    slides = tuple(
        one if place == slide else one.model_copy(update={"tiles": ()}) for place, one in enumerate(board.slides)
    )
    return board.model_copy(update={"slides": slides})
