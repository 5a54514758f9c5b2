"""Tavle in parts: worker, web and sources as separate processes that share a Redis, and a Kafka if there is one."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from streams.ledger.open import open_ledger
from streams.ledger.port import Ledger
from streams.log.open import open_log
from streams.log.port import Log
from tests.e2e.figures import differences
from tests.e2e.part import Part, environment
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.until import until

STARTED_S = 60.0
SETTLED_S = 120.0
SOURCE_S = 120.0


class Stack:
    """`async with Stack(...) as stack`. Every stack has a topic, and so a ledger, of its own. `settings` are
    `TAVLE_…` variables of all parts. Without a Redis only `tavle up` can be started. Whatever still runs at the end is
    killed, by its pid."""

    def __init__(
        self,
        folder: Path,
        pycache: Path,
        *,
        redis: str | None,
        kafka: str | None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.topic, self.redis, self.kafka = folder, f"e2e.{uuid.uuid4().hex[:12]}", redis, kafka
        (self.port,) = free_ports(1)
        self.address = f"http://{LOOPBACK}:{self.port}"
        own = {
            "TAVLE_LOG__TOPIC": self.topic,
            "TAVLE_LOG__SESSION_TIMEOUT_S": "2",
            "TAVLE_DATA_DIR": str(folder / "data"),
            "TAVLE_WEB__PORT": str(self.port),
        }
        for name, url in (("TAVLE_REDIS", redis), ("TAVLE_KAFKA", kafka)):
            if url is not None:
                own[name] = url
        self.env = environment(pycache, {**own, **(settings or {})})
        self.parts: list[Part] = []
        self.http = httpx.AsyncClient(base_url=self.address, timeout=10.0)

    async def __aenter__(self) -> Stack:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.aclose()
        for part in self.parts:
            await part.kill()

    def log(self) -> Log:
        """The event log, to be entered with `async with`."""
        return open_log(self.kafka or self._shared_redis, topic=self.topic)

    def ledger(self, log: Log) -> Ledger:
        """The ledger, to be entered with `async with`."""
        return open_ledger(self._shared_redis, topic=self.topic, partitions=log.partitions)

    @property
    def _shared_redis(self) -> str:
        assert self.redis is not None, "this stack has a private Valkey"
        return self.redis

    # Parts

    def part(self, name: str, *arguments: str) -> Part:
        """Starts `tavle ARGUMENTS`; `name` is its log's."""
        part = Part(name, list(arguments), folder=self.folder, env=self.env)
        self.parts.append(part)
        part.start()
        return part

    def worker(self, *options: str, name: str = "worker") -> Part:
        return self.part(name, "worker", *options)

    async def web(self) -> Part:
        """Returns when it answers."""
        part = self.part("web", "web")
        await self.answers()
        return part

    async def answers(self) -> None:
        async def healthy() -> bool:
            return (await self.http.get("/healthz")).status_code == 200

        await self.until(healthy, within_s=STARTED_S, what="an answer of web")

    def source(self, kind: str, path: Path, site: str, *options: str) -> Part:
        return self.part(f"source-{path.name}", "source", kind, "--path", str(path), "--site", site, *options)

    async def send_file(self, path: Path, site: str) -> None:
        """All lines of a file of events, by a source that ends when it has sent them."""
        source = self.source("events_file", path, site, "--no-follow")
        assert await source.ends(within_s=SOURCE_S) == 0, source.last_words()

    # What it shows

    async def until(
        self, condition: Callable[[], Awaitable[bool]], *, within_s: float, what: Callable[[], str] | str
    ) -> None:
        """Polls `condition`; web not answering is not yet. Raises RuntimeError when a part ended by itself, and
        TimeoutError naming `what`."""

        async def tolerant() -> bool:
            for part in self.parts:
                part.check()
            try:
                return await condition()
            except httpx.TransportError:
                return False

        try:
            await until(tolerant, within_s=within_s)
        except TimeoutError:
            raise TimeoutError(f"not within {within_s} s: {what if isinstance(what, str) else what()}") from None

    async def figures(self, site: str) -> bytes | None:
        """The body of `GET …/figures`; None while the site is not known."""
        answer = await self.http.get(f"/api/v1/sites/{site}/figures")
        return answer.content if answer.status_code == 200 else None

    async def at(self, site: str) -> str:
        """The moment that the figures are of; empty while there are none."""
        answer = await self.http.get(f"/api/v1/sites/{site}/figures", params={"window": "5m"})
        return str(answer.json()[0]["at"]) if answer.status_code == 200 else ""

    async def reaches(self, site: str, moment: str, *, after: str = "") -> str:
        """Waits until the figures are of `moment` (RFC 3339, as figures have it) or later, and later than `after`;
        answers of when they are."""
        seen = ""

        async def reached() -> bool:
            nonlocal seen
            seen = await self.at(site)
            return seen >= moment and seen > after

        await self.until(reached, within_s=SETTLED_S, what=lambda: f"{site} at {moment}; it is at {seen or 'nothing'}")
        return seen

    async def settles(self, site: str, expected: bytes) -> None:
        """Waits until `GET …/figures` answers exactly these bytes; otherwise raises TimeoutError with what differs."""
        seen: bytes | None = None

        async def equal() -> bool:
            nonlocal seen
            seen = await self.figures(site)
            return seen == expected

        def what() -> str:
            return f"the figures of {site}: " + ("none" if seen is None else differences(seen, expected))

        await self.until(equal, within_s=SETTLED_S, what=what)

    async def post(self, events: list[Any]) -> httpx.Response:
        """`events` (JSON objects) as one batch."""
        return await self.http.post(
            "/api/v1/events", json=events, headers={"content-type": "application/cloudevents-batch+json"}
        )
