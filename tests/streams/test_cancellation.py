"""A cancelled task ends, also when the library it waits in loses the cancellation."""

from __future__ import annotations

import asyncio

import pytest

from streams.cancellation import cancellation_kept
from streams.log.port import LogUnavailable


async def losing() -> None:
    """Like `asyncio.wait_for` before Python 3.12 in the wrong moment."""
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        return


async def losing_by_failing() -> None:
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        raise LogUnavailable("closed") from None


@pytest.mark.parametrize("call", [losing, losing_by_failing, lambda: asyncio.sleep(3600)])
async def test_a_cancellation_is_not_lost(call: object) -> None:
    went_on = False

    async def work() -> None:
        nonlocal went_on
        with cancellation_kept():
            await call()  # type: ignore[operator]
        went_on = True

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not went_on


async def test_a_time_out_around_it_stays_a_time_out() -> None:
    async def in_time() -> None:
        async with asyncio.timeout(0.01):
            with cancellation_kept():
                await losing()

    with pytest.raises(TimeoutError):
        await in_time()


async def test_what_a_cancelled_task_does_at_its_end_is_left_alone() -> None:
    cleaned: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            with cancellation_kept():
                await asyncio.sleep(0)
            cleaned.append("all")

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert cleaned == ["all"]


async def test_answers_and_errors_pass() -> None:
    with cancellation_kept():
        await asyncio.sleep(0)
    with pytest.raises(LogUnavailable), cancellation_kept():
        raise LogUnavailable("gone")
