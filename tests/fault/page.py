"""`docs/reliability.md`, made from the table: `python -m tests.fault.page`."""

from __future__ import annotations

from itertools import groupby

from tests.fault.row import Row
from tests.fault.table import ROWS
from tests.repository import ROOT

PAGE = ROOT / "docs" / "reliability.md"
PROMISES = (
    ("final figures are those of a naive recomputation",
     "queue by queue against the floor's own count; those of today against a replay of the log, to the byte"),
    ("nothing that was accepted is lost", "every event that a source told is in the log"),
    ("a board shows the truth, or \"stale since\", never a silently old figure",
     "somebody who stands before a board holds every frame, and every quarter of a second between, against what has "
     "happened: never more, and unless it is marked never less than 9 s before"),
    ("healthy again within 15 s after the last fault", "figures of somebody who came since, without a mark"),
    ("memory and descriptors are bounded", "those of each process before and after"),
    ("an alert is told of once, and ends once", "what a receiver got, by the ids of its messages; none stays at rest"),
    ("no unexpected error, no task left behind", "the log and the exit status of every process"),
)  # fmt: skip
BEGINNING = """# What holds when something breaks

A figure is true, or says that it isn't. After every fault of this page this is checked:

| | promise | how it is checked |
|---|---|---|
"""
HOW = """
`make fault` does it: real processes of `tavle source`, `worker` and `web`, Apache Kafka 4 and Redis, each reached over
a line of its own that can be slow, dead in one direction or in both, or cut; signals; a second worker; a network
namespace and a disk where the machine allows them. `make fault-night SEED=1 MINUTES=60` does it in random order,
without a pause, for as long as it is told; the same seed gives the same order. `make fault-drill` kills worker, broker,
Redis and web in a row under load. A few rows run in `make test`.

A worker that hears nothing of Kafka is told by the silence of the sources, after 2.5 of their beats. What a broker lost
before anybody read it is lost.
"""
FOOT = """
The table is made from [tests/fault](../tests/fault): `python -m tests.fault.page` writes this page.
"""


def page() -> str:
    promises = [f"| I{number} | {promise} | {check} |" for number, (promise, check) in enumerate(PROMISES, 1)]
    sections = [_section(fault, list(rows)) for fault, rows in groupby(ROWS, key=lambda row: row.fault)]
    return BEGINNING + "\n".join([*promises, HOW, *sections]) + FOOT


def _section(fault: str, rows: list[Row]) -> str:
    lines = [f"## {fault[0].upper()}{fault[1:]}", "", "| fault | what a person sees | proved by |", "|---|---|---|"]
    return "\n".join([*lines, *map(_line, rows), ""])


def _line(row: Row) -> str:
    proofs = ["`make fault`" + (", `make test`" if row.telling else "")] if row.act is not None else []
    proofs += [f"[{name}](../{path})" for path, _, name in (named.partition("::") for named in row.proven_by)]
    return f"| **{row.name}**: {row.injected} | {row.seen} | {'<br>'.join(proofs)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
