"""The file that `tavle alerts test` runs: a time line, and the alerts that it should raise (docs/alerts.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
from pydantic import Field, ValidationError

from app.settings.duration import DurationS
from app.settings.section import Id, Section
from streams.events import AnyEvent
from streams.events.decode import RejectedEvent, UnknownType, decode
from streams.events.instant import from_ms, to_ms

Moment = Annotated[DurationS, Field(ge=0, le=7 * 86_400)]
"""After the start."""
Few = Annotated[int, Field(ge=1, le=100_000)]
TOLERANCE_S = 10.0
"""Windows move in steps of 10 s: a moment that is expected may be so much off."""


class UnusableFile(Exception):
    """The file is no alert test. Its text names each mistake."""


class Calls(Section):
    """Callers of a queue, one every so often."""

    at: Moment
    every: Moment = 1.0
    count: Few = 1
    queue: Id
    answered_after: Moment | None = None
    left_after: Moment | None = None
    talks: Moment | None = None
    agent: Id = "agent"
    source: Id = "test"


class Beats(Section):
    """Signs of life of a source."""

    source: Id = "test"
    start: Moment = Field(default=0.0, alias="from")
    to: Moment
    every: Annotated[float, Field(gt=0, le=3600)] = 5.0


class Told(Section):
    """Any event (docs/events.md)."""

    at: Moment
    type: Id
    source: Id = "test"
    data: dict[str, Any] = Field(default={})


class Silenced(Section):
    at: Moment
    until: Moment
    by: Id = "somebody"
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    rule: Id | None = None
    queue: Id | None = None
    team: Id | None = None


class Acknowledges(Section):
    """The open alert of this rule, about this subject if one is named."""

    at: Moment
    rule: Id
    subject: str | None = None
    by: Id = "somebody"


Between = Annotated[tuple[Moment, Moment], Field()]


class Expected(Section):
    """One alert. A moment is met within 10 s; two moments are the first and the last that will do."""

    rule: Id
    subject: str | None = None
    fires: Moment | Between
    resolves: Moment | Between | None = None
    told: Moment | Between | None = None
    escalated: Moment | Between | None = None


class AlertTest(Section):
    start: datetime
    lasts: Annotated[DurationS, Field(gt=0, le=7 * 86_400)]
    site: Id = "main"
    only: tuple[Id, ...] = ()
    settings: dict[str, Any] = Field(default={})
    calls: tuple[Calls, ...] = ()
    beats: tuple[Beats, ...] = ()
    events: tuple[Told, ...] = ()
    silences: tuple[Silenced, ...] = ()
    acknowledges: tuple[Acknowledges, ...] = ()
    expect: tuple[Expected, ...] = ()

    @property
    def begins(self) -> int:
        return to_ms(self.start)

    def ms(self, moment_s: float) -> int:
        """The moment so long after the start."""
        return self.begins + round(moment_s * 1000)


def read_test(path: Path) -> AlertTest:
    """Raises `UnusableFile`, which names file, key and what to do."""
    try:
        test = AlertTest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise UnusableFile(f"{path}: is not TOML: {wrong}") from None
    except ValidationError as wrong:
        problems = (f"{path}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in wrong.errors())
        raise UnusableFile("\n".join(problems)) from None
    if test.start.tzinfo is None:
        raise UnusableFile(f"{path}: start: the offset is missing: write it like 2026-11-24T09:00:00+01:00")
    return test


def events_of(test: AlertTest) -> list[AnyEvent]:
    """In the order of their times. Raises `UnusableFile` for what is no event."""
    told = [*_of_calls(test), *_of_beats(test), *_of_people(test)]
    told += [(test.ms(event.at), event.type, event.source, event.data) for event in test.events]
    events: list[AnyEvent] = []
    for number, (time, type_, source, data) in enumerate(sorted(told, key=lambda one: one[0])):
        envelope = {"id": f"e{number}", "source": source, "site": test.site, "type": type_, "time": from_ms(time)}
        try:
            events.append(decode(msgspec.json.encode({**envelope, "data": data})))
        except (RejectedEvent, UnknownType) as wrong:
            raise UnusableFile(f"{type_} at {(time - test.begins) / 1000:g} s: {wrong}") from None
    return events


Line = tuple[int, str, str, dict[str, Any]]


def _of_calls(test: AlertTest) -> Iterator[Line]:
    for group, calls in enumerate(test.calls):
        for number in range(calls.count):
            at_s, contact = calls.at + number * calls.every, f"call-{group + 1}-{number + 1}"
            of: dict[str, Any] = {"contact": contact, "queue": calls.queue}
            yield test.ms(at_s), "tavle.contact.queued", calls.source, of
            if calls.answered_after is not None:
                agent = {"contact": contact, "agent": calls.agent}
                answered_s = at_s + calls.answered_after
                yield test.ms(answered_s), "tavle.contact.answered", calls.source, agent
                if calls.talks is not None:
                    yield test.ms(answered_s + calls.talks), "tavle.contact.ended", calls.source, agent
            elif calls.left_after is not None:
                yield (
                    test.ms(at_s + calls.left_after),
                    "tavle.contact.left",
                    calls.source,
                    {**of, "reason": "abandoned"},
                )


def _of_beats(test: AlertTest) -> Iterator[Line]:
    for beats in test.beats:
        for number in range(int((beats.to - beats.start) // beats.every) + 1):
            at_s = beats.start + number * beats.every
            yield test.ms(at_s), "tavle.source.beat", beats.source, {"interval_s": beats.every}


def _of_people(test: AlertTest) -> Iterator[Line]:
    for number, silence in enumerate(test.silences):
        data = {"silence": f"silence-{number + 1}", "by": silence.by, "reason": silence.reason,
                "until": from_ms(test.ms(silence.until)), "rule": silence.rule, "queue": silence.queue,
                "team": silence.team}  # fmt: skip
        yield test.ms(silence.at), "tavle.alert.silenced", "people", data
