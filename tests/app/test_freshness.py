"""A figure is true, or says that it isn't: marks over a real server, with a clock that the test moves."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.boards.freshness import Silence, freshness_of
from app.boards.tile import Freshness, Stale
from streams.floor.view import SourceView
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.names import queue_hash
from streams.ledger.port import LedgerUnavailable
from tests.app.running_web import Clock, running
from tests.app.written_site import NOW, WrittenSite, pulse, queue, view
from tests.servers.until import until

PBX = "asterisk/pbx1"


def at(now: int, **more: Any) -> Freshness:
    return freshness_of(pulse(**more), now, Silence())


def source(beat: int, newest: int | None = None, interval_s: float | None = 5.0) -> SourceView:
    return SourceView(newest=newest or beat, received=newest or beat, beat=beat, interval_s=interval_s)


def test_a_worker_is_silent_after_five_seconds() -> None:
    assert at(NOW + 5000).stale is None
    assert at(NOW + 5001).stale == Stale(part="worker", since=NOW)


def test_a_source_is_silent_after_two_and_a_half_of_its_intervals() -> None:
    sources = {PBX: source(NOW - 12_500)}
    assert at(NOW, sources=sources).stale is None
    assert at(NOW + 1, sources=sources).stale == Stale(part="source", source=PBX, since=NOW - 12_500)


def test_a_source_whose_clock_is_behind_is_not_silent_for_that() -> None:
    """It beats each second, with a clock that is four seconds behind."""
    slow = SourceView(newest=NOW - 4000, received=NOW - 500, beat=NOW - 4000, interval_s=1.0)
    assert at(NOW, sources={PBX: slow}).stale is None
    assert at(NOW + 2001, sources={PBX: slow}).stale == Stale(part="source", source=PBX, since=NOW - 4000)


def test_the_source_that_is_silent_longest_is_named() -> None:
    sources = {"a": source(NOW - 20_000), "b": source(NOW - 30_000), "c": source(NOW)}
    assert at(NOW, sources=sources).stale == Stale(part="source", source="b", since=NOW - 30_000)


def test_an_event_is_as_good_a_sign_as_a_beat() -> None:
    assert at(NOW, sources={PBX: source(NOW - 60_000, newest=NOW - 1000)}).stale is None


def test_quiet_is_not_dead() -> None:
    fresh = at(NOW, newest=NOW - 3_600_000, sources={PBX: source(NOW - 1000, newest=NOW - 3_600_000)})
    assert (fresh.as_of, fresh.stale) == (NOW - 1000, None)


def test_a_source_that_never_beat_cannot_be_called_dead() -> None:
    quiet = SourceView(newest=NOW - 3_600_000, received=NOW - 3_600_000)
    assert at(NOW, sources={"crm": quiet}).stale is None


def test_catching_up_is_said_rather_than_that_beats_are_late() -> None:
    sources = {PBX: source(NOW - 600_000)}
    late = at(NOW, catching_up=True, newest=NOW - 600_000, sources=sources)
    assert late.stale == Stale(part="catching_up", since=NOW - 600_000)


def test_a_source_that_tells_the_past_is_behind_for_as_long_as_it_does() -> None:
    told = SourceView(newest=NOW - 600_000, received=NOW - 1000)
    assert at(NOW, sources={PBX: told}).stale == Stale(part="catching_up", source=PBX, since=NOW - 600_000)
    assert at(NOW + 30_000, written=NOW + 30_000, sources={PBX: told}).stale is None
    assert at(NOW, sources={PBX: SourceView(newest=NOW - 11_000, received=NOW - 1000)}).stale is None


def test_by_the_logs_clock_beats_are_measured_against_the_log() -> None:
    yesterday = NOW - 86_400_000
    old = {"at": yesterday, "written": NOW, "newest": yesterday, "clock": "log"}
    assert at(NOW, **old, sources={PBX: source(yesterday - 1000)}).stale is None
    assert at(NOW, **old, sources={PBX: source(yesterday - 20_000)}).stale is not None


async def test_a_silent_worker_marks_every_tile_and_the_last_value_stays() -> None:
    async with running() as web, web.client() as client:
        site = WrittenSite(web.keys)
        await site.write(view({"sales": queue(3)}))
        await client.watch("live-floor")
        await client.next("snapshot")
        web.clock.now += 6000
        await client.until(lambda tiles: all(tile["stale"] is not None for tile in tiles.values()))
        assert client.tiles["waiting"]["stale"] == {"part": "worker", "source": None, "site": None, "since": NOW}
        assert client.tiles["waiting"]["figure"]["value"] == 3
        await site.write(view({"sales": queue(2)}, at=NOW + 6000))
        await client.until(lambda tiles: all(tile["stale"] is None for tile in tiles.values()))
        assert client.tiles["waiting"]["figure"]["value"] == 2


async def test_a_ledger_that_does_not_answer_keeps_nothing_from_being_marked() -> None:
    stuck = asyncio.Event()

    async def fault(moment: str) -> None:
        if moment == "read" and stuck.is_set():
            await asyncio.Event().wait()

    keys = MemoryKeys()
    async with running(keys=keys, ledger=MemoryLedger(keys=keys, fault=fault)) as web, web.client() as client:
        await WrittenSite(keys).write(view({"sales": queue(3)}))
        await client.watch("live-floor")
        await client.next("snapshot")
        stuck.set()
        web.clock.now += 6000
        await client.until(lambda tiles: all(tile["stale"] is not None for tile in tiles.values()))


async def test_what_changed_while_the_ledger_was_away_is_read_when_it_is_back() -> None:
    away: list[str] = []

    async def fault(moment: str) -> None:
        if away and moment == "read":
            raise LedgerUnavailable("gone")

    keys = MemoryKeys()
    async with running(keys=keys, ledger=MemoryLedger(keys=keys, fault=fault)) as web, web.client() as client:
        site = WrittenSite(keys)
        await site.write(view({"sales": queue(3)}))
        await client.watch("live-floor")
        await client.next("snapshot")
        away.append("ledger")
        await site.write(view({"sales": queue(4)}))
        await until(lambda: web.counted("ledger_failures_total") > 0)
        away.clear()
        await client.until(lambda tiles: tiles["waiting"]["figure"]["value"] == 4)


async def test_figures_of_another_version_are_not_guessed_at() -> None:
    async with running() as web:
        await WrittenSite(web.keys).write(view({"sales": queue(3)}))
        web.keys.at(3).hashes[queue_hash("aarhus", "sales")]["now"] = b'{"waiting":"three"}'
        assert (await web.http.get("/api/v1/sites/aarhus/figures")).status_code == 503
        board = (await web.http.get("/api/v1/boards/live-floor/snapshot")).json()
        assert board["tiles"]["waiting"]["figure"]["value"] is None
        assert board["tiles"]["waiting"]["stale"]["part"] == "worker"


async def test_a_ledger_that_was_emptied_shows_what_was_known_and_says_so() -> None:
    async with running() as web, web.client() as client:
        await WrittenSite(web.keys).write(view({"sales": queue(3)}))
        await client.watch("live-floor")
        await client.next("snapshot")
        web.keys.partitions.clear()
        web.keys.site_partitions.clear()
        web.clock.now += 6000
        await client.until(lambda tiles: all(tile["stale"] is not None for tile in tiles.values()))
        assert client.tiles["waiting"]["figure"]["value"] == 3
        await WrittenSite(web.keys, partition=4).write(view({"sales": queue(1)}, at=NOW + 6000))
        await client.until(lambda tiles: tiles["waiting"]["stale"] is None)
        assert client.tiles["waiting"]["figure"]["value"] == 1


async def test_readiness_gives_reasons() -> None:
    failing: list[str] = []

    async def fault(moment: str) -> None:
        if failing:
            raise LedgerUnavailable("gone")

    keys = MemoryKeys()
    async with running(keys=keys, ledger=MemoryLedger(keys=keys, fault=fault), clock=Clock()) as web:
        assert (await web.http.get("/readyz")).status_code == 200
        await WrittenSite(keys).write(view())
        assert (await web.http.get("/readyz")).status_code == 200
        web.clock.now += 6000
        silent = await web.http.get("/readyz")
        assert silent.status_code == 503
        assert silent.json()["reasons"] == ["site aarhus: its worker has been silent for 6 s"]
        keys.at(3).hashes.clear()
        assert "no worker" in (await web.http.get("/readyz")).json()["reasons"][0]
        failing.append("ledger")
        assert "ledger" in (await web.http.get("/readyz")).json()["reasons"][0]
        assert (await web.http.get("/healthz")).json() == {"status": "alive"}


async def test_prometheus_is_told_what_boards_would_mark_and_that_it_is_not_known() -> None:
    failing: list[str] = []

    async def fault(moment: str) -> None:
        if failing:
            raise LedgerUnavailable("gone")

    keys = MemoryKeys()
    async with running(keys=keys, ledger=MemoryLedger(keys=keys, fault=fault), clock=Clock()) as web:

        async def told() -> list[str]:
            await web.http.get("/metrics")
            names = ("silent_sites", "catching_up_sites", "silent_sources", "ledger_unread")
            return [str(web.counted(name)) for name in names]

        assert await told() == ["0.0", "0.0", "0.0", "0.0"]
        sources = {PBX: source(NOW), "crm": source(NOW - 60_000)}
        site = WrittenSite(keys)
        await site.write(view(), pulse(sources=sources))
        assert await told() == ["0.0", "0.0", "1.0", "0.0"]
        await site.write(view(), pulse(sources=sources, catching_up=True))
        assert await told() == ["0.0", "1.0", "0.0", "0.0"]
        web.clock.now += 6000
        assert await told() == ["1.0", "0.0", "0.0", "0.0"]
        keys.at(3).hashes.clear()
        assert await told() == ["1.0", "0.0", "0.0", "0.0"]
        failing.append("ledger")
        assert await told() == ["nan", "nan", "nan", "1.0"]


@pytest.mark.parametrize("name", ["tavle_web_connections", "tavle_web_frames_total", "tavle_web_limits"])
async def test_metrics_are_there_for_prometheus(name: str) -> None:
    async with running() as web, web.client() as client:
        await client.watch("live-floor")
        await client.next("snapshot")
        answer = await web.http.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain")
        assert name in answer.text
