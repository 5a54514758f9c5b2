"""How large a record may be, the same in every log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from streams.log.port import RECORD_LIMIT_BYTES, REJECTED_LIMIT_BYTES, Message, RecordTooLarge, Rejection


def check_sizes(messages: Iterable[Message]) -> None:
    """Raises `RecordTooLarge` for the first message above the limit."""
    for message in messages:
        size = len(message.key) + len(message.value)
        if size > RECORD_LIMIT_BYTES:
            raise RecordTooLarge(size)


def cut_to_limit(rejection: Rejection) -> Rejection:
    """The rejection with its value cut to 64 KiB; the reason then says how much there was, and its SHA-256."""
    value = rejection.value
    if len(value) <= REJECTED_LIMIT_BYTES:
        return rejection
    digest = hashlib.sha256(value).hexdigest()
    note = f"{rejection.reason} (cut to {REJECTED_LIMIT_BYTES} of {len(value)} bytes, sha256 {digest})"
    return rejection._replace(reason=note, value=value[:REJECTED_LIMIT_BYTES])
