"""`POST /api/v1/sites/{site}/alerts/rehearsal`: what a rule would have done over the day that is past. Nothing is
saved, and nobody is told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

from app.past_day import PastDay, rehearse_past_day
from app.settings import Settings
from app.settings.alert_check import own_rule_problems
from app.settings.alerts import AlertRuleSettings, AlertsSection
from app.web.alerts_told import named_subject, unit_of
from app.web.json_body import Body, invalid, read_json
from app.web.metrics import WebMetrics
from app.web.problem import RETRY, Problem
from app.web.settings_api import SettingsDesk
from streams.alerts.rehearsed import Rehearsed, RehearsedAlert
from streams.alerts.rule import AnyRule
from streams.events.instant import rfc3339
from streams.ledger.names import last_week_hash
from streams.ledger.port import LedgerReader
from streams.log.port import Log, LogUnavailable

Json = dict[str, Any]
BODY_BYTES = 16 * 1024


class Asked(Body):
    """A rule as in `[[alerts.rules]]`."""

    rule: dict[str, Any]


class RehearsalDesk:
    """One rehearsal at a time in this process: a day of a large site is a minute of work."""

    def __init__(self, desk: SettingsDesk, log: Log, ledger: LedgerReader, metrics: WebMetrics) -> None:
        self._desk, self._log, self._ledger, self._metrics = desk, log, ledger, metrics
        self._busy = asyncio.Lock()

    async def rehearse(self, site: str, said: Json) -> Json:
        """Raises `UnknownSite`, and `Problem` for what is no rule, while another one runs, and without the log."""
        await self._desk.know(site)
        settings = self._desk.in_force.settings
        rule = checked_rule(settings, site, said)
        if self._busy.locked():
            self._metrics.refused("rehearsals")
            raise Problem(503, "Another rule is being tried.", "One at a time: try again in a moment.", headers=RETRY)
        limit = self._desk.in_force.file.web.limits.rehearsal_events
        async with self._busy:
            try:
                day = await rehearse_past_day(
                    self._log, site, settings, [rule], now=self._desk.clock(), limit=limit,
                    last_week=await self._noted(site),
                )  # fmt: skip
            except LogUnavailable as error:
                self._metrics.log_unavailable.inc()
                raise Problem(503, "The event log cannot be read.", "Try again in a moment.", headers=RETRY) from error
        if day.dropped:
            self._metrics.refused("rehearsal_events")
        return shown(site, settings, day)

    async def _noted(self, site: str) -> Mapping[str, bytes]:
        """Figures that rules compare with, as the worker noted them. Raises `LedgerError`."""
        partition = (await self._ledger.site_partitions()).get(site)
        if partition is None:
            return {}
        (fields,) = await self._ledger.read(partition, [last_week_hash(site)])
        return fields


def rehearsal_router(desk: RehearsalDesk, metrics: WebMetrics) -> APIRouter:
    router = APIRouter(prefix="/api/v1/sites/{site}/alerts", tags=["alerts"])

    @router.post("/rehearsal", summary="What a rule would have done over the past 24 hours")
    async def rehearse(request: Request, site: str) -> JSONResponse:
        asked = await read_json(request, Asked, BODY_BYTES, metrics)
        return JSONResponse(await desk.rehearse(site, asked.rule))

    return router


def checked_rule(settings: Settings, site: str, said: Json) -> AnyRule:
    """The rule as the core judges by it. Raises `Problem`: 400 with `mistakes`, where and what."""
    try:
        own = AlertRuleSettings.model_validate(said)
    except ValidationError as wrong:
        raise invalid(wrong) from None
    section = AlertsSection(rules=(own,))
    found = own_rule_problems(settings, site, section)
    mistakes = [{"where": ".".join(key[2:]), "what": what} for key, what in found if key[:1] == ("rules",)]
    if mistakes:
        raise Problem(400, "This cannot be used.", "`mistakes` says where and what.", mistakes=mistakes)
    return own.rule()


def shown(site: str, settings: Settings, day: PastDay) -> Json:
    (outcome,) = day.outcomes
    unit = unit_of(outcome.rule, settings.own_kpis())
    listed = outcome.listed
    return {
        "site": site,
        "from": rfc3339(day.begins),
        "to": rfc3339(day.ends),
        "events": day.events,
        "complete": day.complete,
        "missing": list(day.missing),
        "rule": outcome.rule.key,
        "unit": unit,
        "fired": outcome.fired,
        "episodes": [_episode(one, site, settings) for one in listed],
        "more": _more(outcome, len(listed)),
    }


def _more(outcome: Rehearsed, listed: int) -> int:
    return len(outcome.alerts) + outcome.more - listed


def _episode(alert: RehearsedAlert, site: str, settings: Settings) -> Json:
    kind, id_ = alert.subject
    return {
        "id": alert.id,
        "subject": {"kind": kind, "subject": id_, "subject_name": named_subject(alert.subject, site, settings)},
        "pending_at": rfc3339(alert.pending_at),
        "fired_at": _moment(alert.fired_at),
        "recovering_at": _moment(alert.recovering_at),
        "ended_at": _moment(alert.ended_at),
        "state": alert.state,
        "why": alert.why,
        "worst": alert.worst,
    }


def _moment(ms: int | None) -> str | None:
    return None if ms is None else rfc3339(ms)
