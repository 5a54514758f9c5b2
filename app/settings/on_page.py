"""What is set on the supervisor's page: parts of a site's settings that lie over what the file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from pydantic import Field, ValidationError

from app.settings.alerts import AlertRuleSettings, AlertsSection
from app.settings.goals import GoalSettings, GoalsSection
from app.settings.section import Id, Section
from app.settings.site import QueueSettings, SiteSettings
from app.settings.site_check import site_problems
from app.settings.tree import Settings

Fixed = Mapping[str, Any]
"""What the environment sets, as a tree: nothing lies over that."""
Path = tuple[str, ...]
NOTHING: Fixed = {}
One = TypeVar("One", bound=GoalSettings | AlertRuleSettings)
LISTED = ("own", "rules")
"""Fields of goals and of alerts that hold a list, whose members have keys."""
KEY = "site/"


class RulesOnPage(QueueSettings):
    """Rules of a site and of its queues, goal of the service level, expected contacts. What is left out is as the file
    says; `null` is as if the file did not say it."""

    queues: dict[Id, QueueSettings] = Field(default={}, max_length=10_000)
    """Its queues, by id."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a site's settings. `within` is the field of the site that holds it; None: the site itself does."""

    model: type[Section]
    within: str | None = None

    def of(self, site: SiteSettings) -> Section:
        """The section that the part lies over."""
        holder: Section = site if self.within is None else getattr(site, self.within)
        return holder

    def said_by(self, site: SiteSettings) -> dict[str, Any]:
        """What the site says of it, as JSON."""
        held = self.of(site).model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, include=set(self.model.model_fields)
        )  # fmt: skip
        return held

    def into(self, site: SiteSettings, section: Section) -> SiteSettings:
        return section if isinstance(section, SiteSettings) else site.model_copy(update={str(self.within): section})


PARTS: Mapping[str, Part] = {
    "rules": Part(RulesOnPage),
    "goals": Part(GoalsSection, within="goals"),
    "alerts": Part(AlertsSection, within="alerts"),
}


class Place(NamedTuple):
    """Which part of which site a stored setting is."""

    site: str
    part: str

    @property
    def key(self) -> str:
        return f"{KEY}{self.site}/{self.part}"

    @classmethod
    def of(cls, key: str) -> Place | None:
        """None for a key that this version knows no part for."""
        site, _, part = key.removeprefix(KEY).rpartition("/")
        return cls(site, part) if key.startswith(KEY) and site and part in PARTS else None


class FieldMistake(NamedTuple):
    """`path` leads to the field, within the part."""

    path: Path
    what: str

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.what}" if self.path else self.what


