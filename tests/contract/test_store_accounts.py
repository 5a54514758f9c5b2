"""Accounts, sessions and tokens: what was taken back is worth nothing, and one admin always stays."""

from __future__ import annotations

import asyncio

import pytest

from app.store.errors import AlreadyStored, LastAdmin, NotStored
from app.store.open import Store
from streams.events.instant import DAY_MS
from tests.contract.stores import NOW, StorePlace, by

IDLE_MS = 3_600_000


async def with_session(store: Store, digest: str = "d", *, expires_at: int = NOW + DAY_MS) -> None:
    await store.sessions.add(digest, "anna", by(), expires_at=expires_at, password="hash")


async def test_an_account_is_kept_with_its_role(store: Store) -> None:
    assert not await store.accounts.exist()
    await store.accounts.add("anna", "admin", "hash", by())
    await store.accounts.add("bo", "viewer", "hash", by())
    assert await store.accounts.exist()
    assert [(account.name, account.role) for account in await store.accounts.list()] == [
        ("anna", "admin"),
        ("bo", "viewer"),
    ]
    with pytest.raises(AlreadyStored):
        await store.accounts.add("bo", "admin", "hash", by())
    with pytest.raises(NotStored):
        await store.accounts.get("carl")


async def test_the_last_admin_can_be_neither_demoted_nor_disabled_nor_deleted(store: Store) -> None:
    await store.accounts.add("anna", "admin", "hash", by())
    await store.accounts.add("off", "admin", "hash", by())
    await store.accounts.change("off", by(), disabled=True)
    for change in ({"role": "viewer"}, {"disabled": True}):
        with pytest.raises(LastAdmin, match="make another account an admin first"):
            await store.accounts.change("anna", by(), **change)
    with pytest.raises(LastAdmin):
        await store.accounts.delete("anna", by())
    assert (await store.accounts.get("anna")).role == "admin"
    await store.accounts.change("off", by(), disabled=False)
    await store.accounts.delete("anna", by())


async def test_two_admins_who_demote_each_other_at_once_do_not_both_succeed(store_place: StorePlace) -> None:
    async with store_place.store().opened() as one, store_place.store().opened() as other:
        for name in ("anna", "bo"):
            await one.accounts.add(name, "admin", "hash", by())
        outcomes = await asyncio.gather(
            one.accounts.change("anna", by(), role="viewer"), other.accounts.change("bo", by(), role="viewer"),
            return_exceptions=True,
        )  # fmt: skip
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Account", "LastAdmin"]


async def test_a_session_holds_until_its_end_and_while_it_is_used(store: Store) -> None:
    await store.accounts.add("anna", "supervisor", "hash", by())
    await with_session(store)
    found = await store.sessions.by_digest(["d", "other"], NOW, idle_ms=IDLE_MS)
    assert {digest: (session.account, session.role) for digest, session in found.items()} == {
        "d": ("anna", "supervisor")
    }
    assert await store.sessions.by_digest(["d"], NOW + IDLE_MS, idle_ms=IDLE_MS) == {}
    await store.sessions.seen(["d"], NOW + IDLE_MS)
    assert "d" in await store.sessions.by_digest(["d"], NOW + IDLE_MS, idle_ms=IDLE_MS)
    assert await store.sessions.by_digest(["d"], NOW + DAY_MS, idle_ms=2 * DAY_MS) == {}


async def test_a_session_ends_with_a_new_password_the_account_or_a_logout(store: Store) -> None:
    await store.accounts.add("root", "admin", "hash", by())

    async def holds() -> set[str]:
        return set(await store.sessions.by_digest(["d", "e"], NOW, idle_ms=IDLE_MS))

    await store.accounts.add("anna", "viewer", "hash", by())
    await with_session(store, "d")
    await with_session(store, "e")
    await store.sessions.delete("e", by())
    assert await holds() == {"d"}
    await with_session(store, "e")
    await store.accounts.change("anna", by(), password="new", keep_session="e")
    assert await holds() == {"e"}
    with pytest.raises(NotStored):
        await with_session(store, "d")  # by the password before
    await store.accounts.change("anna", by(), disabled=True)
    assert (await holds(), await store.accounts.password_of("anna")) == (set(), None)
    await store.accounts.change("anna", by(), disabled=False, password="hash")
    await with_session(store, "d")
    await store.accounts.delete("anna", by())
    assert await holds() == set()


async def test_a_changed_role_holds_for_sessions_that_there_are(store: Store) -> None:
    await store.accounts.add("anna", "viewer", "hash", by())
    await with_session(store)
    await store.accounts.change("anna", by(), role="supervisor")
    (session,) = (await store.sessions.by_digest(["d"], NOW, idle_ms=IDLE_MS)).values()
    assert session.role == "supervisor"


async def test_sessions_that_are_over_go_when_somebody_logs_in(store: Store) -> None:
    await store.accounts.add("anna", "viewer", "hash", by())
    await with_session(store, "old", expires_at=NOW)
    await with_session(store, "new")
    assert set(await store.sessions.by_digest(["old", "new"], NOW - 1, idle_ms=IDLE_MS)) == {"new"}


async def test_the_audit_holds_no_password(store: Store) -> None:
    await store.accounts.add("anna", "admin", "$argon2id$secret", by())
    await store.accounts.change("anna", by(), password="$argon2id$other")
    assert "argon2id" not in repr(await store.audit.newest())
    assert "argon2id" not in repr(await store.accounts.list())


async def test_a_token_holds_until_its_end_or_until_it_is_revoked(store: Store) -> None:
    await store.tokens.add("pbx", "source", "d1", by())
    await store.tokens.add("probe", "viewer", "d2", by(), expires_at=NOW + DAY_MS)
    assert set(await store.tokens.by_digest(["d1", "d2", "d3"], NOW)) == {"d1", "d2"}
    assert set(await store.tokens.by_digest(["d1", "d2"], NOW + DAY_MS)) == {"d1"}
    with pytest.raises(AlreadyStored):
        await store.tokens.add("pbx", "admin", "d4", by())
    await store.tokens.delete("pbx", by())
    assert await store.tokens.by_digest(["d1"], NOW) == {}
    with pytest.raises(NotStored):
        await store.tokens.delete("pbx", by())
