"""Why a figure is not judged now: its data is not to be trusted, nobody is at work, or its window is not filled yet."""

from __future__ import annotations

from collections.abc import Mapping

from streams.alerts.policy import AlertPolicy
from streams.alerts.rule import BurnRule, FigureRule, LevelRule, Subject, widest
from streams.alerts.trust import Trust
from streams.floor.floor import Floor
from streams.floor.window import LONG, SHORT, WINDOWS
from streams.kpi.subjects import CONTACTS, SUBJECTS_OF, Subjects

WARM = 0.9
"""A window is warm once so much of it is covered by data, and for those of up to an hour by opening hours."""

_SUBJECTS: Mapping[str, Subjects] = {str(metric): subjects for metric, subjects in SUBJECTS_OF.items()}
ROLLING: Mapping[str, int] = {**SHORT, **LONG}


def quiet(rule: FigureRule, subject: Subject, policy: AlertPolicy, trust: Trust, floor: Floor, now: int) -> str | None:
    """`not trusted`, `closed` or `warming`; None when it can be judged. Calendar windows are never warming: they begin
    empty, and their figures are true from the first contact on. What is paced or compared is: against the days gone
    by, or against last week, stands what was heard of them, and who began to listen on the 25th has heard nothing of
    the others."""
    subjects = CONTACTS if isinstance(rule, BurnRule) else _SUBJECTS[rule.metric]
    if trust.missing(floor, subjects, subject):
        return "not trusted"
    hours = policy.hours_of(subject)
    if not hours.is_open(now):
        return "closed"
    window = widest(rule)
    width_ms = ROLLING.get(window)
    if width_ms is None and isinstance(rule, LevelRule) and (rule.paced or rule.compare):
        width_ms = now - floor.windows.starts(now)[WINDOWS.index(window)]
    if width_ms is None:
        return None
    start = now - width_ms
    if width_ms - trust.uncovered_ms(floor, subjects, subject, start, now) < WARM * width_ms:
        return "warming"
    if window in SHORT and hours.worked_ms(start, now) < WARM * width_ms:
        return "warming"
    return None


def missing_then(rule: LevelRule, subject: Subject, trust: Trust, floor: Floor, moment: int) -> bool:
    """Whether the window that ended at a past moment (ms) is not covered, by what was learnt since: a source may tell
    only later that it missed events."""
    width_ms = ROLLING.get(rule.window) or moment - floor.windows.starts(moment)[WINDOWS.index(rule.window)]
    uncovered_ms = trust.uncovered_ms(floor, _SUBJECTS[rule.metric], subject, moment - width_ms, moment)
    return width_ms - uncovered_ms < WARM * width_ms
