"""A connection that was closed while something was being written to it, as uvloop tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_UVLOOPS_WORDS = "the handler is closed"


@contextmanager
def closed_is_lost() -> Iterator[None]:
    """Raises `ConnectionResetError` where uvloop raises a bare `RuntimeError`: the peer reset the connection between
    two steps of the client, which took it for open. asyncio's own loop says nothing, and the next read fails."""
    try:
        yield
    except RuntimeError as error:
        if _UVLOOPS_WORDS not in str(error):
            raise
        raise ConnectionResetError(str(error)) from error
