"""`tavle explain`: what stands behind a figure, from the running installation or from a recorded day."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Any, cast, get_args
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

import msgspec
import typer
from rich.console import Console

from app.commands.errors import explained
from app.commands.explained import print_explanation
from app.commands.reached import one_site, reached
from app.commands.replaying import Format, Problems, read_events
from app.commands.run import Config
from app.parts import open_parts
from app.settings import Settings, load_settings
from app.web.floor_reader import FloorReader
from app.web.site_reader import UnknownSite
from streams.events import SourceBeat
from streams.events.instant import parse_rfc3339, to_ms
from streams.floor.floor import Floor
from streams.kpi.explain import LISTED, NotOffered, UnknownScope, explain, usual_window
from streams.kpi.explanation import Explanation, ScopeId, to_json
from streams.kpi.metric import Scope

Name = Annotated[str | None, typer.Option()]
ANSWER_S = 60


def explain_command(
    metric: Annotated[str, typer.Argument(help="Key of the metric, such as service_level (docs/metrics.md).")],
    site: Annotated[str | None, typer.Option(help="The site; not needed when there is one.")] = None,
    queue: Name = None,
    agent: Name = None,
    team: Name = None,
    channel: Name = None,
    window: Annotated[str | None, typer.Option(help="Such as 30m or today, which is meant when none.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="So many entries are listed.")] = LISTED,
    file: Annotated[list[Path] | None, typer.Option(help="A recorded day: several files oldest first.",
                                                    exists=True, dir_okay=False)] = None,
    format_: Annotated[str, typer.Option("--format", help="events (JSON lines) or asterisk-queue-log")] = "events",
    at: Annotated[str | None, typer.Option(help="RFC 3339 instant of a recorded day; its end when none.")] = None,
    url: Annotated[str | None, typer.Option(help="Ask a running Tavle, such as http://127.0.0.1:8080.")] = None,
    token: Annotated[str | None, typer.Option(help="For --url, where there are accounts.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, as the API answers it.")] = False,
    config: Config = None,
) -> None:  # fmt: skip
    """Shows what stands behind a figure: its sums, its rule, what it leaves out, and what it counts."""
    scope = _scope({"queue": queue, "agent": agent, "team": team, "channel": channel})
    window = window or usual_window(metric)
    with explained():
        settings = load_settings(config)
        try:
            if url:
                told = _of_running(url, token, site, metric, scope, window, limit)
            elif file:
                floor, moment = _recorded(file, _format(format_), site, settings, _instant(at))
                told = _of_recorded(floor, moment, metric, scope, window, limit)
            else:
                told = asyncio.run(_of_installation(settings, site, metric, scope, window, limit))
        except NotOffered as wrong:
            raise typer.BadParameter(str(wrong)) from None
        except (UnknownScope, UnknownSite) as unknown:
            raise typer.BadParameter(f"{unknown}; known are: {', '.join(unknown.known) or 'none'}") from None
    if json:
        sys.stdout.buffer.write(to_json(told) + b"\n")
    else:
        print_explanation(told, Console())


def _scope(named: dict[Scope, str | None]) -> ScopeId:
    given = [ScopeId(kind, id_) for kind, id_ in named.items() if id_ is not None]
    if len(given) > 1:
        raise typer.BadParameter("a figure is of one queue, agent, team or channel, or of the whole site")
    return given[0] if given else ScopeId("site")


def _format(name: str) -> Format:
    if name in get_args(Format):
        return cast(Format, name)
    raise typer.BadParameter(f"{name!r} is not one of events, asterisk-queue-log", param_hint="--format")


def _instant(text: str | None) -> int | None:
    try:
        return parse_rfc3339(text) if text is not None else None
    except ValueError as error:
        raise typer.BadParameter(f"{error}; write it like 2026-11-24T09:30:00Z", param_hint="--at") from None


def _of_running(
    url: str, token: str | None, site: str | None, metric: str, scope: ScopeId, window: str | None, limit: int
) -> Explanation:
    """What a running Tavle answers. Raises typer.BadParameter for what it refuses and where nobody answers."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise typer.BadParameter(f"{url!r} is no address: write it like http://127.0.0.1:8080", param_hint="--url")
    api = f"{url.rstrip('/')}/api/v1/sites"
    known = [found["id"] for found in msgspec.json.decode(_asked(api, token))["sites"]]
    asked = {"metric": metric, "window": window, "limit": limit, scope.kind: scope.id or None}
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    told = _asked(f"{api}/{quote(one_site(site, known), safe='')}/explain?{query}", token)
    return msgspec.json.decode(told, type=Explanation)


def _asked(address: str, token: str | None) -> bytes:
    request = Request(address, headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310
    try:
        with urlopen(request, timeout=ANSWER_S) as answer:  # noqa: S310 (only http and https come this far)
            body: bytes = answer.read()
            return body
    except HTTPError as refused:
        raise typer.BadParameter(_problem(refused.read()) or str(refused)) from None
    except OSError as silent:
        raise typer.BadParameter(f"nobody answers at {address}: {silent}", param_hint="--url") from None


def _problem(body: bytes) -> str:
    """The words of a problem document (RFC 9457); none when it is something else."""
    try:
        problem = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.MsgspecError:
        return ""
    return " ".join(str(problem[part]) for part in ("title", "detail") if problem.get(part))


async def _of_installation(
    settings: Settings, site: str | None, metric: str, scope: ScopeId, window: str | None, limit: int
) -> Explanation:
    async with open_parts(reached(settings, "--config, --url or --file")) as parts:
        known = sorted(await parts.ledger.site_partitions())
        chosen = one_site(site, known)
        return await FloorReader(parts.ledger, settings.floor_rules).explain(chosen, metric, scope, window, limit)


def _recorded(
    paths: list[Path], format_: Format, site: str | None, settings: Settings, at: int | None
) -> tuple[Floor, int]:
    """The floor that a recording leaves, and the moment: `at`, or just after its last event."""
    problems = Problems()
    floors: dict[str, Floor] = {}
    moments: dict[str, int] = {}
    for event in read_events(paths, format_, site or "main", problems, lambda _: None):
        time = to_ms(event.time)
        if isinstance(event, SourceBeat) or (at is not None and time > at):
            continue
        floor = floors.get(event.site)
        if floor is None:
            floor = floors[event.site] = Floor(event.site, settings.floor_rules(event.site))
        moments[event.site] = at if at is not None else max(moments.get(event.site, 0), time + 1)
        floor.apply(event, moments[event.site])
    say = Console(stderr=True)
    for line in problems.first:
        say.print(line, style="yellow", markup=False)
    chosen = one_site(site, sorted(floors))
    return floors[chosen], moments[chosen]


def _of_recorded(floor: Floor, at: int, metric: str, scope: ScopeId, window: str | None, limit: int) -> Explanation:
    """As `tavle replay` has it: the present includes what happened at `at`, a window ends just before."""
    if window is None:
        floor.tick(at + 1)
    return explain(floor, at, metric, scope, window, limit)
