"""`python -m app.health`: whether figures are fresh, for a container whose part has no port to ask."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from app.commands.errors import explained
from app.parts import open_parts
from app.settings import Settings, load_settings
from app.web.health import unready
from app.web.site_reader import SiteReader
from streams.floor.view import SourceView
from streams.wall_clock import wall_clock_ms

Source = Annotated[str | None, typer.Option(help="This source as well, by the `source` of its events.")]


def health(source: Source = None) -> None:
    """Exits with 0 while log and ledger answer, every site's worker has written its pulse within the limit, and the
    source, when one is named, is not silent; otherwise says why, and exits with 1. No site yet is no reason."""
    with explained():
        reasons = asyncio.run(unhealthy(load_settings(), source, wall_clock_ms()))
    for reason in reasons:
        Console(stderr=True).print(reason, markup=False, highlight=False)
    raise typer.Exit(1 if reasons else 0)


async def unhealthy(settings: Settings, source: str | None, now: int) -> list[str]:
    """Why this installation would show no fresh figures at `now` (ms). Raises what `open_parts` raises."""
    async with open_parts(settings, alone_as="health") as parts:
        reader = SiteReader(parts.ledger)
        reasons = await unready(reader, settings.web.worker_silent_s, now)
        if source is None or reasons:
            return reasons
        pulses = await reader.pulses(await reader.sites())
        views = [pulse.sources[source] for pulse in pulses.values() if pulse is not None and source in pulse.sources]
        return [] if any(_alive(view, settings.web.source_silent_beats, now) for view in views) else [
            f"source {source}: no sign of life"
        ]  # fmt: skip


def _alive(view: SourceView, beats: float, now: int) -> bool:
    """A source that never beat cannot be told from a quiet one."""
    if view.beat is None or view.interval_s is None:
        return True
    return now - max(view.beat, view.newest) <= beats * view.interval_s * 1000


if __name__ == "__main__":
    typer.run(health)
