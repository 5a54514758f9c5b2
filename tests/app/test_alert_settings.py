"""Alert rules as configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings, SettingsMistake, load_settings
from app.settings.alerts import AlertRuleSettings, written
from app.settings.site_check import site_problems
from streams.alerts.policy import AlertPolicy
from streams.alerts.rule import BurnRule, DeadlineRule, LevelRule, Subject, TrustRule
from streams.floor.business_hours import ALWAYS

WAITING = {"key": "waiting", "name": "Many wait", "metric": "waiting", "window": "now", "fire": 5, "recover": 2}


def policy_of(site: str = "aarhus", **sections: Any) -> AlertPolicy:
    settings = Settings(**sections)
    assert list(site_problems(settings)) == []
    return settings.alert_policy(site)


def test_without_any_setting_the_shipped_rules_hold() -> None:
    keys = set(policy_of().by_key)

    assert {"trust", "burn.critical", "abandons", "pain", "first_reply.breached", "goal.service.queue"} <= keys
    assert "goal.service.handling" not in keys
    assert "goal.service.handling" in policy_of(alerts={"levels": ["company", "leader", "employee"]}).by_key


def test_own_rules_of_each_kind_are_what_was_written() -> None:
    rules = policy_of(
        alerts={
            "rules": [
                {**WAITING, "for_s": "30s", "escalate_after_s": "5m", "severity": "critical", "version": 2},
                {"key": "burn", "name": "B", "kind": "burn", "factor": 3, "scope": "site", "recover": 0.5},
                {"key": "burn2", "name": "B", "kind": "burn", "factor": 2},
                {"key": "late", "name": "L", "kind": "deadline", "clock": "wait", "threshold_s": "2m", "of": ["a"]},
                {"key": "mail", "name": "M", "kind": "deadline", "clock": "first_reply", "stage": "at_risk"},
                {"key": "trust", "name": "T", "kind": "trust", "for_s": 0, "team": "it"},
            ]
        }
    ).by_key

    assert rules["waiting"] == LevelRule(
        key="waiting", name="Many wait", version=2, severity="critical", metric="waiting", scope="queue", window="now",
        fire=5, recover=2, for_ms=30_000, escalate_after_ms=300_000,
    )  # fmt: skip
    assert rules["burn"] == BurnRule(key="burn", name="B", factor=3, scope="site", recover=0.5)
    assert rules["burn2"] == BurnRule(key="burn2", name="B", factor=2)
    assert rules["late"] == DeadlineRule(
        key="late", name="L", clock="wait", stage="breached", threshold_ms=120_000, of=("a",)
    )
    assert rules["mail"] == DeadlineRule(key="mail", name="M", clock="first_reply", stage="at_risk")
    assert rules["trust"] == TrustRule(key="trust", name="T", for_ms=0, keep_firing_ms=60_000, team="it")


def test_a_site_turns_rules_off_and_has_its_own() -> None:
    sections: dict[str, Any] = {
        "alerts": {"rules": [WAITING]},
        "sites": {"aarhus": {"alerts": {"off": ["abandons", "waiting"], "rules": [{**WAITING, "key": "own"}]}}},
    }

    aarhus, oslo = policy_of(**sections).by_key, policy_of("oslo", **sections).by_key
    assert "abandons" in oslo.keys() - aarhus.keys()
    assert ("own" in aarhus, "waiting" in aarhus, "waiting" in oslo) == (True, False, True)


def test_what_is_left_out_is_out_also_where_it_was_written() -> None:
    alerts = {"rules": [WAITING], "off": ["waiting"]}
    assert "waiting" not in policy_of(alerts=alerts).by_key
    assert "waiting" in policy_of(alerts=alerts, sites={"aarhus": {"alerts": {"rules": [WAITING]}}}).by_key


def test_every_rule_can_be_written_as_it_is() -> None:
    policy = policy_of(alerts={"levels": ["company", "leader", "employee"], "rules": [WAITING]})
    for rule in policy.rules:
        assert AlertRuleSettings.model_validate(written(rule)).rule() == rule


def test_trust_cannot_be_turned_off() -> None:
    assert "trust" in policy_of(alerts={"off": ["trust"]}).by_key


def test_opening_hours_are_of_queues_their_site_or_all() -> None:
    policy = policy_of(
        hours={"desk": {"mon": ["08:00-16:00"]}, "night": {"mon": ["00:00-24:00"]}},
        defaults={"opening_hours": "night"},
        sites={"aarhus": {"queues": {"support": {"opening_hours": "desk"}}}},
    )

    assert policy.hours_of(Subject("queue", "support")).weekly[0] == ((480, 960),)
    assert policy.hours_of(Subject("queue", "sales")).weekly[0] == ((0, 1440),)
    assert policy_of().hours_of(Subject("site")) is ALWAYS


@pytest.mark.parametrize(
    ("written", "key", "what"),
    [
        ('[[alerts.rules]]\nkey = "w"\nname = "W"\n', "alerts.rules.0", "needs metric, window, fire, recover"),
        ('[[alerts.rules]]\nkey = "w"\nname = "W"\nkind = "burn"\nfactor = 6\n',
         "alerts.rules.0.factor", "can never fire"),
        ('[[alerts.rules]]\nkey = "w"\nname = "W"\nmetric = "waiting"\nwindow = "now"\nfire = 3\nrecover = 3\n',
         "alerts.rules.0.recover", "without end"),
        ('[[alerts.rules]]\nkey = "w"\nname = "W"\nmetric = "waiting"\nwindow = "now"\nfire = "3m"\nrecover = 3\n',
         "alerts.rules.0.fire", "no time"),
        ('[[alerts.rules]]\nkey = "w"\nname = "W"\nmetric = "asa"\nwindow = "1h"\nfire = "3m"\nrecover = 1.2\n'
         'compare = "last_week"\n', "alerts.rules.0.fire", "write how many times as much"),
        ('[[alerts.rules]]\nkey = "w"\nname = "W"\nmetric = "waiting"\nwindow = "now"\nfire = 2\nrecover = 1.2\n'
         'compare = "last_week"\n', "alerts.rules.0.compare", "nothing is kept of last week"),
        ('[alerts]\noff = ["abandon"]\n', "alerts.off", "did you mean abandons"),
        ('[sites.oslo]\nopening_hours = "desk"\n', "sites.oslo.opening_hours", "there are no hours 'desk'"),
        ('[sites.oslo.queues.a]\nservice_level_goal = 0.5\n[[sites.oslo.alerts.rules]]\nkey = "w"\nname = "W"\n'
         'kind = "burn"\nfactor = 3\n', "sites.oslo.alerts.rules.0.factor", "a goal of 50 %"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_and_key(tmp_path: Path, written: str, key: str, what: str) -> None:
    file = tmp_path / "tavle.toml"
    file.write_text(written)

    with pytest.raises(SettingsMistake) as refused:
        load_settings(file)

    (mistake,) = refused.value.mistakes
    assert (mistake.key, what in mistake.what) == (key, True), mistake
    assert "line " in mistake.where
