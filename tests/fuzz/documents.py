"""JSON documents as a broken or a hostile program might write them: real ones with something wrong in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

Json = Any
Path = tuple[str | int, ...]

INSTANTS = (
    "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999-12:00", "1969-12-31T23:59:59Z",
    "2026-02-30T00:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T09:00:60Z", "2026-11-24T09:00:00", "2026-11-24",
    "2026-11-24T09:00:00+25:00", "2026-11-24T09:00:00+23:59", "1447-05-12T09:00:00+03:00", "2026-W48-2T09:00:00Z",
    "-2026-11-24T09:00:00Z", "2026-11-24T09:00:00 Europe/Oslo", "2024-02-29T12:00:00Z", "1900-02-29T12:00:00Z",
)  # fmt: skip
"""Of calendars that there are none of, before and after all time, without a zone or with an impossible one."""
TEXTS = (
    "", " ", "\x00", "\u202e", "\ud800", "é\ud83d", "\u2028", "a" * 128, "a" * 129, "x" * 2001, "x" * 70_000, "NONE",
    "null", "__proto__", "${jndi:x}", "%s%n", "{}", "../../etc/passwd", "<script>", "'; DROP TABLE boards;--", "🙂",
    "١٢٣", "2026-W53", "2025-W53", "2026-00", "0000-01", "9999-W53", "NaN", "tavle.contact.queued",
)  # fmt: skip
NUMBERS: tuple[float, ...] = (
    0, -0.0, -1, 1, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 2**64, 10**400, 1e308, -1e308, 5e-324, 1e-9, float("nan"),
    float("inf"), float("-inf"), 0.1 + 0.2, 366 * 86_400_000, 366 * 86_400_000 + 1, 1e12, 1e12 + 1,
)  # fmt: skip


def odd_values() -> st.SearchStrategy[Json]:
    """A value of any kind, rarely the expected one."""
    leaf = st.one_of(
        st.none(), st.booleans(), st.sampled_from(NUMBERS), st.integers(), st.floats(), st.sampled_from(TEXTS),
        st.sampled_from(INSTANTS), st.text(max_size=20),
    )  # fmt: skip
    names = st.text(max_size=8)
    holders = st.lists(leaf, max_size=3) | st.dictionaries(names, leaf | st.lists(leaf, max_size=2), max_size=3)
    return leaf | holders


@st.composite
def mutated(draw: st.DrawFn, documents: Sequence[Json], /, most: int = 4) -> Json:
    """One of `documents` with up to `most` parts replaced, removed, added, or taken from another of them."""
    document = json.loads(json.dumps(draw(st.sampled_from(documents))))
    for _ in range(draw(st.integers(1, most))):
        path = draw(st.sampled_from(list(paths(document))))
        document = _changed(draw, document, path, documents)
    return document


def _changed(draw: st.DrawFn, document: Json, path: Path, documents: Sequence[Json]) -> Json:
    holder = document
    for part in path[:-1]:
        holder = holder[part]
    match draw(st.sampled_from(["replace", "replace", "replace", "remove", "add", "swap", "wrap"])):
        case "replace" if path:
            holder[path[-1]] = draw(odd_values())
        case "remove" if path:
            del holder[path[-1]]
        case "swap" if path:
            donor = draw(st.sampled_from(documents))
            holder[path[-1]] = at(donor, draw(st.sampled_from(list(paths(donor)))))
        case "wrap" if path:
            holder[path[-1]] = [holder[path[-1]]]
        case _:
            target = at(document, path)
            if isinstance(target, dict):
                target[draw(st.sampled_from(TEXTS) | st.text(max_size=8))] = draw(odd_values())
            elif isinstance(target, list):
                target.append(draw(odd_values()))
    return json.loads(json.dumps(document))


def paths(document: Json, begun: Path = ()) -> Iterator[Path]:
    """To every part of the document, itself included."""
    yield begun
    parts: Iterator[tuple[str | int, Json]] = iter(())
    if isinstance(document, Mapping):
        parts = iter(document.items())
    elif isinstance(document, list):
        parts = iter(enumerate(document))
    for name, part in parts:
        yield from paths(part, (*begun, name))


def at(document: Json, path: Path) -> Json:
    for part in path:
        document = document[part]
    return document


@st.composite
def written(draw: st.DrawFn, documents: st.SearchStrategy[Json]) -> bytes:
    """A document as bytes, which may be broken as well: cut, patched, doubled keys, nested without end."""
    ascii_ = draw(st.booleans())
    raw = json.dumps(draw(documents), ensure_ascii=ascii_).encode("utf-8", "surrogatepass")
    return _broken(draw, raw)


def _broken(draw: st.DrawFn, raw: bytes) -> bytes:
    place = draw(st.integers(0, len(raw)))
    match draw(st.sampled_from(["whole"] * 5 + ["cut", "patch", "twice", "deep", "key", "utf-16", "bom"])):
        case "cut":
            return raw[:place]
        case "patch":
            return raw[:place] + draw(st.binary(min_size=1, max_size=8)) + raw[place + draw(st.integers(0, 8)) :]
        case "twice":
            return raw + raw
        case "deep":
            depth = draw(st.sampled_from([10, 900, 1100, 30_000]))
            opening, closing = draw(st.sampled_from([(b"[", b"]"), (b'{"a":', b"}")]))
            return raw.replace(b"{", b'{"deep":' + opening * depth + b"1" + closing * depth + b",", 1)
        case "key":
            return raw.replace(b"{", b'{"id":7,"site":"elsewhere","type":"tavle.source.beat","data":{},', 1)
        case "utf-16":
            return raw.decode("utf-8", "replace").encode("utf-16")
        case "bom":
            return b"\xef\xbb\xbf" + raw
    return raw
