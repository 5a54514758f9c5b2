"""What `tavle schema` prints: the events as JSON Schema, and the log's topics as an AsyncAPI 3 document.

Both are made from the structs in streams/events, which are what is decoded; docs/schema/ holds them checked in.
"""

from __future__ import annotations

import json
from typing import Any, get_args

import msgspec

from app.reference.examples import EXAMPLES
from app.settings.connections import LogSection
from streams.events import AnyEvent
from streams.events.decode import RECORD_LIMIT_BYTES, encode
from streams.log.kafka_topic import EVENTS_KEPT_HOURS, REJECTED_KEPT_HOURS, REJECTED_PARTITIONS

Document = dict[str, Any]

CONTRACT_VERSION = "1.2.0"
"""Of the events themselves, not of the product: the middle number grows with each addition, the first never yet."""

_LIMIT = f"{RECORD_LIMIT_BYTES // 1024} KiB"


def event_types() -> tuple[type[Any], ...]:
    """Every event type, in the order of docs/events.md."""
    return get_args(AnyEvent)


def event_schema() -> Document:
    """JSON Schema (2020-12) of one record of the log: any event, in its CloudEvents envelope.

    Further fields are allowed, as they are when decoding: ignored and counted.
    """
    (union,), definitions = msgspec.json.schema_components([AnyEvent], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:tavle:events:{CONTRACT_VERSION}",
        "title": "Tavle event",
        "description": f"One record of the log: a CloudEvents 1.0 envelope in structured JSON, at most {_LIMIT}.",
        "anyOf": union["anyOf"],
        "$defs": {name: _open(definitions[name]) for name in sorted(definitions)},
    }


def asyncapi() -> Document:
    """AsyncAPI 3.0: which topics there are, what is in them, and that the key of a record is its site."""
    _, definitions = msgspec.json.schema_components([AnyEvent], ref_template="#/components/schemas/{name}")
    names = [type_.__name__ for type_ in event_types()]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Tavle events",
            "version": CONTRACT_VERSION,
            "description": "Contact-centre events on their way from sources to figures. Reference: docs/events.md.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {"events": _events_channel(names), "rejected": _rejected_channel()},
        "operations": {
            "sendEvents": _operation("send", "events", "A source appends events; the site is the key."),
            "receiveEvents": _operation("receive", "events", "The worker folds them into figures."),
            "sendRejected": _operation("send", "rejected", "The worker puts aside what is not an event."),
        },
        "components": {
            "messages": {**{type_.__name__: _message(type_) for type_ in event_types()}, "Rejected": _rejected()},
            "schemas": {name: _open(definitions[name]) for name in sorted(definitions)},
        },
    }


def as_json(document: Document) -> str:
    """The document as it is printed and checked in."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _open(schema: Document) -> Document:
    """Decoding forbids unknown fields only to notice and count them; the contract allows them."""
    return {key: value for key, value in schema.items() if key != "additionalProperties"}


def _events_channel(names: list[str]) -> Document:
    log = LogSection()
    return {
        "address": log.topic,
        "title": "Events",
        "description": "All events of a site go to one partition, so that one worker sees them all, in one order.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"kafka": _topic(log.topic, log.partitions, EVENTS_KEPT_HOURS)},
    }


def _rejected_channel() -> Document:
    topic = f"{LogSection().topic}.rejected"
    return {
        "address": topic,
        "title": "Rejected records",
        "description": "What was not an event, as it came, with the reason.",
        "messages": {"Rejected": {"$ref": "#/components/messages/Rejected"}},
        "bindings": {"kafka": _topic(topic, REJECTED_PARTITIONS, REJECTED_KEPT_HOURS)},
    }


def _topic(name: str, partitions: int, kept_hours: int) -> Document:
    settings: Document = {"cleanup.policy": ["delete"], "retention.ms": kept_hours * 3_600_000}
    return {"topic": name, "partitions": partitions, "topicConfiguration": settings, "bindingVersion": "0.5.0"}


def _operation(action: str, channel: str, summary: str) -> Document:
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}, "summary": summary}


def _message(type_: type[Any]) -> Document:
    tag = str(type_.__struct_config__.tag)
    return {
        "name": tag,
        "title": type_.__name__,
        "summary": " ".join((type_.__doc__ or "").split("\n\n")[0].split()),
        "payload": {"$ref": f"#/components/schemas/{type_.__name__}"},
        "bindings": {
            "kafka": {
                "key": {"type": "string", "minLength": 1, "maxLength": 128, "description": "The site."},
                "bindingVersion": "0.5.0",
            }
        },
        "examples": [{"payload": json.loads(encode(EXAMPLES[type_]))}],
    }


def _rejected() -> Document:
    return {
        "name": "rejected",
        "title": "Rejected",
        "summary": "A record that is not an event, cut to 64 KiB; the headers tell why and where it stood.",
        "contentType": "application/octet-stream",
        "headers": {
            "type": "object",
            "required": ["partition", "offset", "reason"],
            "properties": {
                "partition": {"type": "string", "description": "Partition of the events' topic, in digits."},
                "offset": {"type": "string", "description": "Offset in that partition, in digits."},
                "reason": {"type": "string", "description": "Why it is not an event, in words."},
            },
        },
        "payload": {"type": "string", "format": "binary"},
    }
