"""`tavle notify`: tries whether a channel delivers."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from app.commands.errors import explained
from app.commands.run import Config
from app.notify.apprise_channel import apprise_words
from app.notify.attempt import Failed
from app.notify.letter import letter_of
from app.notify.naming import NamingInForce
from app.notify.opening import carrier_of, notify_mistakes
from app.settings import Settings, SettingsInForce, SettingsMistake, load_settings
from app.settings.notify import ChannelSettings
from app.settings.written_secret import read_secret
from streams.alerts.notification import Alert, Notification
from streams.outbox import Parcel
from streams.wall_clock import wall_clock_ms

notify = typer.Typer(no_args_is_help=True, help="Tries where alerts are sent.")
say = Console(highlight=False, soft_wrap=True)
TEST_RULE = "Test of this channel, nothing is wrong"


@notify.callback()
def _group() -> None:
    """Keeps `test` a subcommand while it is the only one."""


@notify.command("test")
def send_test(
    channel: Annotated[str, typer.Argument(help="The key of a channel of the configuration.")],
    config: Config = None,
) -> None:
    """Sends one test message to a channel and says what came of it; exits with 1 when it was not delivered."""
    with explained():
        settings = load_settings(config)
        chosen = next((one for one in settings.notify.channels if one.key == channel), None)
        if chosen is None:
            keys = ", ".join(one.key for one in settings.notify.channels) or "none: write [[notify.channels]]"
            raise typer.BadParameter(f"there is no channel {channel!r}; there are {keys}")
        if mistakes := notify_mistakes(settings.notify.model_copy(update={"channels": (chosen,), "dead_man": None})):
            raise SettingsMistake(mistakes)
        try:
            with apprise_words(read_secret(chosen.url)) as words:
                asyncio.run(_send(settings, chosen))
        except Failed as failure:
            for line in words:
                say.print(f"Apprise says: {line}", markup=False)
            Console(stderr=True).print(
                f"error: {channel} ({chosen.kind}) did not take it: {failure}", style="bold red", markup=False,
                highlight=False, soft_wrap=True,
            )  # fmt: skip
            raise typer.Exit(1) from None
    say.print(f"{channel} ({chosen.kind}) took the test message.", markup=False)


async def _send(settings: Settings, channel: ChannelSettings) -> None:
    carrier = carrier_of(channel, wall_clock_ms)
    try:
        await carrier.carry(letter_of(_parcel(settings, channel), NamingInForce(SettingsInForce(settings)), "test"))
    finally:
        await carrier.close()


def _parcel(settings: Settings, channel: ChannelSettings) -> Parcel:
    now = wall_clock_ms()
    site = next(iter(channel.sites or settings.sites), "main")
    alert = Alert(
        id="test", rule=TEST_RULE, version=1, severity="warning", kind="site", subject="", state="firing", began=now,
        since=now, fired=now,
    )  # fmt: skip
    sent = Notification(
        id=f"test-{now}", at=now, kind="firing", severity="warning", group="test", alerts=(alert,), count=1
    )
    return Parcel(site, channel.key, sent)
