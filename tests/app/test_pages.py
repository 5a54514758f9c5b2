"""The built pages, and the headers that every answer wears."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.web.headers import SECURITY_HEADERS
from tests.app.running_web import running


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "tv.html").write_text("<!doctype html><title>Tavle</title>")
    (tmp_path / "assets" / "tv-1a2b.js").write_text("void 0")
    return tmp_path


@pytest.mark.parametrize("path", ["/", "/tv.html", "/tv/live-floor", "/tv/live-floor@aarhus"])
async def test_the_tv_page_is_served_and_asked_for_anew_each_time(path: str, pages: Path) -> None:
    async with running(pages=pages) as web:
        answer = await web.http.get(path)
        assert answer.status_code == 200
        assert "Tavle" in answer.text
        assert answer.headers["cache-control"] == "no-cache"


async def test_assets_never_change_under_their_name(pages: Path) -> None:
    async with running(pages=pages) as web:
        answer = await web.http.get("/assets/tv-1a2b.js")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        missing = await web.http.get("/assets/tv-old.js")
        assert missing.status_code == 404
        assert "immutable" not in missing.headers["cache-control"]


@pytest.mark.parametrize("path", ["/assets/../tv.html", "/assets/%2e%2e/tv.html", "/assets//etc/passwd"])
async def test_nothing_outside_the_assets_is_served(path: str, pages: Path) -> None:
    async with running(pages=pages) as web:
        answer = await web.http.get(path)
        assert answer.status_code in (200, 404)
        assert "root:" not in answer.text


async def test_pages_that_are_not_built_say_how(tmp_path: Path) -> None:
    async with running(pages=tmp_path / "nothing") as web:
        answer = await web.http.get("/tv/live-floor")
        assert answer.status_code == 503
        assert "make install" in answer.text
        assert (await web.http.get("/assets/x.js")).status_code == 404


@pytest.mark.parametrize("path", ["/", "/assets/tv-1a2b.js", "/api/v1/sites", "/healthz", "/metrics", "/nowhere"])
async def test_every_answer_wears_the_security_headers(path: str, pages: Path) -> None:
    async with running(pages=pages) as web:
        answer = await web.http.get(path)
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value
        assert "'unsafe" not in answer.headers["content-security-policy"]


async def test_a_path_that_there_is_not_is_a_readable_problem() -> None:
    async with running() as web:
        answer = await web.http.get("/api/v1/nowhere")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert (await web.http.delete("/api/v1/sites")).status_code == 405
