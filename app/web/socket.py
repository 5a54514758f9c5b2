"""`/ws`: admits a client, then reads from it and writes to it side by side until either ends."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog
from pydantic import TypeAdapter, ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.store.errors import StoreUnavailable
from app.web.client import Client
from app.web.codes import CloseCode, ErrorCode
from app.web.entry import Entry, boards_of, foreign_page, refusal_of
from app.web.frames import ClientFrame, Hello, Watch
from app.web.headers import unknown_host
from app.web.hub import Hub, UnknownBoard
from app.web.line import line_of
from app.web.live_board import LiveBoard
from app.web.message_rate import MessageRate
from app.web.problem import Problem
from app.web.session_guard import Admission, SessionGuard
from app.web.site_reader import UnknownSite

CLOSE_TIMEOUT_S = 1.0
MESSAGE_TOO_BIG = 1009
AS = "as"
"""`/ws?as=screen`: a browser in which somebody is logged in too comes as the screen that it is."""

logger = structlog.get_logger(__name__)
_client_frame: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)


async def serve_socket(websocket: WebSocket, hub: Hub, guard: SessionGuard, build: str) -> None:
    """One connection, from the handshake to its end. Leaves no task behind."""
    address = websocket.client.host if websocket.client is not None else "unknown"
    try:
        _refuse(websocket, hub, guard.entry, address)
        admission = await _admission(websocket, guard.entry)
    except Problem as refusal:
        await websocket.send_denial_response(refusal.response())
        return
    client = Client(
        websocket.send_text, address=address, clock=hub.clock, now_s=hub.now_s, metrics=hub.metrics,
        turn=hub.next_turn(), line=line_of(websocket.scope),
    )  # fmt: skip
    with hub.admitted(client), guard.admitted(client, admission):
        await websocket.accept()
        screen = admission.caller.screen
        client.tell(
            Hello(
                build=build, server_time=hub.clock(), ping_s=hub.settings.ping_s, epoch=hub.epoch,
                boards=screen.boards if screen is not None else None,
            )
        )  # fmt: skip
        guard.greeted(client)
        if hub.leaving:
            client.close(CloseCode.RESTART)
        await _read_and_write(websocket, client, hub, guard)
        if client.closing is not None:
            await _close(websocket, client.closing, hub)


def _refuse(websocket: WebSocket, hub: Hub, entry: Entry, address: str) -> None:
    """Raises the `Problem` that keeps a client out. Refused before the handshake, it costs nothing; browsers come back
    by themselves, with jitter."""
    limits = hub.settings.limits
    if not entry.access.host_is_ours(websocket):
        hub.metrics.refused("host")
        raise unknown_host()
    if not entry.access.origin_is_ours(websocket):
        hub.metrics.refused("origin")
        raise foreign_page()
    if len(hub.clients) >= limits.connections:
        hub.metrics.refused("connections")
        raise Problem(503, "Too many connections.", "Raise web.limits.connections, or start another web process.")
    if hub.addresses[address] >= limits.connections_an_address:
        hub.metrics.refused("connections_an_address")
        raise Problem(429, "Too many connections from one address.", "Raise web.limits.connections_an_address.")


async def _admission(websocket: WebSocket, entry: Entry) -> Admission:
    """How he comes in. Raises `Problem` for whom no board is."""
    as_screen = websocket.query_params.get(AS) == "screen"
    caller = await entry.caller(websocket, as_screen=as_screen)
    if not caller.may("watch"):
        raise refusal_of(caller, "watch")
    shown = entry.shown(websocket, as_screen=as_screen)
    return Admission(caller, shown, entry.access.is_on_this_machine(websocket))


async def _read_and_write(websocket: WebSocket, client: Client, hub: Hub, guard: SessionGuard) -> None:
    """A receive loop always runs beside the writer: otherwise nobody would notice that the client has gone."""
    tasks = [asyncio.create_task(client.write()), asyncio.create_task(_read(websocket, client, hub, guard))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in ended:
        if isinstance(outcome, Exception) and not isinstance(outcome, WebSocketDisconnect):
            raise outcome


async def _read(websocket: WebSocket, client: Client, hub: Hub, guard: SessionGuard) -> None:
    rate = MessageRate(hub.settings.limits.messages_a_second, hub.now_s)
    while client.closing is None:
        message = await websocket.receive()
        if message["type"] != "websocket.receive":
            if message.get("code") == MESSAGE_TOO_BIG:
                hub.metrics.refused("message")
            return
        hub.metrics.messages.inc()
        if not rate.allows():
            hub.metrics.refused("messages_a_second")
            text = f"At most {hub.settings.limits.messages_a_second} messages a second."
            client.fail(ErrorCode.TOO_MANY_MESSAGES, text, terminal=CloseCode.TOO_MANY_MESSAGES)
            break
        await _take(message.get("text"), client, hub, guard)
    # The writer says goodbye and ends; what still comes from this client is read and dropped meanwhile.
    while (await websocket.receive())["type"] == "websocket.receive":
        continue


async def _take(text: str | None, client: Client, hub: Hub, guard: SessionGuard) -> None:
    try:
        frame = _client_frame.validate_json(text if text is not None else b"")
    except ValidationError as wrong:
        hub.metrics.bad_messages.inc()
        client.fail(ErrorCode.BAD_MESSAGE, _what_is_wrong(text, wrong))
        return
    if isinstance(frame, Watch):
        await _watch(frame, client, hub, guard)
    else:
        guard.heard(client, frame)


async def _watch(asked: Watch, client: Client, hub: Hub, guard: SessionGuard) -> None:
    limit = hub.settings.limits.boards_a_connection
    if len(asked.boards) > limit:
        hub.metrics.refused("boards_a_connection")
        client.fail(ErrorCode.TOO_MANY_BOARDS, f"At most {limit} boards a connection: watch fewer, or open another.")
        return
    boards: dict[str, LiveBoard] = {}
    unknown: list[UnknownBoard] = []
    missing: list[UnknownSite] = []
    caller = guard.caller_of(client)
    refused = [id_ for id_ in asked.boards if not caller.may_watch(id_)]
    for id_ in [id_ for id_ in asked.boards if id_ not in refused]:
        try:
            boards[id_] = await hub.board(id_)
        except UnknownBoard as error:
            unknown.append(error)
        except UnknownSite as error:
            missing.append(error)
        except StoreUnavailable:
            client.close(CloseCode.RESTART)
            return
    for site in missing:
        # It may come with the site's first event: the client asks again.
        known = ", ".join(site.known[:5])
        client.fail(ErrorCode.UNKNOWN_SITE, f"No event of the site {site.site!r} has arrived. Known: {known}.")
    alone = not boards and not missing
    if refused:
        text = f"This screen may watch {boards_of(caller)} only: give it another board, or log in."
        ends = alone and not unknown
        client.fail(ErrorCode.NOT_ALLOWED, text, terminal=CloseCode.ACCESS_ENDED if ends else None)
    for number, board in enumerate(unknown, start=1):
        last = alone and number == len(unknown)
        client.fail(ErrorCode.UNKNOWN_BOARD, str(board), terminal=CloseCode.NO_SUCH_BOARD if last else None)
    hub.watch(client, boards, asked)


def _what_is_wrong(text: str | None, wrong: ValidationError) -> str:
    """What to change, without repeating what was sent."""
    if text is None:
        return "Frames are text: send JSON as a text frame."
    first = wrong.errors(include_url=False, include_input=False, include_context=False)[0]
    # The names of boards are the client's own words, and pydantic's words on a wrong tag repeat it.
    where = ".".join(str(part) for part in first["loc"][:2])
    what = "`t` is watch or pong" if first["type"].startswith("union_tag") else first["msg"]
    return f"Not a watch or pong frame: {where + ': ' if where else ''}{what} (docs/protocol.md)."


async def _close(websocket: WebSocket, code: CloseCode, hub: Hub) -> None:
    hub.metrics.closed.labels(str(code.code)).inc()
    # A client that takes nothing will not take this either: then the system drops the connection.
    with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
        async with asyncio.timeout(CLOSE_TIMEOUT_S):
            await websocket.close(code.code, code.reason)
