"""A floor as the ledger keeps it: one field an entity or pane, so that a save costs what changed (docs/ledger.md).

US is the unit separator, which no id holds.

`meta`; `rules`; `c<US>contact<US>source<US>id` one event of a contact as it came,
`T<US>ticket<US>source<US>id` one of a ticket; `k:<contact>`, `kt:<ticket>` the moments up to which their timers passed;
`e<US>source<US>id` an event that stands alone; `v:<contact>` what a contact says of its customer;
`m<US>measure<US>period<US>scope` a reported measure; `a:<agent>` presence, queues, description; `t:<agent>:<hour>` the
states that began in an hour; `q:<queue>` when it was last corrected; `h:<channel>` that there is one;
`p:<scope>:<index>`, `l:<scope>:<index>` panes of 10 s and 5 min, `b:<scope>` what of the week and month is older. A
scope is `q:<queue>`, `a:<agent>`, `h:<channel>` or `s:`. Spans of agents and window sums follow and are not saved.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from streams.events import AnyEvent, SourceReset
from streams.events.decode import encode
from streams.floor.agent import Agent
from streams.floor.book import Book
from streams.floor.counts import NAMED
from streams.floor.floor import Floor
from streams.floor.saved_rules import encode_rules
from streams.floor.series import Series
from streams.floor.subject import Subject

VERSION = 2
US = "\x1f"


class SavedSource(Struct, array_like=True):
    newest: int
    received: int
    lag_ms: int
    beat: int | None
    interval_ms: int
    resets: list[SourceReset]
    gaps: list[tuple[int, int]]
    tells: dict[Subject, list[str] | None] = {}
    retired: int = 0


class Meta(Struct):
    version: int
    counts: tuple[str, ...]
    now: int
    horizon: int
    ticket_horizon: int
    counters: tuple[int, int, int]
    topics: list[str]
    sources: dict[str, SavedSource]
    ahead: list[AnyEvent]


class SavedPeriods(Struct, array_like=True):
    """What of the week and of the month lies in no pane any more, and when they began."""

    starts: tuple[int, ...]
    before: list[dict[int, int]]


_encode = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


def save(floor: Floor) -> tuple[dict[str, bytes], list[str]]:
    """What changed since the last call, as fields to put and fields to drop; the floor counts as saved then."""
    put: dict[str, bytes] = {"meta": _encode(_meta(floor))}
    drop = [f"t:{agent}:{hour}" for agent, hour in floor.gone_hours]
    if not floor.rules_saved:
        put["rules"] = encode_rules(floor.rules)
        floor.rules_saved = True
    _save_book(floor.contacts, "c", "k", put, drop)
    _save_book(floor.tickets, "T", "kt", put, drop)
    _save_books(floor, put, drop)
    for agent in map(floor.agents.__getitem__, floor.changed_agents):
        _save_agent(agent, put, drop)
    for id_ in floor.changed_queues:
        queue = floor.queues[id_]
        put[f"q:{id_}"] = _encode(queue.corrected)
        _save_series(f"q:{id_}", queue.series, put, drop)
    for id_ in floor.changed_channels:
        put[f"h:{id_}"] = b""
        _save_series(f"h:{id_}", floor.channels[id_], put, drop)
    _save_series("s:", floor.series, put, drop)
    floor.gone_hours.clear()
    for changed in (floor.changed_agents, floor.changed_queues, floor.changed_channels):
        changed.clear()
    return put, drop


def _meta(floor: Floor) -> Meta:
    sources = {
        id_: SavedSource(
            s.newest, s.received, s.lag_ms, s.beat, s.interval_ms, [r[2] for r in s.resets], s.gaps,
            {about: None if queues is None else sorted(queues) for about, queues in s.tells.items()}, s.retired,
        )
        for id_, s in floor.sources.items()
    }  # fmt: skip
    return Meta(
        version=VERSION,
        counts=NAMED,
        now=floor.now,
        horizon=floor.contacts.horizon,
        ticket_horizon=floor.tickets.horizon,
        counters=(floor.late, floor.duplicates, floor.unmatched),
        topics=floor.topics.names,
        sources=sources,
        ahead=[entry[-1] for entry in sorted(floor.ahead, key=lambda entry: entry[:-1])],
    )


def _save_book(book: Book[Any], fact_kind: str, clock_kind: str, put: dict[str, bytes], drop: list[str]) -> None:
    for id_, fact, raw in book.new_facts:
        put[US.join((fact_kind, id_, fact.source, fact.id))] = raw if raw is not None else encode(fact.event)
    for id_ in book.changed_clocks & book.by_id.keys():
        put[f"{clock_kind}:{id_}"] = b"%d" % book.by_id[id_].clock
    for gone in book.gone:
        facts = (fact for fact in gone.facts if type(fact.event) is not SourceReset)
        fields = (US.join((fact_kind, gone.id, fact.source, fact.id)) for fact in facts)
        for field in (f"{clock_kind}:{gone.id}", *fields):
            drop.append(field)
            put.pop(field, None)
    for noted in (book.new_facts, book.changed_clocks, book.gone):
        noted.clear()


def _save_books(floor: Floor, put: dict[str, bytes], drop: list[str]) -> None:
    """What stands alone: outcomes, visits of customers, measures."""
    outcomes, customers, measures = floor.outcomes, floor.customers, floor.measures
    for key, raw in outcomes.new:
        if key in outcomes.facts:
            put[f"e{US}{key[0]}{US}{key[1]}"] = raw if raw is not None else encode(outcomes.facts[key][1])
    drop += [f"e{US}{source}{US}{id_}" for source, id_ in outcomes.gone]
    put.update((f"v:{contact}", _pack(customers.visits[contact])) for contact in customers.changed)
    drop += [f"v:{contact}" for contact in customers.gone]
    put.update((f"m{US}{US.join(key)}", _encode(measures.values[key])) for key in measures.changed)
    drop += [f"m{US}{US.join(key)}" for key in measures.gone]
    for noted in (outcomes.new, outcomes.gone, customers.changed, customers.gone, measures.changed, measures.gone):
        noted.clear()


def _save_agent(agent: Agent, put: dict[str, bytes], drop: list[str]) -> None:
    if agent.told:
        put[f"a:{agent.id}"] = _encode(agent.saved())
        agent.told = False
    for hour in agent.timeline.touched:
        if entries := agent.timeline.of_hour(hour):
            put[f"t:{agent.id}:{hour}"] = _pack(entries)
        else:
            drop.append(f"t:{agent.id}:{hour}")
    agent.timeline.touched.clear()
    _save_series(f"a:{agent.id}", agent.series, put, drop)


def _save_series(scope: str, series: Series, put: dict[str, bytes], drop: list[str]) -> None:
    for index in series.touched:
        put[f"p:{scope}:{index}"] = _pack(series.panes[index])
    for index in series.touched_long:
        put[f"l:{scope}:{index}"] = _pack(series.long[index])
    if series.before_touched:
        put[f"b:{scope}"] = _pack(SavedPeriods(series.before_starts, series.before))
    drop += [f"p:{scope}:{index}" for index in series.dropped if index not in series.panes]
    drop += [f"l:{scope}:{index}" for index in series.dropped_long if index not in series.long]
    series.saved()
