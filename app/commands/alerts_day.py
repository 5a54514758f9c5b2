"""`tavle alerts try` without a file: rules over the past 24 hours of the installation's own log."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path

import typer
from pydantic import ValidationError
from rich.console import Console

from app.commands.alerts_run import named
from app.commands.reached import one_site, reached
from app.parts import open_parts
from app.past_day import PastDay, rehearse_past_day
from app.settings import Settings
from app.settings.alert_check import own_rule_problems
from app.settings.alerts import AlertsSection
from app.web.site_reader import UnknownSite
from streams.alerts.rehearsed import Rehearsed, RehearsedAlert
from streams.alerts.rule import AnyRule
from streams.events.instant import rfc3339
from streams.ledger.names import last_week_hash
from streams.wall_clock import wall_clock_ms

MISSING = {
    "log": "the log does not reach back so far", "events": "there were more events than are read",
    "late": "some events came late, and are judged as if they had come in time",
    "time": "judging took too long", "period": "a rule looks over a week or month",
    "last_week": "last week is not known of all that was compared",
}  # fmt: skip


def rehearse_own_day(
    settings: Settings, site: str | None, rules: Path | None, keys: list[str], console: Console
) -> None:
    """Raises typer.BadParameter for a site, rules or keys that there are none of, and what the log and ledger raise."""
    try:
        chosen, day = asyncio.run(_rehearse(settings, site, rules, keys))
    except UnknownSite as unknown:
        raise typer.BadParameter(f"{unknown}; known are: {', '.join(unknown.known) or 'none'}") from None
    _print(chosen, day, console)


async def _rehearse(
    settings: Settings, site: str | None, rules: Path | None, keys: list[str]
) -> tuple[str, PastDay]:  # fmt: skip
    async with open_parts(reached(settings, "--config, or a file of events")) as parts:
        partitions = await parts.ledger.site_partitions()
        chosen = one_site(site, sorted(partitions))
        (noted,) = await parts.ledger.read(partitions[chosen], [last_week_hash(chosen)])
        limit = settings.web.limits.rehearsal_events
        judged = chosen_rules(settings, chosen, rules, keys)
        day = await rehearse_past_day(
            parts.log, chosen, settings, judged, now=wall_clock_ms(), limit=limit, last_week=noted
        )
        return chosen, day


def chosen_rules(settings: Settings, site: str, path: Path | None, keys: list[str]) -> list[AnyRule]:
    """Those of the file, else those in force; of these only the keys that are named. Raises typer.BadParameter."""
    rules = list(settings.alert_policy(site).by_key.values()) if path is None else _written(settings, site, path)
    known = {rule.key: rule for rule in rules}
    if unknown := sorted({*keys} - known.keys()):
        raise typer.BadParameter(f"there is no rule {', '.join(unknown)}; there are {', '.join(known)}")
    return [rule for rule in rules if not keys or rule.key in keys]


def _written(settings: Settings, site: str, path: Path) -> list[AnyRule]:
    """The `[[alerts.rules]]` of a file."""
    try:
        section = AlertsSection.model_validate(tomllib.loads(path.read_text(encoding="utf-8")).get("alerts", {}))
    except tomllib.TOMLDecodeError as wrong:
        raise typer.BadParameter(f"{path}: {wrong}") from None
    except ValidationError as wrong:
        said = "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in wrong.errors())
        raise typer.BadParameter(f"{path}: {said}") from None
    if not section.rules:
        raise typer.BadParameter(f"{path}: there are no [[alerts.rules]] in it")
    if problems := [f"{'.'.join(key)}: {what}" for key, what in own_rule_problems(settings, site, section)]:
        raise typer.BadParameter(f"{path}: {'; '.join(problems)}")
    return [own.rule() for own in section.rules]


def _print(site: str, day: PastDay, say: Console) -> None:
    counted = f"{day.events:,} event{'' if day.events == 1 else 's'}"
    say.print(f"site {site}, {rfc3339(day.begins)} to {rfc3339(day.ends)}, {counted}", markup=False)
    if not day.complete:
        say.print(f"  not all of it is known: {', '.join(MISSING[what] for what in day.missing)}", style="yellow")
    for outcome in day.outcomes:
        fired = [alert for alert in outcome.listed if alert.fired_at is not None]
        for alert in fired:
            say.print(f"  {_line(outcome, alert)}", markup=False)
        if (more := outcome.fired - len(fired)) > 0:
            say.print(f"  {outcome.rule.key}: {more} more")
    say.print(f"  {sum(outcome.fired for outcome in day.outcomes)} would have fired")


def _line(outcome: Rehearsed, alert: RehearsedAlert) -> str:
    end = "still open" if alert.ended_at is None else f"until {rfc3339(alert.ended_at)}"
    worst = "" if alert.worst is None else f", at worst {alert.worst:g}"
    return f"{rfc3339(alert.fired_at or 0)} {end}  {outcome.rule.key} about {named(alert.subject)}{worst}"
