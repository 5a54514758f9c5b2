"""What the simulated floors go by: short promises, so that they break within a minute."""

from __future__ import annotations

from dataclasses import replace

from streams.alerts.policy import AlertPolicy
from streams.alerts.rule import TRUST, DeadlineRule, LevelRule
from streams.floor.business_hours import ALWAYS
from streams.floor.promise import Promise, PromiseRule, PromiseRules
from streams.rule_book import RuleBook
from tests.streams.floor.test_floor_against_oracle import RULES as ORACLE_RULES

PROMISES = PromiseRules(
    (PromiseRule("mail", ALWAYS, (Promise("first_reply", 9_000), Promise("resolution", 25_000, at_risk=0.5))),)
)
RULES = replace(ORACLE_RULES, promises=PROMISES)
POLICY = AlertPolicy(
    rules=(
        TRUST,
        DeadlineRule(key="wait", name="Waits", severity="critical", clock="wait", stage="breached", threshold_ms=8_000),
        DeadlineRule(key="reply", name="Reply", clock="first_reply", stage="breached"),
        LevelRule(key="line", name="Line", metric="waiting", scope="queue", window="now", fire=2, recover=1, for_ms=0,
                  keep_firing_ms=5_000, least_n=0),
    )
)  # fmt: skip


def rule_book() -> RuleBook:
    return RuleBook(lambda _: RULES, alerts=lambda _: POLICY)
