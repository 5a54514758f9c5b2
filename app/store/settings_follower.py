"""Keeps the settings in force as the store has them, whoever changed them and where."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from sqlalchemy.exc import DBAPIError

from app.settings.in_force import SettingsInForce
from app.store.errors import StoreUnavailable
from app.store.settings import Edition, SettingStore

FOLLOW_S = 2.0
"""Settings that were changed elsewhere are looked for this often."""

logger = structlog.get_logger(__name__)


async def _always() -> bool:
    return True


class SettingsFollower:
    """What was read last goes on to hold while the store does not answer: the log says so, and `told` hears whether it
    does. `there` is asked before each look whether there is a store at all; without one nothing is set."""

    def __init__(
        self, store: SettingStore, in_force: SettingsInForce, *, told: Callable[[bool], object] = bool,
        there: Callable[[], Awaitable[bool]] = _always,
    ) -> None:  # fmt: skip
        self._store, self._in_force = store, in_force
        self._told, self._there = told, there
        self._editions: Mapping[str, Edition] | None = None
        self._silent = False
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> bool:
        """One round of taking what changed. Answers whether anything did."""
        async with self._one_at_a_time:
            return await self._look()

    async def _look(self) -> bool:
        try:
            editions = await self._store.editions() if await self._there() else {}
            if editions == self._editions:
                stored = self._in_force.stored
            elif editions:
                stored = {setting.key: setting.value for setting in await self._store.list()}
            else:
                stored = {}
        except (StoreUnavailable, DBAPIError) as error:  # the latter: tables that the web side has yet to make
            self._failed(error)
            return False
        self._silent, self._editions = False, editions
        self._told(True)
        return self._in_force.take(stored)

    async def run(self) -> None:
        """Looks every `FOLLOW_S` seconds until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(FOLLOW_S)

    def _failed(self, error: Exception) -> None:
        if not self._silent:
            logger.warning("settings_not_read", error=str(error))
        self._silent = True
        self._told(False)
        self._in_force.unheard()
