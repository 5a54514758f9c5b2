"""The naive recomputation: all events that came, de-duplicated and sorted, read from the beginning for every question.

No panes, no increments, no deltas: a list of dated counts, summed by looking at each. Slow and plain on purpose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from streams.events import AnyEvent
from streams.events.instant import from_ms, to_ms
from streams.floor.counts import BAND_EDGES_S
from streams.floor.floor_rules import FloorRules
from streams.floor.histogram import bin_of
from streams.floor.rule import QueueRules, ServiceLevelRule
from tests.streams.floor.oracle_matter import Visit, answers, fcr_counts, feedback_counts, outcome_counts

Dated = tuple[int, str, int]


def name_of(event: AnyEvent) -> str:
    return type(event).__struct_config__.tag.removeprefix("tavle.")  # type: ignore[union-attr]


@dataclass
class Story:
    """What one contact did: dated counts by scope, spans of agents, and where it stands."""

    counts: list[tuple[str, Dated]] = field(default_factory=list)
    spans: list[tuple[str, int, int | None, str]] = field(default_factory=list)
    waiting: tuple[str, int] | None = None
    waiting_leg: OracleLeg | None = None
    talking: str | None = None
    visit: Visit | None = None
    passed: list[tuple[str, int | None, int]] = field(default_factory=list)

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
    channel: str = "voice"
    priority: int | None = None
    touched: int = 0
    wait: int | None = None
    logged_at: int | None = None
    log: dict[str, Any] = field(default_factory=dict)


def band(wait: int) -> str:
    return next((f"to_{edge}" for edge in BAND_EDGES_S if wait <= edge * 1000), "beyond")


def rules_at(rules: QueueRules, entered: int) -> list[tuple[str, ServiceLevelRule]]:
    """The version of each rule in force at the entry: the last that began, or the first there is."""
    names = dict.fromkeys(slot.name for slot in rules.slots)
    chosen = []
    for name in names:
        versions = [slot for slot in rules.slots if slot.name == name]
        begun = [slot for slot in versions if slot.rule.since <= entered]
        slot = max(begun, key=lambda one: one.rule.since) if begun else versions[0]
        chosen.append((f"sl{slot.slot or ''}_", slot.rule))
    return chosen


class Reader:
    """Reads one contact's sorted events once, writing down what they mean."""

    def __init__(self, rules: FloorRules, now: int) -> None:
        self.rules, self.now = rules, now
        self.customer: str | None = None
        self.flag: tuple[int, bool, OracleLeg] | None = None
        self.asked: list[tuple[bool, int, str, str | None, bool]] = []
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

    def leg_count(self, leg: OracleLeg, moment: int, name: str, amount: int = 1) -> None:
        """What a leg counts by itself, for its queue and its channel."""
        for scope in (f"q:{leg.queue}", f"h:{leg.channel}"):
            self.story.count(scope, moment, name, amount)

    def queued(self, t: int, d: Any) -> None:
        if self.state == "waiting":
            self.exit(t, "lost", None)
        elif self.state == "talking":
            self.end(t, None)
            self.leg.done = t
        self.customer = d.customer or self.customer
        self.legs.append(OracleLeg(d.queue, t, channel=d.channel, priority=d.priority, touched=t))
        self.state = "waiting"
        self.leg_count(self.leg, t, "offered")

    def scope(self, named: str | None) -> str:
        if self.legs and (self.state == "waiting" or named is None):
            return f"q:{self.leg.queue}"
        return f"q:{named or 'unassigned'}"

    def offered(self, t: int, d: Any) -> None:
        for scope in (self.scope(d.queue), f"a:{d.agent}"):
            self.story.count(scope, t, "offers")
        self.rings.setdefault(d.agent, t)
        self.touch(t)

    def touch(self, t: int) -> None:
        if self.state == "waiting":
            self.leg.touched = t

    def refused(self, t: int, d: Any) -> None:
        for scope in (self.scope(None), f"a:{d.agent}"):
            self.story.count(scope, t, "refused")
        self.touch(t)
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
            channel = self.legs[-1].channel if self.legs else "voice"
            self.legs.append(OracleLeg(queue, t - (d.waited_ms or 0), channel=channel))
            if not direct:
                self.leg_count(self.leg, self.leg.entered, "offered")
        leg = self.leg
        leg.agent, leg.answered = d.agent, t
        self.state = "talking"
        self.stop_rings(t)
        self.story.count(f"a:{d.agent}", t, "answered")
        if direct:
            return
        wait = d.waited_ms if d.waited_ms is not None else t - leg.entered
        self.leg_count(leg, t, "answered")
        self.leg_count(leg, t, "answered_wait_ms", wait)
        self.leg_count(leg, t, f"bin {bin_of(wait)}")
        self.leg_count(leg, t, f"curve_answered_{band(wait)}")
        leg.wait = wait
        self.story.passed.append((leg.queue, leg.priority, leg.entered))
        self.judge(leg, t, wait, "answered")

    def judge(self, leg: OracleLeg, t: int, wait: int, kind: str) -> None:
        for prefix, rule in rules_at(self.rules.rules_of(leg.queue), leg.entered):
            in_time = wait <= rule.threshold_ms
            verdict = "in" if in_time else "late"
            if kind == "abandoned" and in_time and wait <= rule.short_ms:
                verdict = "short"
            at = t if in_time else min(t, leg.entered + rule.threshold_ms)
            if rule.attribution == "entry":
                at = leg.entered
            self.story.count(f"q:{leg.queue}", at, f"{prefix}{kind}_{verdict}")

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
        leg = self.leg
        self.stop_rings(t)
        self.state = "over"
        if reason == "lost":
            self.leg_count(leg, t, "lost")
            return
        wait = waited if waited is not None else t - leg.entered
        kind = {"abandoned": "abandoned", "callback": "callback"}.get(reason, "other")
        self.leg_count(leg, t, "callbacks" if reason == "callback" else reason)
        self.leg_count(leg, t, f"{'abandoned' if kind == 'abandoned' else 'other'}_wait_ms", wait)
        self.leg_count(leg, t, f"left {bin_of(wait)}")
        if kind == "abandoned":
            self.leg_count(leg, t, f"curve_left_{band(wait)}")
        self.judge(leg, t, wait, kind)

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

    def feedback_given(self, t: int, d: Any) -> None:
        leg = self.spoken(d.agent) or (self.legs[-1] if self.legs else None)
        queue = d.queue or (leg.queue if leg else "unassigned")
        agent = d.agent or (leg.agent if leg else None)
        channel = d.channel or (leg.channel if leg else None)
        counts = feedback_counts(d)
        for scope in (f"q:{queue}", f"a:{agent}" if agent else None, f"h:{channel}" if channel else None):
            for name, amount in counts.items() if scope else ():
                self.story.count(str(scope), t, name, amount)
        if d.kind == "csat" and leg and leg.wait is not None:
            self.story.count(f"q:{queue}", t, f"curve_csat_n_{band(leg.wait)}")
            if counts.get("csat_top"):
                self.story.count(f"q:{queue}", t, f"curve_csat_top_{band(leg.wait)}")
        if d.same_matter is not None:
            self.asked.append((True, t, queue, agent, not d.same_matter))

    def spoken(self, agent: str | None) -> OracleLeg | None:
        legs = [leg for leg in self.legs if leg.agent is not None and agent in (None, leg.agent)]
        return legs[-1] if legs else None

    def log(self, t: int, d: Any) -> None:
        leg = self.spoken(d.agent)
        if leg is None:
            return
        leg.logged_at = t if leg.logged_at is None else leg.logged_at
        leg.log.update({name: told for name in ("category", "topic", "value_to") if (told := getattr(d, name))})
        if d.resolved is not None:
            self.flag = (t, d.resolved, leg)
        if d.same_matter is not None:
            self.asked.append((False, t, leg.queue, leg.agent, not d.same_matter))

    def wrapped(self, t: int, d: Any) -> None:
        self.log(t, d)
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
        self.finish_matter()
        if self.state == "waiting":
            self.story.waiting = (self.leg.queue, self.leg.entered)
            self.story.waiting_leg = self.leg
            for prefix, rule in rules_at(self.rules.rules_of(self.leg.queue), self.leg.entered):
                deadline = self.leg.entered + rule.threshold_ms
                if deadline < self.now:
                    at = self.leg.entered if rule.attribution == "entry" else deadline
                    self.story.count(f"q:{self.leg.queue}", at, f"{prefix}waiting_late")
        elif self.state == "talking":
            self.story.talking = self.leg.queue
            self.talk_spans(self.leg, None)

    def finish_matter(self) -> None:
        for leg in self.legs:
            if leg.logged_at is None:
                continue
            for scope in (f"q:{leg.queue}", f"h:{leg.channel}", f"a:{leg.agent}"):
                if "topic" in leg.log:
                    self.story.count(scope, leg.logged_at, f"topic {leg.log['topic']}")
                    if "category" in leg.log:
                        self.story.count(scope, leg.logged_at, "logged")
                if "value_to" in leg.log:
                    self.story.count(scope, leg.logged_at, f"value_{leg.log['value_to']}")
        for scope, moment, name in answers(self.asked):
            self.story.count(scope, moment, name)
        about = [leg for leg in self.legs if "topic" in leg.log]
        if self.customer and about:
            moment, resolved, by = self.flag or (0, None, about[-1])
            visited = self.customer, about[-1].log["topic"], self.legs[0].entered
            self.story.visit = Visit(*visited, moment, resolved, by.queue, by.agent)

    def handled(self, leg: OracleLeg) -> None:
        assert leg.done is not None
        assert leg.ended is not None
        for scope in (f"q:{leg.queue}", f"h:{leg.channel}", f"a:{leg.agent}"):
            self.story.count(scope, leg.done, "handled")
            self.story.count(scope, leg.done, "talk_ms", leg.talk_ms)
            self.story.count(scope, leg.done, "end_to_end_ms", leg.done - leg.entered)
            if leg.held:
                self.story.count(scope, leg.done, "held")
                self.story.count(scope, leg.done, "hold_ms", leg.hold_ms)
            self.story.count(scope, leg.done, "acw_ms", leg.done - leg.ended)
            if leg.moved_on:
                self.story.count(scope, leg.done, "transferred")


