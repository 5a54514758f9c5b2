"""An explanation as people read it."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from streams.events.instant import rfc3339
from streams.kpi.explanation import Entry, Explanation, Sums
from streams.kpi.metric import Number

NONE = "–"


def print_explanation(told: Explanation, console: Console) -> None:
    """The figure and how it comes about, then what it counts, one line each."""
    whose = f"{told.scope} {told.id}" if told.id else "the whole site"
    console.print(f"[bold]{told.metric}[/] of {whose}, {told.window or 'now'}: ", end="", highlight=False)
    console.print(_figure(told.value, told), style="bold", highlight=False)
    for line in _lines(told):
        console.print(f"  {line}", highlight=False, markup=False)
    if not told.entries:
        return
    columns = _columns(told.entries)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in columns:
        table.add_column(name, no_wrap=name != "verdict", justify="right" if name in ("wait", "took") else "left")
    table.add_column("adds", justify="right")
    table.add_column("of", justify="right")
    for row, entry in enumerate(told.entries):
        table.add_row(*(cells[row] for cells in columns.values()), *_sums(entry))
    for name, sums in (("more", told.more), ("older", told.older), ("all", told)):
        table.add_row(name, *[""] * (len(columns) - 1), *_sums(sums))
    console.print(table)


def _columns(entries: list[Entry]) -> dict[str, list[str]]:
    """What is said of the entries; a column in which nothing stands is left out."""
    columns = {
        "at (UTC)": [rfc3339(entry.at)[:19].replace("T", " ") for entry in entries],
        entries[0].kind: [entry.id for entry in entries],
        "queue": [entry.queue or "" for entry in entries],
        "by": [entry.agent or "" for entry in entries],
        "verdict": [entry.verdict for entry in entries],
        "wait": [_span_or_blank(entry.wait_ms) for entry in entries],
        "took": [_span_or_blank(entry.took_ms) for entry in entries],
    }
    return {name: cells for name, cells in columns.items() if any(cells)}


def _lines(told: Explanation) -> list[str]:
    lines = [told.definition]
    if told.formula is not None:
        above, below = _sums(told)
        ratio = told.numerator is not None and told.denominator is not None
        lines.append(f"{told.formula}: {above} ÷ {below}" if ratio else told.formula)
    for rule in told.rules:
        lines.append(
            f"rule {rule.name} version {rule.version} of {', '.join(rule.queues)}: {rule.profile}, "
            f"T {_span(rule.threshold_ms)}, S {_span(rule.short_ms)}, counted by {rule.attribution}"
        )
    since = f"from {rfc3339(told.start)} " if told.start is not None else ""
    lines.append(f"{since}up to {rfc3339(told.at)}, n = {NONE if told.n is None else told.n}")
    if told.as_of is not None:
        lines.append(f"newest event {rfc3339(told.as_of)}, {_span(told.lag_ms)} before")
    if told.excluded:
        lines.append("left out: " + ", ".join(f"{left.count} {left.reason}" for left in told.excluded))
    if told.provisional:
        lines.append(f"{told.provisional} of n may still change")
    if told.corrected is not None:
        lines.append(f"corrected at {rfc3339(told.corrected.at)}, by a fact of {rfc3339(told.corrected.moment)}")
    if told.more.count:
        lines.append(f"{told.more.count} more than the {told.listed} listed: see --limit")
    return lines


def _sums(sums: Sums | Explanation) -> tuple[str, str]:
    above, below = sums.numerator, sums.denominator
    return (NONE if above is None else str(above), NONE if below is None else str(below))


def _figure(value: Number | None, told: Explanation) -> str:
    if value is None:
        return "no value"
    if told.unit == "share":
        return f"{100 * value:.1f} %"
    if told.unit == "ms":
        return _span(value)
    return str(value) if isinstance(value, int) else f"{value:.2f}"


def _span(ms: Number | None) -> str:
    """Seconds with one decimal below a minute, else minutes, or hours, and seconds."""
    if ms is None:
        return NONE
    if ms < 60_000:
        return f"{ms / 1000:.1f} s"
    minutes, seconds = divmod(round(ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def _span_or_blank(ms: int | None) -> str:
    return _span(ms) if ms is not None else ""
