"""The built pages: `/` and `/tv/<board>` show the TV page, `/app` the supervisor's; their assets carry a hash in their
name and never change."""

from __future__ import annotations

from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PAGES = Path(__file__).parent / "pages"
IMMUTABLE = "public, max-age=31536000, immutable"
NOT_BUILT = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Tavle</title></head>
<body>
<h1>The pages are not built</h1>
<p>The server works, but the board's page is missing from this copy. Run <code>make install</code>, then load again.</p>
<p>The figures are there: <a href="/api/v1/sites">/api/v1/sites</a>.</p>
</body>
</html>
"""


class Assets(StaticFiles):
    """Files that never change under their name."""

    async def check_config(self) -> None:
        """Pages may be built while the server runs: no folder has no files, and is looked for again."""
        try:
            await super().check_config()
        except RuntimeError:
            raise HTTPException(404) from None

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = IMMUTABLE
        return response


def add_pages(app: FastAPI, pages: Path = PAGES) -> None:
    """Serves what `make install` built into `pages`; asked for anew at each request, so that a build shows at once."""
    router = APIRouter(include_in_schema=False)

    def built(name: str) -> Response:
        page = pages / name
        if not page.is_file():
            return HTMLResponse(NOT_BUILT, 503)
        return FileResponse(page, headers={"cache-control": "no-cache"})

    async def tv() -> Response:
        return built("tv.html")

    async def supervisor() -> Response:
        return built("app.html")

    for path in ("/", "/tv.html", "/tv", "/tv/{board}"):
        router.add_api_route(path, tv, methods=["GET", "HEAD"])
    for path in ("/app", "/app/{view:path}"):
        router.add_api_route(path, supervisor, methods=["GET", "HEAD"])
    app.include_router(router)
    app.mount("/assets", Assets(directory=pages / "assets", check_dir=False), name="assets")


def build_of(pages: Path = PAGES) -> str:
    """Names the version and the very pages: what a board compares to know that it is out of date."""
    try:
        number = version("tavle")
    except PackageNotFoundError:
        number = "0"
    page = pages / "tv.html"
    return f"{number}+{blake2b(page.read_bytes(), digest_size=4).hexdigest()}" if page.is_file() else number
