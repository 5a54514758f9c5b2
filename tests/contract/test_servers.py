"""The servers that the suite stands on: none is left behind, and a missing one is never mistaken for a passed test."""

from __future__ import annotations

import pytest

from tests.servers import redis as redis_servers
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.redis import RedisServer, valkey_binary


async def test_a_server_whose_start_fails_is_ended_and_leaves_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    server = RedisServer(valkey_binary())
    pids: list[int] = []

    async def fails(*_: object, **__: object) -> None:
        pids.append(server.process.pid)
        raise RuntimeError("not ready")

    monkeypatch.setattr(redis_servers, "until", fails)
    with pytest.raises(RuntimeError, match="not ready"):
        async with server:
            pytest.fail("it started")
    assert len(pids) == 1
    assert not server.process.running
    assert not server.folder.exists()


@pytest.mark.parametrize("name", ["CI", "TAVLE_REQUIRE_SERVERS"])
def test_a_missing_server_is_skipped_with_its_reason_and_failed_where_servers_are_promised(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for each in ("CI", "TAVLE_REQUIRE_SERVERS"):
        monkeypatch.delenv(each, raising=False)
    with pytest.raises(pytest.skip.Exception, match="java is not installed"):
        skip_or_fail(ServerMissing("java is not installed"))
    monkeypatch.setenv(name, "true" if name == "CI" else "1")
    with pytest.raises(pytest.fail.Exception, match="required server missing: java is not installed"):
        skip_or_fail(ServerMissing("java is not installed"))
