"""docs/settings.md, made from the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from app.settings.tree import PREFIX, SHORT_NAMES, Settings

HEAD = """# Settings

<!-- Made by `make docs` from app/settings/; do not edit. -->

Nothing needs to be set: without any configuration Tavle starts a private Valkey and listens on 127.0.0.1.

The file is what `--config` names, else what `TAVLE_CONFIG` names, else `tavle.toml` in the working directory. Variables
win over the file: `web.port` is `TAVLE_WEB__PORT`, with two underscores for each dot, and lists are written as JSON.
`TAVLE_KAFKA` and `TAVLE_REDIS` are short for `log.kafka` and `ledger.redis`.

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


def settings_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_section("", "Top level", Settings)])


def _section(table: str, title: str, model: type[BaseModel]) -> Iterator[str]:
    fields = {name: field for name, field in model.model_fields.items() if _inner(field) is None}
    yield f"## {title}"
    yield ""
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
    for name, field in model.model_fields.items():
        inner = _inner(field)
        if inner is not None:
            below = f"{table}.{name}".lstrip(".") + (f".<{name.removesuffix('s')}>" if _by_id(field) else "")
            yield from _section(below, f"`[{below}]`", inner)


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
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default}`"


def _limits(field: FieldInfo) -> str:
    annotation = next((arg for arg in _parts(field.annotation) if get_origin(arg) is Literal), None)
    if annotation is not None:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation))
    if SecretStr in _parts(field.annotation):
        return "secret"
    marks = [mark for part in [field, *_parts(field.annotation)] for mark in _metadata(part)]
    return ", ".join(filter(None, map(_limit, marks)))


def _metadata(part: Any) -> list[Any]:
    return list(getattr(part, "metadata", None) or getattr(part, "__metadata__", None) or [])


def _limit(mark: Any) -> str:
    match mark:
        case FieldInfo():
            return ", ".join(filter(None, map(_limit, mark.metadata)))
        case Ge():
            return f"≥ {mark.ge}"
        case Gt():
            return f"> {mark.gt}"
        case Le():
            return f"≤ {mark.le}"
        case Lt():
            return f"< {mark.lt}"
        case MaxLen():
            return f"at most {mark.max_length} characters"
    return ""


def _parts(annotation: Any) -> list[Any]:
    """The annotation and the members of its union."""
    members = [arg for arg in get_args(annotation) if arg is not type(None)] if get_origin(annotation) else []
    return [annotation, *members]


def _inner(field: FieldInfo) -> type[BaseModel] | None:
    """The model of a table within this table."""
    candidate = get_args(field.annotation)[-1] if _by_id(field) else field.annotation
    return candidate if isinstance(candidate, type) and issubclass(candidate, BaseModel) else None


def _by_id(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is dict


def _text(documentation: str | None) -> str:
    return re.sub(r"\s+", " ", documentation or "").strip()
