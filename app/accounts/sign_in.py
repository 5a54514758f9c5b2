"""Logging in and out, and one's own password."""

from __future__ import annotations

from collections.abc import Callable

from app.accounts.caller import Caller
from app.accounts.login_rate import LoginRate
from app.accounts.password import Passwords, UnfitName, account_name, fit_password
from app.accounts.recognition import Recognition
from app.accounts.secret import digest_of, new_secret
from app.store.audit import By
from app.store.errors import NotStored
from app.store.open import Store

SESSION_MS = 7 * 86_400_000
"""After this a person logs in again, however busy he is."""


class WrongLogin(Exception):
    """No such name, another password, or an account that may not log in: which of them is not said."""


class TooManyLogins(Exception):
    def __init__(self, wait_s: int) -> None:
        super().__init__(f"too many logins failed: try again in {wait_s} s")
        self.wait_s = wait_s


class SignIn:
    """`clock` is the wall clock in ms."""

    def __init__(
        self, store: Store, recognition: Recognition, passwords: Passwords, rate: LoginRate, clock: Callable[[], int]
    ) -> None:
        self._store, self._recognition, self._passwords = store, recognition, passwords
        self._rate, self._clock = rate, clock

    async def log_in(self, written: str, password: str, address: str) -> tuple[str, str]:
        """The account's name and the secret of its new session. Raises `WrongLogin`, `TooManyLogins`."""
        try:
            name = account_name(written)
        except UnfitName:
            raise WrongLogin from None
        kept = await self._check(name, password, address)
        secret, now = new_secret("session"), self._clock()
        by = By(f"account:{name}", now)
        try:
            await self._store.sessions.add(digest_of(secret), name, by, expires_at=now + SESSION_MS, password=kept)
        except NotStored:
            raise WrongLogin from None
        return name, secret

    async def log_out(self, caller: Caller) -> None:
        if caller.kind == "account" and caller.digest is not None:
            await self._store.sessions.delete(caller.digest, By(caller.actor, self._clock()))
            self._recognition.forget()

    async def change_password(self, caller: Caller, current: str, new: str, address: str) -> None:
        """Ends the account's other sessions. Raises `WrongLogin`, `TooManyLogins`, `UnfitPassword`."""
        fit = fit_password(new, caller.name)
        await self._check(caller.name, current, address)
        by = By(caller.actor, self._clock())
        hashed = await self._passwords.hash(fit)
        await self._store.accounts.change(caller.name, by, password=hashed, keep_session=caller.digest)
        self._recognition.forget()

    async def _check(self, name: str, password: str, address: str) -> str:
        """The hash that the password is kept by. Raises `WrongLogin`, `TooManyLogins`."""
        if wait_s := self._rate.wait_s(name, address):
            raise TooManyLogins(wait_s)
        kept = await self._store.accounts.password_of(name)
        if not await self._passwords.holds(password, kept) or kept is None:
            raise WrongLogin
        self._rate.succeeded(name, address)
        if self._passwords.is_outdated(kept):
            newer = await self._passwords.hash(password)
            await self._store.accounts.renew_hash(name, kept, newer)
            return newer
        return kept
