"""Deliveries by a configuration, with time that passes as fast as it is waited for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry

from app.notify.address import Resolve, resolved
from app.notify.channel import Surroundings
from app.notify.deliveries import Deliveries
from app.notify.opening import open_deliveries
from app.settings import Settings, SettingsInForce
from streams.alerts.notification import Alert, Kind, Notification
from streams.alerts.rule import Severity
from streams.outbox import Parcel
from tests.app.receiver import SECRET

AT = 1_795_600_800_000  # 2026-11-25T10:00Z


@dataclass
class Time:
    """`pauses` are those that were waited for, in seconds; the clock moves on by each. `held` pauses never end."""

    now: int = AT
    pauses: list[float] = field(default_factory=list)
    held: bool = False

    def clock(self) -> int:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += round(seconds * 1000)
        await (asyncio.Event().wait() if self.held else asyncio.sleep(0))


@dataclass
class Notified:
    """What a test of deliveries needs."""

    time: Time = field(default_factory=Time)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    done: list[str] = field(default_factory=list)
    alive: bool = True

    def open(self, *channels: dict[str, Any], resolve: Resolve = resolved, **notify: Any) -> Deliveries:
        settings = Settings(notify={"channels": channels, **notify})
        around = Surroundings(self.time.clock, self.time.pause, lambda: 1.0)
        in_force = SettingsInForce(settings)
        return open_deliveries(in_force, self.registry, lambda: self.alive, around=around, resolve=resolve)

    def send(self, deliveries: Deliveries, parcel: Parcel) -> None:
        deliveries.send(parcel, lambda: self.done.append(parcel.id))

    def counted(self, name: str, channel: str = "ops") -> float | None:
        return self.registry.get_sample_value(f"tavle_notify_{name}", {"channel": channel})


def webhook(url: str, key: str = "ops", **said: Any) -> dict[str, Any]:
    return {"key": key, "kind": "webhook", "url": url, "secret": SECRET, "allow_private": True, **said}


def alert(rule: str = "abandons", **said: Any) -> Alert:
    known: dict[str, Any] = {
        "id": f"{rule}-1", "rule": rule, "version": 1, "severity": "critical", "kind": "queue", "subject": "support",
        "state": "firing", "began": AT - 180_000, "since": AT - 60_000, "fired": AT - 60_000, "value": 0.25, "n": 40,
        "queue": None if "kind" in said else "support",
    }  # fmt: skip
    return Alert(**{**known, **said})


def notification(
    id_: str = "n1", *alerts: Alert, kind: Kind = "firing", severity: Severity = "critical"
) -> Notification:
    told = alerts or (alert(),)
    return Notification(id=id_, at=AT, kind=kind, severity=severity, group="", alerts=told, count=len(told))


def parcel(id_: str = "n1", channel: str = "ops") -> Parcel:
    return Parcel("aarhus", channel, notification(id_))
