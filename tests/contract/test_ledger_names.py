"""Names made of foreign ids: one id, one name, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.ledger import names
from streams.ledger.change_packing import packed_changes
from streams.ledger.layout import hash_key
from streams.ledger.open import open_ledger
from streams.ledger.port import Changes

ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=128)


@given(ids, ids)
def test_a_name_tells_its_ids(site: str, queue: str) -> None:
    assert names.split_name(names.queue_hash(site, queue)) == ["queue", site, queue]
    assert names.split_name(names.floor_hash(site)) == ["floor", site]


@given(ids, ids)
def test_no_id_reaches_out_of_its_part_of_the_key(site: str, queue: str) -> None:
    key = hash_key("tavle.events", 3, names.queue_hash(site, queue))
    assert key.startswith("{tavle:tavle.events:3}:queue:")
    assert (key.count("{"), key.count("}"), key.count(":")) == (1, 1, 5)
    assert not any(character.isspace() and character < "\x80" for character in key)


def test_plain_ids_stay_readable() -> None:
    assert names.queue_hash("aarhus", "sales-dk/1") == "queue:aarhus:sales-dk/1"
    assert names.queue_hash("århus", "a:b") == "queue:århus:a%3Ab"


def test_every_kind_of_hash_has_its_own_name() -> None:
    of_site = (
        names.floor_hash,
        names.site_hash,
        names.names_hash,
        names.agents_hash,
        names.channels_hash,
        names.tickets_hash,
        names.alerts_hash,
        names.days_hash,
        names.pulse_hash,
    )
    made = {name("a") for name in of_site} | {names.queue_hash("a", "q"), names.trend_hash("a", "q")}
    assert len(made) == len(of_site) + 2
    assert names.days_hash("a").startswith(names.DAYS_PREFIX)


def test_a_hash_that_is_put_and_dropped_is_packed_once() -> None:
    found, packed = packed_changes(Changes({"a": {"f": b"\xff"}, "b": {}}, {"c": ["x"], "a": ["y"]}, ["s"]))
    assert found == ["a", "b", "c"]
    assert packed == (
        b"\x92"  # changes and sites
        b"\x93"
        b"\x92\x92\xa1f\xa1\xff\x91\xa1y"  # a: f put as a raw string, y dropped
        b"\x91\x90"  # b: nothing
        b"\x92\x90\x91\xa1x"  # c: x dropped
        b"\x91\xa1s"
    )


@pytest.mark.parametrize("url", ["", "kafka://h:1", "http://h", "redis2://h"])
def test_another_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="a ledger URL begins with"):
        open_ledger(url, topic="tavle.events", partitions=12)


@pytest.mark.parametrize("topic", ["", "a b", "a:b", "{a}", "x" * 201])
def test_a_topic_that_kafka_would_refuse_is_refused(topic: str) -> None:
    with pytest.raises(ValueError, match="topic"):
        open_ledger("redis://127.0.0.1:1", topic=topic, partitions=12)


async def test_a_memory_ledger_opens_by_url() -> None:
    async with open_ledger("memory:", topic="tavle.events", partitions=2) as ledger:
        assert (await ledger.claim(0, log_identity="log-1")).epoch == 1
