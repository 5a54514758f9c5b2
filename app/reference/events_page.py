"""docs/events.md: every event type with its fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from app.reference.event_words import FIELDS, OF_TYPE
from app.reference.examples import EXAMPLES
from app.schema import event_types
from streams.events.decode import FUTURE_LIMIT_MS, RECORD_LIMIT_BYTES, encode
from streams.events.envelope import Event

INTRO = f"""# Events

What may happen, as it goes through the log. One record is one event: a [CloudEvents 1.0](https://cloudevents.io)
envelope in structured JSON, UTF-8. As JSON Schema: [schema/events.schema.json](schema/events.schema.json); topics and
keys as AsyncAPI 3: [schema/asyncapi.json](schema/asyncapi.json). `tavle schema` prints both.

```json
@example@
```

## The envelope

@envelope@

- The Kafka key is the site, so that all events of a site are in one partition and one worker sees them all, in order.
- A record is at most {RECORD_LIMIT_BYTES // 1024} KiB. Ids are opaque, 1 to 128 printable characters; free text is at
  most 2,000 characters.
- `time` is when it happened, by the source's clock; parts of a millisecond are cut off. More than
  {FUTURE_LIMIT_MS // 60_000} minutes ahead of its arrival in the log, the event is rejected as `from the future`.
- Unknown fields are ignored and counted; unknown `tavle.…` types are skipped and counted: a newer producer never stops
  an older worker. What is no event goes to `tavle.events.rejected` with partition, offset and reason.
- A number is finite. What is off its scale or on no calendar (an NPS of 11, the 30th of February) is rejected, with
  words that say so.
- An event may come twice, late or out of order. What a contact, an agent or a ticket *is* depends on the set of
  its events, not on the order in which they came. The same `source` and `id` is the same event.
- No telephone number, name or mail address of a customer enters the log: `customer` is a keyed hash (HMAC-SHA-256 with
  the installation's key), made at the source's edge.

## From your own system

[`POST /api/v1/events`](api.md) takes one event or a batch (a JSON array) and answers 202 only after the log has it
durably. A file of events, one a line, is a source too (`events_file`), and is what `tavle replay` reads. Directly to
Kafka: topic `tavle.events`, key the site, `acks=all`.

Send a `tavle.source.beat` every few seconds: without it a quiet source and a dead one look the same.

## Types

**Bold** fields are required.
"""

ADDED = """
## Beside the agreed names

Fields that a source states when it measured something itself, or when the setting of a source says it:
`tavle.contact.transferred` has `talked_ms` and `tavle.contact.left` has `waited_ms`, as their sisters
`tavle.contact.ended` and `tavle.contact.answered` have; `tavle.contact.ended` has `after_call_work` and
`after_call_work_ms`, because whether work follows a conversation is known to its source alone. `tavle.contact.wrapped`
and `tavle.feedback.given` have `same_matter`, the agent's or the customer's answer from which first time right is
counted. The measure `customers` is how many customers there are, without which nobody can say how many of them left.
All are optional; older producers and older workers go on without them.
"""

ENVELOPE_WORDS = {
    "specversion": "Always `1.0`",
    "type": "Which of the types below",
    "id": "Unique within `source`",
    "source": "Which system: `asterisk/pbx1`",
    "time": "RFC 3339 with an offset, milliseconds",
    "site": "The contact centre: the record's key",
    "data": "The fields of its type",
    "partitionkey": "The site again, for CloudEvents' own Kafka binding; not read",
    "datacontenttype": "Not read",
    "dataschema": "Not read",
    "subject": "Not read",
}


def events_page() -> str:
    """The whole page."""
    example = json.dumps(json.loads(encode(EXAMPLES[event_types()[0]])), indent=2)
    intro = INTRO.replace("@example@", example).replace("@envelope@", "\n".join(_envelope()))
    return intro + "\n".join(line for type_ in event_types() for line in _type(type_)) + "\n" + ADDED


def _envelope() -> Iterator[str]:
    yield "| field | meaning |"
    yield "|---|---|"
    required = {field.encode_name for field in msgspec.structs.fields(Event) if field.required} | {"type", "data"}
    names = [field.encode_name for field in msgspec.structs.fields(Event)]
    for name in (names[0], "type", *names[1:5], "data", *names[5:]):
        yield f"| {_bold(name, name in required)} | {ENVELOPE_WORDS[name]} |"


def _type(type_: type[Any]) -> Iterator[str]:
    tag = str(type_.__struct_config__.tag)
    yield f"\n### `{tag}`\n"
    yield " ".join((type_.__doc__ or "").split())
    yield ""
    yield "| field | value | meaning |"
    yield "|---|---|---|"
    data = {field.name: field.type for field in msgspec.structs.fields(type_)}["data"]
    schema = msgspec.json.schema(data)
    (properties,) = (one["properties"] for one in schema["$defs"].values() if one["title"] == data.__name__)
    for field in msgspec.structs.fields(data):
        name = field.encode_name
        meaning = OF_TYPE.get((tag, name)) or FIELDS[name]
        yield f"| {_bold(name, field.required)} | {_value(properties[name])} | {meaning} |"


def _bold(name: str, required: bool) -> str:
    return f"**`{name}`**" if required else f"`{name}`"


def _value(schema: dict[str, Any]) -> str:
    """What may stand there, and what it is when nothing does."""
    (kind,) = (one for one in schema.get("anyOf", [schema]) if one.get("type") != "null")
    default = schema.get("default")
    shown = f" = {json.dumps(default)}" if default is not None else ""
    if "enum" in kind:
        return ", ".join(f"`{value}`" for value in kind["enum"]) + shown
    return _KINDS[kind["type"], kind.get("format") or kind.get("maxLength")] + shown


_KINDS: dict[tuple[str, object], str] = {
    ("string", 128): "id",
    ("string", 2000): "text",
    ("string", "date-time"): "instant",
    ("integer", None): "whole number",
    ("string", 10): "day, week or month",
    ("string", 3): "three capital letters",
    ("number", None): "number",
    ("array", None): "two numbers",
    ("boolean", None): "true, false",
}
