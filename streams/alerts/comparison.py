"""A figure against the one of the same weekday and time a week before.

Counts, times and money are so many times as much; shares, scores and ratings so much more, since a share of last week
may be nothing, and nothing is no multiple of nothing. What may be chance fires nothing: of two shares the interval of
their difference is asked (Newcombe 1998, method 10), of two counts which part of both this week's is (both are counts
of what happens one by one, so that it is a share of a sum).
"""

from __future__ import annotations

from math import sqrt

from msgspec.structs import replace

from streams.alerts.condition import NOTHING, Finding, Reading, level
from streams.alerts.rule import LevelRule
from streams.alerts.wilson import wilson
from streams.kpi.goal import SHIPPED
from streams.kpi.keys import Unit

MORE: frozenset[Unit] = frozenset(("share", "score", "rating"))
"""Units whose figures are compared by how much more they are."""
NO_LAST_WEEK, FEW_LAST_WEEK = "no last week", "few last week"


def compared(rule: LevelRule, reading: Reading, before: Reading) -> tuple[Finding, str | None]:
    """What is found, and why nothing is: `no last week`, or `few last week`, when less stood behind it than the rule's
    `least_n`. Of a count, that is the count itself."""
    unit = SHIPPED[rule.metric].unit
    value, then = reading.value, before.value
    if value is None or then is None:
        return NOTHING, NO_LAST_WEEK if then is None else None
    behind = then if before.n is None and unit == "count" else before.n
    if (behind is not None and behind < rule.least_n) or (then <= 0 and unit not in MORE):
        return NOTHING, FEW_LAST_WEEK
    found = level(_against(rule, then, unit), reading)
    if found.outcome == "bad" and not _beyond_chance(rule, value, then, reading, before):
        found = found._replace(outcome="between")
    return found._replace(last_week=then), None


def _against(rule: LevelRule, then: float, unit: Unit) -> LevelRule:
    """The rule with the limits that follow from last week's figure."""
    if unit in MORE:
        return replace(rule, fire=then + rule.fire, recover=then + rule.recover)
    return replace(rule, fire=then * rule.fire, recover=then * rule.recover)


def _beyond_chance(rule: LevelRule, value: float, then: float, reading: Reading, before: Reading) -> bool:
    """Expects a figure that is past its limit."""
    n, hits = reading.n, reading.hits
    if n is None:
        return SHIPPED[rule.metric].unit != "count" or _part_beyond(rule, round(value), round(then))
    if hits is None or before.n is None:
        return True
    lower, upper = wilson(min(max(hits, 0), n), n, rule.confidence)
    then_lower, then_upper = wilson(min(max(round(then * before.n), 0), before.n), before.n, rule.confidence)
    change = value - then
    if rule.rises:
        return change - sqrt((value - lower) ** 2 + (then_upper - then) ** 2) >= rule.fire
    return change + sqrt((upper - value) ** 2 + (then - then_lower) ** 2) <= rule.fire


def _part_beyond(rule: LevelRule, count: int, then: int) -> bool:
    """Whether more than chance makes this week's part of both weeks what the limit asks for."""
    lower, upper = wilson(count, count + then, rule.confidence)
    limit = rule.fire / (1 + rule.fire)
    return lower >= limit if rule.rises else upper <= limit
