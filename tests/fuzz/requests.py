"""Requests by the app's own OpenAPI description, with bodies that were right before something in them was changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from hypothesis import strategies as st

from app.boards.shipped import SHIPPED, shipped_copy
from app.reference.examples import EXAMPLES
from streams.events.decode import encode
from tests.fuzz.documents import INSTANTS, NUMBERS, TEXTS, Json, mutated, odd_values, written

SITE = "/api/v1/sites/{site}"
NAMES = ("aarhus", "live-floor", "mine", "rules", "goals", "alerts", "sales", "wall", "nobody", "live-floor@aarhus")
NOT_SENT = {("delete", "/api/v1/session")}
"""Who has logged out is nobody for all that follows."""

BOARDS: list[Json] = [{**shipped_copy(name, "aarhus", "en").model_dump(mode="json"), "id": "mine"} for name in SHIPPED]
RULES: Json = {
    "threshold_s": 20, "short_abandon_s": 5, "service_level_goal": 0.8, "expected_contacts": 100,
    "rule_changes": [{"from": "2026-12-01T00:00:00+01:00", "threshold_s": 30, "short_abandons": "left_out"}],
    "rules": {"contract": {"profile": "genesys", "attribution": "entry"}},
    "queues": {"sales": {"name": "Sales", "threshold_s": 15, "service_level_goal": 0.9}},
}  # fmt: skip
GOAL: Json = {
    "key": "k1", "name": "K", "set": "floor", "metric": "acw", "level": "employee", "scope": "agent", "window": "today",
    "direction": "lower", "target": 1,
}  # fmt: skip
ALERT: Json = {"key": "r", "name": "R", "metric": "waiting", "window": "now", "fire": 5, "recover": 1, "for_s": "1m"}
PARTS: list[Json] = [
    {"version": 0, "value": value} for value in (RULES, {"own": [GOAL]}, {"rules": [ALERT], "off": ["stale"]})
]
BODIES: Mapping[tuple[str, str], Sequence[Json]] = {
    ("put", f"{SITE}/settings/{{part}}"): PARTS,
    ("post", f"{SITE}/preview"): [{"rules": RULES, "goals": {"own": [GOAL]}}],
    ("post", f"{SITE}/alerts/rehearsal"): [{"rule": ALERT}],
    ("post", f"{SITE}/alerts/silences"): [{"until": "2025-11-26T09:00:00Z", "reason": "x", "queue": "sales"}],
    ("post", "/api/v1/boards"): BOARDS,
    ("put", "/api/v1/boards/{board}"): BOARDS,
    ("post", "/api/v1/boards/preview"): BOARDS,
    ("post", "/api/v1/boards/import"): [{"tavle_board": 1, "board": board} for board in BOARDS],
    ("post", "/api/v1/session"): [{"name": "anna", "password": "wrong horse"}],
    ("put", "/api/v1/session/password"): [{"old": "wrong horse", "new": "wrong horse battery"}],
    ("post", "/api/v1/accounts"): [{"name": "new", "role": "viewer", "password": "short"}],
    ("patch", "/api/v1/accounts/{name}"): [{"role": "viewer", "disabled": True, "password": None}],
    ("post", "/api/v1/tokens"): [{"name": "t1", "role": "source", "days": 3}],
    ("post", "/api/v1/screens"): [{"code": "BCDF-BCDF", "name": "Wall", "boards": ["live-floor"]}],
    ("patch", "/api/v1/screens/{screen}"): [{"name": "Wall", "boards": ["live-floor"]}],
    ("put", "/api/v1/screens/message"): [{"screens": ["wall"], "text": "hej", "minutes": 3}],
    ("post", "/api/v1/screens/reload"): [{"screens": ["wall"]}],
    ("post", "/api/v1/events"): [json.loads(encode(event)) for event in EXAMPLES.values()],
}


class Asked(NamedTuple):
    method: str
    path: str
    body: bytes | None
    media_type: str


@st.composite
def requests(draw: st.DrawFn, document: Mapping[str, Any]) -> Asked:
    """One request to one of the operations of an OpenAPI document."""
    operations = sorted(
        (method, path) for path, methods in document["paths"].items() for method in methods
        if (method, path) not in NOT_SENT
    )  # fmt: skip
    method, path = draw(st.sampled_from(operations))
    query = []
    address = path
    for parameter in document["paths"][path][method].get("parameters", ()):
        name = parameter["name"]
        if parameter["in"] == "path":
            words = st.sampled_from(NAMES) | st.sampled_from(NAMES) | st.sampled_from(TEXTS) | st.text(max_size=12)
            address = address.replace(f"{{{name}}}", quote(_plain(draw(words)), safe="@"))
        elif draw(st.booleans()):
            query.append(f"{name}={quote(_plain(draw(_values(parameter['schema']))))}")
    body = None
    if (method, path) in BODIES:
        body = draw(written(mutated(BODIES[method, path]) | st.sampled_from(list(BODIES[method, path]))))
    media_type = draw(st.sampled_from(["application/json"] * 9 + ["text/plain", "application/cloudevents-batch+json"]))
    return Asked(method.upper(), address + ("?" + "&".join(query) if query else ""), body, media_type)


def _values(schema: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    """Values that the description allows, and others."""
    parts = [schema, *schema.get("anyOf", ()), schema.get("items", {})]
    parts += [part["items"] for part in schema.get("anyOf", ()) if "items" in part]
    allowed = [value for part in parts for value in part.get("enum", ())]
    usual: list[st.SearchStrategy[Json]] = [st.sampled_from(allowed)] * 3 if allowed else [st.sampled_from(NAMES)]
    return st.one_of(*usual, st.sampled_from((*NUMBERS, *TEXTS, *INSTANTS)), odd_values())


def _plain(value: Json) -> str:
    """As it may stand in an address: cut, and without what UTF-8 cannot say."""
    return str(value)[:300].encode("utf-8", "replace").decode()
