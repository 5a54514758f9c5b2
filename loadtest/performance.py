"""Writes docs/performance.md from what the commands print: `make bench-clients RECORD=1`, or

    python -m loadtest.clients | python -m loadtest.performance

Lines `name=value` whose name is a goal's (goals.py) are kept in docs/performance.json, with the day and the machine;
the page is made of those. Everything is passed on. `--again` makes the page anew from what was kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loadtest.goals import GOALS, Goal
from tests.servers.kafka_jars import KAFKA_VERSION

DOCS = Path(__file__).parents[1] / "docs"
KEPT, PAGE = DOCS / "performance.json", DOCS / "performance.md"
_LINE = re.compile(r"([a-z0-9_]+)=(-?[0-9.]+(?:e[+-]?[0-9]+)?)")
HEAD = """# Performance

What is to be reached and what was measured. Written by the commands in it (`loadtest/performance.py`), each with
`RECORD=1`; no test asserts any of it. Parts are real ones: processes of their own, Kafka, Redis, Chromium. What loads
them runs on the same machine, and shares its cores.

| what | goal | measured | | command | machine, day |
|---|---|---|---|---|---|
"""


def machine() -> str:
    """The facts by which a figure is to be judged."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return ", ".join(
        (
            f"{os.cpu_count()} × {cpu.group(1).strip() if cpu else platform.machine()}",
            f"{memory_gb:.0f} GB",
            f"Linux {platform.release().partition('-')[0]}",
            f"Python {platform.python_version()}",
            f"Redis {redis_version()}",
            f"Kafka {KAFKA_VERSION}",
        )
    )


def redis_version() -> str:
    program = shutil.which("redis-server")
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout if program else ""
    found = re.search(r"v=([0-9.]+)", told)
    return found.group(1) if found else "none"


def taken(lines: list[str]) -> dict[str, float]:
    """The values of goals among the lines."""
    wanted = {goal.key for goal in GOALS}
    found = (_LINE.fullmatch(line.strip()) for line in lines)
    return {one.group(1): float(one.group(2)) for one in found if one is not None and one.group(1) in wanted}


def keep(values: dict[str, float], day: str, where: str) -> None:
    kept = kept_before()
    kept.update({key: {"value": value, "day": day, "machine": where} for key, value in values.items()})
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def kept_before() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return kept


def page(kept: dict[str, Any]) -> str:
    machines = sorted({one["machine"] for one in kept.values()})
    names = {where: chr(ord("A") + place) for place, where in enumerate(machines)}
    rows = [_row(goal, kept.get(goal.key), names) for goal in GOALS]
    missed = [goal for goal in GOALS if goal.key in kept and not goal.met(kept[goal.key]["value"])]
    parts = [HEAD + "\n".join(rows), "Machines: " + "; ".join(f"**{names[one]}** {one}" for one in machines) + "."]
    if missed:
        parts.append("## What is missed, and what would help")
        parts += [f"**{goal.what.removeprefix('… ')}** ({goal.key}): {goal.lever or 'not looked into yet.'}"
                  for goal in missed]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _row(goal: Goal, kept: dict[str, Any] | None, names: dict[str, str]) -> str:
    limit = "" if goal.limit is None else f"{'≥' if goal.least else '≤'} {_written(goal.limit, goal)}"
    if kept is None:
        return f"| {goal.what} | {limit} | not measured yet | | `{goal.command}` | |"
    mark = "" if goal.limit is None else ("met" if goal.met(kept["value"]) else "**missed**")
    measured = _written(kept["value"], goal)
    where = f"{names[kept['machine']]}, {kept['day']}"
    return f"| {goal.what} | {limit} | {measured} | {mark} | `{goal.command}` | {where} |"


def _written(value: float, goal: Goal) -> str:
    if goal.unit == "%":
        return f"{100 * value:.0f} %"
    if goal.unit == "ratio":
        return f"{value:.2f} ×"
    number = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
    return f"{number} {goal.unit}".strip()


def main(arguments: argparse.Namespace) -> None:
    if not arguments.again:
        lines = []
        for line in sys.stdin:
            sys.stdout.write(line)
            sys.stdout.flush()
            lines.append(line)
        keep(taken(lines), datetime.now(UTC).date().isoformat(), machine())
    PAGE.write_text(page(kept_before()), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--again", action="store_true", help="only the page, from what was kept")
    main(parser.parse_args())
