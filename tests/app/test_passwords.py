"""Names and passwords: which will do, and that they are the same however they are typed."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from app.accounts.login_rate import FAILURES_A_NAME, FAILURES_AN_ADDRESS, WINDOW_S, LoginRate
from app.accounts.password import Passwords, UnfitName, UnfitPassword, account_name, fit_password
from app.accounts.secret import bearer_of, digest_of, new_secret

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class NowS:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.parametrize(
    ("written", "name"), [(" Anna ", "anna"), ("ÅSE", "åse"), ("A\u030ase", "åse"), ("a.b@c", "a.b@c")]
)
def test_a_name_is_the_same_however_it_is_typed(written: str, name: str) -> None:
    assert account_name(written) == name


@pytest.mark.parametrize("written", ["", " ", "a b", "a/b", "a:b", "a\nb", "x" * 65, "a\u200eb"])
def test_a_name_that_is_hard_to_type_is_refused(written: str) -> None:
    with pytest.raises(UnfitName, match="1 to 64 characters"):
        account_name(written)


@pytest.mark.parametrize("written", ["elevenchars", "x" * 257, "aaaaaaaaaaaaaaa", "Anna-the-admin"])
def test_a_password_that_is_guessed_first_is_refused(written: str) -> None:
    with pytest.raises(UnfitPassword):
        fit_password(written, "anna-the-admin")


async def test_a_password_holds_however_its_characters_are_composed() -> None:
    passwords = Passwords(QUICK)
    kept = await passwords.hash("blåbærgrød med fløde")
    assert "blåbær" not in kept
    assert await passwords.holds("bla\u030abærgrød med fløde", kept)
    assert not await passwords.holds("blåbærgrød uden fløde", kept)


@pytest.mark.parametrize("kept", [None, "", "no hash"])
async def test_nobodys_password_never_holds(kept: str | None) -> None:
    passwords = Passwords(QUICK)
    assert not await passwords.holds("nobody has this password", kept)
    assert not await passwords.holds("x" * 100_000, kept)


def test_secrets_tell_whose_they_are_and_are_never_the_same() -> None:
    secrets = {new_secret("token") for _ in range(100)}
    assert len({digest_of(secret) for secret in secrets}) == 100
    assert {bearer_of(secret) for secret in secrets} == {"token"}
    assert (bearer_of("x"), bearer_of("tvs_" + "x" * 200), bearer_of(new_secret("screen"))) == (None, None, "screen")


def test_a_name_can_fail_some_times_within_a_while() -> None:
    now_s = NowS()
    rate = LoginRate(now_s)
    assert [rate.wait_s("anna", "here") for _ in range(FAILURES_A_NAME)] == [0] * FAILURES_A_NAME
    assert rate.wait_s("anna", "elsewhere") == WINDOW_S
    assert rate.wait_s("bo", "here") == 0
    now_s.now_s += WINDOW_S
    assert rate.wait_s("anna", "here") == 0


def test_who_gets_it_right_starts_anew() -> None:
    rate = LoginRate(NowS())
    for _ in range(3 * FAILURES_A_NAME):
        assert rate.wait_s("anna", "here") == 0
        rate.succeeded("anna", "here")


def test_an_address_cannot_try_one_name_after_another() -> None:
    rate = LoginRate(NowS())
    waits = [rate.wait_s(f"name{n}", "here") for n in range(FAILURES_AN_ADDRESS + 1)]
    assert (waits[-2], waits[-1]) == (0, WINDOW_S)
