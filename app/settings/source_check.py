"""Checks the options of a source with the registry of sources."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.settings.connections import SourceSection

Problem = tuple[tuple[str, ...], str]


def source_problems(source: SourceSection) -> Sequence[Problem]:
    """What is wrong with a source: key within its table, and what to do."""
    # Only here: the registry draws in every connector, and most parts start without any.
    from streams.sources.registry import SOURCE_KINDS, UnknownSourceKind, read_settings

    try:
        read_settings(source.kind, source.options)
    except UnknownSourceKind as unknown:
        return [(("kind",), str(unknown))]
    except ValidationError as wrong:
        return [_problem(error, SOURCE_KINDS[source.kind].settings) for error in wrong.errors(include_input=False)]
    return []


def _problem(error: ErrorDetails, settings: type[BaseModel]) -> Problem:
    key = tuple(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        near = get_close_matches(key[-1], settings.model_fields, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(settings.model_fields)}"
        return key, f"there is no such option: {hint}"
    return key, error["msg"].removeprefix("Value error, ")
