"""What a formula reads: the counts of one scope over one window. Merging scopes adds counts, never figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from streams.floor.rule import MAIN, ServiceLevelRule
from streams.floor.view import AgentView, QueueNow, QueueView, RuleView, StaffNow, WindowView
from streams.kpi.present import BUSY_STATES, ONLINE_STATES, Present, present_of, present_of_agents
from streams.kpi.service_level import Ratio, Verdicts, service_level, verdicts

__all__ = [
    "BUSY_STATES",
    "ONLINE_STATES",
    "Aggregate",
    "Judged",
    "Present",
    "merged",
    "of_agents",
    "of_channel",
    "of_queue",
    "of_queue_in",
    "present_of",
    "present_of_agents",
    "running_of_agent",
    "running_of_staff",
]

K = TypeVar("K")

Judged = tuple[tuple[ServiceLevelRule, Verdicts], ...]
"""Verdicts, each with the version of the rule that they were given by."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Counts and sums (ms, thousandths, hundredths) of one scope over one window, its histograms (bin → count), its
    topics, and the verdicts by each named rule of the queues in it."""

    counts: Mapping[str, int] = field(default_factory=dict)
    wait_hist: Mapping[int, int] = field(default_factory=dict)
    left_hist: Mapping[int, int] = field(default_factory=dict)
    reply_hist: Mapping[int, int] = field(default_factory=dict)
    resolution_hist: Mapping[int, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, Judged] = field(default_factory=dict)

    def total(self, names: Iterable[str]) -> int:
        return sum(self.counts.get(name, 0) for name in names)

    @property
    def by_rule(self) -> Judged:
        """The verdicts by the main rule, each version of each queue's by itself."""
        return self.rules.get(MAIN, ())

    @property
    def service_level(self) -> Ratio:
        """Each queue by its own main rule; a group's is the ratio of sums, never an average of levels."""
        return self.service_level_by(MAIN)

    def service_level_by(self, name: str) -> Ratio:
        """By the rule of that name. Queues without such a rule are left out: the denominator says how many are in."""
        ratios = [service_level(counted, rule) for rule, counted in self.rules.get(name, ())]
        return Ratio(sum(r.numerator for r in ratios), sum(r.denominator for r in ratios))


def of_queue(window: WindowView, queue: QueueNow) -> Aggregate:
    """Counts of a queue, judged by every rule that it has."""
    rules: dict[str, Judged] = {}
    for slot, name, rule in _slots(queue):
        rules[name] = (*rules.get(name, ()), (rule, verdicts(window.counts, slot)))
    return _of_window(window, window.counts, rules)


def of_queue_in(queue: QueueView, window: str) -> Aggregate:
    """Counts of a queue in one of its windows; none of a window that it has not."""
    return of_queue(queue.windows.get(window) or WindowView(0), queue.now)


def of_agents(window: WindowView, running: Mapping[str, int]) -> Aggregate:
    """Counts of agents, with `running` (count → ms since they were complete) added."""
    return _of_window(window, Counter(window.counts) + Counter(running) if running else window.counts, {})


def of_channel(window: WindowView) -> Aggregate:
    """Counts of a channel. Rules belong to queues: a channel has no service level."""
    return _of_window(window, window.counts, {})


def merged(parts: Iterable[Aggregate]) -> Aggregate:
    """The aggregate of several scopes together: sums of counts."""
    parts = list(parts)
    rules: dict[str, Judged] = {}
    for part in parts:
        for name, judged in part.rules.items():
            rules[name] = (*rules.get(name, ()), *judged)
    return Aggregate(
        counts=_summed(part.counts for part in parts),
        wait_hist=_summed(part.wait_hist for part in parts),
        left_hist=_summed(part.left_hist for part in parts),
        reply_hist=_summed(part.reply_hist for part in parts),
        resolution_hist=_summed(part.resolution_hist for part in parts),
        topics=_summed(part.topics for part in parts),
        rules=rules,
    )


def running_of_agent(agent: AgentView, at: int) -> dict[str, int]:
    """What an agent's present state adds to its time up to `at`."""
    return {agent.running: at - agent.complete_to} if agent.running and at > agent.complete_to else {}


def running_of_staff(staff: StaffNow, at: int) -> dict[str, int]:
    """What the present states of all agents add to their time up to `at`."""
    return {count: n * max(0, at - staff.complete_to) for count, n in staff.running.items()}


def _slots(queue: QueueNow) -> Iterable[tuple[int, str, ServiceLevelRule]]:
    return ((view.slot, view.name, view.rule) for view in queue.rules or (RuleView(queue.rule),))


def _of_window(window: WindowView, counts: Mapping[str, int], rules: Mapping[str, Judged]) -> Aggregate:
    return Aggregate(
        counts=counts,
        wait_hist=window.wait_hist,
        left_hist=window.left_hist,
        reply_hist=window.reply_hist,
        resolution_hist=window.resolution_hist,
        topics=window.topics,
        rules=rules,
    )


def _summed(parts: Iterable[Mapping[K, int]]) -> Mapping[K, int]:
    counted = [part for part in parts if part]
    if len(counted) == 1:
        return counted[0]
    total: dict[K, int] = {}
    for part in counted:
        for key, n in part.items():
            total[key] = total.get(key, 0) + n
    return total
