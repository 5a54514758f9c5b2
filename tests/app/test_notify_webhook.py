"""A webhook delivers at least once under an id that stays, and speaks to no address that it should not."""

from __future__ import annotations

import asyncio
import json

import pytest
from standardwebhooks.webhooks import Webhook

from app.notify.address import addresses_of, public
from app.notify.attempt import Failed
from app.notify.outward import retry_after_s
from app.notify.webhook import signed
from app.settings.notify import signing_key
from tests.app.notified import AT, Notified, parcel, webhook
from tests.app.receiver import SECRET, Answer, receiver
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.until import until


async def test_a_message_arrives_signed_with_its_site_and_alerts() -> None:
    notified = Notified()
    async with receiver() as there, notified.open(webhook(there.url)) as deliveries:
        notified.send(deliveries, parcel())
        await until(lambda: notified.done == ["n1:ops"])

    (request,) = there.received
    assert (request.method, request.path) == ("POST", "/alerts?key=sesame")
    assert request.headers["host"] == f"{LOOPBACK}:{there.port}"
    body = json.loads(request.body)
    assert (body["type"], body["timestamp"]) == ("tavle.alert.firing", "2026-11-25T10:00:00.000Z")
    assert (body["data"]["site"], body["data"]["id"]) == ("aarhus", "n1")
    assert body["data"]["alerts"][0]["rule"] == "abandons"
    assert notified.counted("delivered_total") == 1
    assert notified.counted("waiting") == 0


def test_the_library_of_standard_webhooks_verifies_what_we_sign() -> None:
    from time import time  # the library refuses old messages by the real clock

    body = b'{"type": "tavle.alert.firing"}'

    assert Webhook(SECRET).verify(body, signed("n1:ops", int(time()), body, signing_key(SECRET)))


def test_a_signature_is_that_of_the_specification() -> None:
    """The example of the specification's reference implementations."""
    headers = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', signing_key(SECRET))

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_a_receiver_that_heals_gets_it_under_the_same_id_with_the_same_body() -> None:
    notified = Notified()
    async with (
        receiver(lambda before: Answer(500 if before < 3 else 204)) as there,
        notified.open(webhook(there.url)) as deliveries,
    ):
        notified.send(deliveries, parcel())
        await until(lambda: notified.done == ["n1:ops"])

    assert len(there.received) == 4
    assert {(one.headers["webhook-id"], one.body) for one in there.received} == {("n1:ops", there.received[0].body)}
    assert notified.time.pauses == [2, 4, 8], "twice as long each time"
    assert notified.counted("retried_total") == 3


async def test_pauses_have_full_jitter_and_an_end() -> None:
    notified = Notified()
    async with (
        receiver(lambda before: Answer(503 if before < 12 else 204)) as there,
        notified.open(webhook(there.url), retry_longest_s=60) as deliveries,
    ):
        notified.send(deliveries, parcel())
        await until(lambda: bool(notified.done))

    assert notified.time.pauses[-1] == 60


async def test_a_receiver_says_how_long_to_wait() -> None:
    notified = Notified()
    async with (
        receiver(lambda before: Answer(429, {"Retry-After": "90"}) if before == 0 else Answer()) as there,
        notified.open(webhook(there.url)) as deliveries,
    ):
        notified.send(deliveries, parcel())
        await until(lambda: bool(notified.done))

    assert notified.time.pauses == [90]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("7", 7), ("999999", 3600), ("Wed, 25 Nov 2026 10:01:00 GMT", 60), ("soon", None), ("-3", None), (None, None)],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_an_hour(written: str | None, seconds: float | None) -> None:
    assert retry_after_s(written, AT) == seconds


async def test_a_receiver_that_hangs_is_asked_again() -> None:
    notified = Notified()
    async with (
        receiver(lambda before: None if before == 0 else Answer()) as there,
        notified.open(webhook(there.url, timeout_s=0.2)) as deliveries,
    ):
        notified.send(deliveries, parcel())
        await until(lambda: bool(notified.done))

    assert len(there.received) >= 2


