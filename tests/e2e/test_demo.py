"""`tavle demo`: an address at once, figures that move, and nothing left behind."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from tests.e2e.part import COMMAND, Part, environment
from tests.e2e.processes import children_of, runs
from tests.repository import ROOT
from tests.servers.ports import free_ports
from tests.servers.until import until
from tests.test_packaging import PAGES, build_wheel, copy_of_the_repository

pytestmark = pytest.mark.processes

INSTALL_S = 300
FIGURES = re.compile(rb"(http://127\.0\.0\.1:\d+)(/api/v1/sites/\w+/figures)")


async def test_the_demo_lives_and_leaves_nothing_behind(tmp_path: Path, pycache: Path) -> None:
    await lives(tmp_path, environment(pycache, {}), COMMAND)


@pytest.mark.packaging
async def test_the_demo_lives_from_its_wheel_alone_where_there_is_no_node(tmp_path: Path, pycache: Path) -> None:
    """Installed as a stranger would: the wheel and the pinned packages in an empty environment."""
    (tmp_path / "source").mkdir()
    source = copy_of_the_repository(tmp_path / "source")
    shutil.copytree(ROOT / PAGES, source / PAGES)
    assert build_wheel(source, tmp_path / "wheel").returncode == 0
    (wheel,) = (tmp_path / "wheel").iterdir()
    shutil.rmtree(source)
    installed = await asyncio.to_thread(install, wheel, tmp_path / "environment")
    assert shutil.which("node", path=str(installed)) is None
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = {name: value for name, value in environment(pycache, {}).items() if name != "PYTHONPATH"}
    await lives(elsewhere, {**env, "PATH": str(installed)}, installed / "tavle")


def install(wheel: Path, folder: Path) -> Path:
    """Makes an environment of the wheel and what it is pinned to; answers where its commands are."""
    uv = str(Path(sys.executable).with_name("uv"))
    into = ["pip", "install", "--quiet", "--python", str(folder / "bin" / "python")]
    for arguments in (
        ["venv", "--quiet", "--python", sys.executable, str(folder)],
        [*into, "--require-hashes", "-r", str(ROOT / "requirements-runtime.lock")],
        [*into, "--no-deps", str(wheel)],
    ):
        done = subprocess.run([uv, *arguments], capture_output=True, text=True, timeout=INSTALL_S, check=False)
        assert done.returncode == 0, done.stderr
    return folder / "bin"


async def lives(folder: Path, env: Mapping[str, str], command: Path) -> None:
    """It gives an address, a page, figures that move, and ends with nothing left behind."""
    temporary = folder / "tmp"
    temporary.mkdir()
    (port,) = free_ports(1)
    demo = Part(
        "demo", ["demo", "--port", str(port), "--speed", "10"],
        folder=folder, env={**env, "TMPDIR": str(temporary)}, command=command,
    )  # fmt: skip
    demo.start()
    try:
        await until(lambda: FIGURES.search(demo.log_path.read_bytes()) is not None, within_s=120, what="an address")
        found = FIGURES.search(demo.last_words().encode())
        assert found is not None
        address, path = (part.decode() for part in found.groups())
        async with httpx.AsyncClient(base_url=address, timeout=10) as http:
            page = (await http.get("/")).text
            assert "<title>" in page
            for script in re.findall(r'src="(/assets/[^"]+)"', page):
                assert (await http.get(script)).status_code == 200
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
