"""The websocket protocol: JSON text frames, one object a frame, `t` names the type (docs/protocol.md).

The TypeScript types are generated from these models (`frontend/src/protocol.ts`) and compared in CI.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.boards.board import Board
from app.boards.tile import Tile

PROTOCOL = 1
MESSAGE_LIMIT_BYTES = 64 * 1024
BOARDS_LIMIT = 20
AMOUNT_LIMIT = 2**53
BOARD_CHARACTERS = 256

Amount = Annotated[int, Field(ge=0, le=AMOUNT_LIMIT)] | None

BoardId = Annotated[str, Field(max_length=BOARD_CHARACTERS)]


class Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Hello(Frame):
    """The first frame. `epoch` names this run of the server: sequence numbers of another one mean nothing."""

    t: Literal["hello"] = "hello"
    protocol: int = PROTOCOL
    build: str
    server_time: int = Field(description="ms since 1970")
    ping_s: float
    epoch: str
    boards: tuple[str, ...] | None = Field(
        default=None, description="Of a paired screen: the boards that it may watch, the first shown first."
    )


class Snapshot(Frame):
    """A whole board: its definition and every tile."""

    t: Literal["snapshot"] = "snapshot"
    board: str
    epoch: str
    seq: int
    server_time: int
    definition: Board
    site_name: str
    zone: str = Field(description="IANA zone of the site: clock and dates on the board.")
    tiles: dict[str, Tile]


class Delta(Frame):
    """The tiles that changed since `prev`. A client that is not at `prev` watches again."""

    t: Literal["delta"] = "delta"
    board: str
    epoch: str
    seq: int
    prev: int
    server_time: int
    tiles: dict[str, Tile]


class Ping(Frame):
    """Sent every `ping_s`. No frame for 2.5 × `ping_s` means that the connection is gone."""

    t: Literal["ping"] = "ping"
    server_time: int


class Notice(Frame):
    """`message` puts a text on the screen until `until`, or without a text takes it away. `boards` gives a screen other
    boards."""

    t: Literal["notice"] = "notice"
    kind: Literal["reload", "message", "restart", "boards"]
    text: str | None = None
    until: int | None = Field(default=None, description="ms since 1970, the server's clock")
    boards: tuple[str, ...] | None = None
    build: str | None = None
    retry_after_ms: int | None = None


class Error(Frame):
    """`terminal` says that coming back with the same request is of no use."""

    t: Literal["error"] = "error"
    code: str
    text: str
    terminal: bool


ServerFrame = Annotated[Hello | Snapshot | Delta | Ping | Notice | Error, Field(discriminator="t")]


class Known(Frame):
    """What the client has of a board."""

    epoch: str | None = None
    seq: int | None = None


class Watch(Frame):
    """From now on send these boards and no others."""

    t: Literal["watch"] = "watch"
    boards: dict[BoardId, Known] = Field(max_length=BOARDS_LIMIT)


class Pong(Frame):
    """What a page says of itself; of a screen the fleet page shows it. `board` and `version` are what stands on it,
    `build` is the page that it runs."""

    t: Literal["pong"] = "pong"
    client_time: Amount = None
    uptime_s: Annotated[float, Field(ge=0, le=AMOUNT_LIMIT)] | None = None
    heap_bytes: Amount = None
    missed: Amount = None
    board: BoardId | None = None
    version: Amount = None
    build: Annotated[str, Field(max_length=64)] | None = None


ClientFrame = Annotated[Watch | Pong, Field(discriminator="t")]
