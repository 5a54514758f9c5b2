from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from streams.sources.customer_key import CustomerKey
from streams.sources.registry import (
    SOURCE_KINDS,
    Surroundings,
    UnknownSourceKind,
    build_source,
    read_settings,
)

AROUND = Surroundings(name="pbx1", clock_ms=lambda: 0, customer_key=CustomerKey(b"sixteen bytes ok"))


@pytest.mark.parametrize(
    ("kind", "options", "id_", "site"),
    [
        ("asterisk_queue_log", {"site": "oslo"}, "asterisk/pbx1", "oslo"),
        ("asterisk_queue_log", {"site": "oslo", "id": "asterisk/main"}, "asterisk/main", "oslo"),
        ("events_file", {"site": "oslo", "path": "events.jsonl", "speed": 60, "rebase": "now"}, "file/pbx1", "oslo"),
        ("simulated_floor", {}, "simulated/demo", "demo"),
        ("simulated_floor", {"site": "oslo", "zone": "Europe/Oslo", "agents": 12}, "simulated/oslo", "oslo"),
    ],
)
def test_a_source_is_built_from_its_kind_and_options(
    kind: str, options: dict[str, object], id_: str, site: str
) -> None:
    source = build_source(kind, read_settings(kind, options), AROUND)
    assert (source.id, source.site) == (id_, site)


@pytest.mark.parametrize(
    ("kind", "options", "key"),
    [
        ("asterisk_queue_log", {}, "site"),
        ("asterisk_queue_log", {"site": "oslo", "pathh": "x"}, "pathh"),
        ("asterisk_queue_log", {"site": "oslo", "agent_template": "Agent"}, "agent_template"),
        ("asterisk_queue_log", {"site": "oslo", "poll_s": 60}, "poll_s"),
        ("events_file", {"site": "oslo"}, "path"),
        ("events_file", {"site": "oslo", "path": "x", "rebase": "yesterday"}, "rebase"),
        ("simulated_floor", {"zone": "Mars/Olympus"}, "zone"),
        ("simulated_floor", {"speed": 100}, "speed"),
        ("simulated_floor", {"agents": 0}, "agents"),
    ],
)
def test_a_mistake_names_its_option(kind: str, options: dict[str, object], key: str) -> None:
    with pytest.raises(ValidationError) as mistakes:
        read_settings(kind, options)
    assert [mistake["loc"] for mistake in mistakes.value.errors()] == [(key,)]


def test_an_unknown_kind_is_told_which_there_are() -> None:
    with pytest.raises(UnknownSourceKind, match="asterisk_queue_log, events_file, simulated_floor"):
        read_settings("avaya", {})


def test_every_kind_and_option_is_described() -> None:
    for kind in SOURCE_KINDS.values():
        assert kind.reads.endswith(".")
        assert all(field.description for field in kind.settings.model_fields.values())


def test_the_documentation_names_every_kind_and_option() -> None:
    page = (Path(__file__).parents[3] / "docs" / "sources.md").read_text()
    for name, kind in SOURCE_KINDS.items():
        assert f"`{name}`" in page
        assert not [option for option in kind.settings.model_fields if f"`{option}`" not in page]
