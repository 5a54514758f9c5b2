"""Names for tests: every id is its own name."""

from __future__ import annotations


class PlainNames:
    def __init__(self, currency: str = "EUR") -> None:
        self._currency = currency

    def site_name(self, site: str) -> str:
        return site

    def queue_name(self, site: str, queue: str) -> str:
        return queue

    def currency(self, site: str) -> str:
        return self._currency
