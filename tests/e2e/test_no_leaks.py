"""Numbers, names and secrets stand where they belong and nowhere else: marked ones go in by every door, and then all
that was written is searched for them."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from websockets.asyncio.client import connect

from tests.e2e.conftest import StackMaker
from tests.e2e.part import Part
from tests.e2e.stack import SETTLED_S, Stack
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.redis import RedisServer

pytestmark = [pytest.mark.processes]

NUMBER = "+4520304050"
PASSWORD = "canary-of-redis-5f21"
SIGNING = base64.b64encode(b"canary-of-the-webhook-key-77a1").decode()
LOGIN = "canary correct horse battery"
MARKS: Mapping[str, str] = {
    "a caller's number": "20304050",
    "the password of Redis": PASSWORD,
    "the key of a webhook": SIGNING,
    "the address of a webhook": "canary-in-a-path-9c",
    "the address of the dead-man signal": "canary-in-a-beat-3e",
    "somebody's password": LOGIN,
    "a password typed as a name": "canary-hunter2",
    "a bearer": "canary-bearer",
    "the password of Kafka": "canary-of-kafka-8d",
    "the password of the store": "canary-of-postgres-1b",
}
NAMES: Mapping[str, str] = {"an agent's name": "Kanarie Hansen", "a comment": "canary comment of a customer"}
"""These stand in figures, and in no log line, metric or error."""
FEW_S = 30.0
JSON = {"content-type": "application/json"}
CONFIGURATION = f"""
[sites.aarhus]
name = "Aarhus"
[web]
development = true
[sources.pbx1]
kind = "asterisk_queue_log"
site = "aarhus"
path = "queue_log"
poll_s = 0.2
[notify]
retry_first_s = 0.5
[[notify.channels]]
key = "hook"
kind = "webhook"
url = "http://127.0.0.1:1/canary-in-a-path-9c"
secret = "whsec_{SIGNING}"
allow_private = true
[notify.dead_man]
url = "http://127.0.0.1:1/canary-in-a-beat-3e"
every_s = 10
allow_private = true
[[alerts.rules]]
key = "anybody"
name = "Anybody waits"
metric = "waiting"
window = "now"
fire = 1
recover = 0
for_s = 0
"""


def queue_log(now_s: int) -> str:
    agent = NAMES["an agent's name"]
    return "".join(
        f"{line}\n"
        for line in (
            f"{now_s - 60}|1.1|sales|NONE|ENTERQUEUE||{NUMBER}|1",
            f"{now_s - 50}|1.1|sales|{agent}|CONNECT|10|1.2|3",
            f"{now_s - 40}|1.1|sales|{agent}|BLINDTRANSFER|{NUMBER}|out|10|10|1",
            f"{now_s - 39}|1.9|sales|NONE|{NUMBER}|x",
            f"{now_s - 38}|1.9|sales|NONE|DID|{NUMBER}",
            f"{NUMBER}|1.1|sales|NONE|ENTERQUEUE||{NUMBER}|1",
            f"{now_s - 37}|{NUMBER}",
            f"{now_s - 36}|1.7|sales|NONE|CONNECT|{NUMBER}",
            f"{now_s - 35}|{NUMBER}{'9' * 130}|sales|NONE|ABANDON|1|1|1",
            f"{now_s - 34}|1.7||NONE|ENTERQUEUE||{NUMBER}|1",
            f"{now_s - 33}|1.8|sales|NONE|WITHDRAW|1|1|3|{NUMBER}",
            f"{now_s - 30}|2.1|sales|NONE|ENTERQUEUE||{NUMBER}|1",
        )
    )


def found(where: str, text: bytes, marks: Mapping[str, str]) -> Iterator[str]:
    for what, mark in marks.items():
        if mark.encode() in text:
            place = text.index(mark.encode())
            yield f"{what} in {where}: …{text[max(0, place - 120) : place + 40]!r}"


def in_logs(parts: Iterable[Part], marks: Mapping[str, str]) -> list[str]:
    return [leak for part in parts for leak in found(part.log_path.name, part.log_path.read_bytes(), marks)]


async def in_redis(url: str, marks: Mapping[str, str]) -> list[str]:
    """Keys, and values of whatever type: as the server itself writes them down, uncompressed."""
    leaks: list[str] = []
    async with Redis.from_url(url) as redis:
        await redis.config_set("rdbcompression", "no")
        async for key in redis.scan_iter(count=1000):
            leaks += found(f"the key {key!r}", key, marks)
            leaks += found(f"the value of {key!r}", await redis.dump(key) or b"", marks)
    return leaks


async def http_doors(stack: Stack) -> list[bytes]:
    """Marked values in bodies, headers and parameters. Answers what came back."""
    secret, http = MARKS["a password typed as a name"], stack.http
    event = {"specversion": "1.0", "id": "1", "source": "s", "site": "aarhus", "time": "2026-11-24T09:00:00Z"}
    bodies: list[tuple[str, str, Any]] = [
        ("POST", "/api/v1/events", {**event, "type": "tavle.contact.left", "data": {"contact": "c", "reason": NUMBER}}),
        ("POST", "/api/v1/events", {**event, "type": NUMBER, "data": {}}),
        ("POST", "/api/v1/events", {**event, "type": "tavle.feedback.given", "data": {
            "kind": "csat", "score": NUMBER, "comment": NAMES["a comment"]}}),
        ("POST", "/api/v1/accounts", {"name": "anna", "role": LOGIN, "password": LOGIN}),
        ("POST", "/api/v1/accounts", {"name": "anna", "role": "admin", "password": {"is": LOGIN}}),
        ("POST", "/api/v1/tokens", {"name": "robot", "role": secret}),
        ("POST", "/api/v1/boards", {"id": "b", "title": "B", "site": "aarhus", "tiles": [{"kind": secret}]}),
        ("POST", "/api/v1/boards", {"id": "b", "title": [NUMBER], "site": "aarhus", "sound": NUMBER}),
        ("PUT", "/api/v1/sites/aarhus/settings/rules", {"version": 0, "value": {"threshold_s": {"a": NUMBER}}}),
        ("PUT", "/api/v1/screens/message", {"screens": NUMBER, "text": [NUMBER]}),
        ("PUT", "/api/v1/session/password", {"old": LOGIN, "new": LOGIN, "also": LOGIN}),
    ]  # fmt: skip
    answers = [await http.request(method, path, json=body, headers=JSON) for method, path, body in bodies]
    answers += [
        await http.get("/api/v1/sites/aarhus/view", params={"window": NUMBER, "limit": NUMBER}),
        await http.get("/api/v1/boards", headers={"authorization": f"Bearer {MARKS['a bearer']}"}),
        await http.get("/api/v1/boards", headers={"authorization": f"Bearer tvt_{MARKS['a bearer']}"}),
        await http.post("/api/v1/session", json={"name": secret, "password": LOGIN}),
        await http.post("/api/v1/events", content=f'{{"{NUMBER}'.encode(), headers=JSON),
    ]
    assert [answer.status_code for answer in answers if answer.status_code < 400] == []
    return [answer.content for answer in answers]


async def logged_in(stack: Stack) -> list[str]:
    """An account, a session and a token: the secrets that were given out."""
    http = stack.http
    made = await http.post("/api/v1/accounts", json={"name": "anna", "role": "admin", "password": LOGIN})
    assert made.status_code == 201, made.text
    login = await http.post("/api/v1/session", json={"name": "anna", "password": LOGIN})
    assert login.status_code == 200, login.text
    cookie = login.cookies["tavle_session"]
    token = await http.post("/api/v1/tokens", json={"name": "robot", "role": "source"})
    assert token.status_code == 201, token.text
    return [cookie, token.json()["token"]]


async def socket_door(stack: Stack, cookie: str) -> list[bytes]:
    answers: list[bytes] = []
    headers = {"cookie": f"tavle_session={cookie}"}
    async with connect(stack.address.replace("http", "ws") + "/ws", additional_headers=headers) as socket:
        for message in ({"t": NUMBER}, {"t": "watch", "boards": {"live-floor": {"seq": [NUMBER]}}}, [NUMBER]):
            await socket.send(json.dumps(message))
            while b'"error"' not in (answer := str(await socket.recv()).encode()):
                continue
            answers.append(answer)
    return answers


async def test_marked_values_that_go_in_by_every_door_stand_nowhere_but_where_they_belong(
    on_redis: StackMaker, valkey: RedisServer, tmp_path: Path
) -> None:
    async with Redis.from_url(valkey.url) as redis:
        await redis.acl_setuser("marked", enabled=True, passwords=[f"+{PASSWORD}"], keys=["*"], channels=["*"],
                                commands=["+@all"])  # fmt: skip
    stack = on_redis(TAVLE_REDIS=valkey.url.replace("//", f"//marked:{PASSWORD}@"))
    (tmp_path / "tavle.toml").write_text(CONFIGURATION.replace('"queue_log"', json.dumps(str(tmp_path / "queue_log"))))
    (tmp_path / "queue_log").write_text(queue_log(int(time.time())))
    part = stack.part("up", "up", "--config", str(tmp_path / "tavle.toml"))
    await stack.answers()

    async def told() -> bool:
        figures = (await stack.http.get("/api/v1/sites/aarhus/view", params={"part": "agents"})).content
        if NAMES["an agent's name"].encode() not in figures:
            return False
        return all(map(part.said, ("notification_delayed", "dead_man_failed", "source.problem")))

    await stack.until(told, within_s=SETTLED_S, what="an agent, a bad line, and messages that cannot be delivered")
    answers = await http_doors(stack)
    cookie, token = await logged_in(stack)
    answers += await socket_door(stack, cookie)
    metrics = (await stack.http.get("/metrics")).content
    marks = {**MARKS, "a session": cookie.partition("_")[2], "a token": token.partition("_")[2]}
    leaks = [leak for answer in answers for leak in found("an answer", answer, {**marks, **NAMES})]
    leaks += found("/metrics", metrics, {**marks, **NAMES})
    leaks += await in_redis(valkey.url, marks)
    await part.stop()
    leaks += in_logs(stack.parts, {**marks, **NAMES})
    data = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    leaks += [leak for path in data for leak in found(path.name, path.read_bytes(), marks)]
    assert leaks == []


async def test_what_cannot_be_reached_is_told_without_its_password(on_redis: StackMaker) -> None:
    (nobody,) = free_ports(1)
    redis = f"redis://marked:{PASSWORD}@{LOOPBACK}:{nobody}/0"
    kafka = {
        "TAVLE_KAFKA": f"{LOOPBACK}:{nobody}", "TAVLE_LOG__SECURITY_PROTOCOL": "SASL_PLAINTEXT",
        "TAVLE_LOG__SASL_MECHANISM": "PLAIN", "TAVLE_LOG__SASL_USERNAME": "marked",
        "TAVLE_LOG__SASL_PASSWORD": MARKS["the password of Kafka"],
    }  # fmt: skip
    store = {"TAVLE_STORE": f"postgresql://marked:{MARKS['the password of the store']}@{LOOPBACK}:{nobody}/x"}
    unreachable = {"web": {"TAVLE_REDIS": redis}, "worker": {"TAVLE_REDIS": redis, **kafka}, "up": store}
    for part, variables in unreachable.items():
        stack = on_redis(**variables)
        started = stack.part(part, part)

        async def said(started: Part = started) -> bool:
            return not started.running or started.log_path.read_bytes().count(b"\n") > 2

        started.expected_to_run = False
        await stack.until(said, within_s=FEW_S, what=f"a word of {part} with {list(variables)}")
        await started.kill()
        assert started.log_path.read_bytes()
        assert in_logs([started], MARKS) == []
