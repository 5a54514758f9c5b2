"""Figures of `tavle replay`, to the byte, and where two of them differ."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from tests.e2e.part import COMMAND

REPLAY_S = 120
DIFFERENCES_SHOWN = 20


def replayed(*paths: Path, env: Mapping[str, str], options: tuple[str, ...] = ()) -> dict[str, bytes]:
    """What `tavle replay PATHS --json` prints, by site: each as `GET /api/v1/sites/{site}/figures` would answer it."""
    command = [str(COMMAND), "replay", *map(str, paths), "--json", *options]
    done = subprocess.run(command, env=dict(env), capture_output=True, check=True, timeout=REPLAY_S)
    printed = done.stdout.removesuffix(b"\n")
    sites = msgspec.json.decode(printed, type=list[msgspec.Raw])
    assert b"[" + b",".join(bytes(site) for site in sites) + b"]" == printed
    return {msgspec.json.decode(site)["site"]: b"[" + bytes(site) + b"]" for site in sites}


def differences(seen: bytes, expected: bytes) -> str:
    """The first places where two figures differ, `path: seen, expected`."""
    places = list(_differences("", json.loads(seen), json.loads(expected)))
    if not places:
        return "the same values, written otherwise"
    more = [f"… {len(places) - DIFFERENCES_SHOWN} more"] if len(places) > DIFFERENCES_SHOWN else []
    return "\n  ".join([f"{len(places)} differ (path: seen, expected)", *places[:DIFFERENCES_SHOWN], *more])


def _differences(path: str, seen: Any, expected: Any) -> Iterator[str]:
    if isinstance(seen, dict) and isinstance(expected, dict):
        for key in [*expected, *(key for key in seen if key not in expected)]:
            yield from _differences(f"{path}.{key}", seen.get(key, "absent"), expected.get(key, "absent"))
    elif isinstance(seen, list) and isinstance(expected, list) and len(seen) == len(expected):
        for index, (one, other) in enumerate(zip(seen, expected, strict=True)):
            yield from _differences(f"{path}[{index}]", one, other)
    elif seen != expected:
        yield f"{path}: {seen!r}, {expected!r}"
