"""Seeds that broke a promise once: one file each in `seeds/`, named by the seed, with what was broken. They are run
first, for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sim.run import Ran

FOLDER = Path(__file__).parent / "seeds"


def kept() -> list[int]:
    return sorted(int(file.stem) for file in FOLDER.glob("*.txt") if file.stem.isdecimal())


def keep(ran: Ran) -> None:
    """To be committed with what mends it."""
    file = FOLDER / f"{ran.seed}.txt"
    if not file.exists():
        FOLDER.mkdir(exist_ok=True)
        file.write_text("\n".join(ran.broken) + "\n", encoding="utf-8")
