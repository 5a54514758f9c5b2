"""A loop on which waiting costs nothing: when nobody has anything to do, the clock moves on to the next who has."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import async_solipsism

T = TypeVar("T")


class Left(Exception):
    """Something was left behind: an exception that nobody took, or a task."""


def run_virtually(work: Callable[[list[str]], Coroutine[Any, Any, T]]) -> T:
    """What `work` answers. It is handed the list to which the loop adds what nobody took. Raises `Left` for tasks that
    are not over when it is."""
    with warnings.catch_warnings():
        # A pause may be shorter than the clock can tell.
        warnings.simplefilter("ignore", async_solipsism.ResolutionWarning)
        return _run(work)


def _run(work: Callable[[list[str]], Coroutine[Any, Any, T]]) -> T:
    loop = async_solipsism.EventLoop()
    untaken: list[str] = []
    loop.set_exception_handler(lambda _, context: untaken.append(f"{context.get('message')}: {context!r}"))
    try:
        answer = loop.run_until_complete(work(untaken))
        left = sorted(task.get_name() for task in asyncio.all_tasks(loop))
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
    if left:
        raise Left(f"tasks left behind: {left}")
    return answer


def now_s() -> float:
    """Virtual seconds since the beginning."""
    return asyncio.get_running_loop().time()
