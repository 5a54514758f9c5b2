"""Python's garbage collector, set for a process that holds millions of objects in no cycle.

The floor makes no reference cycles: what it drops is freed at once. A full collection would only walk everything that
it holds, again and again while it grows, and stop the worker meanwhile (a fifth of its time in `make bench`).
"""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 100_000
YOUNG_COLLECTIONS = 50
NEVER = 1_000_000_000


def tune_collector() -> None:
    """Collects young objects now and then, and old ones never."""
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_COLLECTIONS, NEVER)