class MistakenOnPage(Exception):
    """What is set on the page cannot be used as it is."""

    def __init__(self, mistakes: Sequence[FieldMistake]) -> None:
        super().__init__("; ".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


class InForce(NamedTuple):
    """The settings that hold, and by key what is stored and cannot be used."""

    settings: Settings
    mistakes: Mapping[str, Sequence[FieldMistake]]


def in_force(file: Settings, stored: Mapping[str, Any], fixed: Fixed = NOTHING) -> InForce:
    """The settings of the file with what is stored (by key) over them. A part that cannot be used is left out: what the
    file says of it holds."""
    settings, mistakes = file, dict[str, Sequence[FieldMistake]]()
    for key in sorted(stored):
        try:
            place = Place.of(key)
            if place is None:
                raise MistakenOnPage([FieldMistake((), "this version knows no such part: a newer one has set it")])
            settings = laid_over(settings, place, read(place, stored[key]), fixed)
        except MistakenOnPage as wrong:
            mistakes[key] = wrong.mistakes
    return InForce(settings, mistakes)


def read(place: Place, value: Any) -> Section:
    """The part as a section. Raises `MistakenOnPage`."""
    try:
        return PARTS[place.part].model.model_validate(value)
    except ValidationError as wrong:
        raise MistakenOnPage([
            FieldMistake(tuple(str(part) for part in error["loc"] if part != "[key]"), _lower(error["msg"]))
            for error in wrong.errors(include_url=False, include_input=False, include_context=False)
        ]) from None  # fmt: skip


def laid_over(settings: Settings, place: Place, said: Section, fixed: Fixed = NOTHING) -> Settings:
    """The settings with this part over them, checked as those of the file are. Raises `MistakenOnPage`."""
    part = PARTS[place.part]
    site = settings.sites.get(place.site, SiteSettings())
    laid = part.into(site, _over(part.of(site), said, fixed_in(fixed, place)))
    problems = site_problems(settings.model_copy(update={"sites": {place.site: laid}}))
    begins: Path = ("sites", place.site, *([part.within] if part.within else []))
    mistakes = [
        FieldMistake(_in_part(key[len(begins) :], part.of(laid), said), what)
        for key, what in problems
        if key[: len(begins)] == begins
    ]
    if mistakes:
        raise MistakenOnPage(mistakes)
    return settings.model_copy(update={"sites": {**settings.sites, place.site: laid}})


def fixed_in(fixed: Fixed, place: Place) -> Fixed:
    """What of the part the environment sets."""
    within = PARTS[place.part].within
    site = _branch(_branch(fixed, "sites"), place.site)
    return site if within is None else _branch(site, within)


def fixed_mistakes(said: Section, fixed: Fixed) -> Iterator[FieldMistake]:
    """Fields that are said in vain, since the environment sets them."""
    for name in sorted(said.model_fields_set):
        if name == "queues":
            for id_, queue in getattr(said, name).items():
                for mistake in fixed_mistakes(queue, _branch(_branch(fixed, name), id_)):
                    yield FieldMistake((name, id_, *mistake.path), mistake.what)
        elif name in fixed:
            yield FieldMistake((name,), "a TAVLE_… variable of the environment sets it: change it there")


def _over(held: Section, said: Section, fixed: Fixed) -> Section:
    """The fields that `said` says take the place of those held. Queues, goals and alert rules are matched one by
    one."""
    laid: dict[str, Any] = {}
    for name in said.model_fields_set - (fixed.keys() - {"queues"}):
        value = getattr(said, name)
        if name == "queues":
            value = _queues(getattr(held, name), value, _branch(fixed, name))
        elif name in LISTED and isinstance(held, GoalsSection | AlertsSection):
            value = _matched(getattr(held, name), value)
        laid[name] = value
    return held.model_copy(update=laid)


def _queues(
    held: Mapping[str, QueueSettings], said: Mapping[str, QueueSettings], fixed: Fixed
) -> Mapping[str, Section]:
    laid = {id_: _over(held.get(id_, QueueSettings()), queue, _branch(fixed, id_)) for id_, queue in said.items()}
    return {**held, **laid}


def _matched(held: Sequence[One], said: Sequence[One]) -> tuple[One, ...]:
    """Those called the same take the held one's place; the others follow."""
    mine = {_called(one): one for one in said}
    kept = [mine.get(_called(one), one) for one in held]
    known = {_called(one) for one in held}
    return (*kept, *(one for one in said if _called(one) not in known))


def _called(one: GoalSettings | AlertRuleSettings) -> Path:
    return (one.set, one.key) if isinstance(one, GoalSettings) else (one.key,)


def _in_part(key: Path, laid: Section, said: Section) -> Path:
    """Where a problem of the whole stands in what was said: goals and alert rules have another place there."""
    if len(key) < 2 or key[0] not in LISTED or not isinstance(laid, GoalsSection | AlertsSection):
        return key
    blamed = _called(getattr(laid, key[0])[int(key[1])])
    places = (str(place) for place, one in enumerate(getattr(said, key[0])) if _called(one) == blamed)
    place = next(places, None)
    return (key[0],) if place is None else (key[0], place, *key[2:])


def _branch(tree: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = tree.get(name)
    return found if isinstance(found, Mapping) else NOTHING


def _lower(message: str) -> str:
    what = message.removeprefix("Value error, ")
    return what[0].lower() + what[1:]