async def test_what_nobody_takes_for_a_day_is_given_up_and_counted() -> None:
    notified, (port,) = Notified(), free_ports(1)
    async with notified.open(webhook(f"http://{LOOPBACK}:{port}/", give_up_after_s="10m")) as deliveries:
        notified.send(deliveries, parcel())
        await until(lambda: notified.done == ["n1:ops"])

    assert notified.counted("given_up_total") == 1
    assert notified.counted("delivered_total") == 0
    assert 600 <= (notified.time.now - AT) / 1000 <= 900


async def test_a_receiver_that_is_gone_is_asked_once() -> None:
    notified = Notified()
    async with receiver(lambda _: Answer(410)) as there, notified.open(webhook(there.url)) as deliveries:
        notified.send(deliveries, parcel())
        await until(lambda: bool(notified.done))

    assert (len(there.received), notified.counted("given_up_total")) == (1, 1)


async def test_a_redirect_is_not_followed() -> None:
    notified = Notified()
    notified.time.held = True
    async with receiver() as inner:
        async with (
            receiver(lambda _: Answer(307, {"Location": inner.url})) as there,
            notified.open(webhook(there.url)) as deliveries,
        ):
            notified.send(deliveries, parcel())
            await until(lambda: bool(notified.time.pauses))

        assert (len(there.received), inner.received, notified.done) == (1, [], [])


async def test_a_name_that_leads_to_this_machine_is_refused() -> None:
    notified = Notified()
    notified.time.held = True
    async with receiver() as there:
        told = webhook(f"http://alerts.example:{there.port}/", allow_private=False)
        async with notified.open(told, resolve=lambda host, port: [LOOPBACK]) as deliveries:
            notified.send(deliveries, parcel())
            await until(lambda: bool(notified.time.pauses))

        assert there.received == []


async def test_the_address_that_was_looked_at_is_the_one_spoken_to() -> None:
    """A name that answers differently a moment later leads nowhere else: it is resolved once an attempt."""
    notified, asked = Notified(), list[str]()

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return [LOOPBACK]

    async with receiver() as there:
        told = webhook(f"http://alerts.example:{there.port}/in")
        async with notified.open(told, resolve=resolve) as deliveries:
            notified.send(deliveries, parcel())
            await until(lambda: bool(notified.done))

    assert asked == ["alerts.example"]
    assert there.received[0].headers["host"] == f"alerts.example:{there.port}"


async def test_the_next_address_is_tried_where_one_refuses() -> None:
    notified = Notified()
    async with receiver() as there:
        told = webhook(f"http://alerts.example:{there.port}/in")
        async with notified.open(told, resolve=lambda host, port: ["127.0.0.2", LOOPBACK]) as deliveries:
            notified.send(deliveries, parcel())
            await until(lambda: bool(notified.done))

    assert (len(there.received), notified.time.pauses) == (1, [])


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:7f00:1::", "192.0.2.1",
    ],
)  # fmt: skip
def test_no_private_address_is_public(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1"])
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(Failed):
        addresses_of(host, 80, allow_private=False)


def test_one_private_address_among_several_refuses_them_all() -> None:
    with pytest.raises(Failed, match=r"10\.0\.0\.1, which is not public: set allow_private"):
        addresses_of("a.example", 80, allow_private=False, resolve=lambda host, port: ["1.1.1.1", "10.0.0.1"])


async def test_closing_leaves_no_task_behind_and_what_waits_undone() -> None:
    notified = Notified()
    before = asyncio.all_tasks()
    async with receiver(lambda _: None) as there:
        async with notified.open(webhook(there.url)) as deliveries:
            notified.send(deliveries, parcel())
            await until(lambda: bool(there.received))
        await until(lambda: asyncio.all_tasks() <= before or len(asyncio.all_tasks() - before) == 0)

    assert notified.done == []
