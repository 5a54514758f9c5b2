"""Frames of boards that go on, as the server sends them, for the page's own tests (frontend/tests/board_cases.ndjson).

`python -m tests.app.board_cases` writes them anew; a test compares. One line is one case: the frames that reach a page,
some of them after it missed a few changes, came back over a new line or to a restarted server; which of them it must
refuse, since one before was lost; and what the snapshot has that a newcomer gets at the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from msgspec.structs import replace

from app.boards.board import Board, Goal, Scope, Slide, TileDefinition
from app.boards.freshness import Silence, freshness_of
from app.boards.scene import Scene
from app.boards.several_sites import SiteSeen
from app.boards.tile import Freshness, SiteShown
from app.web.frames import Known
from app.web.live_board import LiveBoard
from streams.alerts.notification import Alert
from streams.alerts.shown import ShownAlerts
from streams.floor.view import AgentView, DueView, QueueView, SiteView, TicketView, Trends, WindowView
from streams.floor.window import LONG_PANE_MS
from tests.app.names import PlainNames
from tests.app.written_site import NOW, pulse, queue, view
from tests.repository import ROOT

FILE = ROOT / "frontend/tests/board_cases.ndjson"
CASES, MOVES = 5, 7
TOLD_IN = 0.8
"""Of the changes, how many a page takes at once; the others it gets with the next."""
COMES_BACK, LOSES = 0.25, 0.4
"""Of the frames, before how many the line was cut, and how many are lost on it."""


def _tile(id_: str, kind: Any, **more: Any) -> TileDefinition:
    return TileDefinition(id=id_, kind=kind, title=id_, x=0, y=0, w=1, h=1, **more)


BOTH = Scope(sites=("aarhus", "odense"))
SERVICE = Goal(target=0.8, warning=0.7, direction="higher")
BOARD = Board(
    id="cases", title="Cases", site="aarhus",
    slides=(
        Slide(title="One", tiles=(
            _tile("level", "level", metric="service_level", window="today", goal=SERVICE),
            _tile("longest", "number", metric="longest_wait"),
            _tile("line", "trend", metric="offered", window="today", span_h=1),
            _tile("queues", "queue_table", goal=SERVICE),
            _tile("list", "waiting_list"),
        )),
        Slide(title="Two", tiles=(
            _tile("agents", "agents"),
            _tile("grid", "agent_grid"),
            _tile("due", "ticket_deadlines"),
            _tile("alerts", "alerts"),
            _tile("topics", "top_topics", window="today"),
            _tile("curve", "abandon_curve", window="today"),
            _tile("csat", "satisfaction", metric="csat", window="today"),
            _tile("goals", "goals", goal_set="service", level="leader"),
            _tile("health", "board_health"),
            _tile("clock", "clock"),
            _tile('"quoted" ø\u2028', "text", text="Fire drill.\n</script>"),
        )),
        Slide(title="Both sites", tiles=(
            _tile("all level", "level", metric="service_level", window="today", goal=SERVICE, scope=BOTH),
            _tile("all line", "trend", metric="offered", window="today", span_h=1, scope=BOTH),
            _tile("all queues", "queue_table", goal=SERVICE, scope=BOTH),
            _tile("all list", "waiting_list", scope=BOTH),
            _tile("all agents", "agents", scope=BOTH),
            _tile("all due", "ticket_deadlines", scope=BOTH),
            _tile("all sales", "number", metric="sales_amount", window="today", scope=BOTH),
            _tile("all csat", "satisfaction", metric="csat", window="today", by="queue", scope=BOTH),
            _tile("all health", "board_health", scope=BOTH),
        )),
    ),
)  # fmt: skip


def text() -> str:
    """All cases, a line each."""
    return "".join(json.dumps(_case(seed), ensure_ascii=True, separators=(",", ":")) + "\n" for seed in range(CASES))


class _Line:
    """What reaches a page of a board, frame by frame. `sent` is the number that the server believes it to be at."""

    def __init__(self, live: LiveBoard, seed: int) -> None:
        self.live, self.frames, self.refused = live, list[str](), list[int]()
        self._random, self._epoch = Random(seed + CASES), f"run-{seed}"
        self._sent: int | None = None
        self._held: Known = Known()

    def restart(self, live: LiveBoard, epoch: str) -> None:
        """The page says what it holds to another run of the server."""
        self.live, self._epoch = live, epoch
        self._sent = live.brings(self._held)

    def take(self) -> None:
        if self._random.random() < COMES_BACK:
            self._sent = self.live.brings(self._held)
        elif self._sent is not None and self._random.random() < LOSES:
            self._sent = self.live.seq
            return
        if self._sent is not None and self._sent != self._held.seq:
            self.refused.append(len(self.frames))
            self.frames.append(self.live.frame_from(self._sent))
            self._sent = None
        self.frames.append(self.live.frame_from(self._sent))
        self._sent = self.live.seq
        self._held = Known(epoch=self._epoch, seq=self.live.seq)

    def settle(self) -> None:
        """Until the page is where the server is."""
        while self._held != Known(epoch=self._epoch, seq=self.live.seq):
            self.take()


def _case(seed: int) -> dict[str, Any]:
    random = Random(seed)
    line = _Line(_board(f"run-{seed}"), seed)
    there = _seen("odense", None)
    for move, (shown, silent_ms) in enumerate(_site(random)):
        if move == MOVES - 2 and seed % 2 == 0:
            line.restart(_board(f"run-{seed}-again"), f"run-{seed}-again")
        here = _seen("aarhus", shown, silent_ms)
        line.live.update(here.scene, here.freshness, "Europe/Copenhagen", {"aarhus": here, "odense": there})
        there = _seen("odense", replace(shown, site="odense"), silent_ms)
        if random.random() < TOLD_IN:
            line.take()
    line.settle()
    last = json.loads(line.live.snapshot())
    return {
        "frames": [json.loads(frame) for frame in line.frames],
        "refused": line.refused,
        "last": {"seq": last["seq"], "tiles": last["tiles"]},
    }


def _board(epoch: str) -> LiveBoard:
    return LiveBoard(BOARD, site="aarhus", epoch=epoch, naming=PlainNames(), clock=lambda: NOW)


def _seen(site: str, shown: SiteView | None, silent_ms: int = 0) -> SiteSeen:
    """A site by a worker that has been silent for so long; None: before its first event."""
    named = SiteShown(id=site, name=site.title())
    if shown is None:
        return SiteSeen(named, None, Freshness(as_of=None))
    sign = pulse(shown.at, written=shown.at - silent_ms)
    currency = "EUR" if site == "aarhus" or silent_ms else "DKK"
    scene = Scene(shown, PlainNames(currency), alerts=_alerts(shown))
    return SiteSeen(named, scene, freshness_of(sign, shown.at, Silence()))


def _alerts(shown: SiteView) -> ShownAlerts:
    """One for each queue in which somebody waits."""
    alerts = [
        Alert(id=id_, rule="abandons", version=1, severity="critical" if queue.now.waiting > 1 else "warning",
              kind="queue", subject=id_, state="firing", began=NOW, since=NOW)
        for id_, queue in sorted(shown.queues.items()) if queue.now.waiting
    ]  # fmt: skip
    return ShownAlerts(shown.at, tuple(alerts))


def _site(random: Random) -> Iterator[tuple[SiteView, int]]:
    """A site as it goes on, and for how long its worker has been silent."""
    queues: dict[str, QueueView] = {}
    people: dict[str, AgentView] = {}
    shown = view()
    for move in range(MOVES):
        name = random.choice(["sales", "support", "a:b"])
        late = random.randrange(5)
        queues = {**queues, name: _queue(random.randrange(4), late)}
        state = random.choice(["available", "talking", "break", "offline"])
        people = {**people, random.choice(["anna", "bo"]): AgentView(state=state, since=NOW, queues=[name])}
        parts = {"tickets": shown.tickets, "trends": shown.trends, "channels": shown.channels}
        if random.random() < 0.5:
            parts = _parts(random, move, name)
        shown = replace(view(queues, people, at=NOW + move * random.choice([200, 1000, 9000])), **parts)
        yield shown, random.choice([0, 0, 0, 9000])


def _queue(waiting: int, late: int) -> QueueView:
    counts = {"sl_answered_in": 12, "sl_answered_late": late, "offered": 12 + late, "handled": 12, "answered": 12}
    curve = {"curve_left_to_20": late, "curve_answered_to_10": 12, "answered_wait_ms": 9000 * late}
    found = queue(waiting, **counts, **curve, csat_n=12, csat_top=12 - late)
    today = replace(found.windows["today"], topics={"invoice": 5, "delivery": late})
    return QueueView(found.now, {**found.windows, "today": today})


def _parts(random: Random, move: int, name: str) -> dict[str, Any]:
    pane = NOW // LONG_PANE_MS + move
    due = DueView("resolution", 60_000, NOW + random.choice([-5000, 20_000, 600_000]), NOW + 10_000)
    ticket = TicketView(queue=name, opened=NOW - 5000, agent="anna", dues=[due])
    answered = {"today": WindowView(NOW - 3_600_000, {"csat_n": 10, "csat_top": random.randrange(11)})}
    return {
        "tickets": {f"t{random.randrange(3)}": ticket},
        "trends": Trends(pane, {name: {pane - ago: {"offered": random.randrange(1, 9)} for ago in (1, 2, 4)}}),
        "channels": {random.choice(["email", "chat"]): answered},
    }


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
