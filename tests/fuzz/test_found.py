"""What `make fuzz` once found does no harm any more: a file for each, beneath the name of its target."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.__main__ import FOUND, TARGETS

FILES = sorted(path for target in TARGETS for path in (FOUND / target).glob("*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_does_no_harm(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


def test_every_target_has_something_to_begin_with() -> None:
    assert {path.parent.name for path in FILES} == set(TARGETS)
