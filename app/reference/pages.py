"""Which pages are generated, and from what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from app.reference.events_page import events_page
from app.reference.metrics_page import metrics_page
from app.reference.prometheus_page import prometheus_page
from app.schema import as_json, asyncapi, event_schema
from app.settings.reference import settings_page

PAGES: Mapping[Path, Callable[[], str]] = {
    Path("events.md"): events_page,
    Path("metrics.md"): metrics_page,
    Path("prometheus.md"): prometheus_page,
    Path("settings.md"): settings_page,
    Path("schema/events.schema.json"): lambda: as_json(event_schema()),
    Path("schema/asyncapi.json"): lambda: as_json(asyncapi()),
}
"""Path under docs/ → what stands there."""


def write_pages(folder: Path) -> None:
    """Writes every generated page under `folder`."""
    for path, page in PAGES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(page(), encoding="utf-8")
