"""HTTP by its own description: whoever asks whatever is answered, or refused with a documented status and a problem."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import AsyncExitStack

import httpx
import pytest
from hypothesis import given
from pydantic import SecretStr

from app.settings.store import StoreSection
from tests.app.callers import everyone
from tests.app.running_web import IN_MEMORY, RunningWeb, running, settings
from tests.app.written_site import WrittenSite, queue, view
from tests.fuzz.amount import tries
from tests.fuzz.requests import Asked, requests
from tests.repository import ROOT
from tests.servers.postgres import PostgresServer

DOCUMENTED = {200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 503}


async def ask(web: RunningWeb, http: httpx.AsyncClient, asked: Asked, headers: Mapping[str, str]) -> None:
    sent = {**headers, "content-type": asked.media_type} if asked.body is not None else dict(headers)
    answer = await http.request(asked.method, asked.path, content=asked.body, headers=sent)
    if answer.status_code == 307:
        assert asked.path.partition("?")[0].endswith("/"), "to the same without it"
        return
    assert answer.status_code in DOCUMENTED, (asked, answer.status_code, answer.text)
    if answer.status_code == 503:
        assert "retry-after" in answer.headers, "it may be another one in a moment"
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert problem["title"]
        assert problem["detail"]
        assert "Traceback" not in answer.text
        assert len(answer.content) < 64 * 1024
    elif answer.headers.get("content-type", "").startswith("application/json"):
        json.loads(answer.content, parse_constant=_no_json)


def _no_json(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


async def whole_lists(http: httpx.AsyncClient, headers: Mapping[str, str]) -> None:
    """What was taken in can be told."""
    for path in ("/api/v1/boards", "/api/v1/sites/aarhus/settings", "/api/v1/sites/aarhus/goals", "/api/v1/screens",
                 "/api/v1/sites/aarhus/alerts", "/api/v1/boards/mine/snapshot"):  # fmt: skip
        answer = await http.get(path, headers=headers)
        assert answer.status_code in (200, 404), (path, answer.text)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> StoreSection:
    if request.param == "sqlite":
        return IN_MEMORY
    server: PostgresServer = request.getfixturevalue("postgres")
    return StoreSection(url=SecretStr(asyncio.run(server.new_database())))


def test_whatever_is_asked_is_answered_or_refused_with_a_problem(store: StoreSection) -> None:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        chosen = settings(development=True).model_copy(update={"store": store})
        web = runner.run(stack.enter_async_context(running(chosen)))
        runner.run(WrittenSite(web.keys).write(view({"sales": queue(1)})))
        callers = runner.run(everyone(web))
        who = sorted(callers)
        transport = httpx.ASGITransport(web.app, raise_app_exceptions=True)
        http = httpx.AsyncClient(transport=transport, base_url=web.address)

        @given(requests(web.app.openapi()))
        @tries(200)
        def attempt(asked: Asked) -> None:
            # Whose turn it is follows from what is asked, so that a failure is the same when it is tried again.
            caller = callers["admin token"] if len(asked.path) % 3 else callers[who[len(asked.path) % len(who)]]
            runner.run(ask(web, http, asked, caller))

        try:
            attempt()
            runner.run(whole_lists(http, callers["admin token"]))
        finally:
            runner.run(http.aclose())
            runner.run(stack.aclose())


def test_every_status_that_is_answered_stands_in_the_documentation() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert [status for status in sorted(DOCUMENTED) if status >= 400 and str(status) not in page] == []
