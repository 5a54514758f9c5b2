"""What a benchmark says: results on stdout, a line `name=value` each, and what it does meanwhile on stderr."""

from __future__ import annotations

import sys


def report(name: str, value: float, form: str = ".6g") -> None:
    """`form` is the value's, as in a format string."""
    sys.stdout.write(f"{name}={value:{form}}\n")
    sys.stdout.flush()


def say(text: str) -> None:
    sys.stderr.write(text + "\n")
