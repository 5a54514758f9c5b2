"""A slow client skips values and never queues them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from app.boards.scene import Scene
from app.boards.shipped import shipped_board
from app.boards.tile import Freshness
from app.web.client import CONTROL_FRAMES_KEPT, Client
from app.web.codes import CloseCode, ErrorCode
from app.web.frames import Watch
from app.web.live_board import LiveBoard
from app.web.message_rate import MessageRate
from app.web.metrics import WebMetrics
from tests.app.names import PlainNames
from tests.app.running_web import running
from tests.app.written_site import NOW, queue, view
from tests.servers.until import until


class Line:
    """What a client would have received; nothing goes through while it is held."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.open = asyncio.Event()
        self.open.set()

    async def send(self, text: str) -> None:
        await self.open.wait()
        self.sent.append(json.loads(text))

    @property
    def free(self) -> bool:
        return self.open.is_set()

    def put(self, frame: bytes) -> None:
        """Frames of at most 64 KB."""
        assert frame[0] == 0x81, "a whole text frame"
        assert len(frame) > 4
        head = 2 if frame[1] < 126 else 4
        self.sent.append(json.loads(frame[head:]))


class Desk:
    """A client on a line, and a board that it watches; `at_once`: of a server that shows its lines."""

    def __init__(self, *, at_once: bool = False) -> None:
        self.registry = CollectorRegistry()
        self.line = Line()
        self.now_s = 100.0
        self.client = Client(
            self.line.send, address="here", clock=lambda: NOW, now_s=lambda: self.now_s,
            metrics=WebMetrics(self.registry), line=self.line if at_once else None,
        )  # fmt: skip
        definition = shipped_board("live-floor", "aarhus")
        self.board = LiveBoard(definition, site="aarhus", epoch="e", naming=PlainNames(), clock=lambda: NOW)
        self.show(0)
        self.client.watch({"live-floor": self.board}, Watch(boards={}))

    def show(self, waiting: int) -> None:
        """A change, and the wake that follows it."""
        self.board.update(Scene(view({"sales": queue(waiting)}), PlainNames()), Freshness(as_of=NOW), "UTC")
        for client in self.board.watchers:
            client.wake()

    @property
    def shown(self) -> list[Any]:
        return [frame["tiles"]["waiting"]["figure"]["value"] for frame in self.line.sent if "tiles" in frame]


@asynccontextmanager
async def writing(desk: Desk) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(desk.client.write())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_slow_client_gets_the_latest_values_and_none_between() -> None:
    desk = Desk()
    async with writing(desk):
        await until(lambda: desk.shown == [0])
        desk.line.open.clear()
        desk.show(1)
        await until(lambda: desk.client.sending_since is not None)
        for waiting in range(2, 9):
            desk.show(waiting)
        desk.line.open.set()
        await until(lambda: len(desk.shown) == 3)
        assert desk.shown == [0, 1, 8]
        assert desk.line.sent[-1]["prev"] == desk.line.sent[-2]["seq"]
        assert desk.registry.get_sample_value("tavle_web_skipped_values_total") == 6


async def test_what_is_due_goes_out_at_once_while_the_line_is_free() -> None:
    desk = Desk(at_once=True)
    assert desk.shown == [0]
    desk.show(1)
    desk.client.ping()
    assert desk.shown == [0, 1]
    assert [frame["t"] for frame in desk.line.sent] == ["snapshot", "delta", "ping"]


async def test_a_line_that_is_not_free_is_waited_for_and_gets_the_latest_values() -> None:
    desk = Desk(at_once=True)
    async with writing(desk):
        desk.line.open.clear()
        for waiting in range(1, 5):
            desk.show(waiting)
        await until(lambda: desk.client.sending_since is not None)
        desk.show(5)
        desk.line.open.set()
        desk.show(6)
        assert desk.shown == [0], "nothing overtakes what is being sent"
        await until(lambda: desk.shown == [0, 4, 6])
        desk.show(7)
        assert desk.shown == [0, 4, 6, 7]
    numbers = [(frame["prev"], frame["seq"]) for frame in desk.line.sent if frame["t"] == "delta"]
    assert [prev for prev, _ in numbers[1:]] == [seq for _, seq in numbers[:-1]]


async def test_a_client_that_is_given_up_ends_where_it_is_stuck() -> None:
    desk = Desk()
    desk.line.open.clear()
    async with writing(desk) as task:
        await until(lambda: desk.client.sending_since == desk.now_s)
        desk.client.give_up()
        await task
        assert desk.client.closing is CloseCode.SLOW


async def test_before_it_closes_a_client_is_told_why() -> None:
    desk = Desk()
    desk.client.fail(ErrorCode.UNKNOWN_BOARD, "none", terminal=CloseCode.NO_SUCH_BOARD)
    desk.client.close(CloseCode.RESTART)
    async with writing(desk) as task:
        await task
    assert [frame["t"] for frame in desk.line.sent] == ["error"]
    assert desk.client.closing is CloseCode.NO_SUCH_BOARD


async def test_errors_for_a_client_that_does_not_read_are_bounded() -> None:
    desk = Desk()
    for _ in range(10 * CONTROL_FRAMES_KEPT):
        desk.client.fail(ErrorCode.BAD_MESSAGE, "again")
    desk.client.close(CloseCode.RESTART)
    async with writing(desk) as task:
        await task
    assert len(desk.line.sent) == CONTROL_FRAMES_KEPT


async def test_a_client_that_leaves_is_watched_for_no_more() -> None:
    desk = Desk()
    desk.client.leave()
    assert not desk.board.watchers


async def test_a_board_that_was_dropped_while_a_client_came_is_followed_again() -> None:
    async with running() as web:
        board = await web.hub.board("live-floor")
        board.unwatched_since = float("-inf")
        web.hub.show()
        assert not web.hub.boards
        client = Desk().client
        web.hub.watch(client, {"live-floor": board}, Watch(boards={}))
        assert list(web.hub.boards) == [board]
        web.hub.show()
        assert board.unwatched_since is None


def test_codes_say_whether_to_come_back() -> None:
    assert [code.name for code in CloseCode if code.code >= 3500] == ["NO_SUCH_BOARD", "ACCESS_ENDED"]
    assert len({code.code for code in CloseCode}) == len(CloseCode)
    assert all(3000 <= code.code <= 3999 for code in CloseCode)


@pytest.mark.parametrize(("waits_s", "allowed"), [(0.0, 0), (0.5, 5), (1.0, 10), (60.0, 20)])
def test_a_bucket_of_messages_fills_steadily(waits_s: float, allowed: int) -> None:
    now_s = 0.0
    rate = MessageRate(10, lambda: now_s)
    assert sum(rate.allows() for _ in range(100)) == 20
    now_s += waits_s
    assert sum(rate.allows() for _ in range(100)) == allowed
