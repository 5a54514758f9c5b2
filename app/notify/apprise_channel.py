"""Mail, Teams, Slack, SMS and the rest, through Apprise."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from app.notify.aside import Aside
from app.notify.attempt import Failed
from app.notify.letter import Letter

if TYPE_CHECKING:
    from apprise import Apprise

SERVICES = "https://github.com/caronc/apprise/wiki"


class UnusableUrl(Exception):
    """Apprise knows no such service, or misses something in its URL."""


class AppriseChannel:
    """Apprise blocks, so that it works aside. It says only whether it succeeded, and repeats parts of URLs in what it
    logs: its log is silenced."""

    def __init__(self, url: str, *, name: str, timeout_s: float) -> None:
        self._url, self._timeout_s = url, timeout_s
        self._aside = Aside(f"apprise {name}")

    async def carry(self, letter: Letter) -> None:
        try:
            async with asyncio.timeout(self._timeout_s):
                sent = await self._aside.run(partial(_notify, self._url, letter))
        except TimeoutError:
            raise Failed(f"no answer within {self._timeout_s:g} s") from None
        except UnusableUrl as wrong:
            raise Failed(str(wrong)) from None
        if not sent:
            raise Failed("the service was not reached or refused it: check url and permissions", about_this=True)

    async def close(self) -> None:
        return None


def _notify(url: str, letter: Letter) -> bool:
    kind = "success" if letter.over else "failure" if letter.severity == "critical" else "warning"
    try:
        return bool(service(url).notify(body=letter.text, title=letter.title, notify_type=kind, body_format="text"))
    except UnusableUrl:
        raise
    except Exception as wrong:  # a plugin's own mistake is a failure of this channel, and may quote its URL
        raise Failed(f"the service failed ({type(wrong).__name__})", about_this=True) from None


def service(url: str) -> Apprise:
    """What `url` leads to. Raises `UnusableUrl`, which repeats nothing of it."""
    from apprise import Apprise, AppriseAsset  # draws in a hundred services

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    known = Apprise(asset=AppriseAsset(app_id="Tavle", app_desc="Tavle", app_url="", async_mode=False))
    if not known.add(url):
        raise UnusableUrl(f"Apprise cannot use this url: see how its service is written at {SERVICES}")
    return known
