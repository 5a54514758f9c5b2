"""What a formula reads: the counts of one scope over one window, and the present of one scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from streams.floor.rule import ServiceLevelRule
from streams.floor.view import AgentView, QueueNow, StaffNow, Waiting, WindowView
from streams.kpi.service_level import Ratio, Verdicts, service_level, verdicts


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Counts and sums (ms) of one scope over one window, and the rules of the queues in it."""

    counts: Mapping[str, int] = field(default_factory=dict)
    wait_hist: Mapping[int, int] = field(default_factory=dict)
    by_rule: tuple[tuple[ServiceLevelRule, Verdicts], ...] = ()

    def total(self, names: Iterable[str]) -> int:
        return sum(self.counts.get(name, 0) for name in names)

    @property
    def service_level(self) -> Ratio:
        """Each queue by its own rule; a group's is the ratio of sums, never an average of levels."""
        ratios = [service_level(counted, rule.profile) for rule, counted in self.by_rule]
        return Ratio(sum(r.numerator for r in ratios), sum(r.denominator for r in ratios))


def of_queue(window: WindowView, rule: ServiceLevelRule) -> Aggregate:
    return Aggregate(window.counts, window.wait_hist, ((rule, verdicts(window.counts)),))


def of_agents(window: WindowView, running: Mapping[str, int]) -> Aggregate:
    """Counts of agents, with `running` (count → ms since they were complete) added."""
    return Aggregate(Counter(window.counts) + Counter(running), window.wait_hist)


def merged(parts: Iterable[Aggregate]) -> Aggregate:
    """The aggregate of several scopes together: sums of counts."""
    counts: Counter[str] = Counter()
    hist: Counter[int] = Counter()
    by_rule: list[tuple[ServiceLevelRule, Verdicts]] = []
    for part in parts:
        counts.update(part.counts)
        hist.update(part.wait_hist)
        by_rule.extend(part.by_rule)
    return Aggregate(counts, hist, tuple(by_rule))


BUSY_STATES = ("ringing", "talking", "holding", "wrapping", "busy")
ONLINE_STATES = (*BUSY_STATES, "available", "break", "training", "meeting", "other_work", "in_error")


def running_of_agent(agent: AgentView, at: int) -> dict[str, int]:
    """What an agent's present state adds to its time up to `at`."""
    return {agent.running: at - agent.complete_to} if agent.running and at > agent.complete_to else {}


def running_of_staff(staff: StaffNow, at: int) -> dict[str, int]:
    """What the present states of all agents add to their time up to `at`."""
    return {count: n * max(0, at - staff.complete_to) for count, n in staff.running.items()}


@dataclass(frozen=True, slots=True)
class Present:
    """The present of one scope at `at`: who waits, who talks, which agents are in which state."""

    at: int
    waiting: int = 0
    talking: int = 0
    oldest: tuple[Waiting, ...] = ()
    agents: Mapping[str, int] = field(default_factory=dict)

    @property
    def longest_wait_ms(self) -> int | None:
        """None while nobody waits."""
        return max(0, self.at - self.oldest[0].since) if self.oldest else None

    def agents_in(self, states: Iterable[str]) -> int:
        return sum(self.agents.get(state, 0) for state in states)

    @property
    def agents_online(self) -> int:
        return self.agents_in(ONLINE_STATES)


def present_of(queues: Iterable[QueueNow], agents: Mapping[str, int], at: int) -> Present:
    """The present of some queues together; `agents` counts each agent once."""
    queues = list(queues)
    oldest = sorted((entry for queue in queues for entry in queue.oldest), key=lambda entry: entry.since)
    return Present(
        at=at,
        waiting=sum(queue.waiting for queue in queues),
        talking=sum(queue.talking for queue in queues),
        oldest=tuple(oldest),
        agents=agents,
    )
