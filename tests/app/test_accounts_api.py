"""Accounts and tokens over HTTP, and who changed what."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.app.callers import Headers, account
from tests.app.running_web import RunningWeb, running, settings

PASSWORD = "correct horse battery staple"


@pytest.fixture
async def web() -> AsyncIterator[RunningWeb]:
    async with running(settings()) as web:
        yield web


@pytest.fixture
async def admin(web: RunningWeb) -> Headers:
    return await account(web, "anna", "admin")


async def test_an_account_is_made_changed_and_taken_away(web: RunningWeb, admin: Headers) -> None:
    made = await web.http.post(
        "/api/v1/accounts", json={"name": "Bo", "role": "viewer", "password": PASSWORD}, headers=admin
    )
    assert made.status_code == 201
    assert made.json() == {
        "name": "bo", "role": "viewer", "disabled": False, "made_at": web.clock.now, "password_at": web.clock.now,
    }  # fmt: skip
    changed = await web.http.patch("/api/v1/accounts/BO", json={"role": "supervisor"}, headers=admin)
    assert changed.json()["role"] == "supervisor"
    listed = (await web.http.get("/api/v1/accounts", headers=admin)).json()["accounts"]
    assert [one["name"] for one in listed] == ["anna", "bo"]
    assert (await web.http.delete("/api/v1/accounts/bo", headers=admin)).status_code == 204
    assert (await web.http.delete("/api/v1/accounts/bo", headers=admin)).status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"password": "short"}, 400, "at least 12 characters"),
        ({"name": "b o"}, 400, "without spaces"),
        ({"name": "anna"}, 409, "already"),
        ({"role": "root"}, 400, "viewer"),
        ({"password": "bo-the-builder", "name": "bo-the-builder"}, 400, "first to be tried"),
    ],
)
async def test_an_account_that_will_not_do_is_refused_with_what_to_change(
    web: RunningWeb, admin: Headers, change: dict[str, str], status: int, said: str
) -> None:
    body = {"name": "bo", "role": "viewer", "password": PASSWORD, **change}
    refused = await web.http.post("/api/v1/accounts", json=body, headers=admin)
    assert refused.status_code == status
    assert said in refused.text
    assert body["password"] not in refused.text


async def test_the_last_admin_stays(web: RunningWeb, admin: Headers) -> None:
    for refused in (
        await web.http.patch("/api/v1/accounts/anna", json={"role": "viewer"}, headers=admin),
        await web.http.patch("/api/v1/accounts/anna", json={"disabled": True}, headers=admin),
        await web.http.delete("/api/v1/accounts/anna", headers=admin),
    ):
        assert (refused.status_code, refused.json()["title"]) == (409, "Nobody could give access any more.")


async def test_a_role_that_was_taken_away_is_gone_at_once(web: RunningWeb, admin: Headers) -> None:
    bo = await account(web, "bo", "admin")
    assert (await web.http.get("/api/v1/audit", headers=bo)).status_code == 200
    await web.http.patch("/api/v1/accounts/bo", json={"role": "viewer"}, headers=admin)
    assert (await web.http.get("/api/v1/audit", headers=bo)).status_code == 403
    await web.http.patch("/api/v1/accounts/bo", json={"disabled": True}, headers=admin)
    assert (await web.http.get("/api/v1/sites", headers=bo)).status_code == 401


async def test_a_token_is_shown_once_and_is_worth_nothing_when_revoked(web: RunningWeb, admin: Headers) -> None:
    made = await web.http.post("/api/v1/tokens", json={"name": "pbx", "role": "source", "days": 2}, headers=admin)
    secret = made.json().pop("token")
    assert made.json()["expires_at"] == web.clock.now + 2 * 86_400_000
    machine = {"authorization": f"Bearer {secret}", "content-type": "application/json"}
    assert (await web.http.post("/api/v1/events", content="[]", headers=machine)).status_code == 202
    listed = await web.http.get("/api/v1/tokens", headers=admin)
    assert [one["name"] for one in listed.json()["tokens"]] == ["pbx"]
    assert secret not in listed.text
    assert (await web.http.delete("/api/v1/tokens/pbx", headers=admin)).status_code == 204
    assert (await web.http.post("/api/v1/events", content="[]", headers=machine)).status_code == 401


async def test_the_audit_tells_who_changed_what_and_holds_no_secret(web: RunningWeb, admin: Headers) -> None:
    body = {"name": "bo", "role": "viewer", "password": PASSWORD}
    await web.http.post("/api/v1/accounts", json=body, headers=admin)
    secret = (await web.http.post("/api/v1/tokens", json={"name": "pbx", "role": "source"}, headers=admin)).json()
    answer = await web.http.get("/api/v1/audit", params={"limit": 2}, headers=admin)
    notes = answer.json()["audit"]
    assert [(note["actor"], note["action"], note["subject"]) for note in notes] == [
        ("account:anna", "token.add", "pbx"),
        ("account:anna", "account.add", "bo"),
    ]
    assert notes[1]["detail"] == {"role": "viewer"}
    assert secret["token"] not in answer.text
    assert "argon2" not in answer.text
    older = await web.http.get("/api/v1/audit", params={"before": notes[1]["number"]}, headers=admin)
    assert [note["action"] for note in older.json()["audit"]] == ["session.begin", "account.add"]
