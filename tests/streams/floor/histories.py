"""Histories of a small contact centre for property tests: whole lives of contacts and agents, told with gaps."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st

from streams.events import AnyEvent
from streams.events.decode import decode
from streams.events.instant import from_ms

START = 1_795_431_600_000
QUEUES = ("sales", "support")
AGENTS = ("ann", "bo", "cy")
SOURCE = "test/pbx"


def event(id_: str, type_: str, time: int, **data: Any) -> AnyEvent:
    """An event as a source would send it; checked against the union."""
    envelope = {"id": id_, "source": SOURCE, "site": "aarhus", "type": f"tavle.{type_}", "time": from_ms(time)}
    return decode(msgspec.json.encode({**envelope, "data": data}))


@st.composite
def contact_lives(draw: st.DrawFn, number: int) -> list[AnyEvent]:
    """One contact: up to three legs, each told in full; then some of the events may be missing."""
    contact = f"c{number}"
    time = START + draw(st.integers(0, 3_000_000))
    told: list[AnyEvent] = []

    def tell(type_: str, **data: Any) -> None:
        nonlocal time
        told.append(event(f"{contact}.{len(told)}", f"contact.{type_}", time, contact=contact, **data))
        time += draw(st.one_of(st.integers(1, 9_000), st.integers(1, 90_000)))

    for _ in range(draw(st.integers(1, 3))):
        tell("queued", queue=draw(st.sampled_from(QUEUES)))
        for _ in range(draw(st.integers(0, 2))):
            agent = draw(st.sampled_from(AGENTS))
            tell("offered", agent=agent)
            tell("refused", agent=agent, rang_ms=draw(st.sampled_from([None, 3000])))
        ending = draw(st.sampled_from(["answered", "answered", "abandoned", "timed_out", "callback", "lost"]))
        if ending != "answered":
            tell("left", reason=ending, waited_ms=draw(st.sampled_from([None, None, 4000, 30_000])))
            continue
        agent = draw(st.sampled_from(AGENTS))
        tell("offered", agent=agent)
        tell("answered", agent=agent, waited_ms=draw(st.sampled_from([None, None, 12_000, 25_000])))
        if draw(st.booleans()):
            tell("held")
            tell("resumed")
        if draw(st.integers(0, 3)) == 0:
            tell("transferred", to_queue="support")
            continue
        work = draw(st.sampled_from(["none", "reported", "fixed"]))
        talked = draw(st.sampled_from([None, None, 20_000]))
        by = draw(st.sampled_from([None, "agent", "customer"]))
        tell("ended", agent=agent, ended_by=by, talked_ms=talked, after_call_work=work, after_call_work_ms=15_000)
        if work == "reported" or draw(st.integers(0, 3)) == 0:
            tell("wrapped", agent=agent)
    missing = draw(st.sets(st.integers(0, len(told) - 1), max_size=2)) if draw(st.booleans()) else set()
    return [e for i, e in enumerate(told) if i not in missing]


@st.composite
def agent_lives(draw: st.DrawFn, agent: str) -> list[AnyEvent]:
    states = ("available", "break", "training", "meeting", "busy", "offline", "in_error")
    times = draw(st.lists(st.integers(0, 3_300_000), max_size=5, unique=True))
    return [
        event(f"{agent}.{i}", "agent.state", START + time, agent=agent, state=draw(st.sampled_from(states)))
        for i, time in enumerate(times)
    ]


@st.composite
def histories(draw: st.DrawFn) -> list[AnyEvent]:
    """The events of one hour, sorted by time; sometimes the source restarts in the middle."""
    told: list[AnyEvent] = []
    for number in range(draw(st.integers(1, 5))):
        told += draw(contact_lives(number))
    for agent in AGENTS:
        told += draw(agent_lives(agent))
    if draw(st.integers(0, 4)) == 0:
        told.append(event("reset", "source.reset", START + draw(st.integers(0, 3_000_000))))
    return sorted(told, key=lambda e: (e.time, e.id))
