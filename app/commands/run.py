"""`tavle demo`, `up`, `worker`, `web`, `source`: which parts run in this process."""

from __future__ import annotations

import socket
import tempfile
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
import uvloop
from rich.console import Console

from app.commands.errors import explained
from app.commands.logs import set_up_logging
from app.running import Running, run_parts
from app.settings import Settings, SettingsMistake, load_settings
from app.settings.connections import SourceSection
from app.settings.mistake import Mistake
from app.settings.site_check import goal_warnings
from app.settings.source_check import source_problems
from streams.sources.registry import SOURCE_KINDS

Config = Annotated[Path | None, typer.Option("--config", help="The configuration; tavle.toml here when not given.")]
Clock = Annotated[str | None, typer.Option(help="wall, or log: now is the newest event's time.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on.")]

logger = structlog.get_logger(__name__)

DEMO_SITE = "aarhus"
DEMO_QUEUES = {
    "sales": "Sales", "support": "Support", "billing": "Billing", "retention": "Retention", "chat": "Chat",
    "mail": "Mail", "claims": "Claims",
}  # fmt: skip
DEMO_PROMISES = [
    {"name": "mail", "queues": ["mail"], "first_reply_s": "4h", "next_reply_s": "4h", "resolution_s": "24h"},
    {"name": "claims", "queues": ["claims"], "first_reply_s": "8h", "next_reply_s": "8h", "resolution_s": "48h"},
]
DEMO_PORTS = range(8080, 8100)


def up(config: Config = None, clock: Clock = None, port: Port = None) -> None:
    """Everything in one process: worker, web and the sources of the configuration."""
    with explained():
        settings = _settings(config, clock, port)
        running = Running(worker=True, web=True, sources=settings.sources, started=_say_address)
        _run(settings, running)


def worker(config: Config = None, clock: Clock = None) -> None:
    """A worker: folds events into figures. Run several for more partitions or for safety."""
    with explained():
        _run(_settings(config, clock), Running(worker=True, alone_as="worker"))


def web(config: Config = None, port: Port = None) -> None:
    """A web process: API, websocket and boards."""
    with explained():
        _run(_settings(config, port=port), Running(web=True, alone_as="web", started=_say_address))


def source(
    name: Annotated[str, typer.Argument(help=f"A source of the configuration, or a kind: {', '.join(SOURCE_KINDS)}.")],
    path: Annotated[Path | None, typer.Option(help="The file to read.")] = None,
    site: Annotated[str | None, typer.Option(help="The site that its events belong to.")] = None,
    speed: Annotated[float | None, typer.Option(help="So many times as fast as it happened.")] = None,
    rebase: Annotated[str | None, typer.Option(help="now: move all times so that the first event is now.")] = None,
    follow: Annotated[bool | None, typer.Option(help="Wait at the end of the file for more.")] = None,
    config: Config = None,
) -> None:
    """One source: reads a system or a file and appends its events to the log, from where it stood."""
    with explained():
        settings = _settings(config)
        given = {"path": path, "site": site, "speed": speed, "rebase": rebase, "follow": follow}
        options = {key: str(value) if key == "path" else value for key, value in given.items() if value is not None}
        section = _source_section(settings, name, options)
        called = name if name in settings.sources else (path.name if path is not None else name)
        _run(settings, Running(sources={called: section}, alone_as=f"source {name}"))


def demo(
    port: Port = None,
    speed: Annotated[float, typer.Option(help="How fast the simulated floor lives.")] = 1.0,
    seed: Annotated[int, typer.Option(help="The same seed lives the same life.")] = 1,
    timezone: Annotated[str, typer.Option(help="IANA zone of the simulated site.")] = "Europe/Copenhagen",
) -> None:
    """A simulated floor on a live board: private Valkey, source, worker and web in one process."""
    console = Console(stderr=True)
    with explained(), tempfile.TemporaryDirectory(prefix="tavle-demo-") as data_dir:
        console.print("Starting a private Valkey and a simulated contact centre …")
        simulated = SourceSection(kind="simulated_floor", site=DEMO_SITE, speed=speed, seed=seed, zone=timezone)
        queues = {id_: {"name": name} for id_, name in DEMO_QUEUES.items()}
        settings = Settings(
            data_dir=Path(data_dir),
            sites={DEMO_SITE: {"name": "Aarhus", "zone": timezone, "queues": queues, "promises": DEMO_PROMISES}},
            web={"port": port if port is not None else _free_port(), "development": True},
            sources={"floor": simulated},
        )
        if mistakes := source_problems(simulated):
            raise SettingsMistake([Mistake("tavle demo", ".".join(key), what) for key, what in mistakes])

        def say(address: str) -> None:
            console.print(f"\n  Live board   [bold]{address}/[/]")
            console.print(f"  Figures      {address}/api/v1/sites/{DEMO_SITE}/figures")
            console.print(f"  Explained    tavle explain service_level --url {address}")
            console.print("  Stop         Ctrl-C\n")

        set_up_logging(quiet=True)
        uvloop.run(run_parts(settings, Running(worker=True, web=True, sources=settings.sources, started=say)))


def _settings(config: Path | None, clock: str | None = None, port: int | None = None) -> Settings:
    settings = load_settings(config)
    changes: dict[str, Any] = {}
    if clock is not None:
        if clock not in ("wall", "log"):
            raise SettingsMistake([Mistake("--clock", "", f"{clock!r} is neither wall nor log")])
        changes["worker"] = settings.worker.model_copy(update={"clock": clock})
    if port is not None:
        changes["web"] = settings.web.model_copy(update={"port": port})
    return settings.model_copy(update=changes)


def _source_section(settings: Settings, name: str, options: dict[str, Any]) -> SourceSection:
    if name in settings.sources:
        configured = settings.sources[name]
        section = SourceSection(kind=configured.kind, **{**configured.options, **options})
    elif name in SOURCE_KINDS:
        section = SourceSection(kind=name, **options)
    else:
        known = ", ".join([*settings.sources, *SOURCE_KINDS])
        raise SettingsMistake([Mistake("source", "", f"there is no source {name!r}; there are {known}")])
    if problems := source_problems(section):
        raise SettingsMistake([Mistake(f"source {name}", ".".join(key), what) for key, what in problems])
    return section


def _run(settings: Settings, running: Running) -> None:
    set_up_logging()
    if running.worker or running.web:
        for warning in goal_warnings(settings):
            logger.warning("goals", warning=warning)
    uvloop.run(run_parts(settings, running))


def _say_address(address: str) -> None:
    Console(stderr=True).print(f"Live board: [bold]{address}/[/]")


def _free_port() -> int:
    """The first port of 8080 to 8099 that is free, or any."""
    for port in DEMO_PORTS:
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return 0