class Oracle:
    """All there is to say about a set of events at `now`: windows over facts before it, the present of the same."""

    def __init__(self, events: Iterable[Any], now: int, rules: FloorRules) -> None:
        unique = {(event.source, event.id): event for event in events if to_ms(event.time) < now}
        timed = sorted(((to_ms(e.time), e) for e in unique.values()), key=lambda pair: (pair[0], pair[1].id))
        self.now = now
        self.counts: dict[str, list[Dated]] = defaultdict(list)
        self.spans: dict[str, list[tuple[int, int | None, str]]] = defaultdict(list)
        self.presence: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.waiting: dict[str, dict[str, int]] = defaultdict(dict)
        self.talking: Counter[str] = Counter()
        self.rules = rules
        self.suspects: dict[str, set[str]] = defaultdict(set)
        self._visits: dict[str, Visit] = {}
        self._passed: list[tuple[str, int | None, int]] = []
        self._legs: dict[str, OracleLeg] = {}
        resets = [(t, e) for t, e in timed if name_of(e) == "source.reset"]
        contacts: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for time, event in timed:
            if getattr(event.data, "contact", None):
                contacts[event.data.contact].append((time, event))
            elif name_of(event).startswith(("sale.", "retention.", "customer.", "feedback.")):
                for scope, dated in outcome_counts(name_of(event), time, event.data, rules.currency):
                    self.counts[scope].append(dated)
            elif name_of(event) == "agent.state":
                self.presence[event.data.agent].append((time, event.data.state))
        for id_, story in contacts.items():
            held = [t for t, e in story if name_of(e) != "feedback.given"]
            told = [*((t, e) for t, e in resets if held and t >= held[0]), *story]
            told.sort(key=lambda pair: pair[0])
            self._take(id_, Reader(rules, now).read(told))
        for scope, dated in fcr_counts(self._visits.values(), now, rules.fcr_days):
            self.counts[scope].append(dated)
        self._find_suspects()
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
        if story.waiting_leg:
            self._legs[contact] = story.waiting_leg
        if story.talking:
            self.talking[story.talking] += 1
        if story.visit:
            self._visits[contact] = story.visit
        self._passed += story.passed

    def _find_suspects(self) -> None:
        for contact, leg in self._legs.items():
            later = [e for queue, p, e in self._passed if (queue, p) == (leg.queue, leg.priority) and e > leg.touched]
            limit_ms = self.rules.waiting_limits_ms.get(leg.channel, 10**15)
            if len(later) >= 3 or self.now - 1 - leg.touched > limit_ms:
                self.suspects[leg.queue].add(contact)

    def window(self, scope: str, start: int) -> dict[str, int]:
        total: Counter[str] = Counter()
        for moment, name, amount in self.counts[scope]:
            if start <= moment < self.now:
                total[name] += amount
        if scope.startswith("a:"):
            total.update(self.time_of(scope[2:], start))
        return {name: amount for name, amount in total.items() if amount}

    def days_of(self, agent: str, start: int) -> int:
        """Local days since `start` on which the agent was logged in at all."""
        zone, days = self.rules.zone_info, 0
        day = from_ms(start).astimezone(zone).date()
        while (begin := to_ms(datetime(day.year, day.month, day.day, tzinfo=zone))) < self.now:
            day += timedelta(days=1)
            end = to_ms(datetime(day.year, day.month, day.day, tzinfo=zone))
            days += bool(self.time_of(agent, max(begin, start), min(end, self.now)))
        return days

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

    def time_of(self, agent: str, start: int, end: int | None = None) -> dict[str, int]:
        until = self.now if end is None else end
        edges = {start, until}
        edges.update(time for time, _ in self.presence[agent])
        for span_start, span_end, _ in self.spans[agent]:
            edges.update((span_start, span_end if span_end is not None else self.now))
        inside = sorted(edge for edge in edges if start <= edge <= until)
        total: Counter[str] = Counter()
        for a, b in pairwise(inside):
            state, logged = self.state_at(agent, a)
            if state == "offline":
                continue
            name = {"talking": "on_contact", "holding": "on_contact"}.get(state, state) if logged else "unlogged"
            total[f"{name}_ms"] += b - a
        return total
