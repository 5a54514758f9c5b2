"""What was not delivered when a process ended is delivered by the next one, under the same id."""

from __future__ import annotations

from streams.outbox import Outbox
from tests.app.notified import Notified, notification, webhook
from tests.app.receiver import Answer, receiver
from tests.servers.until import until


async def test_what_waited_at_the_end_is_sent_by_the_next_process() -> None:
    async with receiver(lambda before: Answer(503 if before == 0 else 204)) as there:
        first = Notified()
        first.time.held = True
        async with first.open(webhook(there.url)) as deliveries:
            outbox = Outbox("aarhus", deliveries)
            outbox.put(notification())
            saved, _ = outbox.save()
            outbox.committed()
            await until(lambda: bool(first.time.pauses))
        assert outbox.save() == ({}, [])

        async with Notified().open(webhook(there.url)) as deliveries:
            outbox = Outbox("aarhus", deliveries, saved)
            outbox.committed()
            await until(lambda: not outbox.waiting)

    assert outbox.save() == ({}, ["n1:ops"]), "it leaves the outbox with the next commit"
    assert [one.headers["webhook-id"] for one in there.received] == ["n1:ops", "n1:ops"]
    assert there.received[0].body == there.received[1].body


async def test_nothing_is_sent_before_the_commit() -> None:
    async with receiver() as there, Notified().open(webhook(there.url)) as deliveries:
        outbox = Outbox("aarhus", deliveries)
        outbox.put(notification("n1"))
        outbox.save()
        outbox.put(notification("n2"))
        outbox.committed()
        await until(lambda: "n1:ops" not in outbox.waiting)

    assert [one.headers["webhook-id"] for one in there.received] == ["n1:ops"]
