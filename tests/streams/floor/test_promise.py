"""Which promise holds for which ticket."""

from __future__ import annotations

import pytest

from streams.floor.business_hours import ALWAYS
from streams.floor.promise import Promise, PromiseKind, PromiseRule, PromiseRules

H = 3_600_000


def rule(name: str, **match: frozenset[str]) -> PromiseRule:
    return PromiseRule(name, ALWAYS, (Promise("first_reply", H),), **match)


RULES = PromiseRules(
    (
        rule("gold", customers=frozenset({"k1"})),
        rule("urgent mail", priorities=frozenset({"urgent"}), channels=frozenset({"email"})),
        rule("returns", queues=frozenset({"returns"})),
    ),
    version=3,
)


@pytest.mark.parametrize(
    ("customer", "queue", "priority", "channel", "name"),
    [
        ("k1", "returns", "urgent", "email", "gold"),
        ("k2", "returns", "urgent", "email", "urgent mail"),
        ("k2", "returns", "urgent", "chat", "returns"),
        (None, "returns", None, "email", "returns"),
        (None, "orders", None, "email", None),
    ],
)
def test_the_first_rule_that_matches_holds(
    customer: str | None, queue: str, priority: str | None, channel: str, name: str | None
) -> None:
    found = RULES.first_match(customer, queue, priority, channel)
    assert (found.name if found is not None else None) == name


def test_a_rule_that_names_nothing_is_for_every_ticket() -> None:
    assert rule("all").matches(None, "unassigned", None, "email")


def test_a_rule_knows_its_promises_by_kind() -> None:
    assert rule("all").promise("first_reply") == Promise("first_reply", H)
    assert rule("all").promise("resolution") is None


def test_at_risk_begins_at_three_quarters_unless_told_otherwise() -> None:
    assert Promise("resolution", 4 * H).at_risk_ms == 3 * H
    assert Promise("resolution", 100, at_risk=0.29).at_risk_ms == 29


def test_two_promises_of_a_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="two promises of a kind"):
        PromiseRule("twice", ALWAYS, (Promise("next_reply", H), Promise("next_reply", 2 * H)))


@pytest.mark.parametrize(("target_ms", "at_risk"), [(0, 0.5), (H, 0.0), (H, 1.1)])
def test_a_promise_that_cannot_be_kept_or_is_never_at_risk_is_refused(target_ms: int, at_risk: float) -> None:
    kind: PromiseKind = "first_reply"
    with pytest.raises(ValueError, match="target above 0 ms"):
        Promise(kind, target_ms, at_risk)
