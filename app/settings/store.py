"""Where boards, screens, accounts and what was changed by whom are kept."""

from __future__ import annotations

from typing import Any

from pydantic import SecretStr, field_validator, model_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.settings.section import Section
from app.settings.written_secret import UNREADABLE_PLACE

STORE_SCHEMES = ("sqlite", "postgresql", "postgres")
MEMORY = "memory:"
"""A store that is gone with its process: for tests."""


class StoreSection(Section):
    """Boards, screens, accounts, tokens, and who changed what."""

    url: SecretStr | None = None
    """`postgresql://user:password@host/database`, or `sqlite:////path/to/file`. None is the file `tavle.sqlite` in the
    data directory. Also TAVLE_STORE."""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_unset(cls, written: Any) -> Any:
        """TAVLE_STORE has the section's own name: an empty one comes here as it is."""
        return {} if written == "" else written

    @field_validator("url")
    @classmethod
    def _is_a_store(cls, url: SecretStr | None) -> SecretStr | None:
        written = url.get_secret_value() if url is not None else MEMORY
        if written == MEMORY:
            return url
        scheme, separator, rest = written.partition("://")
        if not (scheme in STORE_SCHEMES and separator and rest):
            raise ValueError("begins with postgresql:// or sqlite:///")
        try:
            make_url(written)
        except (ArgumentError, ValueError):
            raise ValueError(UNREADABLE_PLACE) from None
        return url

    @property
    def secret_url(self) -> str | None:
        """The URL with its password: never to be logged."""
        return self.url.get_secret_value() if self.url is not None else None
