"""Figures as a table for people."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from streams.kpi.figures import Figures

_NOW = ("waiting", "talking", "longest_wait_ms", "agents_available")
_WINDOW = ("offered", "answered", "abandoned", "asa_ms", "service_level", "abandon_rate", "aht_ms")


def report(figures: list[Figures], console: Console) -> None:
    """A table a site and instant: the present, and the last window asked for (today, when it is there)."""
    for entry in figures:
        windows = [name for name in entry["all"] if name != "now"]
        window = "today" if "today" in windows else windows[-1]
        table = Table(title=f"{entry['site']} at {entry['at']} ({window})")
        table.add_column("queue")
        for key in (*_NOW, *_WINDOW):
            table.add_column(key.removesuffix("_ms").replace("_", " "), justify="right")
        for name, scope in (*entry["queues"].items(), ("all", entry["all"])):
            cells = [scope["now"][key] for key in _NOW] + [scope[window][key] for key in _WINDOW]
            keys = (*_NOW, *_WINDOW)
            table.add_row(name, *(_cell(key, value) for key, value in zip(keys, cells, strict=True)))
        console.print(table)


def _cell(key: str, value: Any) -> str:
    if value is None:
        return "–"
    if key.endswith("_ms"):
        seconds = round(value / 1000)
        return f"{seconds // 60}:{seconds % 60:02d}"
    if isinstance(value, float) or key in ("service_level", "abandon_rate"):
        return f"{100 * value:.1f} %"
    return str(value)
