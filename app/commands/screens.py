"""`tavle screen`: the screens on walls, from the machine itself."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.commands.account import in_store
from app.commands.run import Config
from app.devices.report import State, state_of
from app.store.audit import By
from app.store.open import Store
from app.store.screens import Screen
from streams.events.instant import rfc3339

screens = typer.Typer(no_args_is_help=True, help="Screens on walls: list them, take one back. They are paired at /tv.")

Id = Annotated[str, typer.Argument(help="The screen's id, as `tavle screen list` shows it.")]
IN_WORDS: dict[State, str] = {"live": "live", "away": "not seen since", "never": "never seen"}


@screens.command("list")
def list_screens(config: Config = None) -> None:
    """Lists the screens, with what they last showed."""

    async def work(store: Store, by: By) -> list[tuple[str, ...]]:
        return [_row(screen, by.at) for screen in await store.screens.list()]

    table = Table("id", "name", "boards", "state", "seen", "shows", box=SIMPLE_HEAD)
    for row in in_store(config, work):
        table.add_row(*map(escape, row))
    Console().print(table)


@screens.command("revoke")
def revoke(screen: Id, config: Config = None) -> None:
    """Takes a screen back; within five seconds it shows a code instead of its board."""
    in_store(config, lambda store, by: store.screens.delete(screen, by))
    Console(highlight=False, markup=False).print(f"{screen} is revoked.")


def _row(screen: Screen, now: int) -> tuple[str, ...]:
    state = IN_WORDS[state_of(screen.seen_at, screen.report, now)]
    seen = rfc3339(screen.seen_at) if screen.seen_at is not None else ""
    shows = (screen.report.board or "") if screen.report is not None else ""
    return screen.id, screen.name, ", ".join(screen.boards), state, seen, shows
