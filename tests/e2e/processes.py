"""What runs on this machine, as /proc tells."""

from __future__ import annotations

from pathlib import Path


def children_of(pid: int) -> set[int]:
    """Processes that this one started, theirs included."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    direct = {int(child) for task in tasks for child in (task / "children").read_text().split()}
    return direct.union(*(children_of(child) for child in direct))


def runs(pid: int) -> bool:
    """Whether it is there and not merely waiting to be taken note of."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
