"""A notification as it leaves: its bytes for a webhook, its words for people."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from app.notify.message import Naming, text_of, title_of
from streams.alerts.notification import Notification
from streams.alerts.rule import Severity
from streams.events.instant import rfc3339
from streams.outbox import Parcel

TYPE_PREFIX = "tavle.alert."


class Letter(NamedTuple):
    """`id` is the same whenever the same is sent again, and so is `body`."""

    id: str
    body: bytes
    title: str
    text: str
    severity: Severity
    over: bool


def letter_of(parcel: Parcel, naming: Naming, type_: str | None = None) -> Letter:
    """`type_` is what the webhook's `type` ends in, the notification's kind when left out."""
    sent = parcel.notification
    return Letter(
        id=parcel.id,
        body=body_of(parcel.site, sent, type_ or sent.kind),
        title=title_of(parcel.site, sent, naming),
        text=text_of(parcel.site, sent, naming),
        severity=sent.severity,
        over=sent.kind == "resolved",
    )


def body_of(site: str, sent: Notification, type_: str) -> bytes:
    """The JSON of a webhook, as Standard Webhooks has it."""
    data = {"site": site, **msgspec.to_builtins(sent)}
    return msgspec.json.encode({"type": TYPE_PREFIX + type_, "timestamp": rfc3339(sent.at), "data": data})
