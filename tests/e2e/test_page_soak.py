"""A short run of `make soak-page`: the board's page holds neither heap nor nodes of what is over, and is right after
every kind of cut."""

from __future__ import annotations

import asyncio
import shutil
from asyncio.subprocess import PIPE, STDOUT

import pytest

from tests.e2e.screen import chromium
from tests.repository import ROOT
from tests.servers.missing import ServerMissing, skip_or_fail

pytestmark = [pytest.mark.browser, pytest.mark.processes]

AT_MOST_S = 400.0
SHORT = ("--frames=2000", "--cuts=10", "--seconds=2")


async def test_the_page_stays_as_it_is_over_frames_slides_and_cuts() -> None:
    try:
        chromium()
    except ServerMissing as missing:
        skip_or_fail(missing)
    node = shutil.which("node")
    assert node is not None, "node is not there: scripts/prerequisites.sh names what is needed"
    soak = await asyncio.create_subprocess_exec(
        node, "dev/soak.mjs", *SHORT, cwd=ROOT / "frontend", stdout=PIPE, stderr=STDOUT
    )
    try:
        said, _ = await asyncio.wait_for(soak.communicate(), AT_MOST_S)
    finally:
        if soak.returncode is None:
            soak.kill()
    assert soak.returncode == 0, said.decode()
    assert "the right figures after each" in said.decode()
