"""The settings that hold now: those of the file, with what is set on the supervisor's page over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from app.settings.on_page import NOTHING, FieldMistake, Fixed, in_force
from app.settings.tree import Settings
from streams.rule_book import RuleBook

logger = structlog.get_logger(__name__)


class SettingsInForce:
    """One for all parts of a process: whoever needs a setting asks for `settings` anew each time. `file` is what file
    and environment say, `fixed` what of it the environment does. `stored` is what was read of the store last, by key;
    `mistakes` what of it cannot be used. `rules` are those of the sites' floors."""

    def __init__(self, file: Settings, fixed: Fixed = NOTHING) -> None:
        self.file, self.fixed = file, fixed
        self.settings = file
        self.stored: Mapping[str, Any] = {}
        self.mistakes: Mapping[str, Sequence[FieldMistake]] = {}
        self.rules = RuleBook(
            lambda site: self.settings.floor_rules(site), alerts=lambda site: self.settings.alert_policy(site),
            settled=False,
        )  # fmt: skip

    def take(self, stored: Mapping[str, Any]) -> bool:
        """The store has these settings, by key. Answers whether that is news."""
        news = stored != self.stored
        if news:
            self.stored = dict(stored)
            self.settings, self.mistakes = in_force(self.file, stored, self.fixed)
            for key, mistakes in self.mistakes.items():
                logger.error("setting_unusable", key=key, mistakes=[str(mistake) for mistake in mistakes])
        if news or not self.rules.settled:
            self.rules.change()
        return news

    def without(self, *keys: str) -> Settings:
        """The settings that would hold if nothing were stored under these keys."""
        others = {known: one for known, one in self.stored.items() if known not in keys}
        return in_force(self.file, others, self.fixed).settings

    def unheard(self) -> None:
        """The store does not answer: what was read last goes on to hold, and may have been changed since."""
        self.rules.settled = False
