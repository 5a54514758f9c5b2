"""From the body of `POST /api/v1/events` to messages for the log: all of them, or the reasons why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from msgspec import Raw, Struct

from streams.events.decode import FROM_THE_FUTURE, FUTURE_LIMIT_MS, RejectedEvent, UnknownType, decode, without_value
from streams.events.envelope import Id, Instant
from streams.events.instant import to_ms
from streams.log.port import Message

SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
PLAIN = "application/json"
REASONS_SHOWN = 100

_list = msgspec.json.Decoder(list[Raw])


class Envelope(Struct, frozen=True):
    """Of an event whose type a newer worker may know, what must be right for it to be kept."""

    id: Id
    source: Id
    time: Instant
    site: Id
    specversion: str = "1.0"


_envelope = msgspec.json.Decoder(Envelope)


class Refusal(NamedTuple):
    """`place` is the event's index in the batch; 0 for a single one."""

    place: int
    reason: str


class RefusedEvents(Exception):
    """Nothing of the request is kept. `refusals` are the first hundred of `total`."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(f"{len(refusals)} events refused")
        self.total = len(refusals)
        self.refusals = tuple(refusals[:REASONS_SHOWN])


def messages_of(body: bytes, media_type: str, now: int) -> list[Message]:
    """The events of a body as messages, byte for byte as they came, keyed by their site; `now` in ms since 1970.

    Unknown types of ours are kept: the worker that knows them may be newer. Raises `RefusedEvents`.
    """
    messages: list[Message] = []
    refusals: list[Refusal] = []
    for index, raw in enumerate(_records(body, media_type)):
        try:
            messages.append(Message(_site_of(raw, now).encode(), raw))
        except RejectedEvent as rejected:
            refusals.append(Refusal(index, rejected.reason))
    if refusals:
        raise RefusedEvents(refusals)
    return messages


def _records(body: bytes, media_type: str) -> Sequence[bytes]:
    batch = media_type == BATCH or (media_type == PLAIN and body.lstrip()[:1] == b"[")
    if not batch:
        return [body.strip()]
    try:
        return [bytes(raw) for raw in _list.decode(body)]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise RefusedEvents([Refusal(0, f"not a JSON array of events: {wrong}")]) from None


def _site_of(raw: bytes, now: int) -> str:
    try:
        event = decode(raw)
    except UnknownType:
        return _site_of_unknown(raw, now)
    if to_ms(event.time) > now + FUTURE_LIMIT_MS:
        raise RejectedEvent(FROM_THE_FUTURE)
    return event.site


def _site_of_unknown(raw: bytes, now: int) -> str:
    try:
        envelope = _envelope.decode(raw)
    except msgspec.MsgspecError as wrong:
        raise RejectedEvent(f"wrong fields: {without_value(wrong)}") from None
    if to_ms(envelope.time) > now + FUTURE_LIMIT_MS:
        raise RejectedEvent(FROM_THE_FUTURE)
    if not (envelope.id + envelope.source + envelope.site).isprintable():
        raise RejectedEvent("unprintable characters in `id`, `source` or `site`")
    return envelope.site
