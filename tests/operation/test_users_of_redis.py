"""The users that docs/several-machines.md gives to Redis: over TLS, with the rights of their role and no more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from streams.ledger.port import Changes, LedgerError, LedgerUnavailable
from streams.log.port import LogError
from tests.operation.users import ALL, AS_LOG_TOO, BESIDE_KAFKA, FLOOR, OF_A_CLUSTER, PASSWORDS, Roles, rights_of
from tests.servers.certificates import Authority
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.redis import SecuredRedis, debian_redis_binary
from tests.servers.redis_cluster import RedisCluster

pytestmark = pytest.mark.redis_server

WORKED_S = 10.0
NOT_ALWAYS_CALLED = {"ping", "eval"}
"""A subscription that was quiet for 10 s is asked for a sign of life; who comes first after a restart sends the text of
a script."""


@pytest.fixture(params=[BESIDE_KAFKA, AS_LOG_TOO], ids=["beside Kafka", "as log too"])
async def secured(request: pytest.FixtureRequest, authority: Authority) -> AsyncIterator[tuple[SecuredRedis, str]]:
    try:
        async with SecuredRedis(request.param, authority) as server:
            yield server, request.param
    except ServerMissing as missing:
        skip_or_fail(missing)


def roles(server: SecuredRedis, block: str) -> Roles:
    def url(role: str) -> str:
        return server.url_of(f"tavle-{role}", PASSWORDS[f"tavle-{role}"])

    return Roles(url("worker"), url("web"), url("source") if "tavle-source" in block else None)


async def works(server: SecuredRedis, block: str) -> bool:
    try:
        async with asyncio.timeout(WORKED_S):
            await roles(server, block).work()
    except (LedgerError, LogError):
        return False
    return True


async def test_the_users_can_do_what_their_roles_do_and_not_without_any_of_it(
    secured: tuple[SecuredRedis, str],
) -> None:
    server, block = secured
    async with server.owner() as owner:
        await roles(server, block).work()
        assert await owner.acl_log() == []
        # All of them one by one take long where the log is in Redis too: `make fault`.
        for user, right in rights_of(block) if ALL or block == BESIDE_KAFKA else []:
            if right in NOT_ALWAYS_CALLED:
                continue
            await owner.execute_command("ACL SETUSER", user, f"-{right}")
            assert not await works(server, block), f"{user} does without {right}"
            await owner.execute_command("ACL SETUSER", user, f"+{right}")
        await roles(server, block).work()


async def test_the_web_side_cannot_change_a_figure(secured: tuple[SecuredRedis, str]) -> None:
    server, block = secured
    place = roles(server, block).web
    async with place.open() as ledger:
        with pytest.raises(LedgerError, match="permission"):
            await ledger.claim(3, log_identity="log-1")
        with pytest.raises(LedgerError, match="permission"):
            await ledger.commit(3, 1, None, 1, "c1", Changes({FLOOR: {"f": b"1"}}, {}))


async def test_a_wrong_password_is_final_and_a_certificate_of_somebody_else_is_refused(
    authority: Authority, tmp_path: Path
) -> None:
    async with SecuredRedis(BESIDE_KAFKA, authority) as server:
        wrong = Roles(server.url_of("tavle-worker", "guessed"), server.url_of("tavle-web", "guessed"))
        with pytest.raises(LedgerError, match="user or password"):
            await wrong.work()
        other = Authority(tmp_path / "other")
        trusting = server.url_of("tavle-worker", PASSWORDS["tavle-worker"]).replace(str(authority.ca), str(other.ca))
        with pytest.raises(LedgerUnavailable, match="certificate"):
            await Roles(trusting, trusting).work()


async def test_the_users_can_do_what_their_roles_do_on_a_cluster(authority: Authority) -> None:
    try:
        async with RedisCluster(debian_redis_binary(), authority=authority) as cluster:
            for line in OF_A_CLUSTER.splitlines():
                for number in range(len(cluster.ports)):
                    assert await cluster.ask(number, "ACL SETUSER", *line.split()[1:]) is not None
            worker, web = (cluster.url_of(f"tavle-{role}:{PASSWORDS[f'tavle-{role}']}@") for role in ("worker", "web"))
            await Roles(worker, web).work()
            logs = [await cluster.ask(number, "ACL LOG") for number in range(len(cluster.ports))]
            assert [log for log in logs if log] == []
    except ServerMissing as missing:
        skip_or_fail(missing)
