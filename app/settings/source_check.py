"""Checks the options of a source with the registry of sources."""

from __future__ import annotations

from collections.abc import Sequence

from app.settings.connections import SourceSection

Problem = tuple[tuple[str, ...], str]


def source_problems(source: SourceSection) -> Sequence[Problem]:
    """What is wrong with a source's options: key within its table → what to do."""
    return ()
