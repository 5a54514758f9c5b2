"""The simulation itself: the same seed is the same run, and a worker that breaks a promise is caught."""

from __future__ import annotations

import subprocess
import sys

import pytest

from streams import alerting
from streams.alerts.judge import SiteAlerts
from streams.ledger.memory import MemoryLedger
from streams.ledger.port import Changes, LedgerUnavailable
from streams.outbox import Outbox
from tests.repository import ROOT
from tests.sim.record import RecordedLedger
from tests.sim.run import run_seed

SEEDS = range(60)


def caught(promise: str, ledger_of: type[RecordedLedger] = RecordedLedger) -> bool:
    """Whether one of the first seeds finds that the promise is broken."""
    return any(one.startswith(promise) for seed in SEEDS for one in run_seed(seed, ledger_of).broken)


def test_the_same_seed_is_the_same_run() -> None:
    assert run_seed(7) == run_seed(7)
    assert run_seed(7).trace != run_seed(8).trace


def test_the_same_seed_is_the_same_run_in_another_process() -> None:
    """Names are hashed otherwise there."""
    told = [
        subprocess.run(
            [sys.executable, "-m", "tests.sim.run", "11"], cwd=ROOT, env={"PYTHONHASHSEED": hash_seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for hash_seed in ("1", "2")
    ]  # fmt: skip
    assert told[0] == told[1]
    assert "All promises hold." in told[0]


class PositionApart(RecordedLedger):
    """Saves the position, then the state: between the two lies a crash."""

    async def commit(
        self, partition: int, epoch: int, expected_next: int | None, new_next: int, commit_id: str, changes: Changes
    ) -> None:
        await MemoryLedger.commit(self, partition, epoch, expected_next, new_next, commit_id + "p", Changes({}, {}))
        await super().commit(partition, epoch, new_next, new_next, commit_id, changes)


class NoFence(RecordedLedger):
    """Whoever writes last is right."""

    async def commit(
        self, partition: int, epoch: int, expected_next: int | None, new_next: int, commit_id: str, changes: Changes
    ) -> None:
        at = self.keys.at(partition)
        await self.fault("commit")
        at.next_offset, at.commit_id = new_next, commit_id
        self._apply(partition, at, changes)
        await self.fault("commit answered")


class Forgetful(RecordedLedger):
    """Says that it has what it threw away, now and then."""

    async def commit(
        self, partition: int, epoch: int, expected_next: int | None, new_next: int, commit_id: str, changes: Changes
    ) -> None:
        try:
            await super().commit(partition, epoch, expected_next, new_next, commit_id, changes)
        except LedgerUnavailable:
            await super().commit(partition, epoch, expected_next, new_next, commit_id, Changes({}, {}))


@pytest.mark.parametrize(
    ("ledger_of", "promise"), [(PositionApart, "I1"), (NoFence, "I1"), (Forgetful, "I1")],
    ids=["position saved apart from state", "fence ignored", "a refused commit is not repeated"],
)  # fmt: skip
def test_a_ledger_that_breaks_its_word_is_caught(ledger_of: type[RecordedLedger], promise: str) -> None:
    assert caught(promise, ledger_of)


def test_messages_that_are_sent_before_the_commit_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    save = Outbox.save

    def save_and_send(outbox: Outbox) -> tuple[dict[str, bytes], list[str]]:
        saved = save(outbox)
        outbox.committed()
        return saved

    monkeypatch.setattr(Outbox, "save", save_and_send)
    assert caught("I6")


def test_alerts_that_are_not_saved_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alerting, "_restored", lambda floor, policy, *_: SiteAlerts(floor.site, policy, floor))
    assert caught("I6")


def test_a_board_that_never_says_that_it_is_old_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.boards.freshness._stale", lambda *_: None)
    assert caught("I3")
