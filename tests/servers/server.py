"""A server that tests start: `async with` starts it, and closes it however that ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Self


class Server(ABC):
    @abstractmethod
    async def start(self) -> None:
        """Returns when it answers."""

    @abstractmethod
    async def close(self) -> None:
        """Ends it, and removes what it made."""

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()
