"""Names for tests: every id is its own name."""

from __future__ import annotations


class PlainNames:
    def site_name(self, site: str) -> str:
        return site

    def queue_name(self, site: str, queue: str) -> str:
        return queue
