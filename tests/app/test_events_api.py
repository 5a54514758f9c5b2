"""`POST /api/v1/events`: 202 means durable, anything else means that nothing was kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.settings.web import WebLimits
from app.web.intake import BATCH, PLAIN, SINGLE
from streams.events.instant import rfc3339
from streams.log.memory import MemoryLog, MemoryTopic
from streams.log.port import LogUnavailable
from tests.app.running_web import RunningWeb, running, settings
from tests.app.written_site import NOW

URL = "/api/v1/events"


def an_event(number: int = 1, **changes: Any) -> dict[str, Any]:
    data = {"contact": f"c{number}", "queue": "sales"}
    event = {
        "specversion": "1.0", "id": f"e{number}", "source": "crm/1", "type": "tavle.contact.queued",
        "time": rfc3339(NOW), "site": "aarhus", "data": data,
    }  # fmt: skip
    return {**event, **changes}


def kept(web: RunningWeb) -> list[tuple[bytes | None, dict[str, Any]]]:
    """What the log holds: key and event."""
    return [(record.key, json.loads(record.value)) for part in web.topic.records for record in part]


@pytest.mark.parametrize("media_type", [SINGLE, PLAIN, f"{SINGLE}; charset=utf-8"])
async def test_a_single_event_is_kept_byte_for_byte_under_its_site(media_type: str) -> None:
    async with running() as web:
        body = json.dumps(an_event(), indent=1).encode()
        answer = await web.http.post(URL, content=body, headers={"content-type": media_type})
        assert (answer.status_code, answer.json()) == (202, {"accepted": 1})
        (record,) = [record for part in web.topic.records for record in part]
        assert (record.key, record.value) == (b"aarhus", body)


@pytest.mark.parametrize("media_type", [BATCH, PLAIN])
async def test_a_batch_is_kept_in_its_order(media_type: str) -> None:
    async with running() as web:
        events = [an_event(1), an_event(2, site="odense"), an_event(3)]
        answer = await web.http.post(URL, content=json.dumps(events), headers={"content-type": media_type})
        assert (answer.status_code, answer.json()) == (202, {"accepted": 3})
        assert [event["id"] for key, event in kept(web) if key == b"aarhus"] == ["e1", "e3"]
        assert [event["id"] for key, event in kept(web) if key == b"odense"] == ["e2"]
        assert web.counted("events_accepted_total") == 3


async def test_an_empty_batch_is_no_mistake() -> None:
    async with running() as web:
        answer = await web.http.post(URL, content="[]", headers={"content-type": BATCH})
        assert (answer.status_code, answer.json()) == (202, {"accepted": 0})


async def test_a_type_that_only_a_newer_worker_knows_is_kept() -> None:
    async with running() as web:
        event = an_event(type="tavle.sale.made", data={"amount": 3})
        answer = await web.http.post(URL, content=json.dumps(event), headers={"content-type": SINGLE})
        assert answer.status_code == 202
        assert [event["type"] for _, event in kept(web)] == ["tavle.sale.made"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (an_event(time=rfc3339(NOW + 301_000)), "from the future"),
        (an_event(time="yesterday"), "wrong fields"),
        (an_event(data={"contact": "c1"}), "wrong fields"),
        (an_event(site=""), "wrong fields"),
        (an_event(type="com.example.thing"), "not an event of ours"),
        (an_event(type="tavle.sale.made", site=None), "wrong fields"),
        (an_event(type="tavle.sale.made", site="a\nb"), "unprintable"),
        (an_event(type="tavle.sale.made", time=rfc3339(NOW + 301_000)), "from the future"),
        (an_event(subject="x" * 70_000), "too large"),
        (3, "not an event"),
    ],
)
async def test_one_wrong_event_and_nothing_is_kept(wrong: Any, reason: str) -> None:
    async with running() as web:
        answer = await web.http.post(
            URL, content=json.dumps([an_event(1), wrong, an_event(2)]), headers={"content-type": BATCH}
        )
        assert answer.status_code == 400
        assert answer.headers["content-type"] == "application/problem+json"
        (refusal,) = answer.json()["events"]
        assert refusal["index"] == 1
        assert reason in refusal["reason"]
        assert kept(web) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[1", b"\xff\xfe", b'{"a":' * 2000, b"null", b"[" * 5000])
@pytest.mark.parametrize("media_type", [SINGLE, BATCH, PLAIN])
async def test_what_is_no_json_is_refused_with_a_reason(body: bytes, media_type: str) -> None:
    async with running() as web:
        answer = await web.http.post(URL, content=body, headers={"content-type": media_type})
        assert answer.status_code == 400
        assert answer.json()["events"][0]["reason"]
        assert kept(web) == []


async def test_five_minutes_ahead_is_still_taken() -> None:
    async with running() as web:
        event = an_event(time=rfc3339(NOW + 300_000))
        answer = await web.http.post(URL, content=json.dumps(event), headers={"content-type": SINGLE})
        assert answer.status_code == 202


async def test_another_media_type_is_refused() -> None:
    async with running() as web:
        answer = await web.http.post(URL, content=json.dumps(an_event()), headers={"content-type": "text/plain"})
        assert answer.status_code == 415
        assert SINGLE in answer.json()["detail"]
        assert kept(web) == []


async def test_a_body_over_the_limit_is_refused_whether_its_length_is_announced_or_not() -> None:
    def chunks() -> Iterator[bytes]:
        yield from [b" " * 1000] * 20

    async def streamed() -> Any:
        for chunk in chunks():
            yield chunk

    async with running(settings(limits=WebLimits(body_bytes=10_000))) as web:
        for content in (b" " * 10_001, streamed()):
            answer = await web.http.post(URL, content=content, headers={"content-type": SINGLE})
            assert answer.status_code == 413
        assert web.counted("limits_total", {"limit": "body"}) == 2


async def test_without_the_log_the_sender_is_told_to_come_again() -> None:
    async def fault(moment: str) -> None:
        if moment == "append":
            raise LogUnavailable("gone")

    async with running(log=MemoryLog(MemoryTopic(), fault=fault)) as web:
        answer = await web.http.post(URL, content=json.dumps(an_event()), headers={"content-type": SINGLE})
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert web.counted("log_unavailable_total") == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 202),
        ({"sec-fetch-site": "same-origin"}, 202),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://intranet.example", "sec-fetch-site": "cross-site"}, 202),
    ],
)
async def test_pages_of_other_origins_may_not_send(headers: dict[str, str], status: int) -> None:
    async with running(settings(origins=("https://intranet.example",))) as web:
        answer = await web.http.post(URL, content=json.dumps(an_event()), headers={"content-type": SINGLE, **headers})
        assert answer.status_code == status
        assert len(kept(web)) == (status == 202)
