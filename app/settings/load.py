"""Reads the configuration: the file that was named, TAVLE_CONFIG, or `tavle.toml` here; then the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource, SettingsError

from app.settings.mistake import Mistake, SettingsMistake
from app.settings.section import fields_by_key, model_within
from app.settings.site_check import site_problems
from app.settings.source_check import source_problems
from app.settings.toml_lines import key_lines, line_of
from app.settings.tree import PREFIX, SHORT_NAMES, Settings

CONFIG_VARIABLE = "TAVLE_CONFIG"
DEFAULT_FILE = Path("tavle.toml")
OTHER_VARIABLES = frozenset({CONFIG_VARIABLE})

Key = tuple[str, ...]


def load_settings(path: Path | None = None) -> Settings:
    """The configuration. Raises `SettingsMistake`, which names file, line and key.

    `path` is what `--config` names. Without it TAVLE_CONFIG, then `tavle.toml` in the working directory, which may
    be absent. Variables win over the file.
    """
    origin = _Origin.of(path)
    if unknown := list(_unknown_variables(os.environ)):
        raise SettingsMistake(unknown)
    try:
        settings = Settings(**origin.document)
    except SettingsError as wrong:
        what = f'{wrong}: a list is written as JSON, ["a", "b"]'
        raise SettingsMistake([Mistake("environment", "", what)]) from None
    except ValidationError as wrong:
        raise SettingsMistake([origin.mistake(error) for error in wrong.errors()]) from None
    problems = [
        origin.mistake_at(("sources", name, *key), what)
        for name, source in settings.sources.items()
        for key, what in source_problems(source)
    ]
    problems += [origin.mistake_at(key, what) for key, what in site_problems(settings)]
    if problems:
        raise SettingsMistake(problems)
    return settings


def set_by_environment() -> dict[str, Any]:
    """What variables set, as a tree: the page cannot change it. Expects variables that `load_settings` took."""
    return EnvSettingsSource(Settings)()


class _Origin:
    """The file as read, and what is needed to say where a mistake stands."""

    def __init__(self, name: str, text: str, document: dict[str, Any]) -> None:
        self.name = name
        self.document = document
        self._lines = key_lines(text)

    @classmethod
    def of(cls, path: Path | None) -> _Origin:
        named = path or (Path(os.environ[CONFIG_VARIABLE]) if os.environ.get(CONFIG_VARIABLE) else None)
        file = named or DEFAULT_FILE
        if named is None and not file.exists():
            return cls(str(file), "", {})
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as unreadable:
            reason = getattr(unreadable, "strerror", None) or "not UTF-8"
            what = f"cannot be read ({reason}): check --config or {CONFIG_VARIABLE}"
            raise SettingsMistake([Mistake(str(file), "", what)]) from None
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as wrong:
            raise SettingsMistake([Mistake(str(file), "", f"is not TOML: {wrong}")]) from None
        except RecursionError:
            raise SettingsMistake([Mistake(str(file), "", "is nested too deeply: nothing here needs that")]) from None
        return cls(str(file), text, document)

    def mistake(self, error: ErrorDetails) -> Mistake:
        key = tuple(str(part) for part in error["loc"] if part != "[key]")
        if error["type"] == "extra_forbidden":
            return self.mistake_at(key, _unknown_key(key))
        what = error["msg"].removeprefix("Value error, ")
        if error["type"] in ("tuple_type", "list_type"):
            what = f'a list belongs here: ["a", "b"], or [[{".".join(key)}]] above the keys of each'
        return self.mistake_at(key, what[0].lower() + what[1:])

    def mistake_at(self, key: Key, what: str) -> Mistake:
        variable = variable_of(key)
        if variable is not None:
            return Mistake(f"environment {variable}", ".".join(key), what)
        line = line_of(self._lines, key)
        return Mistake(f"{self.name}, line {line}" if line else self.name, ".".join(key), what)


def variable_of(key: Key) -> str | None:
    """The variable that set `key`, when one did."""
    short = next((name for name, path in SHORT_NAMES.items() if path == key), None)
    for name in (short, PREFIX + "__".join(key).upper()):
        if name is not None and name in os.environ:
            return name
    return None


def _unknown_variables(environ: Iterable[str]) -> Iterator[Mistake]:
    """TAVLE_… variables whose first part names no section: they would be passed over in silence."""
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name in OTHER_VARIABLES or name in SHORT_NAMES:
            continue
        first = name.removeprefix(PREFIX).split("__")[0].lower()
        if first not in Settings.model_fields:
            names = [*SHORT_NAMES, *OTHER_VARIABLES, *(PREFIX + field.upper() for field in Settings.model_fields)]
            yield Mistake(
                f"environment {name}", "", "there is no such setting" + _nearest(PREFIX + first.upper(), names)
            )


def _unknown_key(key: Key) -> str:
    model = _model_at(key[:-1])
    known = sorted(fields_by_key(model)) if model is not None else []
    return "there is no such key" + (_nearest(key[-1], known) or f"; there are {', '.join(known)}")


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f": did you mean {near[0]}?" if near else ""


def _model_at(key: Key) -> type[BaseModel] | None:
    """The model that holds the keys under `key`."""
    holder: Any = Settings
    for part in key:
        if isinstance(holder, type) and issubclass(holder, BaseModel):
            field = fields_by_key(holder).get(part)
            holder = field.annotation if field is not None else None
        else:
            holder = model_within(holder)
    return holder if isinstance(holder, type) and issubclass(holder, BaseModel) else None
