"""Logging in and out: the cookie, what it is worth and for how long, and how often one may guess."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from app.accounts import login_rate
from app.accounts.password import Passwords
from app.accounts.recognition import IDLE_MS
from app.store.audit import By
from tests.app.callers import account, token
from tests.app.running_web import RunningWeb, running, settings

SESSION = "/api/v1/session"
PASSWORD = "correct horse battery staple"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HTTPS = {"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7"}


@pytest.fixture
async def web() -> AsyncIterator[RunningWeb]:
    """With one account, anna, who is a supervisor."""
    async with running(settings()) as web:
        hashed = await Passwords(QUICK).hash(PASSWORD)
        await web.store.accounts.add("anna", "supervisor", hashed, By("command:test", web.clock.now))
        web.guard.entry.recognition.forget()
        yield web


async def log_in(web: RunningWeb, password: str = PASSWORD, name: str = "anna", **headers: str) -> httpx.Response:
    return await web.http.post(SESSION, json={"name": name, "password": password}, headers=headers)


async def who(web: RunningWeb, **headers: str) -> dict[str, Any]:
    told: dict[str, Any] = (await web.http.get(SESSION, headers=headers)).json()
    return told


async def test_who_logs_in_is_known_from_then_on(web: RunningWeb) -> None:
    assert (await who(web))["kind"] == "stranger"
    assert (await web.http.get("/api/v1/sites")).status_code == 401
    assert (await log_in(web, name=" ANNA ")).status_code == 200
    assert await who(web) == {
        "kind": "account", "name": "anna", "role": "supervisor", "boards": None,
        "may": ["edit", "public", "view", "watch"],
    }  # fmt: skip
    assert (await web.http.get("/api/v1/sites")).status_code == 200


async def test_who_logs_out_is_nobody_again(web: RunningWeb) -> None:
    cookie = (await log_in(web)).headers["set-cookie"].partition(";")[0]
    assert (await web.http.delete(SESSION)).status_code == 204
    assert "tavle_session" not in web.http.cookies
    assert (await who(web, cookie=cookie))["kind"] == "stranger"


async def test_by_https_the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(web: RunningWeb) -> None:
    cookie = (await log_in(web, **HTTPS)).headers["set-cookie"]
    assert cookie.startswith("__Host-tavle_session=tvs_")
    assert {part.strip() for part in cookie.split(";")[1:]} == {
        "HttpOnly", "Max-Age=604800", "Path=/", "SameSite=strict", "Secure",
    }  # fmt: skip
    secret = cookie.partition(";")[0]
    assert (await who(web, cookie=secret, **HTTPS))["name"] == "anna"


async def test_on_this_machine_without_tls_the_cookie_is_plain_and_the_log_says_so(
    web: RunningWeb, capsys: pytest.CaptureFixture[str]
) -> None:
    cookie = (await log_in(web)).headers["set-cookie"]
    assert cookie.startswith("tavle_session=tvs_")
    assert "Secure" not in cookie
    assert "development_login" in capsys.readouterr().out


async def test_a_plain_cookie_is_worth_nothing_through_a_proxy(web: RunningWeb) -> None:
    plain = (await log_in(web)).headers["set-cookie"].partition(";")[0]
    assert (await who(web, cookie=plain, **HTTPS))["kind"] == "stranger"


async def test_no_password_is_taken_in_the_clear_from_elsewhere(web: RunningWeb) -> None:
    refused = await log_in(web, **{"x-forwarded-for": "192.0.2.7"})
    assert refused.status_code == 403
    assert "X-Forwarded-Proto: https" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "wrong"), ("bo", PASSWORD), ("anna", "x" * 1500), ("a b", PASSWORD)]
)
async def test_a_wrong_login_does_not_say_what_was_wrong(web: RunningWeb, name: str, password: str) -> None:
    refused = await log_in(web, password, name)
    assert refused.status_code == 403
    assert refused.json()["title"] == "Name or password is wrong."
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize(
    ("content", "type_", "status"),
    [
        (b"{}", "application/json", 400),
        (b'{"name": "anna", "password": "hush-hush", "more": 1}', "application/json", 400),
        (b"name=anna", "application/x-www-form-urlencoded", 415),
        (b" " * 5000, "application/json", 413),
    ],
)
async def test_what_is_no_login_is_refused_without_repeating_it(
    web: RunningWeb, content: bytes, type_: str, status: int
) -> None:
    refused = await web.http.post(SESSION, content=content, headers={"content-type": type_})
    assert refused.status_code == status
    assert "hush-hush" not in refused.text


async def test_guessing_ends_after_some_failures_and_for_this_name_only(
    web: RunningWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login_rate, "FAILURES_A_NAME", 2)
    for _ in range(2):
        assert (await log_in(web, "wrong")).status_code == 403
    refused = await log_in(web)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= login_rate.WINDOW_S
    assert web.counted("limits_total", {"limit": "logins"}) == 1
    assert (await log_in(web, "wrong", "bo")).status_code == 403


async def test_a_foreign_page_cannot_log_anybody_in(web: RunningWeb) -> None:
    assert (await log_in(web, origin="https://evil.example")).status_code == 403
    assert (await log_in(web, **{"sec-fetch-site": "cross-site"})).status_code == 403
    assert (await log_in(web, origin=web.address, **{"sec-fetch-site": "cross-site"})).status_code == 403
    assert web.counted("limits_total", {"limit": "origin"}) == 3
    assert (await log_in(web, origin=web.address, **{"sec-fetch-site": "same-origin"})).status_code == 200


async def test_a_session_that_nobody_uses_is_over(web: RunningWeb) -> None:
    await log_in(web)
    web.clock.now += IDLE_MS
    web.guard.entry.recognition.forget()
    assert (await who(web))["kind"] == "stranger"


async def test_a_new_password_ends_all_other_sessions(web: RunningWeb) -> None:
    other = (await log_in(web)).headers["set-cookie"].partition(";")[0]
    web.http.cookies.clear()
    await log_in(web)
    change = {"current": PASSWORD, "new": "another long password"}
    assert (await web.http.put(f"{SESSION}/password", json={**change, "current": "wrong"})).status_code == 403
    assert (await web.http.put(f"{SESSION}/password", json={**change, "new": "short"})).status_code == 400
    assert (await web.http.put(f"{SESSION}/password", json=change)).status_code == 204
    assert (await who(web))["name"] == "anna"
    web.http.cookies.clear()
    assert (await who(web, cookie=other))["kind"] == "stranger"
    assert (await log_in(web)).status_code == 403
    assert (await log_in(web, "another long password")).status_code == 200


async def test_a_hash_of_older_parameters_is_renewed_at_the_next_login(web: RunningWeb) -> None:
    before = await web.store.accounts.password_of("anna")
    assert (await log_in(web)).status_code == 200
    after = await web.store.accounts.password_of("anna")
    assert (before is not None, after != before) == (True, True)
    assert after is not None
    assert "m=65536,t=3,p=4" in after
    assert (await log_in(web)).status_code == 200


async def test_a_token_past_its_end_or_of_somebody_else_is_refused_as_such(web: RunningWeb) -> None:
    holds = await token(web, "robot", "viewer", expires_at=web.clock.now + 1000)
    assert (await web.http.get("/api/v1/sites", headers=holds)).status_code == 200
    web.clock.now += 1000
    web.guard.entry.recognition.forget()
    for headers in (holds, {"authorization": "Bearer tvt_made-up"}, {"authorization": "Bearer x"}):
        refused = await web.http.get("/api/v1/sites", headers=headers)
        assert (refused.status_code, refused.json()["title"]) == (401, "The token is worth nothing.")


async def test_a_session_is_not_taken_as_a_bearer(web: RunningWeb) -> None:
    secret = (await account(web, "bo", "admin"))["cookie"].partition("=")[2]
    assert (await web.http.get(SESSION, headers={"authorization": f"Bearer {secret}"})).status_code == 401
