"""A rule that is tried over the past day, by the installation's own log: what it says, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from app.settings import Settings
from app.settings.web import WebLimits
from streams.events.instant import DAY_MS, HOUR_MS, MINUTE_MS, from_ms, parse_rfc3339
from streams.log.memory import MemoryLog, MemoryTopic
from streams.log.partitioner import partition_of_key
from tests.app.running_web import RunningWeb, running, settings
from tests.app.written_site import NOW

ROUTE = "/api/v1/sites/aarhus/alerts/rehearsal"
RULE = {"key": "waiting", "name": "Many wait", "metric": "waiting", "window": "now", "fire": 3, "recover": 1,
        "for_s": 30}  # fmt: skip
Answer = dict[str, Any]


def chosen(**limits: Any) -> Settings:
    web = settings(development=True).web.model_copy(update={"limits": WebLimits(**limits)})
    return Settings(web=web, sites={"aarhus": {"queues": {"support": {"name": "Help desk"}}}})


def tell(topic: MemoryTopic, at: int, type_: str, **data: Any) -> None:
    """An event of the moment `at` (ms), appended then."""
    count = sum(map(len, topic.records))
    event = {"id": f"e{count}", "source": "pbx", "site": "aarhus", "type": f"tavle.{type_}", "time": from_ms(at)}
    raw = msgspec.json.encode({**event, "data": data})
    topic.append(partition_of_key(b"aarhus", len(topic.records)), b"aarhus", raw, at)


def three_wait(topic: MemoryTopic, at: int) -> None:
    """From `at` on for five minutes."""
    for n in range(3):
        tell(topic, at + n * 1000, "contact.queued", contact=f"c{at}-{n}", queue="support")
    for n in range(3):
        tell(topic, at + 5 * MINUTE_MS + n * 1000, "contact.answered", contact=f"c{at}-{n}", agent="ann")


async def tried(web: RunningWeb, rule: Answer | None = None) -> Answer:
    answer = await web.http.post(ROUTE, json={"rule": rule or RULE}, timeout=60)
    assert answer.status_code == 200, answer.text
    found: Answer = answer.json()
    return found


def minutes(episode: Answer) -> Iterator[float]:
    for name in ("pending_at", "fired_at", "ended_at"):
        yield (parse_rfc3339(episode[name]) - NOW) / MINUTE_MS


async def test_a_rule_tells_when_it_would_have_fired_and_by_what() -> None:
    async with running(chosen()) as web:
        tell(web.topic, NOW - 3 * DAY_MS, "contact.queued", contact="old", queue="support")
        tell(web.topic, NOW - 3 * DAY_MS + 1000, "contact.left", contact="old", reason="abandoned")
        three_wait(web.topic, NOW - 2 * HOUR_MS)
        answer = await tried(web)

    assert (answer["complete"], answer["events"], answer["fired"], answer["more"]) == (True, 6, 1, 0)
    assert (parse_rfc3339(answer["from"]), parse_rfc3339(answer["to"])) == (NOW - DAY_MS, NOW)
    (episode,) = answer["episodes"]
    assert episode["subject"] == {"kind": "queue", "subject": "support", "subject_name": "Help desk"}
    assert (episode["state"], episode["why"], episode["worst"], answer["unit"]) == (
        "resolved",
        "recovered",
        3.0,
        "count",
    )
    pending, fired, ended = minutes(episode)
    assert -120 < pending < fired < -119
    assert -115 < ended < -113


async def test_it_says_when_the_log_does_not_reach_back_so_far() -> None:
    async with running(chosen()) as web:
        three_wait(web.topic, NOW - 2 * HOUR_MS)
        answer = await tried(web)

    assert (answer["complete"], answer["fired"]) == (False, 1)
    assert parse_rfc3339(answer["from"]) == NOW - 2 * HOUR_MS


async def test_an_empty_log_gives_an_answer_that_says_so() -> None:
    async with running(chosen()) as web:
        answer = await tried(web)

    assert (answer["complete"], answer["events"], answer["episodes"]) == (False, 0, [])


async def test_a_rule_over_weeks_is_never_complete() -> None:
    rule = {**RULE, "metric": "offered", "window": "week", "fire": 100, "recover": 50}
    async with running(chosen()) as web:
        tell(web.topic, NOW - 3 * DAY_MS, "contact.queued", contact="old", queue="support")
        three_wait(web.topic, NOW - 2 * HOUR_MS)
        assert (await tried(web, rule))["complete"] is False


async def test_without_last_week_a_rule_that_compares_says_that_it_does_not_know() -> None:
    rule = {**RULE, "metric": "offered", "window": "1h", "fire": 1.5, "recover": 1.2, "compare": "last_week"}
    async with running(chosen()) as web:
        tell(web.topic, NOW - 3 * DAY_MS, "contact.queued", contact="old", queue="support")
        three_wait(web.topic, NOW - 2 * HOUR_MS)
        answer = await tried(web, rule)

    assert (answer["complete"], answer["missing"], answer["fired"]) == (False, ["last_week"], 0)


async def test_what_was_brought_in_afterwards_is_judged_where_it_happened() -> None:
    async with running(chosen()) as web:
        three_wait(web.topic, NOW - 2 * HOUR_MS)
        for place, records in enumerate(web.topic.records):
            web.topic.records[place] = [record._replace(appended_at_ms=NOW - MINUTE_MS) for record in records]
        answer = await tried(web)

    assert (answer["missing"], answer["fired"]) == (["log", "late"], 1)
    assert -120 < next(minutes(answer["episodes"][0])) < -119


async def test_who_waited_when_a_source_was_behind_did_not_wait_until_it_had_caught_up() -> None:
    began, caught_up = NOW - 2 * HOUR_MS, NOW - 2 * HOUR_MS + 11 * MINUTE_MS
    async with running(chosen()) as web:
        three_wait(web.topic, began)
        for place, records in enumerate(web.topic.records):
            web.topic.records[place] = [record._replace(appended_at_ms=caught_up) for record in records]
        tell(web.topic, caught_up, "source.beat")
        answer = await tried(web, {**RULE, "for_s": 400})

    assert (answer["missing"], answer["fired"]) == (["log", "late"], 0)


async def test_too_many_events_are_cut_to_the_newest_and_counted() -> None:
    async with running(chosen(rehearsal_events=1000)) as web:
        tell(web.topic, NOW - 3 * DAY_MS, "contact.queued", contact="old", queue="support")
        for n in range(1200):
            tell(web.topic, NOW - 3 * HOUR_MS + n, "contact.queued", contact=f"many{n}", queue="other")
        three_wait(web.topic, NOW - 2 * HOUR_MS)
        answer = await tried(web)
        counted = web.counted("limits_total", {"limit": "rehearsal_events"})

    assert (answer["complete"], answer["events"], counted) == (False, 1000, 1.0)
    assert answer["fired"] == 2


async def test_what_is_no_event_counts_nowhere() -> None:
    async with running(chosen()) as web:
        partition = partition_of_key(b"aarhus", len(web.topic.records))
        web.topic.append(partition, b"aarhus", b"no event", NOW - HOUR_MS)
        assert (await tried(web))["events"] == 0


async def test_a_rule_that_cannot_be_says_where_and_what() -> None:
    async with running(chosen()) as web:
        wrong = (await web.http.post(ROUTE, json={"rule": {**RULE, "recover": 3}})).json()
        unknown = (await web.http.post(ROUTE, json={"rule": {**RULE, "fires": 3}})).json()
        nowhere = await web.http.post("/api/v1/sites/nowhere/alerts/rehearsal", json={"rule": RULE})

    assert "would fire and recover without end" in wrong["mistakes"][0]["what"]
    assert unknown["mistakes"][0]["where"] == "fires"
    assert nowhere.status_code == 404


async def test_one_is_tried_at_a_time() -> None:
    """While the first reads the log, the second is asked to come again."""
    asked = 0
    second: list[int] = []

    async def fault(moment: str) -> None:
        nonlocal asked
        if moment == "end_offsets":
            asked += 1
            if asked == 1:
                answer = await web.http.post(ROUTE, json={"rule": RULE}, timeout=60)
                second.append(answer.status_code)

    topic = MemoryTopic()
    async with running(chosen(), log=MemoryLog(topic, fault=fault)) as web:
        assert (await web.http.post(ROUTE, json={"rule": RULE}, timeout=60)).status_code == 200
        counted = web.counted("limits_total", {"limit": "rehearsals"})

    assert (second, counted) == ([503], 1.0)
