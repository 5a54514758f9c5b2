"""What is fuzzed in the core: each takes bytes, and whatever it raises is a bug."""

from __future__ import annotations

import json
from collections.abc import Sequence

from streams.events.decode import RejectedEvent, UnknownType, decode, encode
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import restore
from streams.floor.saved import save
from streams.log.port import Record
from streams.partition import OwnedPartition
from streams.rule_book import RuleBook
from streams.sources.asterisk_queue_log import QueueLogTranslator, translate_lines
from streams.sources.customer_key import CustomerKey
from streams.worker_settings import WorkerSettings

NOW = 1_795_510_800_000
REASON_CHARACTERS = 300
KEY = CustomerKey(b"a key of the fuzzer")


def take_records(values: Sequence[bytes]) -> None:
    """The worker's whole way: decode, fold, judge alerts, compute figures, and the floor saved and restored."""
    for value in values:
        _take_record(value)
    owned = OwnedPartition(0, 1, None, RuleBook(lambda _: FloorRules()), WorkerSettings(), "fuzz")
    records = [Record(offset, None, value, NOW) for offset, value in enumerate(values)]
    for rejection in owned.fold(records, NOW):
        assert 0 < len(rejection.reason) <= REASON_CHARACTERS
        assert rejection.reason.encode(), "it can be written"
    for site, floor in owned.floors.items():
        restore(site, FloorRules(), save(floor)[0])
    for later_ms in (1000, 400_000):
        owned.changes(NOW + later_ms, figures=True)


def _take_record(raw: bytes) -> None:
    try:
        event = decode(raw)
    except (RejectedEvent, UnknownType):
        return
    assert decode(encode(event)) == event, "it is written as it was read"


def take_record_lines(raw: bytes) -> None:
    """Records, one a line."""
    take_records(raw.split(b"\n"))


def take_queue_log(raw: bytes) -> None:
    """A whole queue_log: each line is events that the worker takes, or a problem that does not repeat it."""
    for template in (None, "Agent {number}"):
        translator = _translator(template)
        events = list(translate_lines(raw.split(b"\n"), translator))
        for event in events:
            assert decode(encode(event)) == event, "what a source sends, the worker takes"
        for problem in translator.take_problems():
            assert len(problem.reason) <= REASON_CHARACTERS
        learned = json.loads(json.dumps(translator.state()))
        resumed = _translator(template)
        resumed.restore(learned)
        assert json.loads(json.dumps(resumed.state())) == learned, "a restart knows what was learned"


def _translator(template: str | None) -> QueueLogTranslator:
    return QueueLogTranslator(site="oslo", source="asterisk/pbx1", customer_key=KEY, agent_template=template)
