"""One attempt to deliver, and what may come of it."""

from __future__ import annotations

from typing import Protocol

from app.notify.letter import Letter


class Failed(Exception):
    """It was not delivered, or nobody said that it was. The text is for people and holds no secret.

    `after_s` is how long the receiver asks us to wait. `about_this` says that it may be this message alone that the
    receiver does not take; `gone` that the receiver wants no more of any.
    """

    def __init__(self, why: str, *, after_s: float | None = None, about_this: bool = False, gone: bool = False) -> None:
        super().__init__(why)
        self.after_s, self.about_this, self.gone = after_s, about_this, gone


class Carrier(Protocol):
    """Takes letters to one channel."""

    async def carry(self, letter: Letter) -> None:
        """One attempt, which ends within the channel's `timeout_s`. Raises `Failed`."""
        ...

    async def close(self) -> None:
        """Lets go of connections; never waits for an attempt that hangs."""
        ...
