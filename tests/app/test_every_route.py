"""Every route and every websocket message, for everyone who may call: who is let in stands here, and a route that does
not stand here fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount, WebSocketRoute
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.web.application import create_app
from app.web.codes import CloseCode
from app.web.frames import ClientFrame
from app.web.permissions import ROUTES
from streams.ledger.memory import MemoryLedger
from streams.log.memory import MemoryLog
from tests.app.callers import SCREEN_BOARD, everyone
from tests.app.running_web import BoardClient, running, settings

ALL = frozenset(
    ("nobody", "viewer", "supervisor", "admin", "source token", "viewer token", "admin token", "screen")
)  # fmt: skip
VIEW = frozenset(("viewer", "supervisor", "admin", "viewer token", "admin token"))
WATCH = VIEW | {"screen"}
FEED = frozenset(("admin", "source token", "admin token"))
EDIT = frozenset(("supervisor", "admin", "admin token"))
ADMINISTER = frozenset(("admin", "admin token"))

SITE = "/api/v1/sites/{site}"
BOARD = "/api/v1/boards/{board}"

ADMITTED: Mapping[tuple[str, str], frozenset[str]] = {
    ("GET", "/"): ALL,
    ("GET", "/tv.html"): ALL,
    ("GET", "/tv"): ALL,
    ("GET", "/tv/{board}"): ALL,
    ("GET", "/app"): ALL,
    ("GET", "/app/{view:path}"): ALL,
    ("GET", "/assets/{path:path}"): ALL,
    ("GET", "/healthz"): ALL,
    ("GET", "/readyz"): ALL,
    ("GET", "/metrics"): VIEW,
    ("GET", "/api/openapi.json"): ALL,
    ("GET", "/api/v1/metrics"): VIEW,
    ("GET", "/api/v1/session"): ALL,
    ("POST", "/api/v1/session"): ALL,
    ("DELETE", "/api/v1/session"): ALL,
    ("PUT", "/api/v1/session/password"): frozenset(("viewer", "supervisor", "admin")),
    ("GET", "/api/v1/sites"): VIEW,
    ("GET", f"{SITE}/figures"): VIEW,
    ("GET", f"{SITE}/view"): VIEW,
    ("GET", f"{SITE}/explain"): VIEW,
    ("GET", f"{SITE}/goals"): VIEW,
    ("GET", f"{SITE}/kpis"): VIEW,
    ("GET", f"{SITE}/recovery"): VIEW,
    ("GET", f"{SITE}/settings"): VIEW,
    ("POST", f"{SITE}/preview"): EDIT,
    ("PUT", f"{SITE}/settings/{{part}}"): EDIT,
    ("DELETE", f"{SITE}/settings/{{part}}"): EDIT,
    ("GET", f"{SITE}/alerts"): VIEW,
    ("POST", f"{SITE}/alerts/rehearsal"): EDIT,
    ("POST", f"{SITE}/alerts/{{alert}}/acknowledge"): EDIT,
    ("POST", f"{SITE}/alerts/silences"): EDIT,
    ("DELETE", f"{SITE}/alerts/silences/{{silence}}"): EDIT,
    ("POST", "/api/v1/events"): FEED,
    ("GET", "/api/v1/boards"): VIEW,
    ("POST", "/api/v1/boards"): EDIT,
    ("POST", "/api/v1/boards/import"): EDIT,
    ("POST", "/api/v1/boards/preview"): EDIT,
    ("GET", BOARD): VIEW,
    ("PUT", BOARD): EDIT,
    ("DELETE", BOARD): EDIT,
    ("GET", f"{BOARD}/export"): VIEW,
    ("GET", f"{BOARD}/snapshot"): WATCH,
    ("GET", "/api/v1/pairing"): ALL,
    ("POST", "/api/v1/pairing"): ALL,
    ("GET", "/api/v1/pairing/{code}/qr"): ALL,
    ("GET", "/api/v1/screens"): VIEW,
    ("POST", "/api/v1/screens"): EDIT,
    ("PUT", "/api/v1/screens/message"): EDIT,
    ("POST", "/api/v1/screens/reload"): EDIT,
    ("PATCH", "/api/v1/screens/{screen}"): EDIT,
    ("DELETE", "/api/v1/screens/{screen}"): EDIT,
    ("GET", "/api/v1/accounts"): ADMINISTER,
    ("POST", "/api/v1/accounts"): ADMINISTER,
    ("PATCH", "/api/v1/accounts/{name}"): ADMINISTER,
    ("DELETE", "/api/v1/accounts/{name}"): ADMINISTER,
    ("GET", "/api/v1/tokens"): ADMINISTER,
    ("POST", "/api/v1/tokens"): ADMINISTER,
    ("DELETE", "/api/v1/tokens/{name}"): ADMINISTER,
    ("GET", "/api/v1/audit"): ADMINISTER,
}
"""Who gets past the gate. What is behind it may still refuse what was sent: 400, 404, 415."""

LAST = "DELETE", "/api/v1/session"
"""Who has logged out is nobody."""

MESSAGES: Mapping[str, frozenset[str]] = {"watch": WATCH, "pong": WATCH}
"""Who may send a websocket message, which takes a connection first. A screen watches its own board only."""


def application() -> FastAPI:
    return create_app(settings(), MemoryLedger(), MemoryLog())


def routes_of(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Method and path of every HTTP route, those of included routers among them."""
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from routes_of(included.routes)
        elif isinstance(route, Mount):
            yield "GET", f"{route.path}/{{path:path}}"
        elif not isinstance(route, WebSocketRoute):
            for method in getattr(route, "methods", ()) or ():
                if method != "HEAD":
                    yield method, str(getattr(route, "path", ""))


