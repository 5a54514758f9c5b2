"""What people are called on a board that does not name them. Nothing of this can be turned back into who it is."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Literal, NamedTuple

from streams.floor.view import AgentView

PeopleShown = Literal["names", "initials", "numbers", "team"]
"""How a board shows people: by name, by initials, by a number, or no single one, only teams."""

NOBODYS_TEAM = "–"
"""Stands for somebody without a team on a board that shows teams."""
INITIALS_LIMIT = 3
FORGET_ABOVE = 10_000
"""So many more people than a site has are remembered; then those that are gone are forgotten."""

_WORD = re.compile(r"[^\W\d_]+")


class Called(NamedTuple):
    """What a board says instead of a person's id and name."""

    id: str
    name: str


class Person(NamedTuple):
    name: str | None
    team: str | None


class Veil:
    """The people of one site. Each gets a number when he is first seen, in an order that nobody can foresee, and keeps
    it as long as the process runs: neither the alphabet nor the next day gives him away."""

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secret or secrets.token_bytes(16)
        self._numbers: dict[str, int] = {}
        self._next = 1
        self._agents: Mapping[str, AgentView] = {}
        self._people: Mapping[str, Person] = {}
        self._pattern: tuple[frozenset[str], re.Pattern[str]] | None = None

    @property
    def people(self) -> Mapping[str, Person]:
        """Who is known, by id; the same object until that changes."""
        return self._people

    def learn(self, agents: Mapping[str, AgentView]) -> None:
        """Takes in who there is now."""
        if agents is self._agents:
            return
        self._agents = agents
        people = {id_: Person(agent.name, agent.team) for id_, agent in agents.items()}
        if people == self._people:
            return
        self._people = people
        self._number(people)
        if len(self._numbers) > 2 * len(agents) + FORGET_ABOVE:
            self._numbers = {id_: number for id_, number in self._numbers.items() if id_ in agents}

    def called(self, id_: str, how: PeopleShown) -> Called:
        known = self._people.get(id_, Person(None, None))
        name = known.name or id_
        if how == "names":
            return Called(id_, name)
        self._number((id_,))
        number = self._numbers[id_]
        token = f"p{number}"
        if how == "initials":
            return Called(token, initials(name) or f"#{number}")
        if how == "team":
            return Called(token, known.team or NOBODYS_TEAM)
        return Called(token, f"#{number}")

    def hidden(self, text: str, how: PeopleShown, ids: Iterable[str] = ()) -> str:
        """`text`, which somebody wrote, with what it says of people put as the board says it: whole names and ids of
        those who are known, and `ids` besides."""
        if how == "names" or not text:
            return text
        who = {word.casefold(): id_ for id_ in (*self._people, *ids) for word in self._words(id_)}
        if not who:
            return text
        return self._matcher(frozenset(who)).sub(lambda found: self.called(who[found[0].casefold()], how).name, text)

    def _words(self, id_: str) -> tuple[str, ...]:
        known = self._people.get(id_)
        return (id_, known.name) if known is not None and known.name else (id_,)

    def _matcher(self, words: frozenset[str]) -> re.Pattern[str]:
        """Longer ones first, so that a name is found before a part of it that is somebody's id."""
        if self._pattern is None or self._pattern[0] != words:
            either = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
            self._pattern = (words, re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE))
        return self._pattern[1]

    def _number(self, ids: Iterable[str]) -> None:
        new = [id_ for id_ in ids if id_ not in self._numbers]
        for id_ in sorted(new, key=lambda one: blake2b(one.encode(), key=self._secret).digest()):
            self._numbers[id_] = self._next
            self._next += 1


class Veils:
    """The veil of each site that boards of this process are of."""

    def __init__(self) -> None:
        self._of: dict[str | None, Veil] = {}

    def of(self, site: str | None) -> Veil:
        return self._of.setdefault(site, Veil())


def initials(name: str) -> str:
    """`Anna Berg` is AB. Of an address only what stands before the @ counts. Empty where there are none, or where they
    would be the whole name."""
    words = _WORD.findall(name.partition("@")[0])
    found = "".join(word[0] for word in words[:INITIALS_LIMIT]).upper()
    return "" if found.casefold() == name.casefold() else found
