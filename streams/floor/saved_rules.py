"""The rules that saved counts were counted by: a floor notices when others hold now (streams.floor.restored)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
from msgspec import Struct

from streams.floor.business_hours import BusinessHours, Interval
from streams.floor.floor_rules import FloorRules
from streams.floor.promise import Promise, PromiseRule, PromiseRules
from streams.floor.rule import QueueRules


class _Hours(Struct, array_like=True):
    zone: str
    weekly: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date]
    special_days: list[tuple[date, tuple[Interval, ...]]]


class _PromiseRule(Struct, array_like=True):
    name: str
    hours: _Hours
    promises: tuple[Promise, ...]
    customers: frozenset[str] | None
    queues: frozenset[str] | None
    priorities: frozenset[str] | None
    channels: frozenset[str] | None


class _SavedRules(Struct):
    rules: QueueRules
    queue_rules: dict[str, QueueRules]
    promises: list[_PromiseRule]
    promises_version: int


def encode_rules(rules: FloorRules) -> bytes:
    """Service-level rules and promises, as JSON."""
    promises = [_saved(rule) for rule in rules.promises.rules]
    return msgspec.json.encode(
        _SavedRules(rules.rules, dict(rules.queue_rules), promises, rules.promises.version), order="deterministic"
    )


def decode_rules(raw: bytes, now: FloorRules) -> FloorRules:
    """The rules of `now`, with the saved service-level rules and promises in their place. Raises
    `msgspec.MsgspecError`."""
    saved = msgspec.json.decode(raw, type=_SavedRules)
    promises = PromiseRules(tuple(_restored(rule) for rule in saved.promises), saved.promises_version)
    return replace(now, rules=saved.rules, queue_rules=saved.queue_rules, promises=promises)


def _saved(rule: PromiseRule) -> _PromiseRule:
    hours = rule.hours
    return _PromiseRule(
        rule.name,
        _Hours(hours.zone, hours.weekly, hours.holidays, sorted(hours.special_days.items())),
        rule.promises,
        rule.customers,
        rule.queues,
        rule.priorities,
        rule.channels,
    )


def _restored(saved: _PromiseRule) -> PromiseRule:
    hours = saved.hours
    return PromiseRule(
        name=saved.name,
        hours=BusinessHours(hours.zone, hours.weekly, hours.holidays, dict(hours.special_days)),
        promises=saved.promises,
        customers=saved.customers,
        queues=saved.queues,
        priorities=saved.priorities,
        channels=saved.channels,
    )
