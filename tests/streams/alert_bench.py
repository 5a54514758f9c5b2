"""A worker with alert rules, and the post that its messages go to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from streams.alerts.episode import Episode
from streams.alerts.notification import Notification
from streams.alerts.policy import AlertPolicy
from streams.alerts.rule import DeadlineRule, LevelRule
from streams.events.decode import encode
from streams.floor.floor_rules import FloorRules
from streams.ledger.names import alerts_hash, outbox_hash
from streams.outbox import Parcel
from streams.rule_book import RuleBook
from streams.worker import Worker
from streams.worker_settings import WorkerSettings
from tests.streams.floor.histories import START, event
from tests.streams.test_worker import Bench, call

LATE = DeadlineRule(key="late", name="Waits too long", severity="critical", clock="wait", stage="breached",
                    threshold_ms=20_000)  # fmt: skip
BUSY = LevelRule(key="busy", name="Busy", metric="offered", scope="queue", window="5m", fire=1.5, recover=1.2,
                 compare="last_week")  # fmt: skip
MAIL, CHAT = "mail", "chat"


class Post:
    """Takes parcels, and says that they are delivered when told to."""

    def __init__(self, *channels: str) -> None:
        self.channels = channels or (MAIL,)
        self.taken: list[tuple[Parcel, Callable[[], None]]] = []

    def channels_for(self, site: str, notification: Notification) -> Sequence[str]:
        assert site == "aarhus"
        return self.channels

    def send(self, parcel: Parcel, done: Callable[[], None]) -> None:
        self.taken.append((parcel, done))

    @property
    def ids(self) -> list[str]:
        return [parcel.id for parcel, _ in self.taken]


class AlertBench(Bench):
    def __init__(self) -> None:
        super().__init__()
        self.post = Post()
        self.policy = AlertPolicy(rules=[LATE])

    def worker(self, ledger: object = None, **more: object) -> Worker:
        settings = WorkerSettings(refresh_ms=0, poll_timeout_s=0, retry_first_s=0, **more)  # type: ignore[arg-type]
        self.rules = RuleBook(lambda _: FloorRules(), alerts=lambda _: self.policy)
        return Worker(
            self.log, ledger or self.ledger(), rules=self.rules, clock=lambda: self.now, settings=settings,  # type: ignore[arg-type]
            delivery=self.post,
        )  # fmt: skip

    @property
    def open(self) -> list[Episode]:
        fields = self.hash(alerts_hash("aarhus"))
        return [msgspec.json.decode(raw, type=Episode) for field, raw in sorted(fields.items()) if field[:2] == "e:"]

    @property
    def outbox(self) -> list[str]:
        return sorted(self.hash(outbox_hash("aarhus")))

    async def beat(self, moment: int) -> None:
        """The clock says so (ms after the first caller), and the source is alive."""
        self.now = START + moment
        await self.append(encode(event(f"beat{moment}", "source.beat", self.now - 1, interval_s=5)))

    async def turns(self, worker: Worker, *steps: int | Callable[[], object]) -> None:
        """A turn at each of these moments; what happens in between is called. The worker takes over anew each time."""
        async with worker.log.reader(worker) as reader:
            for step in steps:
                if isinstance(step, int):
                    await self.beat(step)
                    await worker.turn(reader)
                elif isinstance(happening := step(), Awaitable):
                    await happening


async def bench_with_a_caller() -> AlertBench:
    bench = AlertBench()
    bench.now = START
    await bench.append(call(0))
    return bench
