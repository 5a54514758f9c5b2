"""Each channel gets what it is meant to, in order, and none waits for another."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from app.notify.deliveries import gets
from app.settings.notify import ChannelSettings
from streams.outbox import Parcel
from tests.app.notified import Notified, alert, notification, parcel, webhook
from tests.app.receiver import Answer, receiver
from tests.servers.ports import LOOPBACK
from tests.servers.until import until


async def test_a_channel_that_is_stuck_delays_no_other() -> None:
    notified = Notified()
    async with receiver(lambda _: None) as stuck, receiver() as well:
        told = webhook(stuck.url, "stuck"), webhook(well.url)
        async with notified.open(*told) as deliveries:
            notified.send(deliveries, parcel(channel="stuck"))
            await until(lambda: bool(stuck.received))
            notified.send(deliveries, parcel())
            await until(lambda: notified.done == ["n1:ops"])

    assert notified.counted("waiting", "stuck") == 1


async def test_messages_of_a_channel_arrive_in_order_after_an_outage() -> None:
    notified = Notified()
    async with (
        receiver(lambda before: Answer(500 if before < 8 else 204)) as there,
        notified.open(webhook(there.url)) as deliveries,
    ):
        for id_ in ("n1", "n2", "n3"):
            notified.send(deliveries, parcel(id_))
        await until(lambda: len(notified.done) == 3)

    assert notified.done == ["n1:ops", "n2:ops", "n3:ops"]


async def test_a_message_that_is_refused_for_itself_lets_the_next_pass() -> None:
    notified = Notified()
    async with receiver() as there, notified.open(webhook(there.url, give_up_after_s="1h")) as deliveries:
        there.answer = lambda _: Answer(422 if there.received[-1].headers["webhook-id"] == "n1:ops" else 204)
        notified.send(deliveries, parcel("n1"))
        notified.send(deliveries, parcel("n2"))
        await until(lambda: len(notified.done) == 2)

    assert notified.done == ["n2:ops", "n1:ops"], "the second is delivered, the first given up an hour later"
    assert (notified.counted("delivered_total"), notified.counted("given_up_total")) == (1, 1)


async def test_what_is_sent_again_while_it_waits_is_delivered_once_and_both_are_told() -> None:
    notified = Notified()
    async with receiver() as there, notified.open(webhook(there.url)) as deliveries:
        notified.send(deliveries, parcel())
        notified.send(deliveries, parcel())
        await until(lambda: len(notified.done) == 2)

    assert len(there.received) == 1


async def test_past_the_limit_the_oldest_is_given_up() -> None:
    notified = Notified()
    notified.time.held = True
    async with (
        receiver(lambda _: Answer(503)) as there,
        notified.open(webhook(there.url), waiting_limit=2) as deliveries,
    ):
        for id_ in ("n1", "n2", "n3"):
            notified.send(deliveries, parcel(id_))
        await until(lambda: notified.done == ["n1:ops"])

        assert (notified.counted("waiting"), notified.counted("given_up_total")) == (2, 1)


async def test_a_channel_that_is_configured_no_more_is_given_up() -> None:
    notified = Notified()
    async with notified.open() as deliveries:
        notified.send(deliveries, parcel(channel="old"))
        await until(lambda: notified.done == ["n1:old"])

    assert notified.counted("given_up_total", "old") == 1


async def test_no_log_and_no_error_repeats_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    notified = Notified()
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logged:
        async with (
            receiver(lambda before: Answer(500 if before == 0 else 410)) as there,
            notified.open(webhook(there.url)) as deliveries,
        ):
            notified.send(deliveries, parcel())
            await until(lambda: bool(notified.done))

    assert [line["event"] for line in logged] == ["notification_delayed", "notification_given_up"]
    assert "sesame" not in str(logged) + caplog.text


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ({}, True),
        ({"sites": ["aarhus"]}, True), ({"sites": ["odense"]}, False),
        ({"severities": ["critical"]}, True), ({"severities": ["warning"]}, False),
        ({"kinds": ["firing", "resolved"]}, True), ({"kinds": ["escalation"]}, False),
        ({"teams": ["care"]}, True), ({"teams": ["sales"]}, False),
    ],
)  # fmt: skip
def test_a_channel_gets_what_it_does_not_leave_out(said: dict[str, Any], sent: bool) -> None:
    channel = ChannelSettings(**webhook("https://example.org/", **said))

    assert gets(channel, "aarhus", notification("n1", alert(team="care"))) is sent


async def test_channels_are_named_in_the_order_of_the_configuration() -> None:
    notified = Notified()
    channels = [webhook("https://example.org/", key, **said)
                for key, said in (("b", {}), ("a", {}), ("chief", {"kinds": ["escalation"]}))]  # fmt: skip
    async with notified.open(*channels) as deliveries:
        assert deliveries.channels_for("aarhus", notification()) == ["b", "a"]
        assert deliveries.channels_for("aarhus", notification(kind="escalation")) == ["b", "a", "chief"]


async def test_apprise_delivers_title_and_text() -> None:
    notified = Notified()
    async with receiver(lambda _: Answer(200)) as there:
        told = {"key": "ops", "kind": "apprise", "url": f"json://{LOOPBACK}:{there.port}/"}
        async with notified.open(told) as deliveries:
            notified.send(deliveries, parcel())
            await until(lambda: notified.done == ["n1:ops"])

    body = json.loads(there.received[0].body)
    assert body["title"] == "Critical: Many callers give up, queue support (aarhus)"
    assert body["message"].startswith("Many callers give up, queue support: ")
    assert body["type"] == "failure"


class Root(logging.Handler):
    """What reaches the log of the process."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture
