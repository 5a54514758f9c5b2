"""Asterisk's queue_log as events: lines in, events out; no input or output of its own.

A line's time is its whole second, exactly. Ids are made from the line's time, call, queue, agent and event and from
how many such lines that second held before, so that the same line gives the same ids whether it is read live, from a
rotated file, or in a replay. What the translator learned (memberships, presence, interfaces) is part of the position.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from streams.events import AnyEvent, SourceGap, SourceReset
from streams.events.instant import from_ms
from streams.events.source import Gap, Reset
from streams.sources.customer_key import CustomerKey
from streams.sources.port import Problem
from streams.sources.queue_log_agents import AgentBook
from streams.sources.queue_log_calls import CallBook
from streams.sources.queue_log_fact import Fact, agent_facts
from streams.sources.queue_log_interfaces import InterfaceBook, canonical
from streams.sources.queue_log_line import BadLine, QueueLogLine, parse_line

SKIPPED_KINDS = frozenset({"DID", "INFO", "CONFIGRELOAD", "PENALTY", "RINGINUSE"})
UNKNOWN_KINDS_KEPT = 100
SECONDS_REMEMBERED = 64
PROBLEMS_KEPT = 1000


@dataclass(slots=True)
class QueueLogCounts:
    """What became of the lines. `unknown` counts by event name, the first hundred names apart and the rest as `…`."""

    lines: int = 0
    events: int = 0
    skipped: int = 0
    problems: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


class QueueLogTranslator:
    """The events of one Asterisk's queue_log, line by line.

    `agents` names the agent behind an interface, `agent_template` (`Agent {number}`) makes the name from the
    interface's number; without either see `queue_log_interfaces`. `callback_reasons` are texts of WITHDRAW that mean
    that the caller asked to be called back. Without a `customer_key` events carry no customer.
    """

    def __init__(
        self,
        *,
        site: str,
        source: str,
        customer_key: CustomerKey | None = None,
        agents: Mapping[str, str] | None = None,
        agent_template: str | None = None,
        callback_reasons: Iterable[str] = (),
    ) -> None:
        self.counts = QueueLogCounts()
        self._site, self._source = site, source
        self._calls = CallBook(customer_key, frozenset(callback_reasons))
        self._agents = AgentBook()
        self._interfaces = InterfaceBook(agents or {}, agent_template)
        self._waiting_for_agent: dict[str, dict[str, tuple[int, bool]]] = {}
        self._seen: dict[int, Counter[str]] = {}
        self._newest_ms: int | None = None
        self._gap_reason: str | None = None
        self._problems: deque[Problem] = deque(maxlen=PROBLEMS_KEPT)

    @property
    def unmapped(self) -> int:
        """Interfaces without an agent: their memberships are not shown. Name them in the configuration."""
        return self._interfaces.unmapped

    def translate(self, raw: bytes, line_number: int) -> list[AnyEvent]:
        """The events of one line; none when it says nothing new, is unknown, or cannot be read (`take_problems`)."""
        self.counts.lines += 1
        try:
            line = parse_line(raw)
            facts = list(self._facts(line))
        except BadLine as bad:
            self.note_problem(line_number, str(bad))
            return []
        line_id = self._line_id(line)
        at_ms = line.time_s * 1000
        events = self._take_gap(at_ms)
        events += [self._event(fact, line_id) for fact in facts]
        self._newest_ms = max(at_ms, self._newest_ms or 0)
        self.counts.events += len(events)
        return events

    def note_problem(self, line_number: int, reason: str) -> None:
        """A line that could not be read."""
        self.counts.problems += 1
        self._problems.append(Problem(line_number, reason))

    def note_gap(self, reason: str) -> None:
        """Lines were lost before the next one: the time between the newest line and the next is marked."""
        self._gap_reason = reason

    def take_problems(self) -> list[Problem]:
        """The problems since the last call, at most a thousand."""
        problems = list(self._problems)
        self._problems.clear()
        return problems

    def _facts(self, line: QueueLogLine) -> Iterator[Fact]:
        kind, at_ms = line.kind, line.time_s * 1000
        if kind == "QUEUESTART":
            self._calls.clear()
            self._agents.clear()
            self._waiting_for_agent.clear()
            yield Fact("reset", at_ms, SourceReset, Reset(reason="Asterisk restarted"))
        elif kind in CallBook.KINDS:
            offers = list(self._calls.facts(line))
            if kind in ("CONNECT", "RINGNOANSWER"):
                yield from self._saw(line)
                began_ms = min(fact.at_ms for fact in offers)
                yield from agent_facts(self._agents.active(canonical(line.agent), began_ms, line.queue))
            yield from offers
        elif kind in ("ADDMEMBER", "REMOVEMEMBER"):
            yield from self._membership(line)
        elif kind in _AGENT_KINDS:
            yield from self._presence(line)
        else:
            self._skip(kind)

    def _presence(self, line: QueueLogLine) -> Iterator[Fact]:
        if not line.agent:
            raise BadLine(f"{line.kind} without an agent")
        yield from self._saw(line)
        agent, at_ms, reason = canonical(line.agent), line.time_s * 1000, line.text(0)[:2000] or None
        if line.kind in ("PAUSE", "UNPAUSE"):
            if not line.queue:
                raise BadLine(f"{line.kind} without a queue")
            yield from agent_facts(self._agents.pause(agent, line.queue, at_ms, line.kind == "PAUSE", reason))
        elif line.kind == "PAUSEALL":
            yield from agent_facts(self._agents.pause_all(agent, at_ms, reason))
        elif line.kind == "UNPAUSEALL":
            yield from agent_facts(self._agents.unpause_all(agent, at_ms))
        elif line.kind.endswith("LOGIN"):
            yield from agent_facts(self._agents.log_on(agent, at_ms))
        else:
            yield from agent_facts(self._agents.log_off(agent, at_ms))

    def _membership(self, line: QueueLogLine) -> Iterator[Fact]:
        if not line.agent or not line.queue:
            raise BadLine(f"{line.kind} without a queue or member")
        at_ms, joins = line.time_s * 1000, line.kind == "ADDMEMBER"
        agent = self._interfaces.agent_of(line.agent)
        if agent is None:
            queues = self._waiting_for_agent.setdefault(line.agent, {})
            if joins:
                queues[line.queue] = (at_ms, line.text(0) == "PAUSED")
            else:
                queues.pop(line.queue, None)
        elif joins:
            yield from self._flush(line.agent, agent)
            yield from agent_facts(self._agents.join(agent, line.queue, at_ms, line.text(0) == "PAUSED"))
        else:
            yield from self._flush(line.agent, agent)
            yield from agent_facts(self._agents.leave(agent, line.queue, at_ms))

    def _saw(self, line: QueueLogLine) -> Iterator[Fact]:
        interface = self._interfaces.saw(line.agent)
        if interface is not None:
            yield from self._flush(interface, self._interfaces.agent_of(interface) or canonical(line.agent))

    def _flush(self, interface: str, agent: str) -> Iterator[Fact]:
        """The interface's agent is known now: his memberships so far, at their own times."""
        for queue, (at_ms, paused) in self._waiting_for_agent.pop(interface, {}).items():
            yield from agent_facts(self._agents.join(agent, queue, at_ms, paused))

    def _skip(self, kind: str) -> None:
        if kind in SKIPPED_KINDS:
            self.counts.skipped += 1
            return
        unknown = self.counts.unknown
        unknown[kind if kind in unknown or len(unknown) < UNKNOWN_KINDS_KEPT else "…"] += 1

    def _line_id(self, line: QueueLogLine) -> str:
        """Without the line's own fields: from an unkeyed hash of a telephone number the number could be found."""
        lines = self._seen.get(line.time_s)
        if lines is None:
            lines = self._seen[line.time_s] = Counter()
            if len(self._seen) > SECONDS_REMEMBERED:
                del self._seen[next(iter(self._seen))]
        name = f"{line.time_s}|{line.call}|{line.queue}|{line.agent}|{line.kind}"
        digest = blake2b(name.encode(), digest_size=8).hexdigest()
        lines[digest] += 1
        return f"{name}|{lines[digest]}"

    def _event(self, fact: Fact, line_id: str) -> AnyEvent:
        id_ = blake2b(f"{line_id}|{fact.name}".encode(), digest_size=12).hexdigest()
        time = from_ms(fact.at_ms)
        event: AnyEvent = fact.type(id=id_, source=self._source, site=self._site, time=time, data=fact.data)
        return event

    def _take_gap(self, until_ms: int) -> list[AnyEvent]:
        reason, since_ms = self._gap_reason, self._newest_ms
        self._gap_reason = None
        if reason is None or since_ms is None or since_ms >= until_ms:
            return []
        data = Gap(start=from_ms(since_ms), end=from_ms(until_ms), reason=reason)
        fact = Fact("gap", until_ms, SourceGap, data)
        return [self._event(fact, f"{since_ms}|{until_ms}")]

    def state(self) -> dict[str, Any]:
        """What was learned, as JSON: part of a position."""
        return {
            "calls": self._calls.state(),
            "agents": self._agents.state(),
            "interfaces": self._interfaces.state(),
            "waiting_for_agent": self._waiting_for_agent,
            "seen": [[second, lines] for second, lines in self._seen.items()],
            "newest_ms": self._newest_ms,
            "gap_reason": self._gap_reason,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Goes on from what `state` gave."""
        self._calls.restore(state["calls"])
        self._agents.restore(state["agents"])
        self._interfaces.restore(state["interfaces"])
        self._waiting_for_agent = {
            interface: {queue: (at_ms, paused) for queue, (at_ms, paused) in queues.items()}
            for interface, queues in state["waiting_for_agent"].items()
        }
        self._seen = {second: Counter(lines) for second, lines in state["seen"]}
        self._newest_ms = state["newest_ms"]
        self._gap_reason = state["gap_reason"]


_AGENT_KINDS = frozenset(
    {"PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL", "AGENTLOGIN", "AGENTLOGOFF"}
    | {"AGENTCALLBACKLOGIN", "AGENTCALLBACKLOGOFF"}
)


def translate_lines(lines: Iterable[bytes], translator: QueueLogTranslator) -> Iterator[AnyEvent]:
    """All events of a whole queue_log, in the order of its lines: for `tavle replay`. Lines are numbered from 1."""
    for number, line in enumerate(lines, start=1):
        yield from translator.translate(line, number)
