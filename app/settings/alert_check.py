"""What no alert rule knows by itself: hours and shipped rules that there are, rules that can fire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from app.settings.alerts import AlertsSection
from app.settings.duration import DurationMs
from app.settings.site import SiteSettings
from app.settings.tree import Settings
from streams.alerts.rule_check import rule_problems
from streams.alerts.shipped import shipped_rules
from streams.kpi.goal import SHIPPED, Goal

Key = tuple[str, ...]
Problem = tuple[Key, str]


def alert_problems(settings: Settings) -> Iterator[Problem]:
    """What is wrong with alerts and opening hours: where, and what to do."""
    yield from _hours_problems(settings)
    every = [round(settings.defaults.service_level_goal * 1000)]
    yield from _section_problems(("alerts",), settings.alerts, [], settings, every)
    for site, own in settings.sites.items():
        goals = [settings.service_level_goal(site), *(settings.service_level_goal(site, id_) for id_ in own.queues)]
        permille = [round(goal * 1000) for goal in goals]
        key = ("sites", site, "alerts")
        yield from _section_problems(key, own.alerts, [settings.alerts], settings, permille)


def own_rule_problems(settings: Settings, site: str, section: AlertsSection) -> Iterator[Problem]:
    """What would be wrong with rules that a site might have; keys begin within the section."""
    held = settings.sites.get(site, SiteSettings()).model_copy(update={"alerts": section})
    candidate = settings.model_copy(update={"sites": {site: held}, "alerts": AlertsSection()})
    begins = ("sites", site, "alerts")
    for key, what in alert_problems(candidate):
        if key[: len(begins)] == begins:
            yield key[len(begins) :], what


def _hours_problems(settings: Settings) -> Iterator[Problem]:
    places: list[tuple[Key, str | None]] = [(("defaults",), settings.defaults.opening_hours)]
    for site, own in settings.sites.items():
        places.append((("sites", site), own.opening_hours))
        places += [(("sites", site, "queues", id_), queue.opening_hours) for id_, queue in own.queues.items()]
    for key, hours in places:
        if hours is not None and hours not in settings.hours:
            yield (*key, "opening_hours"), f"there are no hours {hours!r}" + _near(hours, settings.hours)


def _section_problems(
    key: Key, section: AlertsSection, above: list[AlertsSection], settings: Settings, goals_permille: list[int]
) -> Iterator[Problem]:
    goals = _goals(settings, key)
    written = {own.key for one in (*above, section) for own in one.rules}
    shipped = {rule.key for rule in shipped_rules(goals, ("company", "leader", "employee"))} | written
    for off in section.off:
        if off not in shipped:
            yield (*key, "off"), f"there is no rule {off!r}" + _near(off, shipped)
    broken = False
    for place, own in enumerate(section.rules):
        at = (*key, "rules", str(place))
        if missing := own.missing():
            broken = True
            yield at, f"a {own.kind} rule needs {', '.join(missing)}"
        metric = SHIPPED.get(own.metric or "")
        for field in ("fire", "recover"):
            if metric is None or not isinstance(getattr(own, field), DurationMs):
                continue
            if metric.unit != "ms":
                yield (*at, field), f"{own.metric} is no time: write a number ({metric.unit})"
            elif own.compare is not None:
                yield (*at, field), "it is compared with last week: write how many times as much, as 1.5"
    if not broken:
        yield from (
            ((*key, "rules", str(place), *field), what)
            for place, field, what in rule_problems([own.rule() for own in section.rules], goals_permille)
        )


def _goals(settings: Settings, key: Key) -> list[Goal]:
    site = key[1] if key[0] == "sites" else ""
    return [goal for goals in settings.goal_sets(site).values() for goal in goals]


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f": did you mean {near[0]}?" if near else f"; there are {', '.join(sorted(known)) or 'none'}"
