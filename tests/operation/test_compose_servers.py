"""docker-compose.yml says what was tried: its servers start as processes under the very options that stand there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio
import yaml
from redis.exceptions import RedisError
from typer.testing import CliRunner

from app.cli import app
from app.settings.connections import SourceSection
from app.settings.source_check import source_problems
from tests.repository import ROOT
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.process import ServerProcess
from tests.servers.redis import debian_redis_binary
from tests.servers.until import until

SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))[
    "services"
]
PARTS = ("worker", "web", "source")


@pytest.mark.parametrize("part", PARTS)
def test_the_command_of_a_part_is_one_that_there_is(part: str) -> None:
    command = SERVICES[part]["command"]

    assert CliRunner().invoke(app, [command[0], "--help"]).exit_code == 0
    if part == "source":
        kind, option, site = command[1:]
        assert option == "--site"
        assert list(source_problems(SourceSection(kind=kind, site=site))) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_asked_for_its_health_by_what_there_is(part: str) -> None:
    test = SERVICES[part]["healthcheck"]["test"]

    assert test[1] == "python"
    if "-m" in test:
        helped = subprocess.run(
            [sys.executable, "-m", test[3], "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
        )
        assert all(option in helped.stdout for option in test[4:] if option.startswith("--"))
    else:
        compile(test[3], "healthcheck", "exec")


@pytest.mark.redis_server
async def test_redis_starts_under_these_options_and_evicts_nothing(tmp_path: Path) -> None:
    try:
        binary = debian_redis_binary()
    except ServerMissing as missing:
        skip_or_fail(missing)
    (port,) = free_ports(1)
    options = ["--bind", LOOPBACK, "--port", str(port), "--dir", str(tmp_path)]
    process = ServerProcess([binary, *SERVICES["redis"]["command"][1:], *options], folder=tmp_path)
    async with process.run(), redis.asyncio.Redis(host=LOOPBACK, port=port) as client:

        async def answers() -> bool:
            assert process.running, process.last_words()
            try:
                return bool(await client.ping())
            except RedisError:
                return False

        await until(answers, what="Redis under the options of the Compose file")
        assert await client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert await client.config_get("appendonly") == {"appendonly": "yes"}
