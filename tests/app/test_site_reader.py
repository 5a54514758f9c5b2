"""Reading a site again: only what changed is new, what was deleted is gone, and it costs one round trip."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace

from app.web.site_reader import SiteReader
from streams.floor.view import AgentView, DueView, SiteView, TicketView, Trends, WindowView
from streams.floor.window import LONG_PANE_MS
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.names import channels_hash, tickets_hash, trend_hash
from tests.app.written_site import NOW, WrittenSite, queue, view

MAIL = {"today": WindowView(NOW - 3_600_000, {"csat_n": 4}), "week": WindowView(NOW - 86_400_000, {"csat_n": 9})}
PANE = NOW // LONG_PANE_MS
OPEN = TicketView(queue="mail", opened=NOW - 5000, dues=[DueView("first_reply", 60_000, due=NOW + 55_000)])
WHOLE = replace(
    view({"sales": queue(1)}, {"anna": AgentView(state="available")}),
    channels={"email": MAIL, "chat": {}},
    tickets={"t1": OPEN, "t2": replace(OPEN, status="open")},
    measures={"revenue": {"2025-11-24": 1200.5}},
    trends=Trends(PANE, {"sales": {PANE - 1: {"offered": 4}, PANE - 2: {"offered": 7}}}),
)


class Read:
    """A written site and a reader that counts its round trips."""

    def __init__(self) -> None:
        self.trips = 0
        keys = MemoryKeys()
        self.site = WrittenSite(keys)
        self._reader = SiteReader(MemoryLedger(keys=keys, fault=self._trip))

    async def _trip(self, moment: str) -> None:
        self.trips += moment == "read"
        await asyncio.sleep(0)

    async def read(self, *changed: str) -> SiteView:
        figures = await self._reader.read("aarhus", changed or None)
        assert figures is not None
        return figures.view


async def test_all_that_the_worker_writes_is_read() -> None:
    told = Read()
    await told.site.write(WHOLE)
    found = await told.read()
    assert (found.channels, found.tickets, found.measures) == (WHOLE.channels, WHOLE.tickets, WHOLE.measures)
    assert (found.queues, found.staff, found.agents) == (WHOLE.queues, WHOLE.staff, WHOLE.agents)
    assert found.trends == WHOLE.trends


async def test_what_did_not_change_stays_the_same_object() -> None:
    told = Read()
    await told.site.write(WHOLE)
    before = await told.read()
    await told.site.write(replace(WHOLE, at=NOW + 1000, tickets={**WHOLE.tickets, "t1": replace(OPEN, status="open")}))
    after = await told.read(tickets_hash("aarhus"))
    assert after.channels is before.channels
    assert after.measures is before.measures
    assert after.agents is before.agents
    assert after.trends is before.trends
    assert after.tickets["t2"] is before.tickets["t2"]
    assert after.tickets["t1"].status == "open"


async def test_another_ticket_or_channel_costs_no_second_round_trip() -> None:
    told = Read()
    await told.site.write(WHOLE)
    await told.read()
    told.trips = 0
    await told.site.write(replace(WHOLE, tickets={**WHOLE.tickets, "t3": OPEN}, channels={**WHOLE.channels, "sms": {}}))
    found = await told.read(tickets_hash("aarhus"), channels_hash("aarhus"))
    assert (set(found.tickets), set(found.channels)) == ({"t1", "t2", "t3"}, {"email", "chat", "sms"})
    assert told.trips == 1


async def test_a_field_that_was_deleted_disappears() -> None:
    told = Read()
    await told.site.write(WHOLE)
    await told.read()
    await told.site.write(replace(WHOLE, tickets={"t2": WHOLE.tickets["t2"]}, channels={}, measures={}))
    found = await told.read()
    assert (set(found.tickets), found.channels, found.measures) == ({"t2"}, {}, {})


async def test_a_site_written_before_there_were_tickets_has_none() -> None:
    told = Read()
    await told.site.write(view({"sales": queue(1)}))
    found = await told.read()
    assert (found.channels, found.tickets, found.measures) == ({}, {}, {})


async def test_windows_of_a_channel_have_the_registrys_order() -> None:
    told = Read()
    await told.site.write(replace(WHOLE, channels={"email": dict(reversed(MAIL.items()))}))
    assert list((await told.read()).channels["email"]) == ["today", "week"]


def grown() -> SiteView:
    """Another pane has closed."""
    panes = {**WHOLE.trends.queues["sales"], PANE: {"offered": 5}}
    return replace(WHOLE, trends=Trends(PANE + 1, {"sales": panes}))


async def test_a_pane_that_closed_is_read_when_the_worker_says_so() -> None:
    told = Read()
    await told.site.write(WHOLE)
    before = await told.read()
    await told.site.write(grown())
    after = await told.read(trend_hash("aarhus", "sales"))
    assert after.trends.queues["sales"] == grown().trends.queues["sales"]
    assert after.trends.queues["sales"][PANE - 1] is before.trends.queues["sales"][PANE - 1]


async def test_trends_are_read_again_once_more_panes_are_there_even_if_nobody_said_so() -> None:
    told = Read()
    await told.site.write(WHOLE)
    for _ in range(2):
        await told.read()
    await told.site.write(replace(WHOLE, trends=Trends(PANE, grown().trends.queues)))
    for _ in range(2):
        assert PANE not in (await told.read()).trends.queues["sales"]
    await told.site.write(grown())
    assert (await told.read()).trends.queues["sales"][PANE] == {"offered": 5}


async def test_a_queue_that_is_gone_takes_its_trend_with_it() -> None:
    told = Read()
    await told.site.write(WHOLE)
    await told.read()
    await told.site.write(replace(WHOLE, queues={}, trends=Trends()))
    assert (await told.read()).trends == Trends()
