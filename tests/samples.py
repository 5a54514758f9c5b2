"""Where real event data lie that are read but not copied: skipped with a reason where absent, never where CI has it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = Path(os.environ.get("TAVLE_SAMPLES") or ROOT.parent / "shared" / "samples")
ASTERISK = ROOT / "tests" / "golden" / "asterisk"


def sample(name: str) -> Path:
    """The folder of a sample, such as `bank1999`."""
    folder = SAMPLES / name
    if not (folder / "truth.json").exists():
        reason = f"{folder} is not there: set TAVLE_SAMPLES to the folder that holds {name}/"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return folder
