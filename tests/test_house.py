"""The rules of the house that no linter knows: sizes, names, docstrings, and what may stand in no file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repository import ROOT, repository_files, under

FILE_LINES = 300
FUNCTION_LINES = 40

LONG_FILES: dict[str, str] = {
    "streams/floor/fold.py": "one step for every type of event: read side by side, they are the state machine",
    "frontend/src/protocol.ts": "generated from the server's models",
    "tests/streams/floor/oracle.py": "the naive recomputation: read from top to bottom against docs/metrics.md",
    "tests/streams/floor/ticket_oracle.py": "the same for tickets",
}
"""Files above the limit, each with its reason."""

LONG_FUNCTIONS: dict[str, str] = {}
"""`file:function` above the limit, each with its reason."""

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "managers", "manager", "services", "misc"}
GENERATED = {"frontend/package-lock.json", "requirements.lock", "requirements-runtime.lock"}
BINARY = {".png", ".woff2", ".ico", ".gz", ".zip", ".jpg", ".mp3", ".ogg"}

PRODUCT = under("app", "streams")
PYTHON = under("app", "streams", "tests", "loadtest")
PAGES = tuple(
    path for suffix in (".ts", ".tsx", ".css") for path in under("frontend", suffix=suffix) if "src" in path.parts
)
TEXT = tuple(path for path in repository_files() if path.suffix not in BINARY and str(path) not in GENERATED)

# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile("|".join((r"(?<![\w.])/wo" + r"rk/", r"/ro" + r"ot/", r"/ho" + r"me/\w")))
REGISTRY_HOSTS = re.compile(
    "|".join((r"registry\.npm" + r"js", r"py" + r"pi\.org", r"python" + r"hosted", r"repo1?\.mav" + r"en",
              r"deb\.deb" + r"ian", r"crat" + r"es\.io")), re.IGNORECASE,
)  # fmt: skip


def lines_of(path: Path) -> int:
    return (ROOT / path).read_text(encoding="utf-8").count("\n")


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length of every function, its decorators left out."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_are_short() -> None:
    long = {str(path): n for path in (*PYTHON, *PAGES) if (n := lines_of(path)) > FILE_LINES}

    assert {path: n for path, n in long.items() if path not in LONG_FILES} == {}
    assert set(LONG_FILES) - set(long) == set(), "these are short by now: strike them off the list"


def test_functions_are_short() -> None:
    long = {
        f"{path}:{name}": n
        for path in PYTHON
        for name, n in functions_of(path)
        if n > FUNCTION_LINES
    }  # fmt: skip

    assert {name: n for name, n in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) - set(long) == set(), "these are short by now: strike them off the list"


def test_files_and_folders_are_named_after_what_they_hold() -> None:
    empty = [str(path) for path in (*PYTHON, *PAGES) for part in (*path.parts[:-1], path.stem) if part in EMPTY_NAMES]

    assert empty == []


def test_no_room_of_the_page_dresses_what_another_room_named() -> None:
    """All stylesheets of the supervisor's page are one: a class that two folders dress is dressed twice."""
    dressed: dict[str, set[Path]] = {}
    for path in under("frontend", suffix=".css"):
        if path.parts[:3] == ("frontend", "src", "app"):
            for name in re.findall(
                r"^\.([\w-]+)(?=[ ,]?\s*[{,])", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE
            ):
                dressed.setdefault(name, set()).add(path.parent)
    assert len({folder for folders in dressed.values() for folder in folders}) > 3

    assert {name: folders for name, folders in dressed.items() if len(folders) > 1} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path) for path in PRODUCT if not ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    ]

    assert silent == []


def test_every_module_postpones_its_annotations() -> None:
    eager = []
    for path in PYTHON:
        text = (ROOT / path).read_text(encoding="utf-8")
        only_a_docstring = all(isinstance(node, ast.Expr) for node in ast.parse(text).body)
        if "from __future__ import annotations" not in text and not only_a_docstring:
            eager.append(str(path))

    assert eager == []


def test_the_product_prints_only_through_its_command() -> None:
    """Logs are structured, and standard output belongs to the figures."""
    calls = [
        f"{path}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "breakpoint")
    ]

    assert calls == []


def test_the_product_leaves_no_promises_in_comments() -> None:
    promise = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")

    assert [str(path) for path in (*PRODUCT, *PAGES) if promise.search((ROOT / path).read_text())] == []


@pytest.mark.parametrize("forbidden", [MACHINE_PATHS, REGISTRY_HOSTS], ids=["machine paths", "registry hosts"])
def test_no_file_names_the_machine_it_was_written_on(forbidden: re.Pattern[str]) -> None:
    """A clone works anywhere, and packages come from wherever its owner gets them."""
    found = [
        f"{path}: {match[0]}"
        for path in TEXT
        if (match := forbidden.search((ROOT / path).read_text(encoding="utf-8", errors="replace")))
    ]

    assert found == []


@pytest.mark.parametrize("path", sorted(GENERATED))
def test_lock_files_name_no_registry(path: str) -> None:
    assert REGISTRY_HOSTS.search((ROOT / path).read_text(encoding="utf-8")) is None


def test_every_requirement_is_pinned_with_its_hash() -> None:
    for name in ("requirements.lock", "requirements-runtime.lock"):
        pinned = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        loose = [
            line for line in pinned if not line.startswith("#") and not ("==" in line and "--hash=sha256:" in line)
        ]
        assert loose == [], name


def test_the_runtime_lock_is_part_of_the_whole_lock() -> None:
    whole, runtime = (
        set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-runtime.lock")
    )

    assert runtime - whole == set()
    assert "pytest" not in {pin.split("==")[0] for pin in runtime}
