"""Figures as a table for people."""

from __future__ import annotations

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from streams.kpi.figures import Figures

_NOW = {"waiting": "wait", "talking": "talk", "longest_wait_ms": "longest", "agents_available": "free"}
_WINDOW = {"offered": "offered", "answered": "ans", "abandoned": "aband", "asa_ms": "ASA", "service_level": "SL",
           "aht_ms": "AHT"}  # fmt: skip


def report(figures: list[Figures], console: Console) -> None:
    """A table a site and instant: the present, and the last window asked for (today, when it is there)."""
    for entry in figures:
        windows = [name for name in entry["all"] if name != "now"]
        window = "today" if "today" in windows else windows[-1]
        title = f"{entry['site']} at {entry['at']}, {window}"
        table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
        table.add_column("queue", no_wrap=True, min_width=8)
        for name in (*_NOW.values(), *_WINDOW.values()):
            table.add_column(name, justify="right", no_wrap=True)
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
    if key == "service_level":
        return f"{100 * value:.1f} %"
    return str(value)
