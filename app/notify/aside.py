"""Runs what blocks (resolving a name, Apprise) in a thread of its own, one at a time, so that nothing waits for it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from app.notify.attempt import Failed

T = TypeVar("T")


class Aside:
    """One for each channel: a call that hangs occupies this one thread, and no other channel's. The thread is a daemon:
    the end of the process does not wait for it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._busy = threading.Lock()

    async def run(self, call: Callable[[], T]) -> T:
        """What `call` answers or raises. Raises `Failed` while an earlier call that nobody waits for hangs."""
        return await self.start(call)

    def start(self, call: Callable[[], T]) -> asyncio.Future[T]:
        """What `call` will answer or raise. Raises `Failed` while an earlier call has not ended."""
        if not self._busy.acquire(blocking=False):
            raise Failed("the attempt before has not ended yet")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def work() -> None:
            try:
                result = call()
            except Exception as error:
                self._hand(loop, answer, error=error)
            else:
                self._hand(loop, answer, result=result)

        threading.Thread(target=work, name=self._name, daemon=True).start()
        return answer

    def _hand(
        self, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[T], *, result: T | None = None,
        error: Exception | None = None,
    ) -> None:  # fmt: skip
        self._busy.release()

        def settle() -> None:
            if answer.done():
                return
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(result)  # type: ignore[arg-type]

        try:
            loop.call_soon_threadsafe(settle)
        except RuntimeError:  # the loop was closed: nobody waits for the answer
            return
