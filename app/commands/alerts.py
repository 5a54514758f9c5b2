"""`tavle alerts`: tries alert rules on a time line that somebody wrote, or on a day that was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from app.commands.alerts_day import rehearse_own_day
from app.commands.alerts_file import AlertTest, UnusableFile, read_test
from app.commands.alerts_run import Outcome, clock, named, run_test
from app.commands.errors import explained
from app.commands.replaying import Problems, read_events
from app.commands.run import Config
from app.settings import Settings, load_settings
from app.settings.site_check import site_problems
from streams.alerts.alert_book import Change
from streams.alerts.notification import Notification
from streams.alerts.policy import AlertPolicy
from streams.alerts.rehearsal import Rehearsal, in_order
from streams.events import SourceBeat
from streams.events.instant import rfc3339

alerts = typer.Typer(no_args_is_help=True, help="Tries alert rules.")
say = Console(highlight=False, soft_wrap=True)
COLOURS = {"firing": "red", "flapping": "red", "no_data": "yellow", "resolved": "green"}


@alerts.command("test")
def compare(
    path: Annotated[Path, typer.Argument(help="A time line and the alerts expected of it.", exists=True)],
    config: Config = None,
) -> None:
    """Runs rules over a time line and compares with the alerts that are expected; exits with 1 where they differ."""
    with explained():
        try:
            test = read_test(path)
            outcome = run_test(test, _settings(test, path, config))
        except UnusableFile as wrong:
            Console(stderr=True).print(f"error: {wrong}", style="bold red", markup=False, highlight=False)
            raise typer.Exit(1) from None
    _print(test, outcome)
    if outcome.differences:
        raise typer.Exit(1)


@alerts.command("try")
def rehearse(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files of events, oldest first; without any, the past 24 "
                                                            "hours of the log.", exists=True, dir_okay=False)] = None,
    rule: Annotated[list[str] | None, typer.Option(help="Only these rules, by key.")] = None,
    site: Annotated[str | None, typer.Option(help="Of the log: the site; not needed when there is one.")] = None,
    rules: Annotated[Path | None, typer.Option(help="Of the log: a file with [[alerts.rules]] in place of those that "
                                                    "hold.", exists=True, dir_okay=False)] = None,
    config: Config = None,
) -> None:  # fmt: skip
    """Says when rules would have fired over a recorded day, or over the installation's own past 24 hours."""
    with explained():
        settings = load_settings(config)
        if not paths:
            rehearse_own_day(settings, site, rules, rule or [], say)
            return
        if site is not None or rules is not None:
            raise typer.BadParameter("--site and --rules are for the log: leave them out, or the files of events")
    _rehearse_files(paths, rule, settings)


def _rehearse_files(paths: list[Path], rule: list[str] | None, settings: Settings) -> None:
    problems = Problems()
    told = [e for e in read_events(paths, "events", "main", problems, lambda _: None) if not isinstance(e, SourceBeat)]
    for site in sorted({event.site for event in told}):
        policy = settings.alert_policy(site)
        if unknown := sorted({*(rule or ())} - policy.by_key.keys()):
            raise typer.BadParameter(f"there is no rule {', '.join(unknown)}; there are {', '.join(policy.by_key)}")
        policy = AlertPolicy(
            [one for one in policy.rules if not rule or one.key in rule], policy.hours, policy.site_hours
        )
        arrivals = in_order(event for event in told if event.site == site)
        rehearsal = Rehearsal(site, settings.floor_rules(site), policy)
        say.print(f"site {site}, {rfc3339(arrivals[0].at)} to {rfc3339(arrivals[-1].at)}", markup=False)
        fired = 0
        for _, turn in rehearsal.run(arrivals, arrivals[-1].at + 60_000):
            for change in turn.changes:
                fired += change.state in ("firing", "flapping")
                if change.state in ("firing", "flapping", "resolved"):
                    say.print(f"  {rfc3339(change.at)}  {change.state:<9} {change.rule} about {named(change.subject)}")
        say.print(f"  {fired} would have fired")
    if problems.count:
        say.print(f"{problems.count} lines were not events and count nowhere", style="yellow")


def _settings(test: AlertTest, path: Path, config: Path | None) -> Settings:
    """Those of the file, or of --config where it has none. Raises `UnusableFile`."""
    if not test.settings:
        return load_settings(config)
    if config is not None:
        raise UnusableFile(f"{path}: settings: the file has its own: leave them out, or --config")
    try:
        settings = Settings(**test.settings)
    except ValidationError as wrong:
        problems = [f"{path}: settings.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors()]
        raise UnusableFile("\n".join(problems)) from None
    if found := [f"{path}: settings.{'.'.join(key)}: {what}" for key, what in site_problems(settings)]:
        raise UnusableFile("\n".join(found))
    return settings


def _print(test: AlertTest, outcome: Outcome) -> None:
    say.print(f"{test.site}, from {test.start.isoformat()}, {clock(test.lasts)}", markup=False)
    for line in outcome.lines:
        at = clock((line.at - test.begins) / 1000)
        if isinstance(line, Change):
            why = f" ({line.why})" if line.why else ""
            text, colour = f"{line.state:<10} {line.rule} about {named(line.subject)}{why}", COLOURS.get(line.state, "")
        else:
            text, colour = f"sent       {_message(line)}", "cyan"
        say.print(f"  {at}  {text}", style=colour, markup=False)
    for difference in outcome.differences:
        say.print(f"  differs: {difference}", style="bold red", markup=False)
    if not outcome.differences:
        n = len(test.expect)
        say.print(f"As expected: {n} alert{'' if n == 1 else 's'}, and no other.", style="green")


def _message(sent: Notification) -> str:
    rules = ", ".join(dict.fromkeys(alert.rule for alert in sent.alerts))
    return f"{sent.kind} to {sent.group}: {rules}" + (f" ({sent.count} alerts)" if sent.count > 1 else "")
