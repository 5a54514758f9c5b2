"""What `pip install` brings: the product whole, with its pages, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.repository import ROOT, repository_files

pytestmark = pytest.mark.packaging

PAGES = Path("app/web/pages")
BUILD_S = 50


def copy_of_the_repository(folder: Path) -> Path:
    for path in repository_files():
        if path.parts[0] in ("app", "streams") or len(path.parts) == 1:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, folder / path)
    return folder


def build_wheel(source: Path, out: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)],
        cwd=source, env=env, capture_output=True, text=True, timeout=BUILD_S, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    if not (ROOT / PAGES / "tv.html").is_file():
        pytest.fail("the pages are not built: run `make install`", pytrace=False)
    source = copy_of_the_repository(tmp_path_factory.mktemp("source"))
    shutil.copytree(ROOT / PAGES, source / PAGES)
    out = tmp_path_factory.mktemp("wheel")
    built = build_wheel(source, out)
    assert built.returncode == 0, built.stdout + built.stderr
    (file,) = out.iterdir()
    with ZipFile(file) as opened:
        yield opened


def test_the_wheel_ships_the_built_pages(wheel: ZipFile) -> None:
    shipped = {name for name in wheel.namelist() if name.startswith(f"{PAGES}/")}

    assert shipped == {str(path.relative_to(ROOT)) for path in (ROOT / PAGES).rglob("*") if path.is_file()}
    assert f"{PAGES}/tv.html" in shipped


def test_the_wheel_ships_every_file_of_the_product(wheel: ZipFile) -> None:
    """Scripts for the ledger and shipped boards are no Python, and as needed."""
    product = {str(path) for path in repository_files() if path.parts[0] in ("app", "streams")}

    assert product - set(wheel.namelist()) == set()
    assert "streams/ledger/commit.lua" in product


def test_the_wheel_holds_the_product_alone(wheel: ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"app", "streams"}


def test_the_wheel_brings_the_command(wheel: ZipFile) -> None:
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))

    assert "tavle = app.cli:main" in wheel.read(entry_points).decode()


def test_a_wheel_without_pages_is_refused_where_they_cannot_be_built(tmp_path: Path) -> None:
    source = copy_of_the_repository(tmp_path / "source")
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()

    built = build_wheel(source, tmp_path / "out", env={**os.environ, "PATH": str(nowhere)})

    assert built.returncode != 0
    assert "app/web/pages/tv.html is missing and so is npm" in built.stderr
    assert not list(tmp_path.glob("out/*.whl"))
