"""Figures as they stood a week ago, at the same weekday and time of the site's clocks: what rules compare with.

A figure that a rule compares is noted every five minutes, when it may be judged: not while its data is mistrusted,
nobody is at work, or its window is not filled. So what was not true then is not compared with now. Notes are kept a day
longer than a week, for a rule to be tried over the day that is past.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from datetime import timedelta
from math import isnan, nan
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from streams.alerts.condition import NO_READING, Reading
from streams.alerts.rule import LevelRule, Subject, SubjectKind
from streams.events.instant import DAY_MS, HOUR_MS, MINUTE_MS, from_ms, to_ms

SLOT_MS = 5 * MINUTE_MS
NOTED_WITHIN_MS = MINUTE_MS
"""A note is of the beginning of its five minutes: one that could not be taken by then is not taken."""
KEPT_MS = 8 * DAY_MS + 3 * HOUR_MS
"""Three hours for clocks that are put forward or back meanwhile."""
FIGURES_LIMIT = 500
"""So many figures of a site are noted at most, one for each metric, window and scope that is compared: what would be
more is counted as refused, and compared with nothing."""

SLOTS_A_DAY = DAY_MS // SLOT_MS
WEEK = timedelta(days=7)
NO_N = -1

Fields = dict[str, bytes]


class Compared(NamedTuple):
    """What is noted of."""

    metric: str
    window: str
    subject: Subject

    @classmethod
    def of(cls, rule: LevelRule, subject: Subject) -> Compared:
        return cls(rule.metric, rule.window, subject)


class _Day(NamedTuple):
    """The notes of one day (UTC), by slot: no number where there is none, and `NO_N` for a plain sum."""

    values: array[float]
    ns: array[int]


def week_before(now: int, zone: ZoneInfo) -> int | None:
    """The moment (ms) at which clocks of the zone showed the same time seven days before `now`: the first one where an
    hour came twice, None where it was left out."""
    wall = from_ms(now).astimezone(zone).replace(tzinfo=None) - WEEK
    moment = to_ms(wall.replace(tzinfo=zone))
    return moment if from_ms(moment).astimezone(zone).replace(tzinfo=None) == wall else None


class LastWeek:
    """`refused` counts notes of figures above the limit, `missed` figures that were asked for and not noted. `changed`
    and `gone` are days since they were last saved."""

    def __init__(self) -> None:
        self.refused = 0
        self.missed = 0
        self.changed: set[tuple[Compared, int]] = set()
        self.gone: set[tuple[Compared, int]] = set()
        self._days: dict[Compared, dict[int, _Day]] = {}

    def note(self, figure: Compared, now: int, reading: Reading) -> None:
        """As it stands at `now` (ms). The first of every five minutes counts."""
        if reading.value is None or now % SLOT_MS >= NOTED_WITHIN_MS:
            return
        days = self._days.get(figure)
        if days is None:
            if len(self._days) >= FIGURES_LIMIT:
                self.refused += 1
                return
            days = self._days[figure] = {}
        index, slot = divmod(now // SLOT_MS, SLOTS_A_DAY)
        day = days.setdefault(index, _empty())
        if isnan(day.values[slot]):
            day.values[slot], day.ns[slot] = reading.value, NO_N if reading.n is None else reading.n
            self.changed.add((figure, index))

    def at(self, figure: Compared, moment: int) -> Reading:
        """As it stood at `moment` (ms), to within two and a half minutes; no value where it was not noted."""
        index, slot = divmod((moment + SLOT_MS // 2) // SLOT_MS, SLOTS_A_DAY)
        day = self._days.get(figure, {}).get(index)
        if day is None or isnan(day.values[slot]):
            self.missed += 1
            return NO_READING
        return Reading(day.values[slot], None if day.ns[slot] == NO_N else day.ns[slot])

    def forget(self, now: int) -> None:
        """Days that are over for longer than `KEPT_MS`."""
        oldest = (now - KEPT_MS) // DAY_MS
        for figure, days in list(self._days.items()):
            for index in [index for index in days if index < oldest]:
                del days[index]
                self.changed.discard((figure, index))
                self.gone.add((figure, index))
            if not days:
                del self._days[figure]

    def save(self) -> tuple[Fields, list[str]]:
        """Fields to put and fields to drop: a field for each figure and day that changed."""
        put = {_field(figure, index): _encode(list(_notes(self._days[figure][index])))
               for figure, index in sorted(self.changed)}  # fmt: skip
        drop = [_field(figure, index) for figure, index in sorted(self.gone)]
        self.changed.clear()
        self.gone.clear()
        return put, drop

    @classmethod
    def restored(cls, fields: Mapping[str, bytes]) -> LastWeek:
        """Raises `msgspec.MsgspecError` or ValueError for what cannot be read."""
        last_week = cls()
        for field, raw in fields.items():
            index, metric, window, kind, id_ = field.split(":", 4)
            day = _empty()
            for slot, value, n in _decode(raw):
                day.values[slot], day.ns[slot] = value, n
            figure = Compared(metric, window, Subject(msgspec.convert(kind, SubjectKind), id_))
            last_week._days.setdefault(figure, {})[int(index)] = day
        return last_week


def _empty() -> _Day:
    return _Day(array("d", [nan]) * SLOTS_A_DAY, array("q", [NO_N]) * SLOTS_A_DAY)


def _notes(day: _Day) -> Iterator[tuple[int, float, int]]:
    for slot, (value, n) in enumerate(zip(day.values, day.ns, strict=True)):
        if not isnan(value):
            yield slot, value, n


def _field(figure: Compared, index: int) -> str:
    """The id stands last: it may hold any character."""
    return f"{index}:{figure.metric}:{figure.window}:{figure.subject.kind}:{figure.subject.id}"


Slot = Annotated[int, msgspec.Meta(ge=0, lt=SLOTS_A_DAY)]
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[tuple[Slot, float, int]]).decode