def test_every_route_stands_in_the_table() -> None:
    routes = set(routes_of(application().routes))
    assert len(routes) > 30
    assert routes - set(ADMITTED) == set(), "say here who may use them, and in app/web/permissions.py"
    assert set(ADMITTED) - routes == set(), "these are gone: strike them off both tables"


def test_the_gate_knows_the_same_routes() -> None:
    assert {(method, path) for path, methods in ROUTES.items() for method in methods} == set(ADMITTED)


def test_there_is_one_websocket() -> None:
    found = [route.path for route in application().routes if isinstance(route, WebSocketRoute)]
    assert found == ["/ws"]


def test_every_message_stands_in_the_table() -> None:
    frames = get_args(get_args(ClientFrame)[0])
    assert {frame.model_fields["t"].default for frame in frames} == set(MESSAGES)


@pytest.mark.parametrize("caller", sorted(ALL))
async def test_everyone_gets_where_he_may_and_nowhere_else(caller: str) -> None:
    async with running(settings()) as web:
        headers = {**(await everyone(web))[caller], "content-type": "text/plain"}
        admitted, wrong = set(), {}
        for method, path in sorted(ADMITTED, key=lambda route: route == LAST):
            url = path.replace("{site}", "aarhus").replace("{board}", SCREEN_BOARD).replace("{name}", "nobody-else")
            answer = await web.http.request(method, url.replace("{path:path}", "x").replace("{view:path}", "x"),
                                            headers=headers, content=b"x")  # fmt: skip
            if answer.status_code not in (401, 403):
                admitted.add((method, path))
            elif answer.status_code != (401 if caller == "nobody" else 403):
                wrong[method, path] = answer.status_code
        assert admitted == {route for route, callers in ADMITTED.items() if caller in callers}
        assert wrong == {}


@pytest.mark.parametrize("caller", sorted(ALL))
async def test_everyone_sends_the_messages_that_he_may(caller: str) -> None:
    async with running(settings()) as web:
        headers = (await everyone(web))[caller]
        for type_, callers in MESSAGES.items():
            if caller in callers:
                async with web.client(additional_headers=headers) as client:
                    await send(client, type_)
                    assert (await client.next("snapshot"))["board"] == SCREEN_BOARD
                    assert "error" not in [frame["t"] for frame in client.heard]
            else:
                with pytest.raises(InvalidStatus) as refused:
                    await web.client(additional_headers=headers).__aenter__()
                assert refused.value.response.status_code == (401 if caller == "nobody" else 403)


async def send(client: BoardClient, type_: str) -> None:
    """A message of the type; a watch is answered in any case, which shows that the one before it did no harm."""
    messages: Mapping[str, Any] = {"pong": {"t": "pong", "uptime_s": 1}}
    if type_ in messages:
        await client.send(messages[type_])
    await client.watch(SCREEN_BOARD)


async def test_a_screen_watches_no_other_board() -> None:
    async with running(settings()) as web:
        headers = (await everyone(web))["screen"]
        async with web.client(additional_headers=headers) as client:
            await client.watch(f"{SCREEN_BOARD}@aarhus")
            error = await client.next("error")
            assert (error["code"], error["terminal"]) == ("not_allowed", True)
            with pytest.raises(ConnectionClosed):
                await client.frame()
            assert client.socket.close_code == CloseCode.ACCESS_ENDED.code
        answer = await web.http.get("/api/v1/boards/live-floor@aarhus/snapshot", headers=headers)
        assert answer.status_code == 403


async def test_a_path_that_is_not_listed_is_for_admins_to_change() -> None:
    async with running(settings()) as web:
        callers = await everyone(web)
        statuses = {
            caller: (await web.http.post("/api/v1/not-yet", headers=headers)).status_code
            for caller, headers in callers.items()
        }
        assert {caller for caller, status in statuses.items() if status == 404} == ADMINISTER
