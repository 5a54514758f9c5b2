"""The outside watcher hears from us while the worker works, and no longer."""

from __future__ import annotations

from typing import Any

from tests.app.notified import Notified
from tests.app.receiver import Answer, receiver
from tests.servers.until import until


def watcher(url: str) -> dict[str, Any]:
    return {"url": url, "allow_private": True, "every_s": "1m"}


def beats(notified: Notified, outcome: str) -> float | None:
    return notified.registry.get_sample_value("tavle_notify_dead_man_total", {"outcome": outcome})


async def test_the_watcher_is_told_every_so_often() -> None:
    notified = Notified()
    async with receiver() as there, notified.open(dead_man=watcher(there.url)):
        await until(lambda: len(there.received) >= 3)

    assert there.received[0].method == "GET"
    assert set(notified.time.pauses) == {60}


async def test_the_signal_stops_while_the_worker_stands_still_and_comes_back() -> None:
    notified = Notified(alive=False)
    async with receiver() as there, notified.open(dead_man=watcher(there.url)):
        await until(lambda: (beats(notified, "held_back") or 0) >= 3)
        assert there.received == []

        notified.alive = True
        await until(lambda: bool(there.received))


async def test_a_watcher_that_fails_is_told_again() -> None:
    notified = Notified()
    async with (
        receiver(lambda before: Answer(500 if before == 0 else 200)) as there,
        notified.open(dead_man=watcher(there.url)),
    ):
        await until(lambda: (beats(notified, "sent") or 0) >= 1)

    assert beats(notified, "failed") == 1
