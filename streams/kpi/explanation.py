"""What stands behind one figure, as data: `tavle explain` prints it, `GET /api/v1/sites/{site}/explain` answers it.

All moments in ms since 1970. Sums are whole numbers, before the metric's scale: `value` is numerator × scale ÷
denominator, as `formula` says.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct

from streams.floor.rule import Profile, Treatment
from streams.floor.view import Correction
from streams.kpi.keys import MetricKey, Unit, WindowKey
from streams.kpi.metric import Number, Scope

Behind = Literal["contact", "ticket", "event", "agent"]
"""What stands behind figures. A contact that entered several queues has an entry for each; an event stands alone."""


class ScopeId(NamedTuple):
    """Whose figure it is. The site has no id."""

    kind: Scope
    id: str = ""


class Sums(Struct, frozen=True):
    """Shares of the figure's numerator and denominator; None where the figure has none."""

    numerator: int | None
    denominator: int | None


class Unlisted(Sums, frozen=True):
    """The shares of `count` entries beyond the limit."""

    count: int


class Entry(Sums, frozen=True, kw_only=True, omit_defaults=True):
    """One contact, ticket, event or agent, and its share of the figure.

    `at` is the newest moment at which it counts, for the present the one since which it is so. `verdict` is, of a
    contact in a queue, how that ended by the queue's main rule (`answered_in`, `abandoned_short`, `timed_out_late`, …,
    `waiting`, `lost`, `direct`), of an agent the present state, of anything else the name of the count. `wait_ms` is
    the wait in the queue, up to now for who still waits; `took_ms` the time to a ticket's reply or solution; `times`
    an agent's milliseconds by count.
    """

    kind: Behind
    id: str
    at: int
    verdict: str
    queue: str | None = None
    agent: str | None = None
    wait_ms: int | None = None
    took_ms: int | None = None
    times: dict[str, int] | None = None


class LeftOut(Struct, frozen=True):
    """So many were left out of the figure, or are not in it yet, for this reason (docs/api.md). Times are in ms."""

    reason: str
    count: int


class RuleBehind(Struct, frozen=True):
    """A version of a service-level rule, and the queues of the scope that it judges. `goal_permille` is the share that
    recovery comes back to, in thousandths."""

    queues: list[str]
    name: str
    version: int
    since: int
    threshold_ms: int
    short_ms: int
    profile: Profile
    treatment: Treatment
    attribution: str
    goal_permille: int


class Explanation(Struct, frozen=True, kw_only=True):
    """One figure. Entries, `more` and `older` add up to its numerator and denominator, exactly.

    `older` was counted by what is no longer known by its facts: weeks and months reach further back than contacts are
    kept. `as_of` is the time of the newest event and `lag_ms` how long before `at` that was; None without events. `n`
    is how many stand behind, of which `provisional` may still change. `formula` is None for a figure of the present.
    """

    metric: MetricKey
    unit: Unit
    scope: Scope
    id: str
    window: WindowKey | None
    start: int | None
    at: int
    as_of: int | None
    lag_ms: int | None
    value: Number | None
    numerator: int | None
    denominator: int | None
    n: int | None
    definition: str
    formula: str | None
    rules: list[RuleBehind]
    excluded: list[LeftOut]
    provisional: int | None
    corrected: Correction | None
    entries: list[Entry]
    listed: int
    more: Unlisted
    older: Sums


def to_json(explanation: Explanation) -> bytes:
    """The one way that an explanation becomes JSON."""
    return msgspec.json.encode(explanation)
