"""The table of faults is whole: every fault has a row, every row is proved, and who is said to prove it exists."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.fault.page import PAGE, page
from tests.fault.row import Row
from tests.fault.table import FAULTS, ROWS
from tests.repository import ROOT

TELLING_MOST = 3


def names_in(path: Path) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }


def test_every_fault_has_a_row_and_every_row_a_fault() -> None:
    assert {row.fault for row in ROWS} == set(FAULTS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_is_proved_by_tests_that_exist(row: Row) -> None:
    assert row.act is not None or row.proven_by
    for named in row.proven_by:
        path, _, name = named.partition("::")
        assert name in names_in(Path(path)), named


def test_names_are_unique_and_few_rows_run_with_every_test() -> None:
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))
    assert 0 < sum(row.telling for row in ROWS) <= TELLING_MOST


def test_the_page_says_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.fault.page` and check in the result"
