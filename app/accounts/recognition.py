"""From the secret that somebody shows to who he is. What was found out holds for a moment, so that a change holds for
everyone within `KNOWN_S`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.accounts.caller import Caller
from app.accounts.secret import Bearer, bearer_of, digest_of
from app.store.open import Store

KNOWN_S = 2.0
CALLERS_KEPT = 10_000
IDLE_MS = 12 * 3_600_000
"""A session that nobody uses for this long is over."""
SEEN_EVERY_MS = 60_000
"""So often it is written down that a session is in use. When a screen was seen, it says itself (Report)."""
DIGESTS_AT_ONCE = 500


class Shown(NamedTuple):
    """What somebody shows: whose secret it is, and its digest."""

    bearer: Bearer
    digest: str


class Known(NamedTuple):
    caller: Caller | None
    until_s: float


def shown(secret: str) -> Shown | None:
    """None for what is no secret of ours."""
    bearer = bearer_of(secret)
    return Shown(bearer, digest_of(secret)) if bearer is not None else None


class Recognition:
    """`clock` is the wall clock in ms, `now_s` a monotonic one."""

    def __init__(self, store: Store, *, clock: Callable[[], int], now_s: Callable[[], float]) -> None:
        self._store, self._clock, self._now_s = store, clock, now_s
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._accounts_exist: tuple[bool, float] | None = None
        self._seen_at: OrderedDict[str, int] = OrderedDict()

    async def caller(self, what: Shown) -> Caller | None:
        """Who shows this; None when it is worth nothing (any more). Raises `StoreUnavailable`."""
        known = self._known.get(what.digest)
        if known is None or known.until_s <= self._now_s():
            return (await self.callers([what])).get(what.digest)
        return known.caller

    async def callers(self, all_shown: Sequence[Shown]) -> Mapping[str, Caller]:
        """By digest, as the store has it now; secrets that are worth nothing are left out. Raises
        `StoreUnavailable`."""
        found: dict[str, Caller] = {}
        for bearer in ("session", "token", "screen"):
            digests = [what.digest for what in all_shown if what.bearer == bearer]
            for part in _parts(digests):
                found.update(await self._found(bearer, part))
        until_s = self._now_s() + KNOWN_S
        for what in all_shown:
            self._known[what.digest] = Known(found.get(what.digest), until_s)
            self._known.move_to_end(what.digest)
        while len(self._known) > CALLERS_KEPT:
            self._known.popitem(last=False)
        return found

    async def accounts_exist(self) -> bool:
        """Whether there is any account. Raises `StoreUnavailable`."""
        if self._accounts_exist is None or self._accounts_exist[1] <= self._now_s():
            self._accounts_exist = await self._store.accounts.exist(), self._now_s() + KNOWN_S
        return self._accounts_exist[0]

    def forget(self) -> None:
        """Something was changed here: it holds at once."""
        self._known.clear()
        self._accounts_exist = None

    async def _found(self, bearer: Bearer, digests: Collection[str]) -> Mapping[str, Caller]:
        now = self._clock()
        if bearer == "token":
            tokens = await self._store.tokens.by_digest(digests, now)
            return {
                digest: Caller("token", token.name, token.role, digest) for digest, token in tokens.items()
            }  # fmt: skip
        if bearer == "screen":
            screens = await self._store.screens.by_digest(digests)
            return {digest: Caller("screen", screen.id, None, digest, screen) for digest, screen in screens.items()}
        sessions = await self._store.sessions.by_digest(digests, now, idle_ms=IDLE_MS)
        if due := self._due(sessions, now):
            await self._store.sessions.seen(due, now)
        return {
            digest: Caller("account", session.account, session.role, digest) for digest, session in sessions.items()
        }

    def _due(self, digests: Collection[str], now: int) -> Sequence[str]:
        """Which of them have to be written down as in use."""
        due = [digest for digest in digests if now - self._seen_at.get(digest, 0) >= SEEN_EVERY_MS]
        for digest in due:
            self._seen_at[digest] = now
            self._seen_at.move_to_end(digest)
        while len(self._seen_at) > CALLERS_KEPT:
            self._seen_at.popitem(last=False)
        return due


def _parts(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), DIGESTS_AT_ONCE):
        yield digests[start : start + DIGESTS_AT_ONCE]
