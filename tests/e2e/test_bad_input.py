"""What is no event: each stands in the rejected topic with its reason, the rest is counted; by HTTP it is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from streams.log.port import Rejection
from tests.e2e.conftest import StackMaker
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.told import Event, Floor

pytestmark = [pytest.mark.kafka, pytest.mark.redis_server, pytest.mark.processes]

YEAR_S = 365 * 86_400
LARGE = 900_000


def bad_lines(floor: Floor) -> dict[bytes, str]:
    """Lines as a broken program might write them, and what the rejected topic says of each."""
    wrong_type = json.dumps(floor.event("contact.queued", 1, contact="c-x", queue=7)).encode()
    lacking = json.dumps(floor.event("contact.queued", 1, queue="sales")).encode()
    large = json.dumps(floor.event("contact.queued", 1, contact="c-y", queue="sales", note="x" * LARGE)).encode()
    future = json.dumps(floor.queued("c-z", "sales", -YEAR_S)).encode()
    return {
        b"\x00\x01\x02 garbage \xff\xfe": "not JSON",
        b"[]": "expected an object",
        b'{"type": "tavle.contact.queued", "time": NaN}': "not JSON",
        wrong_type: "Expected `str`",
        lacking: "missing required field `contact`",
        large: "too large",
        future: "from the future",
    }


async def rejected(stack: Stack) -> list[Rejection]:
    async with stack.log() as log:
        return [rejection async for rejection in log.rejected()]


async def offered(stack: Stack, floor: Floor) -> int:
    figures = await stack.figures(floor.site)
    return int(json.loads(figures)[0]["all"]["1h"]["offered"]) if figures else 0


async def test_bad_lines_of_a_file_are_rejected_with_their_reasons_and_the_rest_counts(
    on_kafka: StackMaker, tmp_path: Path
) -> None:
    stack, floor = on_kafka(), Floor("aarhus")
    bad = bad_lines(floor)
    good = [json.dumps(floor.queued(f"c{n}", "sales", 60 - n)).encode() for n in range(len(bad) + 1)]
    lines = [line for pair in zip(good, [*bad, b""], strict=True) for line in pair]
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    stack.worker()
    await stack.web()
    await stack.send_file(path, floor.site)

    async def all_counted() -> bool:
        return await offered(stack, floor) == len(good)

    await stack.until(all_counted, within_s=SETTLED_S, what=f"{len(good)} calls offered")
    found = sorted(await rejected(stack), key=lambda rejection: rejection.offset)
    assert [rejection.offset for rejection in found] == [2 * n + 1 for n in range(len(bad))]
    for rejection, (line, reason) in zip(found, bad.items(), strict=True):
        assert reason in rejection.reason
        assert line.startswith(rejection.value)
        assert len(rejection.value) == min(len(line), 64 * 1024)


async def test_the_same_by_http_is_refused_with_reasons_and_nothing_of_it_is_kept(on_kafka: StackMaker) -> None:
    stack, floor = on_kafka(), Floor("aarhus")
    stack.worker()
    await stack.web()
    single = {"content-type": "application/cloudevents+json"}
    for line, reason in bad_lines(floor).items():
        answer = await stack.http.post("/api/v1/events", content=line, headers=single)
        assert answer.status_code == 400, (line[:100], answer.text)
        (event,) = answer.json()["events"]
        assert reason in event["reason"]
    mixed: list[Event] = [floor.queued("c1", "sales", 3), floor.event("contact.queued", 2, contact="c2", queue=7)]
    answer = await stack.post(mixed)
    assert answer.status_code == 400
    assert [event["index"] for event in answer.json()["events"]] == [1]
    too_much = await stack.http.post("/api/v1/events", content=b" " * 1_100_000, headers=single)
    assert too_much.status_code == 413
    assert (await stack.post([floor.queued("c3", "sales", 1)])).status_code == 202

    async def one_counted() -> bool:
        return await offered(stack, floor) == 1

    await stack.until(one_counted, within_s=SETTLED_S, what="one call offered")
    assert await rejected(stack) == []
