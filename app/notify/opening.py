"""Makes channels of the configuration."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from app.notify.address import Resolve, resolved
from app.notify.apprise_channel import AppriseChannel, UnusableUrl, service
from app.notify.attempt import Carrier
from app.notify.channel import Channel, Patience, Surroundings
from app.notify.dead_man import DeadMan
from app.notify.deliveries import Deliveries
from app.notify.letter import letter_of
from app.notify.metrics import NotifyMetrics
from app.notify.naming import NamingInForce
from app.notify.outward import Outward, usable_address
from app.notify.webhook import Webhook
from app.settings import Mistake, SettingsInForce, SettingsMistake
from app.settings.notify import ChannelSettings, DeadManSettings, NotifySection, signing_key
from app.settings.written_secret import UnreadableSecret, read_secret
from streams.wall_clock import wall_clock_ms


def open_deliveries(
    in_force: SettingsInForce, registry: CollectorRegistry, alive: Callable[[], bool], *,
    around: Surroundings | None = None, resolve: Resolve = resolved,
) -> Deliveries:  # fmt: skip
    """Deliveries by the configuration, to be entered with `async with` in a running loop; without channels it delivers
    nothing. `alive` says whether the worker turns. Raises `SettingsMistake` when a secret cannot be read or used."""
    section, metrics = in_force.file.notify, NotifyMetrics(registry)
    around, naming = around or Surroundings(wall_clock_ms), NamingInForce(in_force)
    if mistakes := notify_mistakes(section):
        raise SettingsMistake(mistakes)
    channels = [
        Channel(
            one.key, carrier_of(one, around.clock, resolve), lambda parcel: letter_of(parcel, naming),
            patience_of(section, one), around, metrics,
        )
        for one in section.channels
    ]  # fmt: skip
    dead_man = None
    if (watched := section.dead_man) is not None:
        dead_man = DeadMan(_dead_man_outward(watched, resolve), watched.every_s, alive, around, metrics)
    return Deliveries(section.channels, channels, metrics, dead_man)


def carrier_of(channel: ChannelSettings, clock: Callable[[], int], resolve: Resolve = resolved) -> Carrier:
    """Expects a channel without mistakes (`notify_mistakes`)."""
    url = read_secret(channel.url)
    if channel.kind == "apprise":
        return AppriseChannel(url, name=channel.key, timeout_s=channel.timeout_s)
    outward = Outward(
        url, name=channel.key, timeout_s=channel.timeout_s, allow_private=channel.allow_private, resolve=resolve
    )
    return Webhook(outward, signing_key(_secret(channel)), clock)


def patience_of(section: NotifySection, channel: ChannelSettings) -> Patience:
    return Patience(
        retry_first_s=section.retry_first_s, retry_longest_s=section.retry_longest_s,
        give_up_after_s=channel.give_up_after_s, waiting_limit=section.waiting_limit,
    )  # fmt: skip


def notify_mistakes(section: NotifySection) -> list[Mistake]:
    """What cannot be used, read from where it is: repeats nothing of a secret."""
    found: list[Mistake] = []
    for channel in section.channels:
        at = f"notify.channels.{channel.key}"
        _try(found, f"{at}.url", channel.url, service if channel.kind == "apprise" else usable_address)
        if channel.kind == "webhook" and channel.secret is not None:
            _try(found, f"{at}.secret", channel.secret, signing_key)
    if section.dead_man is not None:
        _try(found, "notify.dead_man.url", section.dead_man.url, usable_address)
    return found


def _try(found: list[Mistake], key: str, written: SecretStr, use: Callable[[str], object]) -> None:
    try:
        use(read_secret(written))
    except (UnreadableSecret, UnusableUrl, ValueError) as wrong:
        found.append(Mistake("configuration", key, str(wrong)))


def _secret(channel: ChannelSettings) -> str:
    if channel.secret is None:
        raise AssertionError("a webhook has a secret")
    return read_secret(channel.secret)


def _dead_man_outward(settings: DeadManSettings, resolve: Resolve) -> Outward:
    return Outward(
        read_secret(settings.url), name="dead man", timeout_s=settings.timeout_s, allow_private=settings.allow_private,
        resolve=resolve,
    )  # fmt: skip
