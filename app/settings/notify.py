"""Where alerts are sent: channels, and the signal that an outside watcher waits for."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from app.settings.duration import DurationS
from app.settings.section import Id, Section
from app.settings.written_secret import elsewhere
from streams.alerts.notification import Kind
from streams.alerts.rule import Severity

CHANNELS_LIMIT = 100
KEY_PREFIX = "whsec_"
KEY_BYTES = range(24, 65)
HOW_TO_MAKE_ONE = f"{KEY_PREFIX} and 24 to 64 bytes in base64: make one with `openssl rand -base64 32`"

ChannelKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class ChannelSettings(Section):
    """A channel that alerts are sent to. What `severities`, `kinds`, `sites` or `teams` leave out is all of them."""

    key: ChannelKey
    """What logs, metrics and `tavle notify test` call it; no two have the same."""
    kind: Literal["webhook", "apprise"]
    """A signed HTTP request (`webhook`), or whatever Apprise delivers to: mail, Teams, Slack, SMS and many more."""
    url: SecretStr
    """The address; of Apprise, its URL for the service. `env:NAME` and `file:PATH` say where it is instead."""
    secret: SecretStr | None = None
    """Webhook: the key that requests are signed with, `whsec_` and base64; or `env:NAME`, `file:PATH`."""
    severities: tuple[Severity, ...] = ()
    """Only alerts that are so severe."""
    kinds: tuple[Kind, ...] = ()
    """Only messages of these kinds: `firing`, `resolved`, `repeat`, `escalation`."""
    sites: Annotated[tuple[Id, ...], Field(max_length=10_000)] = ()
    """Only alerts of these sites."""
    teams: Annotated[tuple[Id, ...], Field(max_length=10_000)] = ()
    """Only messages about these teams; what belongs to no team is not among them."""
    allow_private: bool = False
    """Webhook: the address may be private, at this machine or in the local network."""
    timeout_s: Annotated[DurationS, Field(gt=0, le=120)] = 10.0
    """One attempt takes no longer, seconds."""
    give_up_after_s: Annotated[DurationS, Field(ge=60, le=31 * 86_400)] = 86_400.0
    """What could not be delivered within this time of its sending is given up, seconds."""

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: SecretStr) -> SecretStr:
        if not elsewhere(url) and "://" not in url.get_secret_value():
            raise ValueError("is no address: write one like https://example.org/alerts, env:NAME or file:PATH")
        return url

    @model_validator(mode="after")
    def _is_complete(self) -> ChannelSettings:
        if self.kind == "webhook":
            if self.secret is None:
                raise ValueError(f"a webhook needs a `secret`: {HOW_TO_MAKE_ONE}")
            if not elsewhere(self.secret):
                signing_key(self.secret.get_secret_value())
            if not elsewhere(self.url):
                web_address(self.url.get_secret_value())
        return self


class DeadManSettings(Section):
    """A signal to an outside watcher, such as healthchecks.io, while the worker works: it calls when none comes."""

    url: SecretStr
    """What is fetched (GET): the watcher's address; or `env:NAME`, `file:PATH`."""
    every_s: Annotated[DurationS, Field(ge=10, le=3600)] = 60.0
    """How often, seconds. Tell the watcher to wait for several of them."""
    timeout_s: Annotated[DurationS, Field(gt=0, le=120)] = 10.0
    """One attempt takes no longer, seconds."""
    allow_private: bool = False
    """The address may be private, at this machine or in the local network."""

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, url: SecretStr) -> SecretStr:
        if not elsewhere(url):
            web_address(url.get_secret_value())
        return url


class NotifySection(Section):
    """Where alerts are sent."""

    page_url: Annotated[str, Field(max_length=2000)] | None = None
    """Where people open Tavle, such as `https://tavle.example`: messages end with it."""
    retry_first_s: Annotated[float, Field(gt=0, le=60)] = 2.0
    """The first pause after a failure is at most so long, seconds; each further one at most twice as long."""
    retry_longest_s: Annotated[float, Field(gt=0, le=3600)] = 60.0
    """No pause is longer, seconds, unless the receiver asks for it (`Retry-After`, at most an hour)."""
    waiting_limit: Annotated[int, Field(ge=1, le=100_000)] = 1000
    """So many messages wait for a channel; after that the oldest is given up for each new one."""
    channels: tuple[ChannelSettings, ...] = Field(default=(), max_length=CHANNELS_LIMIT)
    """Channels."""
    dead_man: DeadManSettings | None = None
    """The dead-man signal."""

    @field_validator("page_url")
    @classmethod
    def _is_a_page(cls, url: str | None) -> str | None:
        return url if url is None else web_address(url)

    @field_validator("channels")
    @classmethod
    def _have_keys_of_their_own(cls, channels: tuple[ChannelSettings, ...]) -> tuple[ChannelSettings, ...]:
        keys = [channel.key for channel in channels]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"two channels have the key {key!r}: give each its own")
        return channels


def web_address(url: str) -> str:
    """The URL as it is. Raises ValueError, which repeats nothing of it, for one that cannot be asked over HTTP."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character.isspace() or not character.isprintable() for character in url):
        raise ValueError("url is no web address: write one that begins with https:// or http:// and names a host")
    return url


def signing_key(secret: str) -> bytes:
    """The bytes of a secret like `whsec_…`. Raises ValueError, which repeats nothing of it."""
    try:
        if not secret.startswith(KEY_PREFIX):
            raise ValueError
        key = base64.b64decode(secret.removeprefix(KEY_PREFIX), validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) not in KEY_BYTES:
        raise ValueError(f"secret is not {HOW_TO_MAKE_ONE}")
    return key
