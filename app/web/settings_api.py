"""`/api/v1/sites/{site}/settings`: what of a site is set on the page, over what the file says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse

from app.settings import SettingsInForce
from app.settings.alerts import AlertsSection
from app.settings.known_alerts import known_alerts, versioned
from app.settings.on_page import PARTS, MistakenOnPage, Place, fixed_in, fixed_mistakes, laid_over, read
from app.settings.section import Section
from app.store.audit import By
from app.store.settings import SettingStore, StoredSetting
from app.store.settings_follower import SettingsFollower
from app.web.entry import caller_of
from app.web.json_body import NUMBER_LIMIT, Body, read_json
from app.web.metrics import WebMetrics
from app.web.problem import Problem
from app.web.settings_shown import shown_alerts, shown_goals, shown_rules
from app.web.site_reader import SiteReader, UnknownSite
from streams.events.instant import from_ms

Json = dict[str, Any]
NOW = "now"
"""In the place of a moment that a version begins at: when the server takes it."""


class Change(Body):
    """A part as it is to be. `version` is the one that was read, 0 for a part that is not set on the page."""

    version: Annotated[int, Field(ge=0, le=NUMBER_LIMIT)]
    value: dict[str, Any]


class SettingsDesk:
    """Changes settings in the name of who asks; they are in force here at once, and elsewhere in a few seconds."""

    def __init__(
        self, store: SettingStore, in_force: SettingsInForce, follower: SettingsFollower, reader: SiteReader,
        clock: Callable[[], int],
    ) -> None:  # fmt: skip
        self.in_force, self.clock = in_force, clock
        self._store, self._follower, self._reader = store, follower, reader

    async def place(self, site: str, part: str) -> Place:
        """Raises `UnknownSite`, and `Problem` for a part that there is none of."""
        if part not in PARTS:
            raise Problem(404, "There is no such part.", f"The parts are {', '.join(PARTS)}.")
        await self.know(site)
        return Place(site, part)

    async def know(self, site: str) -> None:
        """Raises `UnknownSite` for one that is neither in the file nor in the figures."""
        if site not in self.in_force.file.sites and site not in (known := await self._reader.sites_with(site)):
            raise UnknownSite(site, known)

    async def shown(self, site: str) -> Json:
        """All parts: what the file says, what is set on the page and by whom, what cannot be changed here, and what
        holds."""
        await self.know(site)
        parts = {part: self._part(place := Place(site, part), await self._store.get(place.key)) for part in PARTS}
        settings, now = self.in_force.settings, self.clock()
        return {
            "site": site,
            "name": settings.site_name(site),
            "now": now,
            "parts": parts,
            "rules": shown_rules(settings, self.in_force.file, site, now),
            "goals": shown_goals(settings, site),
            "alerts": shown_alerts(settings, self.in_force.file, site),
        }

    async def save(self, request: Request, place: Place, change: Change) -> None:
        """Raises `Problem` with what cannot be used and where, `Conflict`."""
        value = at_moment(change.value, from_ms(self.clock()).isoformat())
        section = self.checked(place, value)
        if isinstance(section, AlertsSection):
            section = versioned(section, known_alerts(self.in_force.settings, self.in_force.file, place.site))
        said = section.model_dump(mode="json", by_alias=True, exclude_unset=True)
        await self._store.set(place.key, said, self._by(request), expected=change.version)
        await self._follower.look()

    async def delete(self, request: Request, place: Place, version: int | None) -> None:
        await self._store.delete(place.key, self._by(request), expected=version)
        await self._follower.look()

    def checked(self, place: Place, value: Mapping[str, Any]) -> Section:
        """The part, when it can be used together with all else. Raises `Problem` with the mistakes."""
        in_force = self.in_force
        try:
            said = read(place, value)
            if mistakes := [*fixed_mistakes(said, fixed_in(in_force.fixed, place))]:
                raise MistakenOnPage(mistakes)
            laid_over(in_force.without(place.key), place, said, in_force.fixed)
        except MistakenOnPage as wrong:
            raise mistaken(place, wrong) from None
        return said

    def _part(self, place: Place, stored: StoredSetting | None) -> Json:
        file, fixed = self.in_force.file.sites.get(place.site), fixed_in(self.in_force.fixed, place)
        mistakes = self.in_force.mistakes.get(place.key, ())
        return {
            "version": stored.version if stored is not None else 0,
            "changed_at": stored.changed_at if stored is not None else None,
            "changed_by": stored.changed_by if stored is not None else None,
            "value": stored.value if stored is not None else None,
            "file": PARTS[place.part].said_by(file) if file is not None else {},
            "environment": {name: fixed[name] for name in fixed.keys() & PARTS[place.part].model.model_fields.keys()},
            "mistakes": [{"path": mistake.path, "what": mistake.what} for mistake in mistakes],
        }

    def _by(self, request: Request) -> By:
        return By(caller_of(request.state).actor, self.clock())


def settings_router(desk: SettingsDesk, metrics: WebMetrics, limit_bytes: int) -> APIRouter:
    router = APIRouter(prefix="/api/v1/sites/{site}/settings", tags=["settings"])

    @router.get("", summary="Rules, goals and alerts of a site: where they come from, and what holds")
    async def get(site: str) -> JSONResponse:
        return JSONResponse(await desk.shown(site))

    @router.put("/{part}", summary="Set a part on the page, over what the file says")
    async def save(request: Request, site: str, part: str) -> JSONResponse:
        """`from: "now"` of a version stands for the moment at which the server takes it."""
        place = await desk.place(site, part)
        await desk.save(request, place, await read_json(request, Change, limit_bytes, metrics))
        return JSONResponse(await desk.shown(site))

    @router.delete("/{part}", summary="Go back to what the file says")
    async def delete(
        request: Request, site: str, part: str, version: Annotated[int | None, Query(ge=1, le=NUMBER_LIMIT)] = None
    ) -> JSONResponse:
        """With `version` only while it is still of that version."""
        await desk.delete(request, await desk.place(site, part), version)
        return JSONResponse(await desk.shown(site))

    return router


def at_moment(value: Any, moment: str) -> Any:
    """The same with `moment` (RFC 3339) wherever something begins now."""
    if isinstance(value, Mapping):
        return {key: moment if (key, one) == ("from", NOW) else at_moment(one, moment) for key, one in value.items()}
    return [at_moment(one, moment) for one in value] if isinstance(value, list) else value


def mistaken(place: Place, wrong: MistakenOnPage) -> Problem:
    """400, with where and what."""
    mistakes = [
        {"where": ".".join((place.part, *mistake.path)), "path": mistake.path, "what": mistake.what}
        for mistake in wrong.mistakes[:50]
    ]
    return Problem(400, "This cannot be used.", "`mistakes` says where and what.", mistakes=mistakes)
