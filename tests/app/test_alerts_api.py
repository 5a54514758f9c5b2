"""Alerts over HTTP: what the worker saved is what is told, and what people do is an event of the log in their name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from app.settings import Settings
from streams.alerts.rule import AnyRule, DeadlineRule, LevelRule
from streams.alerts.saved import SavedAlerts
from streams.events import AlertAcknowledged, AlertSilenced, AlertUnsilenced, AnyEvent
from streams.events.decode import decode
from streams.events.instant import HOUR_MS, from_ms, rfc3339
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.names import alerts_hash, names_hash
from streams.ledger.port import Changes
from streams.log.memory import MemoryLog, MemoryTopic
from streams.log.port import LogUnavailable
from tests.app.callers import everyone
from tests.app.running_web import Clock, RunningWeb, running, settings
from tests.streams.alerts.time_line import TimeLine, ms

Answer = dict[str, Any]
ALERTS = "/api/v1/sites/aarhus/alerts"
PARTITION = 3
LATE = DeadlineRule(key="pain", name="A caller waits too long", clock="wait", stage="breached", severity="critical",
                    threshold_ms=20_000)  # fmt: skip
WAITING = LevelRule(key="waiting", name="Many wait", metric="waiting", scope="queue", window="now", fire=2, recover=1,
                    for_ms=0)  # fmt: skip
SOON = LevelRule(key="soon", name="Some wait", metric="waiting", scope="queue", window="now", fire=2, recover=1,
                 for_ms=HOUR_MS)  # fmt: skip
RULES: Sequence[AnyRule] = (LATE, WAITING, SOON)


def chosen() -> Settings:
    own = [
        {"key": "waiting", "name": "Many wait", "metric": "waiting", "window": "now", "fire": 2, "recover": 1},
        {"key": "soon", "name": "Some wait", "metric": "waiting", "window": "now", "fire": 2, "recover": 1},
    ]
    queues = {"support": {"name": "Help desk"}}
    return Settings(web=settings(development=True).web, alerts={"rules": own}, sites={"aarhus": {"queues": queues}})


def two_wait() -> TimeLine:
    line = TimeLine(RULES)
    line.call(0)
    line.call(5)
    return line


async def save(keys: MemoryKeys, line: TimeLine, until_s: float) -> None:
    """The alerts of the time line, as a worker saves them."""
    fields, _ = SavedAlerts().save(line.play(until_s).rehearsal.alerts)
    ledger = MemoryLedger(keys=keys)
    claim = await ledger.claim(PARTITION, log_identity="log")
    following = (claim.next_offset or 0) + 1
    put = {alerts_hash("aarhus"): fields, names_hash("aarhus"): {"support": b""}}
    changes = Changes(put=put, drop={}, sites=["aarhus"], woken=list(put))
    await ledger.commit(PARTITION, claim.epoch, claim.next_offset, following, f"c{following}", changes)


def at(until_s: float) -> Clock:
    return Clock(ms(until_s))


async def listed(web: RunningWeb) -> Answer:
    answer = await web.http.get(ALERTS)
    assert answer.status_code == 200, answer.text
    found: Answer = answer.json()
    return found


async def told(web: RunningWeb) -> list[AnyEvent]:
    """Every event of the log, with its key."""
    records = [record for partition in web.topic.records for record in partition]
    assert {record.key for record in records} <= {b"aarhus"}
    return [decode(record.value) for record in records]


async def test_what_the_worker_saved_is_told_with_names_values_and_counts() -> None:
    async with running(chosen(), clock=at(60)) as web:
        await save(web.keys, two_wait(), 60)
        answer = await listed(web)

    assert (answer["at"], answer["now"]) == (ms(60), ms(60))
    assert (answer["open"], answer["pending"], answer["more"]) == ({"critical": 2, "warning": 1}, 1, 0)
    late, _, many, soon = answer["listed"]
    assert (late["rule_name"], late["severity"], late["kind"]) == ("A caller waits too long", "critical", "contact")
    assert (late["queue"], late["queue_name"]) == ("support", "Help desk"), "a caller's alert names where he waits"
    assert (late["value"], late["unit"]) == (20_000, "allowed")
    assert (many["rule_name"], many["subject"], many["subject_name"]) == ("Many wait", "support", "Help desk")
    assert (many["value"], many["unit"], many["metric"], many["state"]) == (2, "count", "waiting", "firing")
    assert soon["state"] == "pending"


async def test_a_site_that_nobody_judged_yet_says_so() -> None:
    async with running(chosen()) as web:
        ledger = MemoryLedger(keys=web.keys)
        claim = await ledger.claim(PARTITION, log_identity="log")
        await ledger.commit(PARTITION, claim.epoch, None, 1, "c1", Changes(put={}, drop={}, sites=["aarhus"]))
        answer = await listed(web)
        unknown = await web.http.get("/api/v1/sites/nowhere/alerts")

    assert (answer["at"], answer["listed"], answer["open"]) == (None, [], {"critical": 0, "warning": 0})
    assert unknown.status_code == 404


async def test_a_long_list_is_cut_and_counted() -> None:
    async with running(chosen(), clock=at(60)) as web:
        await save(web.keys, two_wait(), 60)
        answer = (await web.http.get(ALERTS, params={"limit": 1})).json()

    assert ([one["rule"] for one in answer["listed"]], answer["more"]) == (["pain"], 3)
    assert answer["open"] == {"critical": 2, "warning": 1}


async def test_an_acknowledgement_is_an_event_in_the_name_of_who_asked() -> None:
    async with running(chosen(), clock=at(60)) as web:
        await save(web.keys, two_wait(), 60)
        alert = (await listed(web))["listed"][0]["id"]
        sune = (await everyone(web))["supervisor"]
        answer = await web.http.post(f"{ALERTS}/{alert}/acknowledge", headers=sune)
        (event,) = await told(web)

    assert (answer.status_code, answer.json()) == (202, {"state": "taken"})
    assert isinstance(event, AlertAcknowledged)
    assert (event.data.alert, event.data.by, event.source, event.site) == (alert, "sune", "tavle/web", "aarhus")
    assert event.time == from_ms(ms(60))


async def test_who_sees_to_an_alert_first_is_told_to_the_second() -> None:
    async with running(chosen(), clock=at(60)) as web:
        line = two_wait()
        first = line.play(50).rehearsal.alerts.alerts()[0].id
        line.tell(55, "alert.acknowledged", source="tavle/web", alert=first, by="mette")
        await save(web.keys, line, 60)
        answer = await web.http.post(f"{ALERTS}/{first}/acknowledge")

        assert (answer.status_code, answer.json()) == (200, {"state": "seen", "acknowledged_by": "mette"})
        assert await told(web) == []


async def test_what_is_pending_or_over_cannot_be_acknowledged() -> None:
    async with running(chosen(), clock=at(60)) as web:
        await save(web.keys, two_wait(), 60)
        pending = (await listed(web))["listed"][-1]["id"]
        for id_ in (pending, "never-was"):
            assert (await web.http.post(f"{ALERTS}/{id_}/acknowledge")).status_code == 404
        assert await told(web) == []


async def test_without_the_log_nothing_is_said_to_be_taken() -> None:
    async def fault(moment: str) -> None:
        if moment == "append":
            raise LogUnavailable("gone")

    async with running(chosen(), clock=at(60), log=MemoryLog(MemoryTopic(), fault=fault)) as web:
        await save(web.keys, two_wait(), 60)
        alert = (await listed(web))["listed"][0]["id"]
        answer = await web.http.post(f"{ALERTS}/{alert}/acknowledge")

        assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
        assert web.counted("log_unavailable_total") == 1


async def silence(web: RunningWeb, **body: Any) -> httpx.Response:
    until = rfc3339(web.clock.now + HOUR_MS)
    return await web.http.post(f"{ALERTS}/silences", json={"until": until, "reason": "moving house", **body})


async def test_a_silence_is_an_event_with_an_end_an_author_and_a_reason() -> None:
    async with running(chosen(), clock=at(60)) as web:
        await save(web.keys, two_wait(), 60)
        answer = await silence(web, rule="waiting", queue="support")
        (event,) = await told(web)

    assert answer.status_code == 202
    assert isinstance(event, AlertSilenced)
    assert answer.json() == {"state": "taken", "silence": event.data.silence}
    assert (event.data.rule, event.data.queue, event.data.team) == ("waiting", "support", None)
    assert (event.data.by, event.data.reason) == ("developer", "moving house")
    assert event.data.until == datetime(2026, 11, 24, 10, 1, tzinfo=UTC)


async def test_a_silence_that_cannot_be_is_refused_with_what_to_do() -> None:
    async with running(chosen(), clock=at(60)) as web:
        await save(web.keys, two_wait(), 60)
        for wrong in (
            {"until": rfc3339(ms(60))}, {"until": rfc3339(ms(60) + 31 * 24 * HOUR_MS)},
            {"until": "2026-11-24T10:00:00"}, {"reason": "  "}, {"rule": "unknown"}, {"queue": "unknown"},
            {"by": "somebody else"},
        ):  # fmt: skip
            answer = await silence(web, **wrong)
            assert answer.status_code == 400, wrong
            assert answer.json()["detail"]
        assert await told(web) == []


async def test_a_silence_is_seen_once_judged_and_can_be_lifted_until_it_ends() -> None:
    async with running(chosen(), clock=at(60)) as web:
        line = two_wait()
        until = from_ms(ms(500))
        line.tell(30, "alert.silenced", silence="s1", by="mette", reason="known", rule="waiting", until=until)
        await save(web.keys, line, 60)
        answer = await listed(web)
        (many,) = [one for one in answer["listed"] if one["rule"] == "waiting"]
        lifted = await web.http.delete(f"{ALERTS}/silences/s1")
        unknown = await web.http.delete(f"{ALERTS}/silences/s2")
        (event,) = await told(web)

    assert (many["muted"], many["silence"]) == ("silence", "s1")
    assert answer["silences"] == [
        {"id": "s1", "by": "mette", "reason": "known", "since": ms(30), "until": ms(500), "rule": "waiting",
         "rule_name": "Many wait", "queue": None, "queue_name": None, "team": None},
    ]  # fmt: skip
    assert (lifted.status_code, unknown.status_code) == (202, 404)
    assert isinstance(event, AlertUnsilenced)
    assert (event.data.silence, event.data.by) == ("s1", "developer")
