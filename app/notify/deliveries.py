"""All channels together: which one gets what, and a task for each, so that a slow one delays no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Self

import structlog

from app.notify.channel import Channel
from app.notify.dead_man import DeadMan
from app.notify.metrics import NotifyMetrics
from app.settings.notify import ChannelSettings
from streams.alerts.notification import Notification
from streams.outbox import Parcel

logger = structlog.get_logger(__name__)


class Deliveries:
    """A `streams.outbox.Delivery`. Its tasks live while the context is open; leaving it cancels them, and what was not
    delivered stays in the outbox."""

    def __init__(
        self, settings: Iterable[ChannelSettings], channels: Iterable[Channel], metrics: NotifyMetrics,
        dead_man: DeadMan | None = None,
    ) -> None:  # fmt: skip
        self._settings = tuple(settings)
        self._channels = {channel.key: channel for channel in channels}
        self._metrics, self._dead_man = metrics, dead_man
        self._group = asyncio.TaskGroup()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        for channel in self._channels.values():
            self._tasks.append(self._group.create_task(channel.run(), name=f"notify {channel.key}"))
        if self._dead_man is not None:
            self._tasks.append(self._group.create_task(self._dead_man.run(), name="notify dead man"))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await self._group.__aexit__(kind, error, trace)

    def channels_for(self, site: str, notification: Notification) -> Sequence[str]:
        """The keys of the channels that get it, in the order of the configuration."""
        return [channel.key for channel in self._settings if gets(channel, site, notification)]

    def send(self, parcel: Parcel, done: Callable[[], None]) -> None:
        """Never blocks. A parcel for a channel that the configuration knows no more is given up."""
        channel = self._channels.get(parcel.channel)
        if channel is None:
            self._metrics.given_up(parcel.channel)
            logger.error("notification_given_up", channel=parcel.channel, id=parcel.id, site=parcel.site,
                         why="the configuration has no such channel any more")  # fmt: skip
            asyncio.get_running_loop().call_soon(done)
            return
        channel.put(parcel, done)


def gets(channel: ChannelSettings, site: str, sent: Notification) -> bool:
    """Whether a channel gets a notification: what it does not narrow down, it gets."""
    return (
        (not channel.sites or site in channel.sites)
        and (not channel.severities or sent.severity in channel.severities)
        and (not channel.kinds or sent.kind in channel.kinds)
        and (not channel.teams or any(alert.team in channel.teams for alert in sent.alerts))
    )
