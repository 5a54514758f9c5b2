"""On which line of a TOML file a key stands: the parser does not say."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from typing import Any

Path = tuple[str, ...]

_HEADER = re.compile(r"^\s*\[(\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")


def key_lines(text: str) -> Mapping[Path, int]:
    """Key → line (1 is the first) for keys and table headers. Keys within inline tables have their table's line; the
    tables of a list (`[[…]]`) are numbered from 0. A table that is only named on the way to another (`a` of `[a.b]`)
    has the line of the first that names it."""
    lines: dict[Path, int] = {}
    named: dict[Path, int] = {}
    lists: Counter[Path] = Counter()
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _numbered(_parts(header[2]), lists)
            if header[1]:
                lines.setdefault(table, number)
                table = (*table, str(lists[table]))
                lists[table[:-1]] += 1
            lines.setdefault(table, number)
            _name(table, number, named)
        elif key := _KEY.match(line):
            lines.setdefault(table + _parts(key[1]), number)
            _name(table + _parts(key[1]), number, named)
    return {**named, **lines}


def _name(path: Path, number: int, named: dict[Path, int]) -> None:
    for length in range(1, len(path)):
        named.setdefault(path[:length], number)


def line_of(lines: Mapping[Path, int], key: Path) -> int | None:
    """The line of `key`, or of the nearest table around it."""
    while key:
        if key in lines:
            return lines[key]
        key = key[:-1]
    return None


def _numbered(path: Path, lists: Mapping[Path, int]) -> Path:
    """The path of a table, where it goes on below a list with the number of that list's newest table."""
    numbered: Path = ()
    for place, part in enumerate(path):
        numbered = (*numbered, part)
        if place < len(path) - 1 and (tables := lists.get(numbered)):
            numbered = (*numbered, str(tables - 1))
    return numbered


def _parts(dotted: str) -> Path:
    try:
        node: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:  # the like of a key inside a text of several lines
        return (dotted,)
    parts: list[str] = []
    while isinstance(node, dict):
        ((part, node),) = node.items()
        parts.append(part)
    return tuple(parts)
