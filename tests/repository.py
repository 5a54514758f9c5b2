"""The repository as a clone would hold it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file under version control, or about to be: ignored ones left out. Relative to ROOT, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    paths = (Path(name) for name in listed.stdout.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def under(*folders: str, suffix: str = ".py") -> tuple[Path, ...]:
    """The repository's files with this suffix under these folders, relative to ROOT."""
    return tuple(path for path in repository_files() if path.parts[0] in folders and path.suffix == suffix)
