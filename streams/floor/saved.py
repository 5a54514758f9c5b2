"""A floor as the ledger keeps it: one field an entity or pane, so that a save costs what changed (docs/ledger.md).

Fields: `meta`; `c<US>contact<US>source<US>id` one event of a contact, as it came (US is the unit separator, which no id
holds); `k:<contact>` the moment up to which its timers passed; `a:<agent>` presence, queues, description;
`t:<agent>:<hour>` the states that began in an hour; `p:<scope>:<index>` and `l:<scope>:<index>` panes of 10 s and 5
min, where a scope is `q:<queue>` or `a:<agent>`. Spans of agents and window sums follow from these and are not saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from streams.events import AnyEvent, SourceReset
from streams.events.decode import decode, encode
from streams.events.instant import to_ms
from streams.floor.agent import Agent, Membership, PresenceFact
from streams.floor.contact import Contact
from streams.floor.counts import NAMES
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.fold import RANKS, Fact
from streams.floor.series import Series
from streams.floor.source_clock import SourceClock
from streams.floor.timeline import Entry

VERSION = 1
_US = "\x1f"


class StateMismatch(Exception):
    """The saved state is of another version: the floor is rebuilt from the log instead."""


class _SavedSource(Struct, array_like=True):
    newest: int
    received: int
    lag_ms: int
    beat: int | None
    interval_ms: int
    resets: list[SourceReset]
    gaps: list[tuple[int, int]]


class _Meta(Struct):
    version: int
    counts: tuple[str, ...]
    now: int
    horizon: int
    counters: tuple[int, int, int]
    sources: dict[str, _SavedSource]
    ahead: list[AnyEvent]


class _SavedAgent(Struct, array_like=True):
    presence: list[PresenceFact]
    members: dict[str, Membership]
    described: tuple[int, str, str, str | None, str | None]


_encode = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode
_read_meta = msgspec.json.Decoder(_Meta).decode
_read_agent = msgspec.json.Decoder(_SavedAgent).decode
_read_entries = msgspec.msgpack.Decoder(list[Entry]).decode
_read_pane = msgspec.msgpack.Decoder(dict[int, int]).decode


def save(floor: Floor) -> tuple[dict[str, bytes], list[str]]:
    """What changed since the last call, as fields to put and fields to drop; the floor counts as saved then."""
    put: dict[str, bytes] = {"meta": _encode(_meta(floor))}
    for id_, fact, raw in floor.new_facts:
        put[f"c{_US}{id_}{_US}{fact.source}{_US}{fact.id}"] = raw if raw is not None else encode(fact.event)
    for id_ in floor.changed_clocks & floor.contacts.keys():
        put[f"k:{id_}"] = b"%d" % floor.contacts[id_].clock
    drop = [field for contact in floor.gone_contacts for field in _fields_of(contact)]
    drop += [f"t:{agent}:{hour}" for agent, hour in floor.gone_hours]
    for field in drop:
        put.pop(field, None)
    for agent in map(floor.agents.__getitem__, floor.changed_agents):
        _save_agent(agent, put, drop)
    for id_ in floor.changed_queues:
        put[f"q:{id_}"] = b""
        _save_series(f"q:{id_}", floor.queues[id_].series, put, drop)
    floor.new_facts.clear()
    floor.gone_contacts.clear()
    floor.gone_hours.clear()
    for changed in (floor.changed_clocks, floor.changed_agents, floor.changed_queues):
        changed.clear()
    return put, drop


def _fields_of(contact: Contact) -> Iterator[str]:
    yield f"k:{contact.id}"
    for fact in contact.facts:
        if type(fact.event) is not SourceReset:
            yield f"c{_US}{contact.id}{_US}{fact.source}{_US}{fact.id}"


def restore(site: str, rules: FloorRules, fields: Mapping[str, bytes]) -> Floor:
    """The floor that was saved. Raises `StateMismatch` when it is of another version."""
    floor = Floor(site, rules)
    if "meta" not in fields:
        return floor
    try:
        meta = _read_meta(fields["meta"])
    except msgspec.MsgspecError as error:
        raise StateMismatch(f"state of site {site!r} cannot be read: {error}") from None
    if (meta.version, meta.counts) != (VERSION, NAMES):
        raise StateMismatch(f"state of site {site!r} has version {meta.version}, this worker writes {VERSION}")
    _restore_meta(floor, meta)
    for field in fields:
        if field.startswith("q:"):
            floor.queue(field[2:])
        elif field.startswith("a:"):
            _restore_agent(floor, field[2:], _read_agent(fields[field]))
    _restore_contacts(floor, fields)
    _restore_panes(floor, fields)
    _restore_timelines(floor, fields)
    for changed in (floor.changed_agents, floor.changed_queues):
        changed.clear()
    return floor


def _meta(floor: Floor) -> _Meta:
    sources = {
        id_: _SavedSource(s.newest, s.received, s.lag_ms, s.beat, s.interval_ms, [r[2] for r in s.resets], s.gaps)
        for id_, s in floor.sources.items()
    }
    counters = (floor.late, floor.duplicates, floor.unmatched)
    return _Meta(VERSION, NAMES, floor.now, floor.horizon, counters, sources, [entry[3] for entry in floor.ahead])


def _restore_meta(floor: Floor, meta: _Meta) -> None:
    floor.now, floor.horizon = meta.now, meta.horizon
    floor.late, floor.duplicates, floor.unmatched = meta.counters
    for id_, saved in meta.sources.items():
        source = floor.sources[id_] = SourceClock()
        source.newest, source.received, source.lag_ms = saved.newest, saved.received, saved.lag_ms
        source.beat, source.interval_ms, source.gaps = saved.beat, saved.interval_ms, saved.gaps
        source.resets = [(to_ms(event.time), event.id, event) for event in saved.resets]
    floor.ahead = sorted((to_ms(event.time), event.source, event.id, event) for event in meta.ahead)


def _restore_agent(floor: Floor, id_: str, saved: _SavedAgent) -> None:
    agent = floor.agent(id_)
    agent.restore(saved.presence, saved.members, saved.described)
    for queue in saved.members:
        floor.queue(queue).members.add(id_)


def _restore_contacts(floor: Floor, fields: Mapping[str, bytes]) -> None:
    facts: dict[str, list[Fact]] = {}
    for field, raw in fields.items():
        if field.startswith(f"c{_US}"):
            event = decode(raw)
            id_ = field.split(_US)[1]
            facts.setdefault(id_, []).append(Fact(to_ms(event.time), RANKS[type(event)], event.source, event.id, event))
    for id_, theirs in facts.items():
        contact = floor.contacts[id_] = Contact(floor, id_)
        clock = int(fields.get(f"k:{id_}", b"0"))
        contact.restore(sorted(theirs), clock)
        if resets := floor.resets_for(contact):
            contact.restore(sorted([*contact.facts, *resets]), clock)
        contact.restore_spans()
        if not contact.fold.open:
            floor.closing.append((contact.last_time, contact.id))
    floor.closing = type(floor.closing)(sorted(floor.closing))


def _restore_panes(floor: Floor, fields: Mapping[str, bytes]) -> None:
    scopes: dict[str, Series] = {}
    scopes.update((f"q:{id_}", queue.series) for id_, queue in floor.queues.items())
    scopes.update((f"a:{id_}", agent.series) for id_, agent in floor.agents.items())
    for field, value in fields.items():
        if field.startswith(("p:", "l:")):
            scope, _, index = field[2:].rpartition(":")
            series = scopes[scope]
            panes = series.panes if field[0] == "p" else series.long
            panes[int(index)] = _read_pane(value)
    for series in scopes.values():
        series.rebuild(floor.now, floor.windows.starts(floor.now))


def _restore_timelines(floor: Floor, fields: Mapping[str, bytes]) -> None:
    hours: dict[str, list[tuple[int, bytes]]] = {}
    for field, value in fields.items():
        if field.startswith("t:"):
            name, _, hour = field[2:].rpartition(":")
            hours.setdefault(name, []).append((int(hour), value))
    for id_, agent in floor.agents.items():
        for _, value in sorted(hours.get(id_, [])):
            for entry in _read_entries(value):
                agent.timeline.change(*entry)
        agent.timeline.touched.clear()
        agent.told = False


def _save_agent(agent: Agent, put: dict[str, bytes], drop: list[str]) -> None:
    if agent.told:
        put[f"a:{agent.id}"] = _encode(_SavedAgent(agent.presence, agent.members, agent.described))
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
    drop += [f"p:{scope}:{index}" for index in series.dropped if index not in series.panes]
    drop += [f"l:{scope}:{index}" for index in series.dropped_long if index not in series.long]
    series.saved()
