"""docs/settings.md, made from the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from app.settings.section import fields_by_key, model_within
from app.settings.tree import PREFIX, SHORT_NAMES, Settings

HEAD = """# Settings

<!-- Made by `make docs` from app/settings/; do not edit. -->

Nothing needs to be set: without any configuration Tavle starts a private Valkey and listens on 127.0.0.1.

The file is what `--config` names, else what `TAVLE_CONFIG` names, else `tavle.toml` in the working directory. Variables
win over the file: `web.port` is `TAVLE_WEB__PORT`, with two underscores for each dot, and lists are written as JSON.
`TAVLE_KAFKA`, `TAVLE_REDIS` and `TAVLE_STORE` are short for `log.kafka`, `ledger.redis` and `store.url`.

A mistake refuses the start and names file, line and key. Passwords belong in the environment; they are in no log.

```toml
[defaults]
zone = "Europe/Copenhagen"

[sites.aarhus]
name = "Aarhus"

[sites.aarhus.queues.sales]
name = "Sales"
threshold_s = 30

[sources.pbx1]
kind = "asterisk_queue_log"
site = "aarhus"
path = "/var/log/asterisk/queue_log"
```
"""


IDS = {"hours": "name", "rules": "name", "kpis": "key"}
"""What stands for the id in the name of a table; else the singular of what it holds."""

Shown = dict[type[BaseModel], str]
"""The table under which each section was explained first."""


def settings_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_section("", "Top level", Settings, {})])


def _section(table: str, title: str, model: type[BaseModel], shown: Shown) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    if model in shown:
        yield f"The keys of {shown[model]}."
        yield ""
        return
    shown[model] = title
    fields = {name: field for name, field in fields_by_key(model).items() if model_within(field.annotation) is None}
    if table:
        yield f"{_text(model.__doc__)}"
        yield ""
    if fields:
        yield "| key | default | limits | |"
        yield "|---|---|---|---|"
        yield from (_row(table, name, field) for name, field in fields.items())
        yield ""
    if table.startswith("sources"):
        yield "The options of each kind are in [sources.md](sources.md)."
        yield ""
    for name, field in fields_by_key(model).items():
        inner = model_within(field.annotation)
        if inner is not None:
            below = f"{table}.{name}".lstrip(".")
            if _container(field.annotation) is dict:
                below += f".<{IDS.get(name, name.removesuffix('s'))}>"
            heading = f"`[[{below}]]`" if _container(field.annotation) is tuple else f"`[{below}]`"
            yield from _section(below, heading, inner, shown)


def _row(table: str, name: str, field: FieldInfo) -> str:
    key = f"{table}.{name}".lstrip(".")
    variables = [short for short, path in SHORT_NAMES.items() if ".".join(path) == key]
    if not table:
        variables.append(PREFIX + name.upper())
    also = f" Variable: `{variables[0]}`." if variables and variables[0] not in _text(field.description) else ""
    return f"| `{name}` | {_default(field)} | {_limits(field)} | {_text(field.description)}{also} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.default
    if default is None:
        return "none"
    if isinstance(default, tuple):
        return f"`{list(default)}`"
    if isinstance(default, dict):
        return f"`{{{', '.join(f'{key} = {value}' for key, value in default.items())}}}`"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default}`"


def _limits(field: FieldInfo) -> str:
    parts = _parts(field.annotation)
    if choices := [choice for part in parts if get_origin(part) is Literal for choice in get_args(part)]:
        return ", ".join(f"`{choice}`" for choice in choices)
    if SecretStr in parts:
        return "secret"
    if _container(field.annotation) is None:
        marks = [mark for part in [field, *parts] for mark in _metadata(part)]
        return ", ".join(filter(None, (_limit(mark, " characters") for mark in marks)))
    marks = [*_metadata(field), *_around(field.annotation)]
    return ", ".join(_limit(mark, " entries") for mark in marks if isinstance(mark, MaxLen))


def _around(annotation: Any) -> list[Any]:
    """The limits of a container, not of what it holds."""
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return [*_metadata(annotation), *(mark for part in get_args(annotation) for mark in _around(part))]
    return []


def _metadata(part: Any) -> list[Any]:
    """The limits of a field or of an annotation, those inside a `Field` among them."""
    found = list(getattr(part, "metadata", None) or getattr(part, "__metadata__", None) or [])
    return [inner for mark in found for inner in (mark.metadata if isinstance(mark, FieldInfo) else [mark])]


def _limit(mark: Any, of: str) -> str:
    match mark:
        case Ge():
            return f"≥ {mark.ge}"
        case Gt():
            return f"> {mark.gt}"
        case Le():
            return f"≤ {mark.le}"
        case Lt():
            return f"< {mark.lt}"
        case MaxLen():
            return f"at most {mark.max_length}{of}"
    return ""


def _parts(annotation: Any) -> list[Any]:
    """The annotation and the members of its union."""
    members = [arg for arg in get_args(annotation) if arg is not type(None)] if get_origin(annotation) else []
    return [annotation, *members]


def _container(annotation: Any) -> type | None:
    """`dict` for tables by id, `tuple` for a list, None for one value."""
    origin = get_origin(annotation)
    if origin in (dict, tuple):
        return cast(type, origin)
    if origin in (Annotated, Union, UnionType):
        return next((found for part in get_args(annotation) if (found := _container(part)) is not None), None)
    return None


def _text(documentation: str | None) -> str:
    return re.sub(r"\s+", " ", documentation or "").strip()
