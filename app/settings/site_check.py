"""What no field knows by itself: rules that can be counted, hours and metrics that there are, goals that make sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from app.settings.alert_check import alert_problems
from app.settings.duration import DurationMs
from app.settings.goals import GoalSets, GoalsSection, goal_sets
from app.settings.promise import PromiseSettings, never_asked
from app.settings.rule import RuleLevel, named_versions, rules_under
from app.settings.tree import Settings
from streams.floor.rule import MAIN
from streams.kpi.goal import Goal, OwnKpis, metric_of
from streams.kpi.goal_check import GoalSetError, check_set

Key = tuple[str, ...]
Problem = tuple[Key, str]


def site_problems(settings: Settings) -> Iterator[Problem]:
    """What is wrong with rules, promises, goals and own KPIs: where, and what to do."""
    for key, levels in _levels(settings):
        yield from (((*key, *at), what) for at, what in _rule_problems(levels))
    yield from _promise_problems(settings)
    unusable = [*_kpi_problems(settings)]
    yield from unusable
    if not unusable:
        yield from _goal_problems(settings)
    yield from alert_problems(settings)


def goal_warnings(settings: Settings) -> Iterator[str]:
    """What makes goals hard to work by: each with the set, and the site where it differs. Expects settings without
    problems."""
    for site, sections in _goal_levels(settings):
        where = f" of site {site}" if site else ""
        for name, goals in goal_sets(sections).items():
            yield from (f"goals {name}{where}: {warning}" for warning in check_set(goals, settings.own_kpis()))


def _levels(settings: Settings) -> Iterator[tuple[Key, list[RuleLevel]]]:
    """Every place that rules are written in, with the levels above it."""
    yield ("defaults",), [settings.defaults]
    for site, own in settings.sites.items():
        yield ("sites", site), [settings.defaults, own]
        for id_, queue in own.queues.items():
            yield ("sites", site, "queues", id_), [settings.defaults, own, queue]


def _rule_problems(levels: Sequence[RuleLevel]) -> Iterator[Problem]:
    own = levels[-1]
    if MAIN in own.rules:
        yield (
            ("rules", MAIN),
            f"the fields beside `rules` are the {MAIN} rule: write them there, or choose another name",
        )
    for name, versions in named_versions(levels):
        late = [since for since, _ in versions[1:] if since <= versions[0][0]]
        if name in own.rules and late:
            yield ("rules", name, "changes"), "a later version begins after the rule's `from`: move one of them"
    try:
        rules_under(levels)
    except ValueError as too_many:
        if own.rules or own.rule_changes:
            key = ("rules", next(iter(own.rules))) if own.rules else ("rule_changes",)
            yield key, f"{too_many}: leave out old versions, or rules that nobody looks at"


def _promise_problems(settings: Settings) -> Iterator[Problem]:
    yield from _promises_in((), settings.promises, settings, ())
    for site, own in settings.sites.items():
        yield from _promises_in(("sites", site), own.promises, settings, settings.promises)


def _promises_in(
    key: Key, promises: Sequence[PromiseSettings], settings: Settings, others: Sequence[PromiseSettings]
) -> Iterator[Problem]:
    names = [promise.name for promise in others]
    for place, promise in enumerate(promises):
        at = (*key, "promises", str(place))
        if promise.name in names:
            yield (*at, "name"), f"there are two promises {promise.name!r}: give each its own name"
        names.append(promise.name)
        if promise.hours is not None and promise.hours not in settings.hours:
            yield (*at, "hours"), f"there are no hours {promise.hours!r}" + _known(promise.hours, settings.hours)
    for place, before in never_asked(promises):
        what = f"no ticket is left for it by {before!r}, which comes before it: put it first, or narrow that one down"
        yield (*key, "promises", str(place)), what


def _kpi_problems(settings: Settings) -> Iterator[Problem]:
    for key, kpi in settings.kpis.items():
        try:
            kpi.kpi(key)
        except ValueError as wrong:
            yield ("kpis", key), str(wrong)


def _goal_levels(settings: Settings) -> Iterator[tuple[str | None, list[GoalsSection]]]:
    """Goals of every site, then those of each site that has something of its own."""
    yield None, [settings.goals]
    for site, own in settings.sites.items():
        if own.goals != GoalsSection():
            yield site, [settings.goals, own.goals]


def _goal_problems(settings: Settings) -> Iterator[Problem]:
    own_kpis = settings.own_kpis()
    for site, sections in _goal_levels(settings):
        key: Key = ("goals",) if site is None else ("sites", site, "goals")
        section = sections[-1]
        known = goal_sets([one.model_copy(update={"sets": None}) for one in sections])
        for name in section.sets or ():
            if name not in known:
                yield (*key, "sets"), f"there is no set {name!r}" + _known(name, known)
        written = [own.goal for own in section.own]
        for place, goal in enumerate(written):
            yield from (((*key, "own", str(place), field), what) for field, what in _unit_problems(goal, own_kpis))
            if section.sets is not None and goal.set not in section.sets:
                what = f"the set {goal.set!r} is not worked by here: name it in `sets`, or leave `sets` out"
                yield (*key, "own", str(place), "set"), what
        touched = {goal.set for goal in written}
        for what, at in _set_problems({name: known[name] for name in known if name in touched}, written, own_kpis):
            yield (*key, "own", *at), what


def _set_problems(sets: GoalSets, written: Sequence[Goal], own: OwnKpis) -> Iterator[tuple[str, Key]]:
    """What is wrong with sets, and the place of the goal among those `written` where one is to blame."""
    for name, goals in sets.items():
        try:
            check_set(goals, own)
        except GoalSetError as wrong:
            for problem in wrong.problems:
                blamed = (
                    (str(place),)
                    for place, goal in enumerate(written)
                    if goal.set == name and problem.startswith(f"goal {goal.key!r}: ")
                )
                yield f"set {name}: {problem}", next(blamed, ())
    for place, goal in enumerate(written):
        if any((other.set, other.key) == (goal.set, goal.key) for other in written[:place]):
            yield f"two goals of the set {goal.set} have the key {goal.key!r}: give each its own", (str(place),)


def _unit_problems(goal: Goal, own: OwnKpis) -> Iterator[tuple[str, str]]:
    metric = metric_of(goal, own)
    if metric is None or metric.unit == "ms":
        return
    for field in ("target", "warning"):
        if isinstance(getattr(goal, field), DurationMs):
            yield field, f"{goal.metric} is no time: write a number ({metric.unit})"


def _known(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f": did you mean {near[0]}?" if near else f"; there are {', '.join(known) or 'none'}"
