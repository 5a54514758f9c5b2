"""The web side: where it listens, who may come in, and its limits."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from app.settings.section import Section

PositiveInt = Annotated[int, Field(ge=1)]


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class WebLimits(Section):
    """What one caller may ask for. Whatever exceeds a limit is refused and counted in `tavle_web_limits_total`."""

    body_bytes: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] = 1024 * 1024
    """Largest body of an HTTP request, bytes."""
    message_bytes: Annotated[int, Field(ge=1024, le=1024 * 1024)] = 64 * 1024
    """Largest websocket message from a client, bytes."""
    boards_a_connection: Annotated[int, Field(ge=1, le=20)] = 20
    """Boards that one connection may watch."""
    messages_a_second: PositiveInt = 20
    """Messages that a client may send a second; as many more at once."""
    connections: PositiveInt = 10_000
    """Websocket connections of this process."""
    connections_an_address: PositiveInt = 50
    """Websocket connections from one address."""
    previews_a_second: PositiveInt = 20
    """Boards that are being edited may be evaluated so often a second, by all editors together."""
    pairings: PositiveInt = 500
    """Screens that wait to be paired, at all web processes together."""
    pairings_an_address: PositiveInt = 50
    """Screens of one address that wait to be paired."""
    rehearsal_events: Annotated[int, Field(ge=1_000, le=5_000_000)] = 200_000
    """An alert rule that is tried over the past day is judged by at most so many events, the newest ones."""


class WebSection(Section):
    """The web side."""

    host: Annotated[str, Field(min_length=1, max_length=255)] = "127.0.0.1"
    """Address to listen on. Any other than this machine's own is refused at the start while there is no account."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """Port to listen on; 0 takes any free one."""
    insecure_open_access: bool = False
    """Lets everyone who reaches the address see every board and send events, without an account."""
    development: bool = False
    """Lets whoever is at this very machine change everything as long as there is no account: to try things out, as
    `tavle demo` does. Nobody else gains anything by it."""
    hosts: tuple[str, ...] = ()
    """Names by which browsers reach this server (the `Host` header), besides the address itself and localhost. Empty
    together with `insecure_open_access` allows any."""
    origins: tuple[str, ...] = ()
    """Other origins whose pages may open a websocket or change anything, such as `https://intranet.example`."""
    proxies: tuple[str, ...] = ()
    """Addresses of reverse proxies whose `X-Forwarded-For` is believed."""
    ping_s: Annotated[float, Field(ge=0.1, le=60)] = 4.0
    """A ping is sent this often, seconds; 2.5 times as long without a frame means that the connection is gone."""
    updates_a_second: Annotated[float, Field(gt=0, le=20)] = 20.0
    """How often a board may change at most; less often while that takes too much of the process' time."""
    send_timeout_s: Annotated[float, Field(gt=0, le=300)] = 10.0
    """A client that takes nothing for this long is let go, seconds."""
    tcp_user_timeout_s: Annotated[float, Field(gt=0, le=300)] = 15.0
    """The system drops a connection whose peer acknowledges nothing for this long, seconds."""
    watch_within_s: Annotated[float, Field(gt=0, le=300)] = 10.0
    """A connection that watches nothing within this time is closed, seconds."""
    restart_spread_s: Annotated[float, Field(ge=0, le=300)] = 5.0
    """Before a restart clients are asked to come back spread over this time, seconds."""
    worker_silent_s: Annotated[float, Field(gt=0, le=600)] = 5.0
    """A worker without a sign of life for this long marks every tile of its sites, seconds."""
    source_silent_beats: Annotated[float, Field(ge=1, le=100)] = 2.5
    """A source without a sign of life for this many of its own intervals marks the tiles that follow from what it
    tells."""
    least_n: Annotated[int, Field(ge=0, le=1000)] = 10
    """A share of fewer contacts than this is not coloured."""
    limits: WebLimits = WebLimits()
    """What one caller may ask for."""

    @field_validator("origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
                raise ValueError(f"{origin!r} is no origin: write scheme and host only, like https://intranet.example")
        return origins
