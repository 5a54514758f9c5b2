"""The stores that the suite runs on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from app.settings.store import StoreSection
from app.store.audit import By
from app.store.open import Store, store_of

NOW = 1_764_060_000_000


@dataclass(frozen=True, slots=True)
class StorePlace:
    """Where one store is. Each call of `store` is another process's view of it."""

    url: str
    folder: Path

    def store(self) -> Store:
        return store_of(StoreSection(url=SecretStr(self.url)), self.folder)


def by(actor: str = "account:anna", *, after_s: float = 0) -> By:
    return By(actor, NOW + round(after_s * 1000))
