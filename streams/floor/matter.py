"""What a contact was about, and whether that was settled: as its agents logged it and its customer answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from streams.events.contact import Wrapped
from streams.events.feedback import Feedback
from streams.floor.agent import Agent
from streams.floor.counts import CURVE_CSAT_N, CURVE_CSAT_TOP, Count, band_of
from streams.floor.customer_book import Visit
from streams.floor.feedback import scored
from streams.floor.leg import Leg
from streams.floor.queue import UNASSIGNED, Queue
from streams.floor.series import Series

_VALUES = {
    "customer": Count.value_customer,
    "company": Count.value_company,
    "both": Count.value_both,
    "none": Count.value_none,
}


class Site(Protocol):
    """What it needs of its floor."""

    def queue(self, id_: str) -> Queue: ...

    def agent(self, id_: str) -> Agent: ...

    def channel(self, id_: str) -> Series: ...

    def topic_key(self, topic: str) -> int: ...


class Logged(NamedTuple):
    """What a conversation was about, as last told; it counts at `moment` (ms), when it was first told."""

    moment: int
    category: str | None = None
    topic: str | None = None
    value_to: str | None = None


class SameMatter(NamedTuple):
    """The answer to "was it the same matter as before?"; a survey's is worth more than an agent's."""

    from_survey: bool
    moment: int
    queue: Queue
    agent: Agent | None
    right: bool


class Matter:
    """Every step takes the `sign` of its fold. `flagged` says when it was last told whether the matter is settled, what
    was told, and by the work on which leg."""

    __slots__ = ("_site", "flagged", "same_matter")

    def __init__(self, site: Site) -> None:
        self._site = site
        self.flagged: tuple[int, bool, Leg] | None = None
        self.same_matter: SameMatter | None = None

    def log(self, leg: Leg, time: int, data: Wrapped, sign: int) -> None:
        """What is told later adds to what was told before, or replaces it."""
        known = leg.logged
        if known is None:
            leg.logged = Logged(time, data.category, data.topic, data.value_to)
        else:
            self._count_log(leg, -sign)
            category, topic = data.category or known.category, data.topic or known.topic
            leg.logged = Logged(known.moment, category, topic, data.value_to or known.value_to)
        self._count_log(leg, sign)
        if data.resolved is not None:
            self.flagged = (time, data.resolved, leg)
        if data.same_matter is not None:
            self._ask(SameMatter(False, time, leg.queue, leg.agent, not data.same_matter), sign)

    def take_feedback(self, leg: Leg | None, time: int, data: Feedback, sign: int) -> None:
        """For the queue, agent and channel that the answer names, else those of `leg`."""
        queue = self._site.queue(data.queue or (leg.queue.id if leg is not None else UNASSIGNED))
        agent = self._site.agent(data.agent) if data.agent else (leg.agent if leg is not None else None)
        channel = data.channel or (leg.channel if leg is not None else None)
        counts = scored(data)
        if sign:
            for series in (queue.series, *_series_of(agent), *([self._site.channel(channel)] if channel else [])):
                series.add_all(time, counts, sign)
            if data.kind == "csat" and leg is not None and leg.wait_ms is not None:
                band = band_of(leg.wait_ms)
                queue.series.add(time, CURVE_CSAT_N + band, sign)
                if (Count.csat_top, 1) in counts:
                    queue.series.add(time, CURVE_CSAT_TOP + band, sign)
        if data.same_matter is not None:
            self._ask(SameMatter(True, time, queue, agent, not data.same_matter), sign)

    def visit(self, customer: str, legs: Sequence[Leg]) -> Visit | None:
        """What the contact says of its customer; None while no topic was told."""
        for leg in reversed(legs):
            if leg.logged is not None and leg.logged.topic:
                break
        else:
            return None
        moment, resolved, by = self.flagged or (0, None, leg)
        if by.agent is None:
            raise AssertionError("who logs a conversation has had it")
        return Visit(customer, leg.logged.topic, legs[0].entered, moment, resolved, by.queue.id, by.agent.id)

    def _count_log(self, leg: Leg, sign: int) -> None:
        logged = leg.logged
        if logged is None or not sign:
            return
        counts: list[tuple[int, int]] = []
        if logged.category and logged.topic:
            counts.append((Count.logged, 1))
        if logged.topic:
            counts.append((self._site.topic_key(logged.topic), 1))
        if logged.value_to is not None:
            counts.append((_VALUES[logged.value_to], 1))
        for series in (*leg.series, leg.agent.series) if leg.agent is not None else leg.series:
            series.add_all(logged.moment, counts, sign)

    def _ask(self, answer: SameMatter, sign: int) -> None:
        known = self.same_matter
        if known is not None and known.from_survey and not answer.from_survey:
            return
        self._count_answer(known, -sign)
        self.same_matter = answer
        self._count_answer(answer, sign)

    def _count_answer(self, answer: SameMatter | None, sign: int) -> None:
        if answer is None or not sign:
            return
        for series in (answer.queue.series, *_series_of(answer.agent)):
            series.add(answer.moment, Count.ftr_asked, sign)
            if answer.right:
                series.add(answer.moment, Count.ftr_right, sign)


def _series_of(agent: Agent | None) -> Iterator[Series]:
    if agent is not None:
        yield agent.series
