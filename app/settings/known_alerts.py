"""The alert rules that a site knows, those that are left out too: where each comes from, and which version it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec.structs import replace

from app.settings.alerts import AlertRuleSettings, AlertsSection, alert_levels
from app.settings.site import SiteSettings
from app.settings.tree import Settings
from streams.alerts.rule import AnyRule
from streams.alerts.shipped import shipped_rules

Origin = Literal["preset", "file", "page"]
UNNUMBERED = 1
"""The version of rules that are compared whatever theirs is."""


class KnownRule(NamedTuple):
    """`below` is what holds in its place when the page says nothing of it; None: nothing."""

    rule: AnyRule
    origin: Origin
    below: Origin | None


def known_alerts(settings: Settings, file: Settings, site: str) -> Mapping[str, KnownRule]:
    """By key, the shipped ones first. `file` is what would hold without the page."""
    every, own = settings.alerts, _alerts_of(settings, site)
    goals = [goal for goals in settings.goal_sets(site).values() for goal in goals]
    shipped = shipped_rules(goals, alert_levels([every, own]), settings.pain_zones_s(site))
    known = {rule.key: KnownRule(rule, "preset", "preset") for rule in shipped}
    written = {one.key: one for one in (*every.rules, *_alerts_of(file, site).rules)}
    known.update((key, KnownRule(one.rule(), "file", "file")) for key, one in written.items())
    for one in own.rules:
        if written.get(one.key) != one:
            below = known.get(one.key)
            known[one.key] = KnownRule(one.rule(), "page", below.below if below is not None else None)
    return known


def versioned(said: AlertsSection, known: Mapping[str, KnownRule]) -> AlertsSection:
    """With a higher version for each rule that is another one than was known under its key: an alert tells by which it
    was judged."""
    if "rules" not in said.model_fields_set:
        return said
    return said.model_copy(update={"rules": tuple(_versioned(one, known.get(one.key)) for one in said.rules)})


def _versioned(one: AlertRuleSettings, before: KnownRule | None) -> AlertRuleSettings:
    if before is None:
        return one
    same = replace(before.rule, version=UNNUMBERED) == replace(one.rule(), version=UNNUMBERED)
    held = before.rule.version
    return one.model_copy(update={"version": held if same else max(held + 1, one.version)})


def _alerts_of(settings: Settings, site: str) -> AlertsSection:
    return settings.sites.get(site, SiteSettings()).alerts
