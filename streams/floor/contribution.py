"""What a ticket, a sale or an answer adds to the counts of whom: a pure function of its record."""

from __future__ import annotations

from typing import Literal, NamedTuple

ScopeKind = Literal["q", "a", "h", "s"]
"""A queue, an agent, a channel, the site itself."""


class Contribution(NamedTuple):
    """`amount` under the count `key` at `moment` (ms), in the scope `id` of its kind (the site's id is empty)."""

    kind: ScopeKind
    id: str
    moment: int
    key: int
    amount: int
