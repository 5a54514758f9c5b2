"""What kind of pause a reason's text speaks of."""

from __future__ import annotations

from streams.events.agent import Presence

# The first row with a word that the text contains decides; in the languages of the boards.
_WORDS: tuple[tuple[Presence, tuple[str, ...]], ...] = (
    ("other_work", ("after call", "after-call", "aftercall", "acw", "wrap", "admin", "paperwork", "outbound", "mail")),
    ("other_work", ("back office", "backoffice", "efterbehandling", "etterarbeid", "nawerk", "nacharbeit")),
    ("training", ("training", "coaching", "course", "kursus", "kurs", "utbildning", "opplæring", "opleiding")),
    ("meeting", ("meeting", "møde", "møte", "möte", "vergadering", "overleg", "besprechung", "briefing", "standup")),
)


def presence_of(reason: str) -> Presence:
    """Other work, training or a meeting when the text says so; a break otherwise."""
    text = reason.casefold()
    for presence, words in _WORDS:
        if any(word in text for word in words):
            return presence
    return "break"
