"""A board that somebody watches: its tiles as they stand, numbered, and the frames that bring a client up to date.

Each tile remembers at which number it last changed. So a delta can start from any number that a client has: who is
slow gets one frame with the latest values, whatever he missed, and nothing is queued for anyone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from app.boards.board import Board
from app.boards.board_shown import board_shown
from app.boards.evaluation import NOTHING_SEEN, Evaluation
from app.boards.scene import Naming, Scene
from app.boards.several_sites import SiteSeen
from app.boards.tile import Freshness, SiteShown, Tile
from app.boards.veil import Veil, Veils
from app.web.frames import Delta, Known, Snapshot

if TYPE_CHECKING:
    from app.web.client import Client

DELTAS_KEPT = 64

_string = TypeAdapter(str)


class LiveBoard:
    """`seq` grows by one with each change. `site` is None until it is known whose board this is.

    Frames are made once and shared by all clients that are at the same number.
    """

    def __init__(
        self, board: Board, *, site: str | None, epoch: str, naming: Naming, clock: Callable[[], int],
        veils: Veils | None = None,
    ) -> None:  # fmt: skip
        self.id = board.id
        self.site = site
        self.seq = 0
        self.watchers: set[Client] = set()
        self.unwatched_since: float | None = None
        self._epoch, self._naming, self._clock = epoch, naming, clock
        self._veils = veils or Veils()
        self._people: object = None
        self._shown = board_shown(board, self.veil)
        self._zone = "UTC"
        self._snapshot_from = 0
        self._evaluation = Evaluation(board)
        self._json: dict[str, str] = {}
        self._changed_at: dict[str, int] = {}
        self._deltas: dict[int, str] = {}
        self._snapshot: str | None = None

    @property
    def definition(self) -> Board:
        return self._evaluation.board

    @property
    def veil(self) -> Veil:
        """What people are called here, unless by their names."""
        return self._veils.of(self.site)

    def veil_of(self, site: str) -> Veil:
        """The same of a site that a tile names."""
        return self._veils.of(site)

    def seen(self, site: str, scene: Scene | None, freshness: Freshness) -> SiteSeen:
        """A site that a tile names, by its name."""
        return SiteSeen(SiteShown(id=site, name=self._naming.site_name(site)), scene, freshness)

    @property
    def tiles(self) -> Mapping[str, Tile]:
        return self._evaluation.tiles

    @property
    def zone(self) -> str:
        return self._zone

    def bind(self, board: Board, site: str) -> None:
        """The site became known: from here on every client needs the new definition."""
        self.site = site
        self._evaluation = Evaluation(board)
        self._people = None
        self._shown = board_shown(board, self.veil)
        self._json.clear()
        self._changed_at.clear()
        self._require_snapshot()

    def update(
        self, scene: Scene | None, freshness: Freshness, zone: str, sites: Mapping[str, SiteSeen] = NOTHING_SEEN
    ) -> int:
        """Evaluates; answers how many tiles changed. Only then `seq` grows and watchers are to be woken. `sites` has
        every one that a tile names."""
        changed = self._evaluation.update(scene, freshness, sites)
        if zone != self._zone or self._says_other_people():
            self._zone = zone
            self._require_snapshot()
        elif changed:
            self._advance()
        for id_, tile in changed.items():
            self._json[id_] = tile.model_dump_json()
            self._changed_at[id_] = self.seq
        return len(changed)

    def _says_other_people(self) -> bool:
        """Whether the definition reads otherwise than before, now that other people are known."""
        people = self.veil.people
        if people is self._people:
            return False
        self._people = people
        before, self._shown = self._shown, board_shown(self.definition, self.veil)
        return self._shown != before

    def brings(self, known: Known) -> int | None:
        """The number that a client really is at; None when only a snapshot helps."""
        if known.epoch != self._epoch or known.seq is None or not self._snapshot_from <= known.seq <= self.seq:
            return None
        return known.seq

    def frame_from(self, seq: int | None) -> str:
        """The frame that brings a client from `seq` (None: from nothing) to `self.seq`. Without a change since, it is a
        delta without tiles: the answer to a client that watches again."""
        if seq is None or seq < self._snapshot_from:
            return self.snapshot()
        if seq not in self._deltas:
            if len(self._deltas) >= DELTAS_KEPT:
                self._deltas.clear()
            self._deltas[seq] = self._delta(seq)
        return self._deltas[seq]

    def snapshot(self) -> str:
        """The whole board as a frame; its `server_time` is always now."""
        if self._snapshot is None:
            frame = Snapshot(
                board=self.id,
                epoch=self._epoch,
                seq=self.seq,
                server_time=0,
                definition=self._shown,
                site_name=self._naming.site_name(self.site) if self.site is not None else "",
                zone=self._zone,
                tiles={},
            )
            self._snapshot = with_tiles(frame, self._json)
        return self._snapshot.replace('"server_time":0', f'"server_time":{self._clock()}', 1)

    def _delta(self, prev: int) -> str:
        frame = Delta(
            board=self.id, epoch=self._epoch, seq=self.seq, prev=prev, server_time=self._clock(), tiles={}
        )  # fmt: skip
        return with_tiles(frame, {id_: text for id_, text in self._json.items() if self._changed_at[id_] > prev})

    def _advance(self) -> None:
        self.seq += 1
        self._deltas.clear()
        self._snapshot = None

    def _require_snapshot(self) -> None:
        self._advance()
        self._snapshot_from = self.seq


def with_tiles(frame: Snapshot | Delta, tiles: Mapping[str, str]) -> str:
    """The frame's JSON with tiles that are JSON already. `tiles` is the last field of both frames."""
    head = frame.model_dump_json().removesuffix("{}}")
    body = ",".join(f"{_string.dump_json(id_).decode()}:{text}" for id_, text in tiles.items())
    return f"{head}{{{body}}}}}"
