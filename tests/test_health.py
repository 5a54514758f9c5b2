"""What a container's health check says of a worker and of a source."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from app.health import unhealthy
from app.settings import Settings
from streams.floor.view import Pulse, SourceView, encode
from streams.ledger.names import pulse_hash
from streams.ledger.open import open_ledger
from streams.ledger.port import Changes
from tests.repository import ROOT
from tests.servers.redis import RedisServer

NOON = 1_764_072_000_000
PBX = "asterisk/pbx1"


@pytest.fixture
def settings(valkey: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TAVLE_REDIS", valkey.url)
    monkeypatch.setenv("TAVLE_LOG__TOPIC", f"health-{uuid.uuid4().hex}")
    return Settings()


async def write_pulse(settings: Settings, *, written: int, beat: int | None = None) -> None:
    source = SourceView(newest=beat or written, received=written, beat=beat, interval_s=5.0)
    pulse = Pulse(at=written, newest=written, written=written, worker="w", zone="UTC", sources={PBX: source})
    changes = Changes(put={pulse_hash("aarhus"): {"pulse": encode(pulse)}}, drop={}, sites=["aarhus"])
    url = settings.ledger.redis_url
    assert url is not None
    async with open_ledger(url, topic=settings.log.topic, partitions=settings.log.partitions) as ledger:
        claim = await ledger.claim(3, log_identity="test")
        await ledger.commit(3, claim.epoch, claim.next_offset, 1, uuid.uuid4().hex, changes)


async def test_an_installation_without_a_site_yet_is_healthy(settings: Settings) -> None:
    assert await unhealthy(settings, None, NOON) == []


async def test_a_worker_that_wrote_its_pulse_is_healthy(settings: Settings) -> None:
    await write_pulse(settings, written=NOON - 1000)

    assert await unhealthy(settings, None, NOON) == []


async def test_a_silent_worker_is_not(settings: Settings) -> None:
    await write_pulse(settings, written=NOON - 60_000)

    assert await unhealthy(settings, None, NOON) == ["site aarhus: its worker has been silent for 60 s"]


async def test_a_source_that_beats_is_healthy(settings: Settings) -> None:
    await write_pulse(settings, written=NOON, beat=NOON - 12_500)

    assert await unhealthy(settings, PBX, NOON) == []


@pytest.mark.parametrize("source", [PBX, "asterisk/unheard-of"])
async def test_a_silent_or_unknown_source_is_not(settings: Settings, source: str) -> None:
    await write_pulse(settings, written=NOON, beat=NOON - 12_501)

    assert await unhealthy(settings, source, NOON) == [f"source {source}: no sign of life"]


@pytest.mark.processes
@pytest.mark.parametrize(("redis_url", "status"), [("redis://127.0.0.1:1", 1), (None, 0)], ids=["no Redis", "Redis"])
def test_its_exit_status_tells(redis_url: str | None, status: int, valkey: RedisServer, tmp_path: Path) -> None:
    variables = {"TAVLE_REDIS": redis_url or valkey.url, "TAVLE_LOG__TOPIC": f"health-{uuid.uuid4().hex}"}
    asked = subprocess.run(
        [sys.executable, "-m", "app.health"], cwd=tmp_path, timeout=60, capture_output=True, text=True, check=False,
        env={**os.environ, **variables, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert asked.returncode == status, asked.stderr
    assert bool(asked.stderr) == bool(status)
