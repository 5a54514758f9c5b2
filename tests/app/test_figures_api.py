"""Sites, figures, snapshots over HTTP."""

from __future__ import annotations

import msgspec

from app.settings import Settings, SiteSettings
from app.settings.site import QueueSettings
from streams.floor.view import AgentView, WindowView
from streams.kpi.figures import site_figures, to_json
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.port import LedgerUnavailable
from tests.app.running_web import running, settings
from tests.app.written_site import NOW, WrittenSite, queue, view

ANNA = AgentView(
    state="talking", since=NOW - 4000, name="Anna",
    windows={"30m": WindowView(NOW - 1_800_000, {"handled": 2}), "today": WindowView(NOW - 3_600_000, {"handled": 9})},
)  # fmt: skip
SHOWN = view({"sales": queue(2, offered=3, answered=1, answered_wait_ms=9000), "b:c": queue()}, {"anna": ANNA})


async def test_figures_are_byte_for_byte_what_a_replay_prints() -> None:
    async with running() as web:
        await WrittenSite(web.keys).write(SHOWN)
        answer = await web.http.get("/api/v1/sites/aarhus/figures")
        assert answer.status_code == 200
        assert answer.content == to_json([site_figures(SHOWN)])
        assert answer.json()[0]["queues"]["sales"]["today"]["asa_ms"] == 9000


async def test_windows_are_chosen_by_name() -> None:
    async with running() as web:
        await WrittenSite(web.keys).write(SHOWN)
        answer = await web.http.get("/api/v1/sites/aarhus/figures", params={"window": "30m"})
        assert set(answer.json()[0]["queues"]["sales"]) == {"now", "30m"}
        wrong = await web.http.get("/api/v1/sites/aarhus/figures", params={"window": "fortnight"})
        assert wrong.status_code == 422
        assert "query.window" in wrong.json()["parameters"][0]["where"]


async def test_whatever_order_the_ledger_gives_windows_in_figures_have_the_registrys() -> None:
    keys = MemoryKeys()
    async with running(keys=keys) as web:
        shuffled = msgspec.structs.replace(ANNA, windows=dict(reversed(ANNA.windows.items())))
        backwards = view({"sales": SHOWN.queues["sales"], "b:c": SHOWN.queues["b:c"]}, {"anna": shuffled})
        await WrittenSite(keys).write(backwards)
        at = keys.at(3)
        at.hashes = {name: dict(reversed(fields.items())) for name, fields in at.hashes.items()}
        answer = await web.http.get("/api/v1/sites/aarhus/figures")
        assert answer.content == to_json([site_figures(SHOWN)])


async def test_a_site_that_nobody_knows_is_a_readable_404() -> None:
    async with running() as web:
        await WrittenSite(web.keys).write(SHOWN)
        answer = await web.http.get("/api/v1/sites/nowhere/figures")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert "nowhere" in answer.json()["title"]
        assert "aarhus" in answer.json()["detail"]


async def test_sites_are_listed_with_their_names() -> None:
    chosen = Settings(web=settings().web, sites={"aarhus": SiteSettings(name="Århus C")})
    async with running(chosen) as web:
        await WrittenSite(web.keys).write(SHOWN)
        assert (await web.http.get("/api/v1/sites")).json() == {"sites": [{"id": "aarhus", "name": "Århus C"}]}


async def test_a_snapshot_over_http_is_the_frame_that_the_socket_sends() -> None:
    chosen = Settings(
        web=settings().web,
        sites={"aarhus": SiteSettings(name="Århus C", queues={"sales": QueueSettings(name="Salg")})},
    )
    async with running(chosen) as web, web.client() as client:
        await WrittenSite(web.keys).write(SHOWN)
        await client.watch("live-floor")
        frame = await client.next("snapshot")
        answer = await web.http.get("/api/v1/boards/live-floor/snapshot")
        assert answer.json() == frame
        assert frame["site_name"] == "Århus C"
        assert [entry["name"] for entry in frame["tiles"]["list"]["entries"]] == ["Salg", "Salg"]
        assert (await web.http.get("/api/v1/boards/nonesuch/snapshot")).status_code == 404
        assert (await web.http.get("/api/v1/boards/live-floor@nowhere/snapshot")).status_code == 404


async def test_without_the_ledger_figures_say_come_again() -> None:
    async def fault(moment: str) -> None:
        raise LedgerUnavailable(f"no {moment}")

    async with running(ledger=MemoryLedger(fault=fault)) as web:
        for path in ("", "/aarhus/figures", "/aarhus/goals", "/aarhus/kpis", "/aarhus/recovery", "/aarhus/view"):
            answer = await web.http.get(f"/api/v1/sites{path}")
            assert answer.status_code == 503
            assert "retry-after" in answer.headers
        board = (await web.http.get("/api/v1/boards/live-floor/snapshot")).json()
        assert {tile["stale"]["part"] for tile in board["tiles"].values()} == {"worker"}
