"""The `tavle` command and its subcommands."""

from __future__ import annotations

import sys
from importlib.metadata import version as distribution_version

import typer
from rich.console import Console

from app.commands.account import accounts, tokens
from app.commands.alerts import alerts
from app.commands.boards import boards
from app.commands.errors import explained
from app.commands.explain import explain_command
from app.commands.notify import notify
from app.commands.rebuild import rebuild
from app.commands.replay import replay_command
from app.commands.run import Config, demo, source, up, web, worker
from app.commands.screens import screens
from app.notify.opening import notify_mistakes
from app.schema import as_json, event_schema
from app.schema import asyncapi as asyncapi_document
from app.settings import Settings, SettingsMistake, load_settings
from app.settings.site_check import goal_warnings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The live wallboard for contact centres: a figure is true, or says that it isn't.",
)
for command in (demo, up, worker, web, source, rebuild):
    app.command()(command)
app.command("replay")(replay_command)
app.command("explain")(explain_command)
for name, group in (
    ("account", accounts), ("token", tokens), ("boards", boards), ("screen", screens), ("alerts", alerts),
    ("notify", notify),
):  # fmt: skip
    app.add_typer(group, name=name)


def main() -> None:
    """Entry point of the command."""
    app()


@app.command()
def check(config: Config = None) -> None:
    """Validates the configuration and says what would run."""
    with explained():
        settings = load_settings(config)
        if mistakes := notify_mistakes(settings.notify):
            raise SettingsMistake(mistakes)
    say = Console(highlight=False).print
    say("The configuration is valid.")
    say(f"  log      {settings.log.kafka or 'Redis Streams'}, topic {settings.log.topic}")
    say(f"  ledger   {'Redis' if settings.ledger.redis_url else f'private Valkey in {settings.data_dir}'}")
    say(f"  store    {_store_named(settings)}")
    say(f"  web      {settings.web.host}:{settings.web.port}")
    for name, section in settings.sources.items():
        say(f"  source   {name} ({section.kind})")
    for channel in settings.notify.channels:
        say(f"  notify   {channel.key} ({channel.kind})")
    for warning in goal_warnings(settings):
        say(f"  [yellow]warning[/]  {warning}")


def _store_named(settings: Settings) -> str:
    """Without the password that may be in its URL."""
    url = settings.store.secret_url
    return f"SQLite in {settings.data_dir}" if url is None else url.partition("://")[0]


@app.command()
def schema(asyncapi: bool = False) -> None:
    """Prints the JSON Schema of the events, or with --asyncapi the AsyncAPI 3 document."""
    sys.stdout.write(as_json(asyncapi_document() if asyncapi else event_schema()))


@app.command()
def version() -> None:
    """Prints the version."""
    typer.echo(f"tavle {distribution_version('tavle')}")
