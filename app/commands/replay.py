"""`tavle replay`: the options, and what is printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn, TransferSpeedColumn

from app.commands.errors import explained
from app.commands.replaying import Format, Problems, RulesOf, read_events, replay
from app.commands.report import report
from app.settings import load_settings
from streams.collector import tune_collector
from streams.events.instant import parse_rfc3339
from streams.floor.floor_rules import floor_rules
from streams.floor.rule import Profile, ServiceLevelRule
from streams.kpi.figures import to_json
from streams.kpi.keys import WindowKey

errors = Console(stderr=True)


def replay_command(
    paths: Annotated[list[Path], typer.Argument(help="Files, oldest first.", exists=True, dir_okay=False)],
    format_: Annotated[str, typer.Option("--format", help="events (JSON lines) or asterisk-queue-log")] = "events",
    at: Annotated[list[str] | None, typer.Option(help="RFC 3339 instant; just after the last event when none.")] = None,
    window: Annotated[list[str] | None, typer.Option(help=f"Only these: {', '.join(get_args(WindowKey))}.")] = None,
    service_level: Annotated[
        str | None, typer.Option(help="T=20,S=5,profile=NAME, abandon_negative by default")
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="IANA zone of the site; UTC by default.")] = None,
    config: Annotated[Path | None, typer.Option(help="A configuration whose sites' rules and zones hold.")] = None,
    site: Annotated[str, typer.Option(help="Site of formats that name none.")] = "main",
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Runs files through the core as fast as it goes and prints the figures as they stood at each instant."""
    rules = _rules(service_level, timezone, config)
    instants = [_instant(text) for text in at or []]
    windows = [cast(WindowKey, _one_of(name, get_args(WindowKey), "--window")) for name in window or []] or None
    chosen = cast(Format, _one_of(format_, get_args(Format), "--format"))
    problems = Problems()
    tune_collector()
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task("Replaying", total=sum(path.stat().st_size for path in paths))
        events = read_events(paths, chosen, site, problems, lambda n: progress.advance(task, n))
        figures = replay(events, rules, instants, windows)
    for line in problems.first:
        errors.print(line, style="yellow", markup=False)
    if problems.count:
        errors.print(f"{problems.count} lines were not events and count nowhere", style="yellow")
    if json:
        sys.stdout.buffer.write(to_json(figures) + b"\n")
    else:
        report(figures, Console())


def _rules(service_level: str | None, timezone: str | None, config: Path | None) -> RulesOf:
    if config is None:
        same = floor_rules(_rule(service_level or ""), _zone(timezone or "UTC"))
        return lambda _: same
    if service_level is not None or timezone is not None:
        message = "rules and zones come from the configuration: leave --service-level and --timezone out"
        raise typer.BadParameter(message, param_hint="--config")
    with explained():
        return load_settings(config).floor_rules


def _one_of(name: str, known: tuple[str, ...], option: str) -> str:
    if name not in known:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(known)}", param_hint=option)
    return name


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        message = f"{name!r} is no IANA time zone; write it like Europe/Copenhagen"
        raise typer.BadParameter(message, param_hint="--timezone") from None


def _instant(text: str) -> int:
    try:
        return parse_rfc3339(text)
    except ValueError as error:
        raise typer.BadParameter(f"{error}; write it like 2026-11-24T09:30:00Z", param_hint="--at") from None


def _rule(text: str) -> ServiceLevelRule:
    """Reads `T=20,S=5,profile=NAME`: seconds, each part optional."""
    parts = {"T": "20", "S": "5", "profile": "abandon_negative"}
    try:
        for part in filter(None, text.split(",")):
            key, value = part.split("=")
            if key not in parts:
                raise ValueError(f"{key!r} is not T, S or profile")
            parts[key] = value
        threshold_ms, short_ms = round(float(parts["T"]) * 1000), round(float(parts["S"]) * 1000)
    except ValueError as error:
        message = f"{error}; write it like T=20,S=5,profile=abandon_negative"
        raise typer.BadParameter(message, param_hint="--service-level") from None
    profile = cast(Profile, _one_of(parts["profile"], get_args(Profile), "--service-level"))
    return ServiceLevelRule(threshold_ms=threshold_ms, short_ms=short_ms, profile=profile)
