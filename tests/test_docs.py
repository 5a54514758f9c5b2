"""The pages under docs/ say what the code does, and every link leads somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.reference.events_page import events_page
from app.reference.examples import EXAMPLES
from app.reference.metrics_page import HOUR, metrics_page
from app.reference.pages import PAGES, write_pages
from app.schema import as_json, asyncapi, event_schema, event_types
from streams.events.decode import RejectedEvent, UnknownType, decode, encode
from streams.kpi.registry import METRICS
from tests.repository import ROOT, under

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")

every_type = pytest.mark.parametrize("type_", event_types(), ids=lambda type_: type_.__name__)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = event_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_a_generated_page_is_what_the_code_says(path: Path) -> None:
    assert (ROOT / "docs" / path).read_text(encoding="utf-8") == PAGES[path](), (
        "run `make docs` and check in the result"
    )


def test_make_docs_writes_every_generated_page(tmp_path: Path) -> None:
    write_pages(tmp_path)

    assert {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()} == set(PAGES)


@every_type
def test_every_event_type_has_an_example_that_decodes_to_itself(type_: type[Any]) -> None:
    example = EXAMPLES[type_]

    assert type(example) is type_
    assert decode(encode(example)) == example


@every_type
def test_an_encoded_event_is_valid_by_the_schema(type_: type[Any], validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(encode(EXAMPLES[type_])))


@every_type
def test_what_decoding_refuses_the_schema_refuses(type_: type[Any], validator: jsonschema.Draft202012Validator) -> None:
    event = json.loads(encode(EXAMPLES[type_]))
    for wrong in (
        {**event, "type": "tavle.contact.unheard_of"},
        {**event, "site": ""},
        {**event, "specversion": "0.3"},
        {**event, "data": {**event["data"], **{key: [] for key in event["data"]}}},
        {key: value for key, value in event.items() if key != "time"},
    ):
        assert not validator.is_valid(wrong), wrong
        with pytest.raises((RejectedEvent, UnknownType)):
            decode(json.dumps(wrong).encode())


@every_type
def test_the_schema_allows_fields_of_a_newer_producer(
    type_: type[Any], validator: jsonschema.Draft202012Validator
) -> None:
    event = json.loads(encode(EXAMPLES[type_]))
    newer = {**event, "traceparent": "00-4bf92f-00", "data": {**event["data"], "mood": "good"}}

    validator.validate(newer)
    assert decode(json.dumps(newer).encode()) == EXAMPLES[type_]


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    document = asyncapi()

    def references(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            yield from ([node["$ref"]] if "$ref" in node else [])
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for item in node:
                yield from references(item)

    found = set(references(document))
    assert len(found) > len(event_types())
    for reference in found:
        target: Any = document
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]


def test_the_asyncapi_document_has_a_message_for_every_type() -> None:
    messages = asyncapi()["channels"]["events"]["messages"]

    assert set(messages) == {type_.__name__ for type_ in event_types()}
    assert json.loads(as_json(asyncapi())) == asyncapi()


def test_the_events_page_has_every_type() -> None:
    assert re.findall(r"^### `(\S+)`$", events_page(), re.MULTILINE) == [
        type_.__struct_config__.tag for type_ in event_types()
    ]


def test_the_metrics_page_has_every_metric() -> None:
    page = metrics_page()

    assert [key for key in METRICS if f"| `{key}` |" not in page] == []


def test_the_worked_hour_is_the_agreed_one() -> None:
    """The figures of the table are computed; these are what vendors publish for the same hour."""
    page = metrics_page()
    agreed = {
        "connect": 82.0, "answered_only": 85.4, "asterisk_sl2": 82.5, "abandon_positive": 80.0, "abandon_ignored": 77.8,
        "genesys_short_excluded": 75.3, "talkdesk_short_on": 72.9, "genesys": 72.2, "abandon_negative": 70.0,
    }  # fmt: skip

    assert HOUR.offered == 100
    assert {
        profile: float(figure)
        for profile, figure in re.findall(r"^\| `(\w+)` \| .* = ([\d.]+) % \|", page, re.MULTILINE)
    } == agreed


def links() -> Iterator[tuple[Path, str]]:
    for page in under("docs", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", suffix=".md"):
        for target in LINK.findall((ROOT / page).read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target):
                yield page, target


def test_every_link_leads_somewhere() -> None:
    broken = []
    for page, target in links():
        file, _, heading = target.partition("#")
        linked = (ROOT / page).parent / file if file else ROOT / page
        if not linked.exists() or (heading and heading not in headings(linked)):
            broken.append(f"{page}: {target}")

    assert broken == []


def headings(page: Path) -> set[str]:
    """The anchors of a page, as they are made from its headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [path for path in under("docs", suffix=".md") if path.name != "README.md"]

    assert [str(path) for path in pages if f"({path.relative_to('docs')})" not in index] == []
