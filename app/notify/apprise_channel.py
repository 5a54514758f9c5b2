"""Mail, Teams, Slack, SMS and the rest, through Apprise."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from app.notify.aside import Aside
from app.notify.attempt import Failed
from app.notify.letter import Letter

if TYPE_CHECKING:
    from apprise import Apprise

LOG = "apprise"
SHORTEST_SECRET = 4
"""Shorter parts of a URL are words such as a port."""
SERVICES = "https://github.com/caronc/apprise/wiki"


class UnusableUrl(Exception):
    """Apprise knows no such service, or misses something in its URL."""


class AppriseChannel:
    """Apprise blocks, so that it works aside. It says only whether it succeeded; why not stands in its log, which may
    repeat parts of URLs and is shown nowhere but by `apprise_words`."""

    def __init__(self, url: str, *, name: str, timeout_s: float) -> None:
        self._url, self._timeout_s = url, timeout_s
        self._aside = Aside(f"apprise {name}")
        self._begun: tuple[str, asyncio.Future[bool]] | None = None

    async def carry(self, letter: Letter) -> None:
        """A call that outlasts its attempt goes on; the next attempt waits for it, so that a service that is
        merely slow does not get the message twice."""
        if self._begun is None or self._begun[0] != letter.id:
            self._begun = letter.id, self._aside.start(partial(_notify, self._url, letter))
        answer = self._begun[1]
        await asyncio.wait((answer,), timeout=self._timeout_s)
        if not answer.done():
            raise Failed(f"no answer within {self._timeout_s:g} s")
        self._begun = None
        try:
            sent = answer.result()
        except UnusableUrl as wrong:
            raise Failed(str(wrong)) from None
        if not sent:
            raise Failed("the service was not reached or refused it: check url and permissions", about_this=True)

    async def close(self) -> None:
        return None


@contextmanager
def apprise_words(url: str) -> Iterator[list[str]]:
    """What Apprise says meanwhile of what went wrong, without what stands in `url` beside the host's own words."""
    said: list[str] = []
    secret = sorted(filter(lambda part: len(part) >= SHORTEST_SECRET, re.split(r"[/:@?&=,;#]", unquote(url))), key=len)

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = record.getMessage()
            for part in (url, *reversed(secret)):
                text = text.replace(part, "…")
            said.append(text)

    handler = Kept(logging.WARNING)
    logging.getLogger(LOG).addHandler(handler)
    try:
        yield said
    finally:
        logging.getLogger(LOG).removeHandler(handler)


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

    log = logging.getLogger(LOG)
    log.setLevel(logging.WARNING)
    log.propagate = False
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    logging.getLogger("urllib3").setLevel(logging.WARNING)  # logs paths, in which tokens stand
    known = Apprise(asset=AppriseAsset(app_id="Tavle", app_desc="Tavle", app_url="", async_mode=False))
    if not known.add(url):
        raise UnusableUrl(f"Apprise cannot use this url: see how its service is written at {SERVICES}")
    return known
