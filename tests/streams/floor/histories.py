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
def logs(draw: st.DrawFn) -> dict[str, Any]:
    """What an agent may log, each part or none."""
    told = {
        "category": draw(st.sampled_from([None, "order"])),
        "topic": draw(st.sampled_from([None, "invoice", "delivery"])),
        "value_to": draw(st.sampled_from([None, "customer", "company", "both", "none"])),
        "resolved": draw(st.sampled_from([None, True, True, False])),
        "same_matter": draw(st.sampled_from([None, True, False])),
    }
    return {name: value for name, value in told.items() if value is not None}


@st.composite
def surveys(draw: st.DrawFn) -> dict[str, Any]:
    """An answer to a survey, on the usual scale of its kind."""
    scales = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "smiley": (1, 3), "thumb": (0, 1), "stars": (1, 5)}
    kind = draw(st.sampled_from(sorted(scales)))
    told = {
        "comment": draw(st.sampled_from([None, "thanks"])),
        "channel": draw(st.sampled_from([None, "mail"])),
        "same_matter": draw(st.sampled_from([None, True, False])),
    }
    return {"kind": kind, "score": draw(st.integers(*scales[kind])), **{n: v for n, v in told.items() if v is not None}}


@st.composite
def survey_answers(draw: st.DrawFn, /, prefix: str, time: int, **about: Any) -> list[AnyEvent]:
    """Up to two answers, the first at `time`."""
    told = []
    for number in range(draw(st.integers(0, 2))):
        data = {**draw(surveys()), "agent": draw(st.sampled_from([None, None, *AGENTS])), **about}
        told.append(event(f"{prefix}{number}", "feedback.given", time, **data))
        time += draw(st.integers(1, 9_000))
    return told


@st.composite
def outcomes(draw: st.DrawFn, span_ms: int) -> list[AnyEvent]:
    """Sales, retentions, customers who come and go, and surveys about nothing in particular."""
    told: list[AnyEvent] = []
    for number in range(draw(st.integers(0, 3))):
        time = START + draw(st.integers(0, span_ms))
        whose: dict[str, Any] = {
            "agent": draw(st.sampled_from([None, *AGENTS])),
            "queue": draw(st.sampled_from([None, *QUEUES])),
        }
        kind = draw(st.sampled_from(["sale.made", "retention.tried", "customer.changed", "feedback.given"]))
        if kind == "sale.made":
            sold: dict[str, Any] = draw(st.sampled_from([{}, {"amount": 12.34}, {"amount": 7.0, "currency": "SEK"}]))
            data: dict[str, Any] = {
                **whose,
                "kind": draw(st.sampled_from([None, "new", "upsell", "repurchase"])),
                **sold,
            }
        elif kind == "retention.tried":
            data = {**whose, "saved": draw(st.booleans())}
        elif kind == "customer.changed":
            data = {"change": draw(st.sampled_from(["joined", "left"]))}
        else:
            data = {**draw(surveys()), **whose}
        told.append(event(f"o{number}", kind, time, **data))
    return told


