"""From a record of the log to an event, or to the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, get_args

import msgspec

from streams.events import AnyEvent

RECORD_LIMIT_BYTES = 64 * 1024
FUTURE_LIMIT_MS = 5 * 60_000
FROM_THE_FUTURE = "from the future"

_TYPES: dict[str, type[Any]] = {cls.__struct_config__.tag: cls for cls in get_args(AnyEvent)}
_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_encoder = msgspec.json.Encoder()
_IDS = (
    *("contact", "ticket", "queue", "agent", "team", "to_queue", "to_agent"),
    *("customer", "channel", "language", "priority", "scope"),
    *("alert", "silence", "rule", "by"),
)
_NAME = re.compile(r"[A-Za-z][\w.-]{0,127}", re.ASCII).fullmatch
_VALUE = re.compile(r"^(Invalid enum value) .*(?= - at `)", re.DOTALL)
_plain = re.compile(rb"[\x20-\x5b\x5d-\x7e\t\r\n]*").fullmatch


class RejectedEvent(Exception):
    """The record is not an event; `reason` says why. It belongs in the rejected topic, and the rest goes on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnknownType(Exception):
    """A newer producer's event type: skipped and counted."""

    def __init__(self, type_: str) -> None:
        super().__init__(f"unknown event type {type_!r}")
        self.type = type_


def decode(raw: bytes, on_unknown_fields: Callable[[int], None] | None = None) -> AnyEvent:
    """The event in `raw`; unknown fields are ignored, and their number told to `on_unknown_fields`.

    Raises `RejectedEvent` (too large, not JSON, wrong types, missing fields, values off their scale or
    calendar, unprintable ids) or `UnknownType`.
    """
    if len(raw) > RECORD_LIMIT_BYTES:
        raise RejectedEvent(f"too large: {len(raw)} bytes, the limit is {RECORD_LIMIT_BYTES}")
    try:
        event = _decoder.decode(raw)
    except msgspec.MsgspecError:
        event, unknown = _decode_tolerantly(raw)
        if on_unknown_fields is not None:
            on_unknown_fields(unknown)
    except RecursionError:
        raise RejectedEvent("nested too deeply") from None
    except UnicodeDecodeError:
        raise RejectedEvent("not UTF-8") from None
    if not _plain(raw):
        _refuse_unprintable_ids(event)
    return event


def encode(event: AnyEvent) -> bytes:
    """The event as one line of CloudEvents JSON, UTF-8."""
    return _encoder.encode(event)


def _decode_tolerantly(raw: bytes) -> tuple[AnyEvent, int]:
    """The slow path: tell an unknown type, drop unknown fields, or say what is wrong."""
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as not_json:
        raise RejectedEvent(f"not JSON: {not_json}") from None
    if not isinstance(document, dict):
        raise RejectedEvent(f"not an event: expected an object, got {type(document).__name__}")
    type_ = document.get("type")
    if not isinstance(type_, str):
        raise RejectedEvent("not an event: `type` is missing or is not text")
    struct = _TYPES.get(type_)
    if struct is None:
        if not type_.startswith("tavle."):
            raise RejectedEvent(f"not an event of ours{_of_type(type_)}")
        raise UnknownType(type_[:128])
    unknown = _drop_unknown(document, struct, extra={"type"})
    data = document.get("data")
    if isinstance(data, dict):
        unknown += _drop_unknown(data, _data_type(struct))
    try:
        return msgspec.convert(document, AnyEvent), unknown
    except msgspec.MsgspecError as wrong:
        raise RejectedEvent(f"wrong fields: {without_value(wrong)}") from None


def without_value(wrong: msgspec.MsgspecError) -> str:
    """What is wrong and where, without what stood there: it may be a number or a name, and as long as the record."""
    return _VALUE.sub(r"\1", str(wrong))


def _of_type(type_: str) -> str:
    return f": type {type_!r}" if _NAME(type_) else ": its `type` is no name of a type"


def _data_type(struct: type[Any]) -> type[Any]:
    fields = {field.name: field.type for field in msgspec.structs.fields(struct)}
    data: type[Any] = fields["data"]
    return data


def _drop_unknown(document: dict[str, Any], struct: type[Any], extra: set[str] | None = None) -> int:
    known = {field.encode_name for field in msgspec.structs.fields(struct)} | (extra or set())
    unknown = [key for key in document if key not in known]
    for key in unknown:
        del document[key]
    return len(unknown)


def _refuse_unprintable_ids(event: AnyEvent) -> None:
    ids = {"id": event.id, "source": event.source, "site": event.site}
    for field in _IDS:
        value = getattr(event.data, field, None)
        if isinstance(value, str):  # a contact's priority is a number
            ids[field] = value
    for field, value in ids.items():
        if not value.isprintable():
            raise RejectedEvent(f"unprintable characters in `{field}`")
