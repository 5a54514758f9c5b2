"""`tavle account` and `tavle token`: who may come in, set up from the machine itself."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar, cast, get_args

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from app.accounts.password import Passwords, UnfitName, UnfitPassword, account_name, fit_password
from app.accounts.role import Role, TokenRole
from app.accounts.secret import digest_of, new_secret
from app.commands.errors import explained
from app.commands.run import Config
from app.settings import load_settings
from app.store.audit import By
from app.store.open import Store, store_of
from streams.events.instant import DAY_MS, rfc3339
from streams.wall_clock import wall_clock_ms

accounts = typer.Typer(no_args_is_help=True, help="Accounts of people: viewer, supervisor, admin.")
tokens = typer.Typer(no_args_is_help=True, help="Tokens of machines, such as one that sends events.")

Name = Annotated[str, typer.Argument(help="The name to log in by.")]
TokenName = Annotated[str, typer.Argument(help="What the token is for.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from the first line of stdin.")]
RoleOption = Annotated[str, typer.Option("--role", help=", ".join(get_args(Role)))]

T = TypeVar("T")


def in_store(config: Config, work: Callable[[Store, By], Awaitable[T]]) -> T:
    """Does `work` in the store of the configuration, in the name of who is logged in at this machine."""

    async def run() -> T:
        settings = load_settings(config)
        async with store_of(settings.store, settings.data_dir).opened() as store:
            return await work(store, By(f"command:{getpass.getuser()}", wall_clock_ms()))

    with explained():
        return asyncio.run(run())
    raise typer.Exit(1)


@accounts.command("add")
def add(name: Name, role: RoleOption = "viewer", password_stdin: FromStdin = False, config: Config = None) -> None:
    """Makes an account; asks for its password."""
    name, chosen = _name(name), _role(role)
    password = _password(name, from_stdin=password_stdin)

    async def work(store: Store, by: By) -> None:
        await store.accounts.add(name, chosen, await Passwords().hash(password), by)

    in_store(config, work)
    _say(f"{name} can log in as {chosen}.")


@accounts.command("list")
def list_accounts(config: Config = None) -> None:
    """Lists the accounts."""

    async def work(store: Store, _: By) -> list[tuple[str, ...]]:
        return [
            (one.name, one.role, "no more logins" if one.disabled else "", rfc3339(one.made_at))
            for one in await store.accounts.list()
        ]

    _table(("name", "role", "", "made"), in_store(config, work))


@accounts.command("role")
def change_role(name: Name, role: str, config: Config = None) -> None:
    """Gives an account another role."""
    name, chosen = _name(name), _role(role)
    in_store(config, lambda store, by: store.accounts.change(name, by, role=chosen))
    _say(f"{name} is {chosen} now.")


@accounts.command("password")
def change_password(name: Name, password_stdin: FromStdin = False, config: Config = None) -> None:
    """Gives an account another password, and ends its sessions."""
    name = _name(name)
    password = _password(name, from_stdin=password_stdin)

    async def work(store: Store, by: By) -> None:
        await store.accounts.change(name, by, password=await Passwords().hash(password))

    in_store(config, work)
    _say(f"{name} has another password; its sessions have ended.")


@accounts.command("disable")
def disable(name: Name, config: Config = None) -> None:
    """Lets an account log in no more, and ends its sessions."""
    name = _name(name)
    in_store(config, lambda store, by: store.accounts.change(name, by, disabled=True))
    _say(f"{name} can log in no more.")


@accounts.command("enable")
def enable(name: Name, config: Config = None) -> None:
    """Lets an account log in again."""
    name = _name(name)
    in_store(config, lambda store, by: store.accounts.change(name, by, disabled=False))
    _say(f"{name} can log in again.")


@accounts.command("remove")
def remove(name: Name, config: Config = None) -> None:
    """Takes an account away, with its sessions."""
    name = _name(name)
    in_store(config, lambda store, by: store.accounts.delete(name, by))
    _say(f"{name} is gone.")


@tokens.command("add")
def add_token(
    name: TokenName,
    role: Annotated[str, typer.Option("--role", help=", ".join(get_args(TokenRole)))] = "source",
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="It ends after so many days; else never.")] = None,
    config: Config = None,
) -> None:
    """Makes a token and prints it, this once."""
    name, secret = _name(name), new_secret("token")
    if role not in get_args(TokenRole):
        raise typer.BadParameter(f"{role!r} is none of {', '.join(get_args(TokenRole))}", param_hint="--role")

    async def work(store: Store, by: By) -> None:
        expires_at = by.at + days * DAY_MS if days is not None else None
        await store.tokens.add(name, cast(TokenRole, role), digest_of(secret), by, expires_at=expires_at)

    in_store(config, work)
    Console(stderr=True, highlight=False).print("It is shown this once. Send it as `Authorization: Bearer …`:")
    sys.stdout.write(f"{secret}\n")


@tokens.command("list")
def list_tokens(config: Config = None) -> None:
    """Lists the tokens, without their secrets."""

    async def work(store: Store, _: By) -> list[tuple[str, ...]]:
        return [
            (one.name, one.role, rfc3339(one.made_at), rfc3339(one.expires_at) if one.expires_at else "never")
            for one in await store.tokens.list()
        ]

    _table(("name", "role", "made", "ends"), in_store(config, work))


@tokens.command("revoke")
def revoke(name: TokenName, config: Config = None) -> None:
    """Takes a token back; it is worth nothing within five seconds."""
    name = _name(name)
    in_store(config, lambda store, by: store.tokens.delete(name, by))
    _say(f"{name} is revoked.")


def _name(written: str) -> str:
    try:
        return account_name(written)
    except UnfitName as unfit:
        raise typer.BadParameter(str(unfit), param_hint="NAME") from None


def _role(written: str) -> Role:
    if written not in get_args(Role):
        raise typer.BadParameter(f"{written!r} is none of {', '.join(get_args(Role))}", param_hint="--role")
    return cast(Role, written)


def _password(name: str, *, from_stdin: bool) -> str:
    if from_stdin:
        written = sys.stdin.readline().rstrip("\r\n")
    else:
        written = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        return fit_password(written, name)
    except UnfitPassword as unfit:
        raise typer.BadParameter(str(unfit), param_hint="password") from None


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    table = Table(*columns, box=SIMPLE_HEAD)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _say(text: str) -> None:
    Console(highlight=False, markup=False).print(text)
