"""Runs an alert test: the time line through a floor and its alerts, and what came of it against what was expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter

from app.commands.alerts_file import TOLERANCE_S, Acknowledges, AlertTest, Expected, UnusableFile, events_of
from app.settings import Settings
from streams.alerts.alert_book import Change
from streams.alerts.judge import Turn
from streams.alerts.notification import Notification
from streams.alerts.rehearsal import Rehearsal, in_order
from streams.alerts.rule import Subject
from streams.events import AlertAcknowledged
from streams.events.alert import Acknowledgement
from streams.events.instant import from_ms


@dataclass
class Life:
    """One alert from its first state to its last. Moments in ms since 1970; None: it never came to that."""

    id: str
    rule: str
    subject: str
    fires: int | None = None
    resolves: int | None = None
    told: int | None = None
    escalated: int | None = None


@dataclass
class Outcome:
    """`lines` are what happened, in order; `differences` what was expected otherwise."""

    lines: list[Change | Notification] = field(default_factory=list)
    lives: dict[str, Life] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def note(self, turn: Turn) -> None:
        for change in turn.changes:
            self.lines.append(change)
            life = self.lives.setdefault(change.id, Life(change.id, change.rule, named(change.subject)))
            if change.state in ("firing", "flapping") and life.fires is None:
                life.fires = change.at
            elif change.state == "resolved":
                life.resolves = change.at
        for sent in turn.notifications:
            self.lines.append(sent)
            for alert in sent.alerts:
                if sent.kind == "firing":
                    self.lives[alert.id].told = sent.at
                elif sent.kind == "escalation":
                    self.lives[alert.id].escalated = sent.at


def run_test(test: AlertTest, settings: Settings) -> Outcome:
    """Raises `UnusableFile` for a rule that there is none of, or an event that is none."""
    policy = settings.alert_policy(test.site)
    if unknown := sorted({*test.only, *(one.rule for one in test.expect)} - policy.by_key.keys()):
        raise UnusableFile(f"there is no rule {', '.join(unknown)}; there are {', '.join(policy.by_key)}")
    if test.only:
        policy = replace(policy, rules=[rule for rule in policy.rules if rule.key in test.only])
    rehearsal = Rehearsal(test.site, settings.floor_rules(test.site), policy)
    arrivals = in_order(events_of(test))
    outcome = Outcome()
    people = sorted(test.acknowledges, key=attrgetter("at"))
    for until, somebody in [*((test.ms(one.at), one) for one in people), (test.ms(test.lasts), None)]:
        since = rehearsal.now
        for _, turn in rehearsal.run([one for one in arrivals if one.at >= since], until):
            outcome.note(turn)
        if somebody is not None:
            _acknowledge(somebody, rehearsal, test, outcome)
    outcome.differences += _differences(test, outcome)
    return outcome


def _acknowledge(somebody: Acknowledges, rehearsal: Rehearsal, test: AlertTest, outcome: Outcome) -> None:
    found = [
        episode
        for episode in rehearsal.alerts.book.open
        if episode.rule == somebody.rule and somebody.subject in (None, named(episode.of))
    ]
    if not found:
        outcome.differences.append(f"at {clock(somebody.at)} there is no alert of {somebody.rule} to acknowledge")
    for episode in found:
        data = Acknowledgement(alert=episode.id, by=somebody.by)
        time = from_ms(test.ms(somebody.at))
        rehearsal.alerts.apply(AlertAcknowledged(id=episode.id, source="people", time=time, site=test.site, data=data))


def _differences(test: AlertTest, outcome: Outcome) -> Iterator[str]:
    fired = [life for life in outcome.lives.values() if life.fires is not None]
    for expected in test.expect:
        about = expected.rule + (f" about {expected.subject}" if expected.subject else "")
        fitting = [one for one in fired if one.rule == expected.rule and expected.subject in (None, one.subject)]
        if not fitting:
            yield f"{about}: expected to fire at {_written(expected.fires)}, and did not"
            continue
        life = min(fitting, key=lambda one: len(list(_misses(test, expected, one))))
        fired.remove(life)
        yield from (f"{about}: {miss}" for miss in _misses(test, expected, life))
    for life in fired:
        yield f"{life.rule} about {life.subject}: fired at {_at(test, life.fires)}, and was not expected"


def _misses(test: AlertTest, expected: Expected, life: Life) -> Iterator[str]:
    for name in ("fires", "resolves", "told", "escalated"):
        wanted, came = getattr(expected, name), getattr(life, name)
        if wanted is None:
            if name == "resolves" and came is not None:
                yield f"resolved at {_at(test, came)}, and was not expected to"
            continue
        first, last = wanted if isinstance(wanted, tuple) else (wanted - TOLERANCE_S, wanted + TOLERANCE_S)
        if came is None:
            yield f"{name}: expected at {_written(wanted)}, and it never came"
        elif not test.ms(first) <= came <= test.ms(last):
            yield f"{name}: expected at {_written(wanted)}, and it came at {_at(test, came)}"


def named(subject: Subject) -> str:
    """`queue support`, `site`."""
    return " ".join(filter(None, subject))


def clock(moment_s: float) -> str:
    """Time since the start: `0:16:10`."""
    minutes, seconds = divmod(round(moment_s), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def _at(test: AlertTest, moment: int | None) -> str:
    return clock(((moment or test.begins) - test.begins) / 1000)


def _written(wanted: float | tuple[float, float]) -> str:
    return clock(wanted) if isinstance(wanted, float) else " to ".join(map(clock, wanted))
