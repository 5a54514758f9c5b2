"""The verdicts that a floor's known contacts have by its rules: taken out under old ones, put in under new ones. All
else that a contact counts is by its facts alone and stays where it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from streams.floor.agent import Agent
from streams.floor.contact import Contact
from streams.floor.counts import RULES_KEPT, verdict_base
from streams.floor.queue import Queue
from streams.floor.rule import QueueRules
from streams.floor.series import Series
from streams.floor.window import PANE_MS

_FIRST, _END = verdict_base(0), verdict_base(RULES_KEPT)

Verdicts = dict[str, Counter[tuple[int, int]]]
"""Of each queue, by pane of 10 s and key."""


class JudgedFloor(Protocol):
    queues: dict[str, Queue]

    def topic_key(self, topic: str) -> int: ...


def verdicts_of(contacts: Iterable[Contact], floor: JudgedFloor) -> Verdicts:
    """What the contacts count by the rules that their queues go by now."""
    site = _Site(floor)
    for contact in contacts:
        contact.tell(site)
    return site.verdicts


def count(verdicts: Verdicts, floor: JudgedFloor, sign: int) -> None:
    """Puts verdicts into the queues' counts (+1), or takes them out (−1)."""
    for id_, counted in verdicts.items():
        series = floor.queues[id_].series
        for (pane, key), amount in counted.items():
            if amount:
                series.add(pane * PANE_MS, key, sign * amount)


class _Elsewhere(Series):
    """Counts that stay where they are."""

    __slots__ = ()

    def __init__(self) -> None:
        pass

    def add(self, moment: int, key: int, amount: int) -> None:
        pass

    def add_all(self, moment: int, counts: Sequence[tuple[int, int]], sign: int) -> None:
        pass


class _OfQueue(_Elsewhere):
    __slots__ = ("_found",)

    def __init__(self, found: Counter[tuple[int, int]]) -> None:
        self._found = found

    def add(self, moment: int, key: int, amount: int) -> None:
        if _FIRST <= key < _END:
            self._found[moment // PANE_MS, key] += amount


class _Queue(Queue):
    __slots__ = ()

    def __init__(self, id_: str, rules: QueueRules, series: Series) -> None:
        self.id, self.rules, self.series = id_, rules, series
        self.waiting, self.talking, self._answered = {}, set(), {}


class _Agent(Agent):
    __slots__ = ()

    def __init__(self, id_: str) -> None:
        self.id, self.series = id_, _ELSEWHERE


class _Site:
    """The floor as a fold sees it that is to leave nothing behind but verdicts."""

    def __init__(self, floor: JudgedFloor) -> None:
        self.unmatched = 0
        self.verdicts: Verdicts = defaultdict(Counter)
        self._floor = floor

    def queue(self, id_: str) -> Queue:
        return _Queue(id_, self._floor.queues[id_].rules, _OfQueue(self.verdicts[id_]))

    def agent(self, id_: str) -> Agent:
        return _Agent(id_)

    def channel(self, id_: str) -> Series:
        return _ELSEWHERE

    def topic_key(self, topic: str) -> int:
        return self._floor.topic_key(topic)

    def schedule(self, due: int, contact: str) -> None:
        """Nothing is to come of it."""


_ELSEWHERE = _Elsewhere()
