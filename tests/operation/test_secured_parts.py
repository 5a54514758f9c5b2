"""Worker, web and source as processes, each a user of its own at Kafka and at Redis, over TLS: a day comes through."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.admin import CreateAclsRequest

from streams.log.open import open_log
from tests.e2e.figures import replayed
from tests.e2e.part import Part
from tests.e2e.recorded import asterisk
from tests.e2e.stack import Stack
from tests.operation.users import BESIDE_KAFKA, PASSWORDS
from tests.servers.certificates import Authority
from tests.servers.kafka_cluster import Access, KafkaCluster
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.redis import SecuredRedis

pytestmark = [pytest.mark.kafka, pytest.mark.redis_server, pytest.mark.processes]

TOPIC, GROUP, LITERAL, PREFIXED, ALLOW = 2, 3, 3, 4, 3
READ, WRITE, DESCRIBE = 3, 4, 8
ENDED_S = 60.0


@pytest.fixture
async def broker(authority: Authority) -> AsyncIterator[KafkaCluster]:
    try:
        async with KafkaCluster(1, access=Access(authority, PASSWORDS)) as broker:
            yield broker
    except ServerMissing as missing:
        skip_or_fail(missing)


@pytest.fixture
async def redis(authority: Authority) -> AsyncIterator[SecuredRedis]:
    async with SecuredRedis(BESIDE_KAFKA, authority) as server:
        yield server


def rights(topic: str) -> list[tuple[str, int, str, int, int]]:
    """User, kind of resource, its name, how the name is meant, and what is allowed: docs/several-machines.md."""
    rejected = f"{topic}.rejected"
    workers = [
        (user, *right)
        for user in ("tavle-worker", "CN=tavle-worker")
        for right in ((TOPIC, topic, LITERAL, READ), (TOPIC, rejected, LITERAL, WRITE), (GROUP, "tavle", LITERAL, READ))
    ]
    return [
        *workers,
        ("tavle-web", TOPIC, topic, LITERAL, READ), ("tavle-web", TOPIC, topic, LITERAL, WRITE),
        ("tavle-web", TOPIC, rejected, LITERAL, DESCRIBE), ("tavle-web", GROUP, "tavle-past-", PREFIXED, READ),
        ("tavle-source", TOPIC, topic, LITERAL, WRITE), ("tavle-source", TOPIC, rejected, LITERAL, DESCRIBE),
    ]  # fmt: skip


async def prepare(broker: KafkaCluster, topic: str) -> None:
    """Topics and rights, by the owner of the cluster."""
    async with open_log(broker.inside, topic=topic):
        pass
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=broker.inside)
    await admin.start()
    try:
        for user, kind, name, pattern, allowed in rights(topic):
            asked = CreateAclsRequest(kind, name, pattern, f"User:{user}", "*", allowed, ALLOW)
            answer = (await admin._send_request(asked)).to_object()
            assert [row["error_code"] for row in answer["creation_responses"]] == [0], answer
    finally:
        await admin.close()


class Secured:
    """A stack whose parts are users of their own."""

    def __init__(self, stack: Stack, redis: SecuredRedis, ca: Path) -> None:
        self.stack, self._redis, self._ca = stack, redis, ca

    def part(self, role: str, *arguments: str, **settings: str) -> Part:
        """Starts `tavle ARGUMENTS` as the user of that role."""
        user = f"tavle-{role}"
        own = {
            "TAVLE_LOG__SECURITY_PROTOCOL": "SASL_SSL", "TAVLE_LOG__SASL_MECHANISM": "SCRAM-SHA-512",
            "TAVLE_LOG__SASL_USERNAME": user, "TAVLE_LOG__SASL_PASSWORD": PASSWORDS[user],
            "TAVLE_LOG__CA_FILE": str(self._ca),
        }  # fmt: skip
        if role != "source":
            own["TAVLE_REDIS"] = self._redis.url_of(user, PASSWORDS[user])
        env: Mapping[str, str] = {**self.stack.env, **own, **settings}
        part = Part(role, list(arguments), folder=self.stack.folder, env=env)
        self.stack.parts.append(part)
        part.start()
        return part


@pytest.fixture
async def secured(
    tmp_path: Path, pycache: Path, broker: KafkaCluster, redis: SecuredRedis, authority: Authority
) -> AsyncIterator[Secured]:
    settings = {"TAVLE_DEFAULTS__ZONE": "Europe/Oslo"}
    async with Stack(tmp_path, pycache, redis=None, kafka=broker.bootstrap, settings=settings) as stack:
        await prepare(broker, stack.topic)
        yield Secured(stack, redis, authority.ca)


async def test_a_day_comes_through_with_the_rights_of_the_page_and_no_right_is_missed(
    secured: Secured, redis: SecuredRedis, tmp_path: Path
) -> None:
    recording, stack = asterisk(tmp_path), secured.stack
    secured.part("worker", "worker", "--clock", "log")
    secured.part("web", "web", TAVLE_LOG__SASL_MECHANISM="PLAIN")
    await stack.answers()
    tell = ("source", "events_file", "--path", str(recording.path), "--site", recording.site, "--no-follow")
    source = secured.part("source", *tell, TAVLE_LOG__SASL_MECHANISM="SCRAM-SHA-256")
    assert await source.ends(within_s=ENDED_S) == 0, source.last_words()
    expected = replayed(recording.path, env=stack.env, options=("--timezone", recording.zone))
    await stack.settles(recording.site, expected[recording.site])

    async with redis.owner() as owner:
        assert await owner.acl_log() == []
    for part in stack.parts:
        assert "uthorization" not in part.last_words(), part.last_words()
        assert not [password for password in PASSWORDS.values() if password in part.last_words()], "a secret is logged"


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ({"TAVLE_LOG__SASL_PASSWORD": "guessed"}, "Authentication failed"),
        ({"TAVLE_LOG__SASL_USERNAME": "tavle-web", "TAVLE_LOG__SASL_PASSWORD": "change-me-2"}, None),
        ({"TAVLE_LOG__CA_FILE": ""}, "certificate"),
    ],
    ids=["password", "rights of another", "authority"],
)
async def test_who_may_not_is_told_so_and_the_part_ends(
    secured: Secured, setting: Mapping[str, str], reason: str | None, tmp_path: Path
) -> None:
    if "TAVLE_LOG__CA_FILE" in setting:
        setting = {"TAVLE_LOG__CA_FILE": str(Authority(tmp_path / "other").ca)}
    worker = secured.part("worker", "worker", **setting)
    assert await worker.ends(within_s=ENDED_S) != 0
    if reason is not None:
        assert reason in worker.last_words()
    assert "change-me" not in worker.last_words()


async def test_a_certificate_of_our_own_takes_the_place_of_a_password(
    secured: Secured, broker: KafkaCluster, authority: Authority
) -> None:
    certificate, key = authority.issue("tavle-worker")
    worker = secured.part(
        "worker", "worker", TAVLE_KAFKA=broker.mutual, TAVLE_LOG__SECURITY_PROTOCOL="SSL",
        TAVLE_LOG__CERT_FILE=str(certificate), TAVLE_LOG__KEY_FILE=str(key),
    )  # fmt: skip

    async def works() -> bool:
        return worker.said("partition_taken")

    await secured.stack.until(works, within_s=ENDED_S, what=lambda: f"a worker: {worker.last_words()}")
