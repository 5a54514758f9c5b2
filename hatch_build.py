"""Puts the built pages into the wheel: builds them when they are missing, refuses a wheel without them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = Path("app/web/pages/tv.html")
BUILD_S = 600


class PagesMissing(Exception):
    """The wheel would show no board. Install Node 20.19 or newer with npm, or run `make install` first."""


class PagesHook(BuildHookInterface[Any]):
    """An editable install is allowed without pages: `make install` builds them beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if version == "editable" or (root / PAGE).is_file():
            return
        if shutil.which("npm") is None:
            raise PagesMissing(f"{PAGE} is missing and so is npm to build it. {PagesMissing.__doc__}")
        for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "build"]):
            self.app.display_info(f"pages: {' '.join(command)}")
            subprocess.run(command, cwd=root / "frontend", check=True, timeout=BUILD_S)
        if not (root / PAGE).is_file():
            raise PagesMissing(f"npm built no {PAGE}. {PagesMissing.__doc__}")