def root() -> Iterator[Root]:
    handler, log = Root(), logging.getLogger()
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield handler
    log.removeHandler(handler)
    log.setLevel(level)


async def test_apprise_is_tried_again_and_logs_nothing_of_its_own(root: Root) -> None:
    notified = Notified()
    async with receiver(lambda before: Answer(500 if before == 0 else 200)) as there:
        told = {"key": "ops", "kind": "apprise", "url": f"json://{LOOPBACK}:{there.port}/sesame"}
        async with notified.open(told) as deliveries:
            notified.send(deliveries, parcel())
            await until(lambda: notified.done == ["n1:ops"])

    assert len(there.received) == 2
    assert [said for said in root.said if said.startswith("apprise") or "sesame" in said] == []


async def test_a_service_that_is_slow_gets_a_message_once() -> None:
    notified, free = Notified(), asyncio.Event()
    async with receiver(lambda _: Answer(200)) as there:
        there.wait_for = free
        told = {"key": "ops", "kind": "apprise", "url": f"json://{LOOPBACK}:{there.port}/", "timeout_s": 0.1}
        async with notified.open(told) as deliveries:
            notified.send(deliveries, parcel())
            await until(lambda: len(notified.time.pauses) >= 2)
            free.set()
            await until(lambda: notified.done == ["n1:ops"])

    assert len(there.received) == 1


async def test_an_apprise_that_hangs_delays_no_other_and_no_end() -> None:
    notified = Notified()
    notified.time.held = True
    async with receiver(lambda _: None) as stuck, receiver() as well:
        told = {"key": "stuck", "kind": "apprise", "url": f"json://{LOOPBACK}:{stuck.port}/", "timeout_s": 0.2}
        before = asyncio.all_tasks()
        async with notified.open(told, webhook(well.url)) as deliveries:
            notified.send(deliveries, parcel(channel="stuck"))
            await until(lambda: bool(stuck.received))
            notified.send(deliveries, Parcel("aarhus", "ops", notification("n2")))
            await until(lambda: notified.done == ["n2:ops"] and bool(notified.time.pauses))
        left = {task.get_name() for task in asyncio.all_tasks() - before}

    assert not any(name.startswith("notify") for name in left)
