"""`make fuzz SECONDS=600`: goes on with other inputs until the time is up. Half of it is Hypothesis, half is atheris,
which looks at which code an input reaches; without atheris (`requirements-fuzz.lock`) Hypothesis has all of it.

Ends with 1 as soon as something is found, and says what. Atheris writes its input to `found/<target>/`, where the test
suite replays it from then on.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from tests.fuzz.amount import FACTOR
from tests.fuzz.targets import take_queue_log, take_record_lines

FOUND = Path(__file__).parent / "found"
TARGETS: Mapping[str, Callable[[bytes], None]] = {"records": take_record_lines, "queue_log": take_queue_log}
INPUT_BYTES = 4096
ROUND_FACTOR = 2
"""A round that has begun is finished: it must not take long."""


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzzes for a while.")
    options.add_argument("--seconds", type=float, default=600.0, help="how long (600)")
    options.add_argument("--target", choices=sorted(TARGETS), help="this one alone, by atheris, in this process")
    chosen = options.parse_args()
    if chosen.target:
        return _guided(chosen.target, chosen.seconds)
    guided = importlib.util.find_spec("atheris") is not None
    if not guided:
        print("atheris is not installed: Hypothesis alone", flush=True)
    if _random(chosen.seconds / (2 if guided else 1)):
        return 1
    share_s = chosen.seconds / 2 / len(TARGETS)
    for target in TARGETS if guided else ():
        again = [sys.executable, "-m", "tests.fuzz", "--target", target, "--seconds", str(share_s)]
        if subprocess.run(again, check=False).returncode:
            return 1
    return 0


def _random(seconds: float) -> int:
    """Hypothesis on everything, each round with another seed. At least one round."""
    ends = time.monotonic() + seconds
    while True:
        seed = random.randrange(2**32)
        print(f"Hypothesis, seed {seed}", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "tests/fuzz", f"--hypothesis-seed={seed}"]
        failed = subprocess.run(command, check=False, env={**os.environ, FACTOR: str(ROUND_FACTOR)}).returncode
        if failed or time.monotonic() >= ends:
            return failed


def _guided(target: str, seconds: float) -> int:
    """Atheris on one target. It ends the process itself."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["streams"]):
        for name in [name for name in sys.modules if name.startswith(("streams", "tests.fuzz.targets"))]:
            del sys.modules[name]
        targets = importlib.import_module("tests.fuzz.targets")
    run = getattr(targets, TARGETS[target].__name__)
    folder, corpus = FOUND / target, Path(gettempdir()) / f"tavle-corpus-{target}"
    corpus.mkdir(exist_ok=True)
    arguments = [
        sys.argv[0], f"-max_total_time={max(1, round(seconds))}", f"-max_len={INPUT_BYTES}", "-timeout=20",
        f"-artifact_prefix={folder}/", "-print_final_stats=1", str(corpus),
    ]  # fmt: skip
    atheris.Setup([*arguments, str(folder)], run)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
