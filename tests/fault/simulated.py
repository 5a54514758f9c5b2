"""A floor that lives now: contacts come, wait, are answered or give up, and a file of events tells of it."""

from __future__ import annotations

import asyncio
import heapq
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

from streams.events.instant import rfc3339
from tests.e2e.told import now_ms
from tests.fault.story import FIGURES, Counts, Story

TICK_S = 0.1
LONG_EACH, LONG_MS = 30, 4000
"""Every so many wait long enough for an alert."""
QUEUES = ("sales", "support", "billing")
COUNTED = {"queued": "offered", "answered": "answered", "left": "abandoned"}

Due = tuple[int, int, str, dict[str, Any]]


class SimulatedFloor:
    """Tells of `site` in the file `path`, about `contacts_a_second`. What it counts is the naive oracle: every contact
    is numbered, and nothing but the telling is counted."""

    def __init__(self, path: Path, site: str, *, seed: int, contacts_a_second: float = 6.0) -> None:
        self.path, self.site, self.rate = path, site, contacts_a_second
        self.happened, self.accepted = Story(), Story()
        self.by_queue: dict[str, Counter[str]] = {queue: Counter() for queue in QUEUES}
        self.events = 0
        self.open_to_contacts = True
        self._random = random.Random(seed)
        self._due: list[Due] = []
        self._told = self._contacts = self._size = 0
        self._in_file: list[tuple[int, Counts]] = []
        path.touch()

    async def live(self) -> None:
        """Until cancelled."""
        while True:
            self.tick(now_ms())
            await asyncio.sleep(TICK_S)

    def tick(self, now: int) -> None:
        if self.open_to_contacts:
            for _ in range(self._arrivals()):
                self._plan(now)
        due = []
        while self._due and self._due[0][0] <= now:
            due.append(heapq.heappop(self._due))
        if due:
            self._tell(now, due)

    @property
    def quiet(self) -> bool:
        """Whether nobody waits or talks."""
        return not self._due

    def was_accepted(self, size_bytes: int, now: int) -> None:
        """The source has read the file so far, and the log has it."""
        while self._in_file and self._in_file[0][0] <= size_bytes:
            self.accepted.note(now, self._in_file.pop(0)[1])

    @property
    def all_accepted(self) -> bool:
        return not self._in_file

    def _arrivals(self) -> int:
        whole, rest = divmod(self.rate * TICK_S, 1)
        return int(whole) + (self._random.random() < rest)

    def _plan(self, now: int) -> None:
        self._contacts += 1
        contact, queue, draw = f"c{self._contacts}", self._random.choice(QUEUES), self._random
        agent = f"agent-{draw.randrange(12)}"
        answered_at = now + (LONG_MS if self._contacts % LONG_EACH == 0 else draw.randrange(100, 1200))
        self._add(now, "queued", contact=contact, queue=queue)
        if draw.random() < 0.2:
            self._add(answered_at, "left", contact=contact, queue=queue, reason="abandoned")
            return
        self._add(answered_at, "answered", contact=contact, queue=queue, agent=agent)
        self._add(answered_at + draw.randrange(200, 1500), "ended", contact=contact, agent=agent)

    def _add(self, at: int, type_: str, **data: Any) -> None:
        heapq.heappush(self._due, (at, len(self._due) + self._told * 1000, type_, data))

    def _tell(self, now: int, due: list[Due]) -> None:
        counts = Counter(self.happened.last)
        lines = []
        for at, _, type_, data in due:
            self._told += 1
            if type_ in COUNTED:
                counts[COUNTED[type_]] += 1
                self.by_queue[data["queue"]][COUNTED[type_]] += 1
            lines.append(self._line(at, type_, data))
        self.events += len(lines)
        text = b"".join(lines)
        told = {figure: counts[figure] for figure in FIGURES}
        self.happened.note(now, told)
        self._size += len(text)
        self._in_file.append((self._size, told))
        with self.path.open("ab") as file:
            file.write(text)

    def _line(self, at: int, type_: str, data: dict[str, Any]) -> bytes:
        event = {"specversion": "1.0", "id": f"e{self._told}", "source": f"file/{self.path.name}",
                 "type": f"tavle.contact.{type_}", "time": rfc3339(at), "site": self.site, "data": data}  # fmt: skip
        return json.dumps(event, separators=(",", ":")).encode() + b"\n"
