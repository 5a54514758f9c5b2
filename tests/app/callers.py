"""One of each who may call, in the store of a running web side."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import cast

from app.accounts.role import Role, TokenRole
from app.accounts.secret import digest_of, new_secret
from app.devices.code import new_code
from app.store.audit import By
from app.web.session_cookie import NAMES
from streams.events.instant import DAY_MS
from tests.app.running_web import RunningWeb

SCREEN_BOARD = "live-floor"

Headers = Mapping[str, str]


async def account(web: RunningWeb, name: str, role: str) -> Headers:
    """The cookie of somebody who has logged in."""
    secret, by = new_secret("session"), By("command:test", web.clock.now)
    await web.store.accounts.add(name, cast(Role, role), "hash", by)
    await web.store.sessions.add(digest_of(secret), name, by, expires_at=by.at + DAY_MS, password="hash")
    web.guard.entry.recognition.forget()
    return {"cookie": f"{NAMES['session']}={secret}"}


async def token(web: RunningWeb, name: str, role: str, *, expires_at: int | None = None) -> Headers:
    secret, by = new_secret("token"), By("command:test", web.clock.now)
    await web.store.tokens.add(name, cast(TokenRole, role), digest_of(secret), by, expires_at=expires_at)
    return {"authorization": f"Bearer {secret}"}


async def screen(web: RunningWeb, name: str, *boards: str) -> Headers:
    """A screen that was paired, with `SCREEN_BOARD` when no board is named."""
    secret, now, digits = new_secret("screen"), web.clock.now, secrets.SystemRandom()
    pairing = await web.store.pairings.begin(
        digest_of(secret), "127.0.0.1", now=now, waiting_ms=1000, code=lambda: new_code(digits.choice), limit=100,
        address_limit=100,
    )  # fmt: skip
    await web.store.screens.pair(name, name, boards or (SCREEN_BOARD,), pairing.code, By("command:test", now))
    return {"cookie": f"{NAMES['screen']}={secret}"}


async def everyone(web: RunningWeb) -> Mapping[str, Headers]:
    """By what they are."""
    return {
        "nobody": {},
        "viewer": await account(web, "vera", "viewer"),
        "supervisor": await account(web, "sune", "supervisor"),
        "admin": await account(web, "anna", "admin"),
        "source token": await token(web, "pbx", "source"),
        "viewer token": await token(web, "probe", "viewer"),
        "admin token": await token(web, "robot", "admin"),
        "screen": await screen(web, "wall"),
    }