@st.composite
def contact_lives(draw: st.DrawFn, number: int, span_ms: int) -> list[AnyEvent]:
    """One contact: up to three legs, each told in full; then some of the events may be missing."""
    contact = f"c{number}"
    time = START + draw(st.integers(0, span_ms))
    told: list[AnyEvent] = []

    def tell(type_: str, **data: Any) -> None:
        nonlocal time
        told.append(event(f"{contact}.{len(told)}", f"contact.{type_}", time, contact=contact, **data))
        time += draw(st.one_of(st.integers(1, 9_000), st.integers(1, 90_000)))

    customer = draw(st.sampled_from([None, "k1", "k2"]))
    for _ in range(draw(st.integers(1, 3))):
        channel, priority = draw(st.sampled_from([("voice", None), ("voice", 1), ("chat", None)]))
        tell("queued", queue=draw(st.sampled_from(QUEUES)), customer=customer, channel=channel, priority=priority)
        for agent in draw(st.lists(st.sampled_from(AGENTS), max_size=2)):
            tell("offered", agent=agent)
            tell("refused", agent=agent, rang_ms=draw(st.sampled_from([None, 3000])))
        ending = draw(st.sampled_from(["answered", "answered", "abandoned", "timed_out", "callback", "lost"]))
        if ending != "answered":
            tell("left", reason=ending, waited_ms=draw(st.sampled_from([None, None, 4000, 30_000])))
            continue
        agent = draw(st.sampled_from(AGENTS))
        tell("offered", agent=agent)
        tell("answered", agent=agent, waited_ms=draw(st.sampled_from([None, None, 12_000, 25_000])))
        for type_ in draw(st.sampled_from([(), ("held", "resumed")])):
            tell(type_)
        if draw(st.integers(0, 3)) == 0:
            tell("transferred", to_queue="support")
            continue
        work, talked = draw(st.sampled_from(["none", "reported", "fixed"])), draw(st.sampled_from([None, None, 20_000]))
        by = draw(st.sampled_from([None, "agent", "customer"]))
        tell("ended", agent=agent, ended_by=by, talked_ms=talked, after_call_work=work, after_call_work_ms=15_000)
        if work == "reported" or draw(st.integers(0, 3)) == 0:
            tell("wrapped", agent=agent, **draw(logs()))
            if draw(st.integers(0, 3)) == 0:
                tell("wrapped", agent=draw(st.sampled_from([agent, None])), **draw(logs()))
    told += draw(survey_answers(f"{contact}.f", time, contact=contact))
    missing = draw(st.sets(st.integers(0, len(told) - 1), max_size=2)) if draw(st.booleans()) else set()
    return [e for i, e in enumerate(told) if i not in missing]


@st.composite
def settled_matters(draw: st.DrawFn, number: int, span_ms: int) -> list[AnyEvent]:
    """One contact of a known customer, told in full: answered, logged, and often asked about."""
    contact, agent = f"m{number}", draw(st.sampled_from(AGENTS))
    time = START + draw(st.integers(0, span_ms))
    wait_ms = draw(st.integers(1, 400_000))
    logged = {**draw(logs()), **draw(st.fixed_dictionaries({}, optional={"resolved": st.just(True)}))}
    told = [
        event(f"{contact}.q", "contact.queued", time, contact=contact, queue=draw(st.sampled_from(QUEUES)),
              customer=draw(st.sampled_from(["k1", "k2"]))),
        event(f"{contact}.a", "contact.answered", time + wait_ms, contact=contact, agent=agent),
        event(f"{contact}.e", "contact.ended", time + wait_ms + 60_000, contact=contact, agent=agent),
        event(f"{contact}.w", "contact.wrapped", time + wait_ms + 90_000, contact=contact, agent=agent,
              **{"topic": "invoice", **logged}),
    ]  # fmt: skip
    return told + draw(survey_answers(f"{contact}.f", time + wait_ms + 120_000, contact=contact))


@st.composite
def agent_lives(draw: st.DrawFn, agent: str, span_ms: int) -> list[AnyEvent]:
    states = ("available", "break", "training", "meeting", "busy", "offline", "in_error")
    times = draw(st.lists(st.integers(0, span_ms), max_size=5, unique=True))
    return [
        event(f"{agent}.{i}", "agent.state", START + time, agent=agent, state=draw(st.sampled_from(states)))
        for i, time in enumerate(times)
    ]


@st.composite
def histories(draw: st.DrawFn, span_ms: int = 3_000_000) -> list[AnyEvent]:
    """The events of so long a time (an hour), sorted by time; sometimes the source restarts in the middle."""
    told: list[AnyEvent] = []
    for number in range(draw(st.integers(1, 5))):
        lives = draw(st.sampled_from([contact_lives, contact_lives, settled_matters]))
        told += draw(lives(number, span_ms))
    for agent in AGENTS:
        told += draw(agent_lives(agent, span_ms))
    told += draw(outcomes(span_ms))
    if draw(st.integers(0, 4)) == 0:
        told.append(event("reset", "source.reset", START + draw(st.integers(0, span_ms))))
    return sorted(told, key=lambda e: (e.time, e.id))
