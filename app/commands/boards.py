"""`tavle boards`: the boards of the store, and boards as files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from app.boards.shipped import SHIPPED, shipped_board, shipped_copy
from app.commands.account import in_store
from app.commands.run import Config
from app.store.audit import By
from app.store.board_file import BoardFile, UnfitBoardId, board_file, fit_board_id, stored_definition
from app.store.boards import StoredBoard
from app.store.errors import NotStored
from app.store.open import Store
from app.web.board_source import ANY_SITE
from streams.events.instant import rfc3339

boards = typer.Typer(no_args_is_help=True, help="Boards: list them, write them into files, read them from files.")

Id = Annotated[str, typer.Argument(help="The board's id, as in /tv/ID.")]


@boards.command("list")
def list_boards(config: Config = None) -> None:
    """Lists shipped boards and those of the store."""

    async def work(store: Store, _: By) -> list[tuple[str, ...]]:
        return [
            (one.id, one.title, one.site, str(one.version), f"{rfc3339(one.changed_at)} {one.changed_by}")
            for one in await store.boards.list()
        ]

    table = Table("id", "title", "site", "version", "changed", box=SIMPLE_HEAD)
    for name in SHIPPED:
        table.add_row(name, shipped_board(name, ANY_SITE).title, "any", "", "comes with Tavle")
    for row in in_store(config, work):
        table.add_row(*row)
    Console().print(table)


@boards.command("export")
def export(
    board: Id,
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output when not given.")] = None,
    config: Config = None,
) -> None:
    """Writes a board as a file, for another installation or for safekeeping."""

    async def work(store: Store, _: By) -> Any:
        if board in SHIPPED:
            return shipped_copy(board, ANY_SITE, "en").model_dump(mode="json", exclude_unset=True)
        return (await store.boards.get(board)).definition

    text = json.dumps(board_file(in_store(config, work)), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")


@boards.command("import")
def import_board(
    file: Annotated[Path, typer.Argument(help="What `export` wrote.", exists=True, dir_okay=False)],
    id_: Annotated[str | None, typer.Option("--id", help="Another id than the file's.")] = None,
    site: Annotated[str | None, typer.Option(help="Another site than the file's.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of a board of that id.")] = False,
    config: Config = None,
) -> None:
    """Makes a board from a file."""
    changes = {key: value for key, value in (("id", id_), ("site", site)) if value is not None}
    try:
        board = BoardFile.model_validate_json(file.read_bytes()).board.model_copy(update=changes)
        fit_board_id(board.id)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
        raise typer.BadParameter(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", param_hint="FILE") from None
    except UnfitBoardId as unfit:
        raise typer.BadParameter(str(unfit), param_hint="--id") from None

    async def work(store: Store, by: By) -> StoredBoard:
        parts = (board.id, board.title, board.site, stored_definition(board), by)
        if replace:
            try:
                held = await store.boards.get(board.id)
                return await store.boards.save(*parts, expected=held.entry.version)
            except NotStored:
                pass
        return await store.boards.add(*parts)

    entry = in_store(config, work).entry
    Console(highlight=False, markup=False).print(f"{entry.id} is there, version {entry.version}: /tv/{entry.id}")
