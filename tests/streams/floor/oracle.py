"""The naive recomputation: all events that came, de-duplicated and sorted, read from the beginning for every question.

No panes, no increments, no deltas: a list of dated counts, summed by looking at each. Slow and plain on purpose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from streams.events import AnyEvent
from streams.events.instant import to_ms
from streams.floor.histogram import bin_of
from streams.floor.rule import ServiceLevelRule

Dated = tuple[int, str, int]


def name_of(event: AnyEvent) -> str:
    return type(event).__struct_config__.tag.removeprefix("tavle.")  # type: ignore[union-attr]


@dataclass
class Story:
    """What one contact did: dated counts by scope, spans of agents, and where it stands."""

    counts: list[tuple[str, Dated]] = field(default_factory=list)
    spans: list[tuple[str, int, int | None, str]] = field(default_factory=list)
    waiting: tuple[str, int] | None = None
    talking: str | None = None

    def count(self, scope: str, moment: int, name: str, amount: int = 1) -> None:
        self.counts.append((scope, (moment, name, amount)))


@dataclass
class OracleLeg:
    queue: str
    entered: int
    agent: str | None = None
    answered: int | None = None
    held: list[tuple[int, int]] = field(default_factory=list)
    hold_from: int | None = None
    ended: int | None = None
    talk_ms: int = 0
    hold_ms: int = 0
    moved_on: bool = False
    wrap: str = "none"
    due: int | None = None
    done: int | None = None


class Reader:
    """Reads one contact's sorted events once, writing down what they mean."""

    def __init__(self, rule: ServiceLevelRule, now: int) -> None:
        self.rule, self.now = rule, now
        self.story = Story()
        self.legs: list[OracleLeg] = []
        self.rings: dict[str, int] = {}
        self.state = "nowhere"

    def read(self, events: list[tuple[int, Any]]) -> Story:
        for time, event in events:
            getattr(self, name_of(event).removeprefix("contact.").replace(".", "_"))(time, event.data)
        self.finish()
        return self.story

    @property
    def leg(self) -> OracleLeg:
        return self.legs[-1]

    def queued(self, t: int, d: Any) -> None:
        if self.state == "waiting":
            self.exit(t, "lost", None)
        elif self.state == "talking":
            self.end(t, None)
            self.leg.done = t
        self.legs.append(OracleLeg(d.queue, t))
        self.state = "waiting"
        self.story.count(f"q:{d.queue}", t, "offered")

    def scope(self, named: str | None) -> str:
        if self.legs and (self.state == "waiting" or named is None):
            return f"q:{self.leg.queue}"
        return f"q:{named or 'unassigned'}"

    def offered(self, t: int, d: Any) -> None:
        for scope in (self.scope(d.queue), f"a:{d.agent}"):
            self.story.count(scope, t, "offers")
        self.rings.setdefault(d.agent, t)

    def refused(self, t: int, d: Any) -> None:
        for scope in (self.scope(None), f"a:{d.agent}"):
            self.story.count(scope, t, "refused")
        if d.agent in self.rings:
            self.story.spans.append((d.agent, self.rings.pop(d.agent), t, "ringing"))
        elif d.rang_ms:
            self.story.spans.append((d.agent, t - d.rang_ms, t, "ringing"))

    def stop_rings(self, t: int) -> None:
        for agent, since in self.rings.items():
            self.story.spans.append((agent, since, t, "ringing"))
        self.rings = {}

    def answered(self, t: int, d: Any) -> None:
        direct = False
        if self.state != "waiting":
            queue = self.scope(d.queue)[2:]
            if self.state == "talking":
                self.end(t, None)
                self.leg.done = t
            direct = d.waited_ms is None
            self.legs.append(OracleLeg(queue, t - (d.waited_ms or 0)))
            if not direct:
                self.story.count(f"q:{queue}", self.leg.entered, "offered")
        leg = self.leg
        leg.agent, leg.answered = d.agent, t
        self.state = "talking"
        self.stop_rings(t)
        self.story.count(f"a:{d.agent}", t, "answered")
        if direct:
            return
        wait = d.waited_ms if d.waited_ms is not None else t - leg.entered
        q = f"q:{leg.queue}"
        self.story.count(q, t, "answered")
        self.story.count(q, t, "answered_wait_ms", wait)
        self.story.count(q, t, f"bin {bin_of(wait)}")
        if wait <= self.rule.threshold_ms:
            self.story.count(q, t, "sl_answered_in")
        else:
            self.story.count(q, min(t, leg.entered + self.rule.threshold_ms), "sl_answered_late")

    def held(self, t: int, d: Any) -> None:
        if self.state == "talking" and self.leg.hold_from is None:
            self.leg.hold_from = t

    def resumed(self, t: int, d: Any) -> None:
        if self.state == "talking" and self.leg.hold_from is not None:
            self.leg.held.append((self.leg.hold_from, t))
            self.leg.hold_from = None

    def end(self, t: int, talked: int | None) -> None:
        leg = self.leg
        assert leg.agent is not None
        assert leg.answered is not None
        if leg.hold_from is not None:
            leg.held.append((leg.hold_from, t))
            leg.hold_from = None
        leg.ended = t
        leg.hold_ms = sum(b - a for a, b in leg.held)
        leg.talk_ms = max(0, (talked if talked is not None else t - leg.answered) - leg.hold_ms)
        self.talk_spans(leg, t)
        self.stop_rings(t)
        self.state = "over"

    def talk_spans(self, leg: OracleLeg, until: int | None) -> None:
        assert leg.agent is not None
        at = leg.answered or 0
        for a, b in leg.held:
            self.story.spans += [(leg.agent, at, a, "talking"), (leg.agent, a, b, "holding")]
            at = b
        if leg.hold_from is not None:
            self.story.spans += [(leg.agent, at, leg.hold_from, "talking"), (leg.agent, leg.hold_from, None, "holding")]
        else:
            self.story.spans.append((leg.agent, at, until, "talking"))

    def transferred(self, t: int, d: Any) -> None:
        if self.state == "talking":
            self.leg.moved_on = True
            self.end(t, d.talked_ms)
            self.leg.done = t

    def exit(self, t: int, reason: str, waited: int | None) -> None:
        leg, rule = self.leg, self.rule
        q = f"q:{leg.queue}"
        self.stop_rings(t)
        self.state = "over"
        if reason == "lost":
            self.story.count(q, t, "lost")
            return
        wait = waited if waited is not None else t - leg.entered
        in_time = wait <= rule.threshold_ms
        verdict_at = t if in_time else min(t, leg.entered + rule.threshold_ms)
        kind = "abandoned" if reason == "abandoned" else "other"
        self.story.count(q, t, "callbacks" if reason == "callback" else reason)
        self.story.count(q, t, f"{kind}_wait_ms", wait)
        if not in_time:
            verdict = "late"
        elif kind == "abandoned" and wait <= rule.short_ms:
            verdict = "short"
        else:
            verdict = "in"
        self.story.count(q, verdict_at, f"sl_{kind}_{verdict}")

    def left(self, t: int, d: Any) -> None:
        if self.state == "waiting":
            self.exit(t, d.reason, d.waited_ms)

    def ended(self, t: int, d: Any) -> None:
        if self.state == "waiting":
            self.exit(t, "lost", None)
        if self.state != "talking":
            return
        self.end(t, d.talked_ms)
        leg = self.leg
        if d.ended_by in ("agent", "customer"):
            self.story.count(f"q:{leg.queue}", t, f"ended_by_{d.ended_by}")
        leg.wrap = d.after_call_work
        if leg.wrap == "none":
            leg.done = t
        elif leg.wrap == "fixed":
            leg.due = t + d.after_call_work_ms

    def wrapped(self, t: int, d: Any) -> None:
        for leg in reversed(self.legs):
            if leg.agent is None or leg.ended is None or (d.agent and leg.agent != d.agent):
                continue
            if leg.wrap != "fixed" and leg.done in (None, leg.ended) and leg.wrap != "cut":
                leg.done = t
            return

    def source_reset(self, t: int, d: Any) -> None:
        self.stop_rings(t)
        for leg in self.legs:
            if leg.ended is not None and leg.done is None and not (leg.due is not None and leg.due < t):
                leg.wrap = "cut"
                if leg.agent:
                    self.story.spans.append((leg.agent, leg.ended, t, "wrapping"))
        if self.state == "waiting":
            self.exit(t, "lost", None)
        elif self.state == "talking":
            self.end(t, None)
            self.leg.wrap = "cut"

    def finish(self) -> None:
        for leg in self.legs:
            if leg.due is not None and leg.done is None and leg.wrap != "cut" and leg.due < self.now:
                leg.done = leg.due
            if leg.ended is not None and leg.agent and leg.wrap in ("reported", "fixed"):
                self.story.spans.append((leg.agent, leg.ended, leg.done, "wrapping"))
            if leg.done is not None:
                self.handled(leg)
        for agent, since in self.rings.items():
            self.story.spans.append((agent, since, None, "ringing"))
        if self.state == "waiting":
            self.story.waiting = (self.leg.queue, self.leg.entered)
            if self.leg.entered + self.rule.threshold_ms < self.now:
                deadline = self.leg.entered + self.rule.threshold_ms
                self.story.count(f"q:{self.leg.queue}", deadline, "sl_waiting_late")
        elif self.state == "talking":
            self.story.talking = self.leg.queue
            self.talk_spans(self.leg, None)

    def handled(self, leg: OracleLeg) -> None:
        assert leg.done is not None
        assert leg.ended is not None
        for scope in (f"q:{leg.queue}", f"a:{leg.agent}"):
            self.story.count(scope, leg.done, "handled")
            self.story.count(scope, leg.done, "talk_ms", leg.talk_ms)
            if leg.held:
                self.story.count(scope, leg.done, "held")
                self.story.count(scope, leg.done, "hold_ms", leg.hold_ms)
            self.story.count(scope, leg.done, "acw_ms", leg.done - leg.ended)
            if leg.moved_on:
                self.story.count(scope, leg.done, "transferred")


