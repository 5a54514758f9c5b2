"""The translator against figures computed from the same lines by independent code (truth.json)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from streams.events import (
    AgentMember,
    AgentState,
    AnyEvent,
    ContactAnswered,
    ContactEnded,
    ContactLeft,
    ContactOffered,
    ContactQueued,
    ContactRefused,
    ContactTransferred,
    SourceReset,
)
from streams.events.decode import decode, encode
from streams.events.instant import to_ms
from streams.sources.asterisk_queue_log import QueueLogTranslator, translate_lines
from streams.sources.customer_key import CustomerKey

HERE = Path(__file__).parent
TRUTH: dict[str, Any] = json.loads((HERE / "truth.json").read_text())
LINES = [line for name in ("queue_log.0", "queue_log") for line in (HERE / name).read_bytes().splitlines()]
QUEUES = ["all", *sorted(TRUTH["by_queue"])]
# How each way of ending a call that truth.json counts looks as an event.
ENDS = {
    "COMPLETEAGENT": lambda event: isinstance(event, ContactEnded) and event.data.ended_by == "agent",
    "COMPLETECALLER": lambda event: isinstance(event, ContactEnded) and event.data.ended_by == "customer",
    "BLINDTRANSFER": lambda event: isinstance(event, ContactTransferred) and event.data.kind == "blind",
    "ABANDON": lambda event: isinstance(event, ContactLeft) and event.data.reason == "abandoned",
    "EXITWITHTIMEOUT": lambda event: isinstance(event, ContactLeft) and event.data.reason == "timed_out",
    "EXITWITHKEY": lambda event: isinstance(event, ContactLeft) and event.data.reason == "redirected",
    "EXITEMPTY": lambda event: isinstance(event, ContactLeft) and event.data.reason == "closed",
    "WITHDRAW": lambda event: isinstance(event, ContactLeft) and event.data.reason == "withdrawn",
}


def new_translator() -> QueueLogTranslator:
    return QueueLogTranslator(site="oslo", source="asterisk/pbx1", customer_key=CustomerKey(b"a key of the tests"))


@pytest.fixture(scope="module")
def translator() -> QueueLogTranslator:
    return new_translator()


@pytest.fixture(scope="module")
def events(translator: QueueLogTranslator) -> list[AnyEvent]:
    return list(translate_lines(LINES, translator))


def of_queue(events: Sequence[AnyEvent], queue: str) -> list[AnyEvent]:
    """The contact events of a queue; ends and transfers name none, so by the queue that the contact entered."""
    if queue == "all":
        return list(events)
    entered = {event.data.contact: event.data.queue for event in events if isinstance(event, ContactQueued)}
    return [event for event in events if entered.get(getattr(event.data, "contact", "")) == queue]


def truth_of(queue: str) -> dict[str, Any]:
    truth: dict[str, Any] = TRUTH["all"] if queue == "all" else TRUTH["by_queue"][queue]
    return truth


@pytest.mark.parametrize("queue", QUEUES)
def test_every_call_enters_and_ends_as_the_log_says(events: list[AnyEvent], queue: str) -> None:
    truth, own = truth_of(queue), of_queue(events, queue)
    assert sum(isinstance(event, ContactQueued) for event in own) == truth["entered"]
    assert sum(isinstance(event, ContactAnswered) for event in own) == truth["answered"]
    assert sum(isinstance(event, ContactRefused) for event in own) == truth["ringnoanswer"]
    assert {name: sum(map(is_it, own)) for name, is_it in ENDS.items() if any(map(is_it, own))} == truth["ends"]


@pytest.mark.parametrize("queue", QUEUES)
def test_waits_and_talk_are_the_stated_ones(events: list[AnyEvent], queue: str) -> None:
    truth, own = truth_of(queue), of_queue(events, queue)
    waits_ms = [event.data.waited_ms for event in own if isinstance(event, ContactAnswered)]
    waits_s = [wait_ms / 1000 for wait_ms in waits_ms if wait_ms is not None]
    assert len(waits_s) == truth["answered"]
    assert fmean(waits_s) == pytest.approx(truth["asa_s"], abs=1e-6)
    assert sum(wait_s <= 20 for wait_s in waits_s) == truth["answered_le20"]
    assert max(waits_s) == truth["max_hold_s"]
    talks_ms = [event.data.talked_ms for event in own if isinstance(event, ContactEnded | ContactTransferred)]
    talks_s = [talk_ms / 1000 for talk_ms in talks_ms if talk_ms is not None]
    assert len(talks_s) == truth["talk_n"]
    assert fmean(talks_s) == pytest.approx(truth["talk_mean_s"], abs=1e-6)


@pytest.mark.parametrize("queue", QUEUES)
def test_the_wait_of_those_who_left_is_the_stated_one_and_the_difference_of_times(
    events: list[AnyEvent], queue: str
) -> None:
    own = of_queue(events, queue)
    entered_ms = {event.data.contact: to_ms(event.time) for event in own if isinstance(event, ContactQueued)}
    left = [event for event in own if isinstance(event, ContactLeft)]
    stated_ms = [event.data.waited_ms for event in left if event.data.reason == "abandoned"]
    elapsed_ms = [
        to_ms(event.time) - entered_ms[event.data.contact] for event in left if event.data.reason == "abandoned"
    ]
    truth = truth_of(queue)["mean_wait_ABANDON_s"]
    assert stated_ms == elapsed_ms
    assert all(event.data.waited_ms is not None for event in left)
    if truth is None:
        assert not stated_ms
    else:
        assert fmean(elapsed_ms) / 1000 == pytest.approx(truth, abs=1e-6)


def test_nothing_is_lost_or_unreadable(translator: QueueLogTranslator, events: list[AnyEvent]) -> None:
    counts = translator.counts
    kinds = TRUTH["events"]
    assert counts.lines == TRUTH["lines"]
    assert counts.problems == 0
    assert not counts.unknown
    assert counts.skipped == sum(kinds[name] for name in ("DID", "INFO", "CONFIGRELOAD", "PENALTY", "RINGINUSE"))
    offers = sum(isinstance(event, ContactOffered) for event in events)
    assert offers == kinds["CONNECT"] + kinds["RINGNOANSWER"] + kinds["RINGCANCELED"]
    assert sum(isinstance(event, SourceReset) for event in events) == kinds["QUEUESTART"]


def test_every_event_is_readable_and_has_an_id_of_its_own(events: list[AnyEvent]) -> None:
    assert len({event.id for event in events}) == len(events)
    assert all(decode(encode(event)) == event for event in events)


def test_no_offer_lies_before_its_call_entered(events: list[AnyEvent]) -> None:
    entered = {event.data.contact: event.time for event in events if isinstance(event, ContactQueued)}
    assert all(event.time >= entered[event.data.contact] for event in events if isinstance(event, ContactOffered))


def test_each_person_is_one_agent(translator: QueueLogTranslator, events: list[AnyEvent]) -> None:
    agents = {event.data.agent for event in events if isinstance(event, AgentState)}
    numbers = Counter(agent.split()[-1] for agent in agents)
    assert translator.unmapped == 0
    assert len(agents) == 36  # 34 members behind 36 interfaces' lines, and two agents of a pool
    assert set(numbers.values()) == {1}
    assert not any("/" in agent for agent in agents)


def test_members_pauses_and_presence_at_the_end_are_those_that_asterisk_shows(events: list[AnyEvent]) -> None:
    shown: dict[tuple[str, str], bool] = {}
    queue = ""
    for line in (HERE / "queue_show_at_end.txt").read_text().splitlines():
        if head := re.match(r"(\w+) has \d", line):
            queue = head[1]
        elif member := re.match(r"\s+(Agent \d+) \(", line):
            shown[member[1], queue] = "(paused" in line
    members: dict[tuple[str, str], bool] = {}
    presence: dict[str, str] = {}
    for event in sorted(events, key=lambda event: event.time):
        if isinstance(event, AgentMember) and event.data.joined:
            members[event.data.agent, event.data.queue] = event.data.paused
        elif isinstance(event, AgentMember):
            del members[event.data.agent, event.data.queue]
        elif isinstance(event, AgentState):
            presence[event.data.agent] = event.data.state
    assert len(shown) == 32
    assert members == shown
    for agent in {agent for agent, _ in shown}:
        paused_everywhere = all(paused for (name, _), paused in shown.items() if name == agent)
        assert (presence[agent] != "available") == paused_everywhere, agent
    assert presence["Agent 302"] == presence["Agent 305"] == "offline"


def test_the_latest_reason_names_the_pause(events: list[AnyEvent]) -> None:
    last = {
        event.data.agent: (event.data.state, event.data.reason)
        for event in sorted(events, key=lambda event: event.time)
        if isinstance(event, AgentState)
    }
    assert last["Agent 304"] == ("break", "Lunch")
    assert last["Agent 104"] == ("training", "Training")
    assert last["Agent 107"] == ("meeting", "Meeting")
    assert last["Agent 210"] == ("other_work", "After call work")


def test_telephone_numbers_appear_nowhere(translator: QueueLogTranslator, events: list[AnyEvent]) -> None:
    numbers = {line.split(b"|")[6] for line in LINES if line.split(b"|")[4] == b"ENTERQUEUE"}
    written = b"\n".join(map(encode, events)) + json.dumps(translator.state()).encode()
    assert len(numbers) > 600
    assert not [number for number in numbers if number in written]
    assert not re.search(rb"4401632\d", written)


def test_a_run_cut_anywhere_and_resumed_gives_the_same_events(events: list[AnyEvent]) -> None:
    for cut in range(0, len(LINES), 97):
        before, after = new_translator(), new_translator()
        first = list(translate_lines(LINES[:cut], before))
        after.restore(json.loads(json.dumps(before.state())))
        assert first + list(translate_lines(LINES[cut:], after)) == events
