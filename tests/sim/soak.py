"""Many seeds, for so long: `make soak-sim SEEDS=1000-9999 FOR_S=600`. Without seeds it begins behind those of the
tests; what fails is kept in `seeds/`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from itertools import chain, count

from tests.sim.kept_seeds import keep, kept
from tests.sim.run import run_seed
from tests.sim.test_promises import SEEDS


def seeds_of(text: str) -> Iterable[int]:
    """`7`, `0-99`, or nothing: from the tests' own on."""
    if not text:
        return count(SEEDS)
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", default="", help="N or N-M")
    asked.add_argument("--seconds", type=float, default=600.0, help="no seed is begun after that")
    options = asked.parse_args()
    end, failed, done = time.monotonic() + options.seconds, 0, 0
    for seed in chain(kept(), seeds_of(options.seeds)):
        if time.monotonic() > end:
            break
        ran = run_seed(seed)
        done += 1
        if ran.broken:
            failed += 1
            keep(ran)
            print(ran, flush=True)
    print(f"{done} seeds, {failed} of them broke a promise.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
