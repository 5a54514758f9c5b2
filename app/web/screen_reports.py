"""What screens say of themselves, gathered here and written into the store: seldom while nothing changes."""

from __future__ import annotations

from app.devices.report import WRITTEN_EVERY_MS, Report
from app.store.screens import ScreenStore
from app.web.frames import Pong

KEPT = 10_000
"""Screens of this process whose last writing is remembered; beyond that the oldest is written again."""


def report_of(pong: Pong, address: str, now: int) -> Report:
    """`now` is when it arrived, ms since 1970."""
    return Report(
        board=pong.board, version=pong.version, build=pong.build, uptime_s=pong.uptime_s, heap_bytes=pong.heap_bytes,
        missed=pong.missed, address=address[:64],
        clock_offset_ms=pong.client_time - now if pong.client_time is not None else None,
    )  # fmt: skip


class ScreenReports:
    """The newest report of each screen waits here until it is written; one that is newer takes its place."""

    def __init__(self, store: ScreenStore) -> None:
        self._store = store
        self._written: dict[str, tuple[int, Report]] = {}
        self._due: dict[str, tuple[int, Report]] = {}

    def said(self, digest: str, report: Report, now: int) -> None:
        """`digest` is that of the screen's secret."""
        at, before = self._written.get(digest, (0, None))
        if report.differs(before) or now - at >= WRITTEN_EVERY_MS or digest in self._due:
            self._due[digest] = (now, report)

    def left(self, digest: str) -> None:
        """The screen's connection has ended. When it was last heard of stays as it was."""
        last = self._due.get(digest) or self._written.get(digest)
        if last is not None:
            self._due[digest] = (last[0], last[1].model_copy(update={"connected": False}))

    async def write(self) -> None:
        """Writes what is due. Raises `StoreUnavailable`: then it is due still."""
        if not self._due:
            return
        due, self._due = self._due, {}
        try:
            await self._store.reported(due)
        except BaseException:
            self._due = {**due, **self._due}
            raise
        for digest, written in due.items():
            self._written.pop(digest, None)
            self._written[digest] = written
        while len(self._written) > KEPT:
            del self._written[next(iter(self._written))]
