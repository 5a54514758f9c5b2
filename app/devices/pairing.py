"""Screens that wait to be paired: how long, and how many."""

from __future__ import annotations

from dataclasses import dataclass

WAITING_MS = 600_000
"""A code is worth something for this long; then the screen shows another one."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A screen that shows this code until `expires_at` (ms since 1970)."""

    code: str
    expires_at: int


class TooManyWaiting(Exception):
    """More screens than may wait at once, in all or of one address."""

    def __init__(self, limit: int, *, of_an_address: bool) -> None:
        name = "pairings_an_address" if of_an_address else "pairings"
        whose = " from this address" if of_an_address else ""
        super().__init__(f"{limit} screens{whose} wait to be paired: pair some, or raise web.limits.{name}")
        self.limit, self.of_an_address = limit, of_an_address
