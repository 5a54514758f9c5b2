"""`tavle demo`: an address at once, figures that move, and nothing left behind."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.e2e.part import Part, environment
from tests.e2e.processes import children_of, runs
from tests.servers.ports import free_ports
from tests.servers.until import until

pytestmark = pytest.mark.processes

FIGURES = re.compile(rb"(http://127\.0\.0\.1:\d+)(/api/v1/sites/\w+/figures)")


async def test_the_demo_lives_and_leaves_nothing_behind(tmp_path: Path, pycache: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    (port,) = free_ports(1)
    env = environment(pycache, {"TMPDIR": str(temporary)})
    demo = Part("demo", ["demo", "--port", str(port), "--speed", "10"], folder=tmp_path, env=env)
    demo.start()
    try:
        await until(lambda: FIGURES.search(demo.log_path.read_bytes()) is not None, within_s=60, what="an address")
        found = FIGURES.search(demo.last_words().encode())
        assert found is not None
        address, path = (part.decode() for part in found.groups())
        async with httpx.AsyncClient(base_url=address, timeout=10) as http:
            assert "<title>" in (await http.get("/")).text
            await a_figure_moves(http, path)
        children = children_of(demo.pid)
        assert children, "it has a Valkey of its own"
        demo.terminate()
        assert await demo.ends(within_s=15) == 0, demo.last_words()
        assert {pid for pid in children if runs(pid)} == set()
        assert list(temporary.iterdir()) == []
        assert "Traceback" not in demo.last_words()
    finally:
        await demo.kill()


async def a_figure_moves(http: httpx.AsyncClient, path: str) -> None:
    """What the queues show at present becomes something else, and calls were answered."""
    seen: list[object] = []

    async def moved() -> bool:
        answer = await http.get(path)
        if answer.status_code != 200:
            return False
        (site,) = answer.json()
        if not site["all"]["today"]["answered"]:
            return False
        seen.append({name: queue["now"] for name, queue in site["queues"].items()})
        return seen[0] != seen[-1]

    await until(moved, within_s=60, what="a figure that moves")
