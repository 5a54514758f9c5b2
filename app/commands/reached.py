"""The installation that runs in the data directory, reached from a command beside it."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import SecretStr

from app.private_valkey import PrivateValkeyFailed, running_valkey
from app.settings import Settings
from app.web.site_reader import UnknownSite


def reached(settings: Settings, otherwise: str) -> Settings:
    """With the private Valkey of a Tavle that runs in the data directory, if one does. Raises `PrivateValkeyFailed`
    where there never was one; `otherwise` says what else could be given."""
    if settings.ledger.redis_url is not None:
        return settings
    if not (settings.data_dir / "valkey").exists():
        raise PrivateValkeyFailed(
            f"there is nothing in {settings.data_dir}: run this where `tavle up` runs, or give {otherwise}"
        )
    running = running_valkey(settings.data_dir)
    if running is None:
        return settings
    ledger = settings.ledger.model_copy(update={"redis": SecretStr(running)})
    return settings.model_copy(update={"ledger": ledger})


def one_site(site: str | None, known: Sequence[str]) -> str:
    """The one that is named, or the only one. Raises `UnknownSite`."""
    chosen = known[0] if site is None and len(known) == 1 else site
    if chosen is None or chosen not in known:
        raise UnknownSite(site or "", known)
    return chosen
