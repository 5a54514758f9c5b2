"""`/api/v1/sites/{site}/alerts`: what needs a person now, and what people do about it. What they do is an event of the
log: it is seen once the worker has judged it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query
from pydantic import AfterValidator, AwareDatetime, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.settings import SettingsInForce
from app.web.alerts_reader import AlertsReader
from app.web.alerts_told import told
from app.web.entry import caller_of
from app.web.intake import SINGLE, messages_of
from app.web.json_body import Body, read_json
from app.web.metrics import WebMetrics
from app.web.problem import RETRY, Problem
from streams.alerts.notification import Alert
from streams.alerts.silence import SILENCES_LIMIT
from streams.events import AlertAcknowledged, AlertSilenced, AlertUnsilenced
from streams.events.alert import Acknowledgement, Silence, SilenceEnd
from streams.events.instant import DAY_MS, from_ms, to_ms
from streams.log.port import Log, LogUnavailable

SOURCE = "tavle/web"
ALERTS_LISTED = 200
ALERTS_LIMIT = 1000
SILENCE_DAYS = 30
"""No silence is longer: what must be quiet for good is a rule to be changed."""
BODY_BYTES = 16 * 1024
ID_BYTES = 9

AlertEvent = AlertAcknowledged | AlertSilenced | AlertUnsilenced


def fit_reason(text: str) -> str:
    """Raises ValueError for one that says nothing."""
    if not text.strip():
        raise ValueError("say why, for those who wonder at the quiet")
    return text.strip()


Named = Annotated[str | None, Field(min_length=1, max_length=128)]


class NewSilence(Body):
    """Of all alerts that this rule, queue and team have in common; of any where none is named."""

    until: AwareDatetime
    reason: Annotated[str, AfterValidator(fit_reason)]
    rule: Named = None
    queue: Named = None
    team: Named = None


class AlertDesk:
    """Tells the log what somebody does about alerts of a site."""

    def __init__(
        self, reader: AlertsReader, log: Log, in_force: SettingsInForce, metrics: WebMetrics,
        clock: Callable[[], int],
    ) -> None:  # fmt: skip
        self.reader, self.in_force, self.clock, self.metrics = reader, in_force, clock, metrics
        self._log = log

    async def acknowledge(self, site: str, id_: str, by: str) -> Alert | None:
        """The alert when somebody sees to it already: the first stands. Raises `Problem`: 404 when it is not open."""
        seen = await self.reader.read(site)
        alert = next((one for one in seen.alerts.open if one.id == id_), None)
        if alert is None:
            detail = "It has ended, has not fired yet, or never was: see the list for those that are open."
            raise Problem(404, "There is no such open alert.", detail)
        if alert.acknowledged_by is not None:
            return alert
        await self._tell(AlertAcknowledged(data=Acknowledgement(alert=id_, by=by), **self._envelope(site)))
        return None

    async def silence(self, site: str, body: NewSilence, by: str) -> str:
        """Its id. Raises `Problem` for what cannot be silenced."""
        seen = await self.reader.read(site)
        self._require_until(body.until)
        if body.rule is not None and body.rule not in self.in_force.settings.alert_policy(site).by_key:
            raise Problem(400, f"There is no rule {body.rule!r}.", "Name the key of a rule, or leave it out for any.")
        if body.queue is not None and body.queue not in seen.queues:
            raise Problem(400, f"There is no queue {body.queue!r}.", "Name a queue of the site, or leave it out.")
        if seen.full:
            self.metrics.refused("silences")
            detail = f"A site keeps {SILENCES_LIMIT}, for a week after their end: lift some, or cover more with one."
            raise Problem(409, "There are too many silences.", detail)
        id_ = secrets.token_hex(ID_BYTES)
        data = Silence(
            silence=id_, by=by, reason=body.reason, until=body.until, rule=body.rule, queue=body.queue, team=body.team
        )
        await self._tell(AlertSilenced(data=data, **self._envelope(site)))
        return id_

    async def lift(self, site: str, id_: str, by: str) -> None:
        """Raises `Problem`: 404 when there is no such silence, or it is over."""
        seen = await self.reader.read(site)
        if all(one.id != id_ for one in seen.alerts.silences):
            raise Problem(404, "There is no such silence.", "It is over, or not judged yet: look again in a moment.")
        await self._tell(AlertUnsilenced(data=SilenceEnd(silence=id_, by=by), **self._envelope(site)))

    def _require_until(self, until: datetime) -> None:
        left_ms = to_ms(until) - self.clock()
        if not 0 < left_ms <= SILENCE_DAYS * DAY_MS:
            raise Problem(400, "A silence ends.", f"`until` is a moment to come, within {SILENCE_DAYS} days.")

    def _envelope(self, site: str) -> dict[str, Any]:
        return {"id": secrets.token_hex(ID_BYTES), "source": SOURCE, "time": from_ms(self.clock()), "site": site}

    async def _tell(self, event: AlertEvent) -> None:
        """Durable when it returns: it goes the way of all events. Raises `Problem` when the log is not reached."""
        messages = messages_of(msgspec.json.encode(event), SINGLE, self.clock())
        try:
            await self._log.append(messages)
        except LogUnavailable as error:
            self.metrics.log_unavailable.inc()
            detail = "Whether it was taken is not known: look, and try again."
            raise Problem(503, "The event log cannot be reached.", detail, headers=RETRY) from error
        self.metrics.events_accepted.inc(len(messages))


def alerts_router(desk: AlertDesk) -> APIRouter:
    router = APIRouter(prefix="/api/v1/sites/{site}/alerts", tags=["alerts"])
    metrics = desk.metrics

    @router.get("", summary="Alerts that are open or pending, and silences")
    async def alerts(site: str, limit: Annotated[int, Query(ge=0, le=ALERTS_LIMIT)] = ALERTS_LISTED) -> Response:
        seen = await desk.reader.newest(site)
        answer = told(site, seen.alerts, desk.in_force.settings, desk.clock(), limit)
        return Response(msgspec.json.encode(answer), media_type="application/json")

    @router.post("/{alert}/acknowledge", status_code=202, summary="Somebody sees to it: no repeat, no escalation")
    async def acknowledge(request: Request, site: str, alert: str) -> JSONResponse:
        known = await desk.acknowledge(site, alert, author_of(request))
        if known is not None:
            return JSONResponse({"state": "seen", "acknowledged_by": known.acknowledged_by}, 200)
        return JSONResponse({"state": "taken"}, 202)

    @router.post("/silences", status_code=202, summary="Some alerts are not sent for a while")
    async def silence(request: Request, site: str) -> JSONResponse:
        body = await read_json(request, NewSilence, BODY_BYTES, metrics)
        id_ = await desk.silence(site, body, author_of(request))
        return JSONResponse({"state": "taken", "silence": id_}, 202)

    @router.delete("/silences/{silence}", status_code=202, summary="A silence ends now, before its time")
    async def lift(request: Request, site: str, silence: str) -> JSONResponse:
        await desk.lift(site, silence, author_of(request))
        return JSONResponse({"state": "taken"}, 202)

    return router


def author_of(request: Request) -> str:
    """The name of who asks; where nobody has one, what he is. It never comes from the request itself."""
    caller = caller_of(request.state)
    return caller.name or caller.kind