class Oracle:
    """All there is to say about a set of events at `now`: windows over facts before it, the present of the same."""

    def __init__(self, events: Iterable[AnyEvent], now: int, rule: ServiceLevelRule) -> None:
        unique = {(event.source, event.id): event for event in events if to_ms(event.time) < now}
        timed = sorted(((to_ms(e.time), e) for e in unique.values()), key=lambda pair: (pair[0], pair[1].id))
        self.now = now
        self.counts: dict[str, list[Dated]] = defaultdict(list)
        self.spans: dict[str, list[tuple[int, int | None, str]]] = defaultdict(list)
        self.presence: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.waiting: dict[str, dict[str, int]] = defaultdict(dict)
        self.talking: Counter[str] = Counter()
        resets = [(t, e) for t, e in timed if name_of(e) == "source.reset"]
        contacts: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for time, event in timed:
            if hasattr(event.data, "contact"):
                contacts[event.data.contact].append((time, event))
            elif name_of(event) == "agent.state":
                self.presence[event.data.agent].append((time, event.data.state))  # type: ignore[union-attr]
        for id_, story in contacts.items():
            first = story[0][0]
            told = [*((t, e) for t, e in resets if t >= first), *story]
            told.sort(key=lambda pair: pair[0])
            self._take(id_, Reader(rule, now).read(told))
        for agent, told_presence in self.presence.items():
            first = told_presence[0][0]
            told_presence[:0] = [(t, "offline") for t, _ in resets if t >= first]  # first of the same moment
            told_presence.sort(key=lambda pair: pair[0])
            self.spans.setdefault(agent, [])

    def _take(self, contact: str, story: Story) -> None:
        for scope, dated in story.counts:
            self.counts[scope].append(dated)
        for agent, start, end, kind in story.spans:
            self.spans[agent].append((start, end, kind))
        if story.waiting:
            self.waiting[story.waiting[0]][contact] = story.waiting[1]
        if story.talking:
            self.talking[story.talking] += 1

    def window(self, scope: str, start: int) -> dict[str, int]:
        total: Counter[str] = Counter()
        for moment, name, amount in self.counts[scope]:
            if start <= moment < self.now:
                total[name] += amount
        if scope.startswith("a:"):
            total.update(self.time_of(scope[2:], start))
        return {name: amount for name, amount in total.items() if amount}

    def state_at(self, agent: str, moment: int) -> tuple[str, bool]:
        told = [state for time, state in self.presence[agent] if time <= moment]
        presence = told[-1] if told else "offline"
        kinds = {kind for start, end, kind in self.spans[agent] if start <= moment and (end is None or end > moment)}
        if presence == "in_error":
            return presence, True
        for kind in ("ringing", "talking", "holding", "wrapping"):
            if kind in kinds:
                return kind, bool(told)
        return presence, bool(told)

    def since(self, agent: str, moment: int) -> int | None:
        """When the state that the agent is in at `moment` began."""
        edges = {time for time, _ in self.presence[agent]}
        edges.update(edge for start, end, _ in self.spans[agent] for edge in (start, end) if edge is not None)
        state, since = self.state_at(agent, moment)[0], None
        for edge in sorted((edge for edge in edges if edge <= moment), reverse=True):
            if self.state_at(agent, edge)[0] != state:
                break
            since = edge
        return since

    def time_of(self, agent: str, start: int) -> dict[str, int]:
        edges = {start, self.now}
        edges.update(time for time, _ in self.presence[agent])
        for span_start, end, _ in self.spans[agent]:
            edges.update((span_start, end if end is not None else self.now))
        inside = sorted(edge for edge in edges if start <= edge <= self.now)
        total: Counter[str] = Counter()
        for a, b in pairwise(inside):
            state, logged = self.state_at(agent, a)
            if state == "offline":
                continue
            name = {"talking": "on_contact", "holding": "on_contact"}.get(state, state) if logged else "unlogged"
            total[f"{name}_ms"] += b - a
        return total
