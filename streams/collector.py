"""Python's garbage collector, set for a process that holds millions of objects in no cycle.

A floor frees what it forgets, and is taken apart when its partition goes (`Floor.let_go`). A full collection would only
walk everything that it holds, again and again while it grows, and stop the worker meanwhile.
"""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 100_000
YOUNG_COLLECTIONS = 50
NEVER = 1_000_000_000


def tune_collector() -> None:
    """Collects young objects now and then, and old ones never."""
    gc.set_threshold(YOUNG_OBJECTS, YOUNG_COLLECTIONS, NEVER)
