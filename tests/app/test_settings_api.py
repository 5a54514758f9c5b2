"""Rules and goals of a site set over HTTP: in force at once, told apart from the file's, and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.settings import Settings
from app.store.audit import By
from tests.app.callers import Headers, account
from tests.app.running_web import RunningWeb, running, settings
from tests.app.written_site import NOW, WrittenSite, queue, view
from tests.servers.until import until

SITE = "/api/v1/sites/aarhus/settings"
FILE: dict[str, Any] = {"aarhus": {"name": "Aarhus", "threshold_s": 25, "queues": {"sales": {"name": "Sales"}}}}
CLERK = By("command:test", 1)


@pytest.fixture
async def web() -> AsyncIterator[RunningWeb]:
    async with running(Settings(web=settings().web, sites=FILE)) as web:
        await WrittenSite(web.keys).write(view({"sales": queue(3)}))
        yield web


@pytest.fixture
async def editor(web: RunningWeb) -> Headers:
    return await account(web, "sune", "supervisor")


async def put(web: RunningWeb, headers: Headers, value: Any, version: int = 0, part: str = "rules") -> Any:
    return await web.http.put(f"{SITE}/{part}", json={"version": version, "value": value}, headers=headers)


async def test_what_nobody_set_is_the_files(web: RunningWeb, editor: Headers) -> None:
    answer = (await web.http.get(SITE, headers=editor)).json()
    assert (answer["site"], answer["name"], answer["now"]) == ("aarhus", "Aarhus", NOW)
    assert answer["parts"]["rules"] == {
        "version": 0, "changed_at": None, "changed_by": None, "value": None, "environment": {}, "mistakes": [],
        "file": {"name": "Aarhus", "threshold_s": 25.0, "queues": {"sales": {"name": "Sales"}}},
    }  # fmt: skip
    (version,) = answer["rules"]["site"]["versions"]
    assert (version["threshold_s"], version["from"], version["in_force"]) == (25, None, True)
    assert version["abandons"] == "missed"
    assert answer["rules"]["queues"]["sales"]["name"] == "Sales"
    assert answer["rules"]["profiles"]["answered_only"]["abandons"] == "left_out"
    assert set(answer["goals"]["sets"]) == {"service", "efficiency", "sales", "speed"}
    assert answer["goals"]["sets"]["service"][0]["shipped"] is True


async def test_what_is_saved_holds_at_once_and_tells_who_and_in_which_version(web: RunningWeb, editor: Headers) -> None:
    answer = await put(web, editor, {"threshold_s": 30, "queues": {"sales": {"expected_contacts": 40}}})
    assert answer.status_code == 200, answer.text
    part = answer.json()["parts"]["rules"]
    assert (part["version"], part["changed_by"], part["changed_at"]) == (1, "account:sune", NOW)
    assert part["value"] == {"threshold_s": 30.0, "queues": {"sales": {"expected_contacts": 40}}}
    assert answer.json()["rules"]["site"]["versions"][0]["threshold_s"] == 30
    assert answer.json()["rules"]["site"]["file"]["versions"][0]["threshold_s"] == 25
    back = (await web.http.get("/api/v1/sites/aarhus/recovery", headers=editor)).json()
    assert back["queues"]["sales"]["expected"] == 40
    assert [note.action for note in await web.store.audit.newest(1)] == ["setting.set"]


async def test_a_version_from_now_on_begins_when_the_server_takes_it(web: RunningWeb, editor: Headers) -> None:
    answer = (await put(web, editor, {"rule_changes": [{"from": "now", "threshold_s": 30}]})).json()
    first, second = answer["rules"]["site"]["versions"]
    assert (first["threshold_s"], second["threshold_s"], second["since"]) == (25, 30, NOW)
    assert second["in_force"]
    assert answer["parts"]["rules"]["value"]["rule_changes"][0]["from"].startswith("2025-11-25T")


async def test_a_mistake_is_refused_at_its_field_and_nothing_changes(web: RunningWeb, editor: Headers) -> None:
    answer = await put(web, editor, {"queues": {"sales": {"threshold_s": -1}}})
    assert answer.status_code == 400
    (mistake,) = answer.json()["mistakes"]
    assert (mistake["where"], mistake["path"]) == ("rules.queues.sales.threshold_s", ["queues", "sales", "threshold_s"])
    assert (await web.http.get(SITE, headers=editor)).json()["parts"]["rules"]["version"] == 0


async def test_who_read_an_older_version_is_told_so(web: RunningWeb, editor: Headers) -> None:
    await put(web, editor, {"threshold_s": 30})
    for late in (0, 5):
        answer = await put(web, editor, {"threshold_s": 40}, late)
        assert (answer.status_code, answer.json()["version"]) == (409, 1)
    assert (await web.http.delete(f"{SITE}/rules?version=7", headers=editor)).status_code == 409


WAITING = {"key": "waiting", "name": "Many wait", "metric": "waiting", "window": "now", "fire": 5, "recover": 2}


def alert_of(answer: Any, key: str) -> Any:
    return next(one for one in answer.json()["alerts"]["rules"] if one["rule"]["key"] == key)


async def test_every_alert_rule_is_told_with_where_it_comes_from_and_those_left_out(
    web: RunningWeb, editor: Headers
) -> None:
    value = {"rules": [WAITING, {"key": "pain", "name": "Pain", "kind": "deadline", "clock": "wait"}], "off": ["pain"]}
    answer = await put(web, editor, value, part="alerts")
    assert answer.status_code == 200, answer.text
    told = [{name: alert_of(answer, key)[name] for name in ("origin", "below", "off", "above")}
            for key in ("abandons", "waiting", "pain")]  # fmt: skip
    assert told == [
        {"origin": "preset", "below": "preset", "off": False, "above": False},
        {"origin": "page", "below": None, "off": False, "above": False},
        {"origin": "page", "below": "preset", "off": True, "above": False},
    ]
    assert alert_of(answer, "abandons")["unit"] == "share"
    assert alert_of(answer, "waiting")["rule"]["fire"] == 5
    assert answer.json()["alerts"]["levels"] == ["company", "leader"]


async def test_an_alert_rule_that_changes_gets_a_version_and_one_that_stays_keeps_it(
    web: RunningWeb, editor: Headers
) -> None:
    pain = {"key": "pain", "name": "A caller waits too long", "kind": "deadline", "clock": "wait", "threshold_s": 90}
    versions = []
    for version, fire in enumerate((5, 6, 6)):
        answer = await put(web, editor, {"rules": [{**WAITING, "fire": fire}, pain]}, version, part="alerts")
        versions.append([alert_of(answer, key)["rule"]["version"] for key in ("waiting", "pain")])
    assert versions == [[1, 2], [2, 2], [2, 2]]
    assert (await put(web, editor, {"off": ["pain"]}, 3, part="alerts")).status_code == 200


async def test_a_refused_alert_rule_names_its_field(web: RunningWeb, editor: Headers) -> None:
    answer = await put(web, editor, {"rules": [{**WAITING, "recover": 5}]}, part="alerts")
    assert [one["path"] for one in answer.json()["mistakes"]] == [["rules", "0", "recover"]]


async def test_back_to_the_file(web: RunningWeb, editor: Headers) -> None:
    await put(web, editor, {"threshold_s": 30})
    answer = await web.http.delete(f"{SITE}/rules?version=1", headers=editor)
    assert answer.json()["rules"]["site"]["versions"][0]["threshold_s"] == 25
    assert (await web.http.delete(f"{SITE}/rules", headers=editor)).status_code == 404


async def test_what_another_process_set_is_in_force_here_in_a_moment(web: RunningWeb, editor: Headers) -> None:
    await web.store.settings.set("site/aarhus/goals", {"sets": ["speed"]}, CLERK, expected=0)

    async def followed() -> bool:
        answer = await web.http.get("/api/v1/sites/aarhus/goals", headers=editor)
        return list(answer.json()["sets"]) == ["speed"]

    await until(followed, within_s=10)


async def test_what_is_stored_and_cannot_be_used_is_shown_and_the_file_holds(web: RunningWeb, editor: Headers) -> None:
    await web.store.settings.set("site/aarhus/rules", {"threshold_s": -3}, CLERK, expected=0)
    await web.app.state.follower.look()
    answer = (await web.http.get(SITE, headers=editor)).json()
    assert answer["parts"]["rules"]["mistakes"][0]["path"] == ["threshold_s"]
    assert answer["rules"]["site"]["versions"][0]["threshold_s"] == 25


async def test_sites_and_parts_that_there_are_none_of_are_not_found(web: RunningWeb, editor: Headers) -> None:
    assert (await web.http.get("/api/v1/sites/nowhere/settings", headers=editor)).status_code == 404
    assert (await web.http.put(
        "/api/v1/sites/nowhere/settings/rules", json={"version": 0, "value": {}}, headers=editor
    )).status_code == 404  # fmt: skip
    assert (await put(web, editor, {}, part="moods")).status_code == 404


async def test_a_viewer_sees_and_changes_nothing(web: RunningWeb) -> None:
    viewer = await account(web, "vera", "viewer")
    assert (await web.http.get(SITE, headers=viewer)).status_code == 200
    assert (await put(web, viewer, {"threshold_s": 30})).status_code == 403
