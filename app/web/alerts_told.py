"""Alerts as the supervisor's page is told them: with the names of rules and of what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.settings import Settings
from streams.alerts.notification import Alert
from streams.alerts.rule import SEVERITIES, AnyRule, BurnRule, DeadlineRule, LevelRule, Subject
from streams.alerts.shown import ShownAlerts
from streams.alerts.silence import Silence
from streams.kpi.goal import SHIPPED
from streams.kpi.own_kpi import OwnKpi

Json = dict[str, Any]


def told(site: str, seen: ShownAlerts, settings: Settings, now: int, limit: int) -> Json:
    """`limit` alerts at most, the worst and oldest first; all are counted. Moments in ms since 1970."""
    rules, own = settings.alert_policy(site).by_key, settings.own_kpis()
    silences = {one.id: one for one in seen.silences}
    opened = seen.open
    return {
        "site": site,
        "name": settings.site_name(site),
        "at": seen.judged,
        "now": now,
        "open": {severity: sum(one.severity == severity for one in opened) for severity in SEVERITIES},
        "pending": len(seen.alerts) - len(opened),
        "listed": [_alert(one, site, settings, rules, own, silences) for one in seen.alerts[:limit]],
        "more": max(0, len(seen.alerts) - limit),
        "silences": [_silence(one, site, settings, rules) for one in seen.silences],
        "rules": [{"key": key, "name": rule.name} for key, rule in rules.items()],
    }


def _alert(
    alert: Alert, site: str, settings: Settings, rules: Mapping[str, AnyRule], own: Mapping[str, OwnKpi],
    silences: Mapping[str, Silence],
) -> Json:  # fmt: skip
    rule = rules.get(alert.rule)
    kind, _, silence = (alert.muted or "").partition(" ")
    return {
        "id": alert.id,
        "rule": alert.rule,
        "rule_name": rule.name if rule is not None else alert.rule,
        "severity": alert.severity,
        "kind": alert.kind,
        "subject": alert.subject,
        "subject_name": named_subject(Subject(alert.kind, alert.subject), site, settings),
        "state": alert.state,
        "began": alert.began,
        "since": alert.since,
        "fired": alert.fired,
        "metric": rule.metric if isinstance(rule, LevelRule) else None,
        "value": alert.value,
        "unit": unit_of(rule, own),
        "limit": rule.fire if isinstance(rule, LevelRule) and not rule.paced and rule.compare is None else None,
        "last_week": alert.last_week,
        "n": alert.n,
        "why": alert.why,
        "queue": alert.queue,
        "queue_name": settings.queue_name(site, alert.queue) if alert.queue is not None else None,
        "team": alert.team,
        "muted": kind or None,
        "silence": silence if silence in silences else None,
        "acknowledged_by": alert.acknowledged_by,
    }


def unit_of(rule: AnyRule | None, own: Mapping[str, OwnKpi]) -> str | None:
    """`burn` is how many times as fast as the goal allows, `allowed` the time that was allowed (ms)."""
    match rule:
        case BurnRule():
            return "burn"
        case DeadlineRule():
            return "allowed"
        case LevelRule(metric=key) if key in SHIPPED:
            return SHIPPED[key].unit
        case LevelRule(metric=key) if key in own:
            return own[key].unit
    return None


def named_subject(subject: Subject, site: str, settings: Settings) -> str:
    if subject.kind == "queue":
        return settings.queue_name(site, subject.id)
    return settings.site_name(site) if subject.kind == "site" else subject.id


def _silence(silence: Silence, site: str, settings: Settings, rules: Mapping[str, AnyRule]) -> Json:
    rule = rules.get(silence.rule or "")
    return {
        "id": silence.id,
        "by": silence.by,
        "reason": silence.reason,
        "since": silence.since,
        "until": silence.until,
        "rule": silence.rule,
        "rule_name": rule.name if rule is not None else silence.rule,
        "queue": silence.queue,
        "queue_name": settings.queue_name(site, silence.queue) if silence.queue is not None else None,
        "team": silence.team,
    }
