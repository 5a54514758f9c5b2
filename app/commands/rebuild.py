"""`tavle rebuild`: empties the ledger, so that the workers build it anew from the log."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.console import Console

from app.commands.errors import explained
from app.commands.run import Config
from app.parts import PartsApart
from app.private_valkey import private_valkey
from app.settings import Settings, load_settings
from streams.ledger.rebuild import erase_ledger


def rebuild(
    config: Config = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Empties the ledger; the next start of the workers builds it anew from the log. No worker may run meanwhile.

    Closed days beyond the log's retention are lost.
    """
    with explained():
        settings = load_settings(config)
        if not yes:
            question = "Every figure goes until the workers have read the log again. Are all workers stopped?"
            typer.confirm(question, abort=True)
        erased = asyncio.run(_erase(settings))
    Console(highlight=False).print(f"{erased} keys erased. Start the workers: they read the log from its beginning.")


async def _erase(settings: Settings) -> int:
    url = settings.ledger.redis_url
    if url is not None:
        return await erase_ledger(url, topic=settings.log.topic)
    if settings.log.kafka is not None and not settings.data_dir.exists():
        raise PartsApart("rebuild")
    async with private_valkey(settings.data_dir) as private:
        return await erase_ledger(private, topic=settings.log.topic)
