"""Starting and ending: a taken port, a hub that fails, the way of an event through all real parts."""

from __future__ import annotations

import asyncio
import json
import resource
import socket
from collections.abc import AsyncGenerator, Sequence

import pytest

from app.settings.web import WebSection
from app.web.serve import OTHER_FILES, AddressTaken, allow_files, listen
from streams.events.instant import rfc3339
from streams.floor.floor_rules import FloorRules
from streams.ledger.memory import MemoryLedger
from streams.ledger.port import LedgerError
from streams.log.memory import MemoryLog
from streams.wall_clock import wall_clock_ms
from streams.worker import Worker
from streams.worker_settings import WorkerSettings
from tests.app.running_web import Clock, running
from tests.app.test_events_api import an_event


def test_a_port_that_is_taken_names_the_setting() -> None:
    taken = listen(WebSection(port=0))
    try:
        taken.listen()
        with pytest.raises(AddressTaken, match="TAVLE_WEB__PORT"):
            listen(WebSection(port=taken.getsockname()[1]))
    finally:
        taken.close()


def test_connections_inherit_how_long_the_system_waits_for_a_peer() -> None:
    listening = listen(WebSection(port=0, tcp_user_timeout_s=2.5))
    try:
        listening.listen()
        with socket.create_connection(listening.getsockname()):
            listening.setblocking(True)
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 2500
    finally:
        listening.close()


class RefusingLedger(MemoryLedger):
    async def wakes(self) -> AsyncGenerator[tuple[int, Sequence[str]]]:
        async for partition, names in super().wakes():
            if not names:
                raise LedgerError("the ledger refuses our user")
            yield partition, names


async def serve_until_it_ends(ledger: MemoryLedger) -> None:
    async with running(ledger=ledger) as web:
        async with asyncio.timeout(10):
            await web.stopped.wait()


async def test_a_web_side_that_follows_nothing_ends_with_the_reason() -> None:
    with pytest.raises(ExceptionGroup) as failed:
        await serve_until_it_ends(RefusingLedger())
    assert failed.group_contains(LedgerError, match="refuses our user")


async def test_an_event_that_was_accepted_reaches_the_board() -> None:
    async with running(clock=Clock(wall_clock_ms())) as web:
        rules = FloorRules(zone="Europe/Copenhagen")
        worker = Worker(
            MemoryLog(web.topic), MemoryLedger(keys=web.keys), rules=lambda _: rules, clock=wall_clock_ms,
            settings=WorkerSettings(refresh_ms=20, poll_timeout_s=0.02),
        )  # fmt: skip
        stop = asyncio.Event()
        working = asyncio.create_task(worker.run(stop))
        try:
            async with web.client() as client:
                await client.watch("live-floor")
                await client.next("snapshot")
                body = json.dumps(an_event(time=rfc3339(wall_clock_ms() - 1000)))
                headers = {"content-type": "application/cloudevents+json"}
                answer = await web.http.post("/api/v1/events", content=body, headers=headers)
                assert answer.status_code == 202
                await client.until(lambda tiles: tiles["waiting"]["figure"]["value"] == 1)
                assert client.tiles["list"]["entries"][0]["contact"] == "c1"
                assert client.tiles["waiting"]["stale"] is None
        finally:
            stop.set()
            await working


def test_a_process_may_open_as_many_files_as_it_admits_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert hard > 2000
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    try:
        assert allow_files(1200) == 1200 + OTHER_FILES
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (1200 + OTHER_FILES, hard)
        assert allow_files(10) == 1200 + OTHER_FILES, "it is never made less"
        assert allow_files(hard) == hard, "no more than the system allows"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
