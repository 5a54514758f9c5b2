"""A site in the memory ledger, written as a worker writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from streams.floor.rule import ServiceLevelRule
from streams.floor.view import (
    AgentView,
    Pulse,
    QueueNow,
    QueueView,
    SiteView,
    SourceView,
    StaffNow,
    StaffView,
    Waiting,
    WindowView,
    encode,
)
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.names import (
    agents_hash,
    channels_hash,
    names_hash,
    pulse_hash,
    queue_hash,
    site_hash,
    tickets_hash,
    trend_hash,
)
from streams.ledger.port import Changes

NOW = 1_764_060_000_000
"""2025-11-25T08:40:00Z."""


def queue(waiting: int = 0, *, since: int = NOW - 30_000, **counts: int) -> QueueView:
    """A queue with contacts that wait since `since` and 1 s apart, and the same counts over `today` and `30m`."""
    oldest = [Waiting(f"c{place}", since + 1000 * place) for place in range(waiting)]
    window = WindowView(NOW - 3_600_000, counts)
    return QueueView(QueueNow(ServiceLevelRule(), waiting=waiting, oldest=oldest), {"30m": window, "today": window})


def view(
    queues: Mapping[str, QueueView] | None = None, agents: Mapping[str, AgentView] | None = None, *, at: int = NOW,
    site: str = "aarhus",
) -> SiteView:  # fmt: skip
    agents = dict(agents or {})
    states: dict[str, int] = {}
    for agent in agents.values():
        states[agent.state] = states.get(agent.state, 0) + 1
    staff = StaffView(StaffNow(states), {"today": WindowView(NOW - 3_600_000)})
    return SiteView(site=site, at=at, queues=dict(queues or {}), staff=staff, agents=agents)


def pulse(at: int = NOW, **more: Any) -> Pulse:
    """A worker that is well, by the source `asterisk/pbx1`, which beats every 5 s."""
    source = SourceView(newest=at - 2000, received=at - 1900, beat=at - 1000, interval_s=5.0)
    fields: dict[str, Any] = {
        "at": at, "newest": at - 2000, "written": at, "worker": "w1", "zone": "Europe/Copenhagen",
        "sources": {"asterisk/pbx1": source},
    }  # fmt: skip
    return Pulse(**{**fields, **more})


class WrittenSite:
    """Writes whole views; readers are woken about the hashes that changed."""

    def __init__(self, keys: MemoryKeys, *, site: str = "aarhus", partition: int = 3) -> None:
        self.site = site
        self.partition = partition
        self._ledger = MemoryLedger(keys=keys)
        self._epoch: int | None = None
        self._next: int | None = None
        self._written: dict[str, dict[str, bytes]] = {}

    async def write(self, shown: SiteView, sign: Pulse | None = None) -> None:
        if self._epoch is None:
            claim = await self._ledger.claim(self.partition, log_identity="log")
            self._epoch, self._next = claim.epoch, claim.next_offset
        put = hashes(shown, sign or pulse(shown.at))
        changed = {name: fields for name, fields in put.items() if fields != self._written.get(name)}
        drop = {
            name: [field for field in fields if field not in put.get(name, {})]
            for name, fields in self._written.items()
        }
        self._written = put
        following = (self._next or 0) + 1
        await self._ledger.commit(
            self.partition, self._epoch, self._next, following, f"{self.site}{following}",
            Changes(put=changed, drop=drop, sites=[self.site], woken=list(changed)),
        )  # fmt: skip
        self._next = following


def hashes(shown: SiteView, sign: Pulse) -> dict[str, dict[str, bytes]]:
    """The ledger's fields of a view (docs/ledger.md)."""
    site = shown.site
    written = {
        names_hash(site): dict.fromkeys(shown.queues, b""),
        site_hash(site): {
            "now": encode(shown.staff.now),
            **_windows(shown.staff.windows),
            "measures": encode(shown.measures),
            "trends": encode(shown.trends.to),
        },
        agents_hash(site): {id_: encode(agent) for id_, agent in shown.agents.items()},
        channels_hash(site): {id_: encode(windows) for id_, windows in shown.channels.items()},
        tickets_hash(site): {id_: encode(ticket) for id_, ticket in shown.tickets.items()},
        pulse_hash(site): {"pulse": msgspec.json.encode(sign)},
    }
    for id_, one in shown.queues.items():
        panes = shown.trends.queues.get(id_, {})
        written[trend_hash(site, id_)] = {str(index): encode(counts) for index, counts in panes.items()}
        written[queue_hash(site, id_)] = {"now": encode(one.now), **_windows(one.windows)}
    return written


def _windows(windows: Mapping[str, WindowView]) -> dict[str, bytes]:
    return {name: encode(window) for name, window in windows.items()}
