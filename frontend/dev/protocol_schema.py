"""Prints the JSON Schema of the websocket protocol: what `src/protocol.ts` is generated from."""

from __future__ import annotations

import json
import sys
from typing import Any, Literal

from pydantic import TypeAdapter

from app.boards.tile import Tile
from app.web.frames import ClientFrame, ServerFrame


def union(frame: Any, mode: Literal["serialization", "validation"], name: str) -> dict[str, Any]:
    """The types of one direction, the union itself under `name`."""
    schema: dict[str, Any] = TypeAdapter(frame).json_schema(mode=mode)
    types: dict[str, Any] = schema.pop("$defs")
    schema.pop("discriminator", None)
    return {**types, name: schema}


def for_typescript(node: Any, complete: bool) -> Any:
    """A field's title would become a type of its own; the generator knows no `prefixItems`.

    `complete`: every field is present, as in what the server sends.
    """
    if isinstance(node, list):
        return [for_typescript(item, complete) for item in node]
    if not isinstance(node, dict):
        return node
    if "prefixItems" in node:
        return {"tsType": f"[{', '.join('string' for _ in node['prefixItems'])}]"}
    cleaned = {key: for_typescript(value, complete) for key, value in node.items() if key != "discriminator"}
    fields = cleaned.get("properties")
    if isinstance(fields, dict):
        for field in fields.values():
            field.pop("title", None)
        cleaned["required"] = sorted(fields if complete else {*cleaned.get("required", ()), *({"t"} & fields.keys())})
    return cleaned


def protocol_schema() -> dict[str, Any]:
    """Both directions. A server's fields are all present; a client may leave out those with a default."""
    types = {
        **for_typescript(union(ClientFrame, "validation", "ClientFrame"), complete=False),
        **for_typescript(union(Tile, "serialization", "Tile"), complete=True),
        **for_typescript(union(ServerFrame, "serialization", "ServerFrame"), complete=True),
    }
    names = ("ServerFrame", "ClientFrame", "Tile")
    return {
        "title": "Protocol",
        "type": "object",
        "additionalProperties": False,
        "required": list(names),
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in names},
        "$defs": types,
    }


if __name__ == "__main__":
    json.dump(protocol_schema(), sys.stdout, indent=2, sort_keys=True)
