"""What holds for a site, as the settings room shows it: versions of each rule, goals of each set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from app.settings import Settings
from app.settings.alerts import alert_levels, written
from app.settings.known_alerts import KnownRule, known_alerts
from app.settings.site import SiteSettings
from streams.events.instant import from_ms
from streams.floor.rule import MAIN, TREATMENTS, QueueRules, RuleSlot
from streams.kpi.goal import SHIPPED, Goal, metric_of
from streams.kpi.goal_sets import GOAL_SETS
from streams.kpi.own_kpi import OwnKpi

Json = dict[str, Any]


def shown_rules(settings: Settings, file: Settings, site: str, now: int) -> Json:
    """The rules of the site, and of each queue that says something of its own; `file` is what would hold without the
    page."""
    return {
        "profiles": {profile: msgspec.structs.asdict(treatment) for profile, treatment in TREATMENTS.items()},
        "site": _level(settings, file, site, None, now),
        "queues": {
            id_: _level(settings, file, site, id_, now) for id_ in settings.sites.get(site, SiteSettings()).queues
        },
    }


def _level(settings: Settings, file: Settings, site: str, queue: str | None, now: int) -> Json:
    rules, of_file = _rules(settings, site, queue), _rules(file, site, queue)
    return {
        "name": settings.site_name(site) if queue is None else settings.queue_name(site, queue),
        "versions": _versions(rules, MAIN, now),
        "rules": {name: _versions(rules, name, now) for name in _names(rules)},
        "service_level_goal": float(settings.service_level_goal(site, queue)),
        "expected_contacts": settings.expected_contacts(site, queue),
        "file": {
            "versions": _versions(of_file, MAIN, now),
            "service_level_goal": float(file.service_level_goal(site, queue)),
            "expected_contacts": file.expected_contacts(site, queue),
        },
    }


def _rules(settings: Settings, site: str, queue: str | None) -> QueueRules:
    rules = settings.floor_rules(site)
    return rules.rules if queue is None else rules.rules_of(queue)


def _names(rules: QueueRules) -> Sequence[str]:
    return [name for name in dict.fromkeys(slot.name for slot in rules.slots) if name != MAIN]


def _versions(rules: QueueRules, name: str, now: int) -> list[Json]:
    """Each version of a rule, from the first; `in_force` is the one by which contacts are judged that enter now."""
    slots = sorted((slot for slot in rules.slots if slot.name == name), key=lambda slot: slot.rule.version)
    held = next(slot for slot in rules.at(now) if slot.name == name)
    return [_version(slot, in_force=slot is held) for slot in slots]


def _version(slot: RuleSlot, *, in_force: bool) -> Json:
    rule = slot.rule
    return {
        "version": rule.version,
        "from": from_ms(rule.since).isoformat() if rule.since else None,
        "since": rule.since,
        "in_force": in_force,
        "threshold_s": rule.threshold_ms / 1000,
        "short_abandon_s": rule.short_ms / 1000,
        "profile": rule.profile,
        "attribution": rule.attribution,
        **msgspec.structs.asdict(rule.treatment),
    }


def shown_goals(settings: Settings, site: str) -> Json:
    """The sets that the site works by, with every goal in them, and all sets that there are."""
    own = settings.own_kpis()
    sets = settings.goal_sets(site)
    named = {goal.set for section in (settings.goals, _site(settings, site).goals) for goal in section.own}
    return {
        "least_n": settings.least_n(site),
        "known": sorted({*GOAL_SETS, *named, *sets}),
        "sets": {name: [_goal(goal, own) for goal in goals] for name, goals in sets.items()},
    }


def shown_alerts(settings: Settings, file: Settings, site: str) -> Json:
    """Every alert rule that the site knows; `off` are left out, by the site or (`above`) for every site."""
    judged = settings.alert_policy(site).by_key
    sections = [settings.alerts, _site(settings, site).alerts]
    rules = [
        _alert(known, off=key not in judged, above=key in settings.alerts.off)
        for key, known in known_alerts(settings, file, site).items()
    ]
    return {"levels": list(alert_levels(sections)), "rules": rules}


def _alert(known: KnownRule, *, off: bool, above: bool) -> Json:
    fields = written(known.rule)
    metric = SHIPPED.get(fields.get("metric", ""))
    return {
        "rule": fields,
        "unit": metric.unit if metric is not None else None,
        "origin": known.origin,
        "below": known.below,
        "off": off,
        "above": off and above,
    }


def _goal(goal: Goal, own: Mapping[str, OwnKpi]) -> Json:
    metric = metric_of(goal, own)
    shown = {name: getattr(goal, name) for name in goal.__dataclass_fields__}
    shipped = {known.key: known for known in GOAL_SETS.get(goal.set, ())}.get(goal.key)
    return {**shown, "unit": metric.unit if metric is not None else None, "shipped": shipped == goal}


def _site(settings: Settings, site: str) -> SiteSettings:
    return settings.sites.get(site, SiteSettings())
