"""A floor from what the ledger keeps of it (streams.floor.saved). What was counted is not counted again.

When other rules hold now than those it was counted by, everything that is still known by its facts is judged anew;
what is older stays as it was judged then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from streams.events import AnyEvent
from streams.events.decode import decode
from streams.events.instant import to_ms
from streams.floor.agent import SavedAgent
from streams.floor.contact import Contact
from streams.floor.counts import NAMED
from streams.floor.customer_book import Visit
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.fold import RANKS, Fact
from streams.floor.measure_book import Reported
from streams.floor.saved import US, VERSION, Meta, SavedPeriods
from streams.floor.saved_rules import decode_rules, encode_rules
from streams.floor.series import Series
from streams.floor.source_clock import SourceClock
from streams.floor.ticket import Ticket
from streams.floor.ticket_fold import TICKET_RANKS
from streams.floor.timeline import Entry
from streams.floor.topics import Topics
from streams.floor.view import Correction

Fields = Mapping[str, bytes]

_read_meta = msgspec.json.Decoder(Meta).decode
_read_agent = msgspec.json.Decoder(SavedAgent).decode
_read_correction = msgspec.json.Decoder(Correction | None).decode
_read_measure = msgspec.json.Decoder(Reported).decode
_read_visit = msgspec.msgpack.Decoder(Visit).decode
_read_entries = msgspec.msgpack.Decoder(list[Entry]).decode
_read_pane = msgspec.msgpack.Decoder(dict[int, int]).decode
_read_periods = msgspec.msgpack.Decoder(SavedPeriods).decode


class StateMismatch(Exception):
    """The saved state is of another version: the floor is rebuilt from the log instead."""


def restore(site: str, rules: FloorRules, fields: Fields) -> Floor:
    """The floor that was saved, under the rules that hold now. Raises `StateMismatch` when it is of another version."""
    if "meta" not in fields:
        return Floor(site, rules)
    try:
        meta = _read_meta(fields["meta"])
        floor = Floor(site, decode_rules(fields["rules"], rules))
    except (msgspec.MsgspecError, KeyError) as error:
        raise StateMismatch(f"state of site {site!r} cannot be read: {error}") from None
    if (meta.version, meta.counts) != (VERSION, NAMED):
        raise StateMismatch(f"state of site {site!r} has version {meta.version}, this worker writes {VERSION}")
    _restore_meta(floor, meta)
    _restore_scopes(floor, fields)
    _restore_contacts(floor, fields)
    _restore_tickets(floor, fields)
    _restore_books(floor, fields)
    _restore_series(floor, fields)
    _restore_timelines(floor, fields)
    for changed in (floor.changed_agents, floor.changed_queues, floor.changed_channels):
        changed.clear()
    floor.rules_saved = fields["rules"] == encode_rules(rules)
    if not floor.rules_saved:
        floor.adopt(rules)
    return floor


def _restore_meta(floor: Floor, meta: Meta) -> None:
    floor.now = floor.customers.clock = meta.now
    floor.contacts.horizon, floor.tickets.horizon = meta.horizon, meta.ticket_horizon
    floor.late, floor.duplicates, floor.unmatched = meta.counters
    floor.topics = Topics(meta.topics)
    for id_, saved in meta.sources.items():
        source = floor.sources[id_] = SourceClock()
        source.newest, source.received, source.lag_ms = saved.newest, saved.received, saved.lag_ms
        source.beat, source.interval_ms, source.gaps = saved.beat, saved.interval_ms, saved.gaps
        source.retired = saved.retired
        source.tells = {about: None if queues is None else set(queues) for about, queues in saved.tells.items()}
        source.resets = [(to_ms(event.time), event.id, event) for event in saved.resets]
    for event in meta.ahead:
        floor.wait_for(event, to_ms(event.time))


def _restore_scopes(floor: Floor, fields: Fields) -> None:
    for field in fields:
        if field.startswith("q:"):
            floor.queue(field[2:]).corrected = _read_correction(fields[field])
        elif field.startswith("h:"):
            floor.channel(field[2:])
        elif field.startswith("a:"):
            agent = floor.agent(field[2:])
            agent.restore(_read_agent(fields[field]))
            for queue in agent.members:
                floor.queue(queue).members.add(agent.id)


def _events(fields: Fields, kind: str) -> Iterator[tuple[str, AnyEvent]]:
    """The entity and event of every field that holds one."""
    prefix = f"{kind}{US}"
    for field, raw in fields.items():
        if field.startswith(prefix):
            yield field.split(US)[1], decode(raw)


def _facts(fields: Fields, kind: str, ranks: Mapping[type, int]) -> dict[str, list[Fact]]:
    facts: dict[str, list[Fact]] = {}
    for id_, event in _events(fields, kind):
        facts.setdefault(id_, []).append(Fact(to_ms(event.time), ranks[type(event)], event.source, event.id, event))
    return facts


def _restore_contacts(floor: Floor, fields: Fields) -> None:
    book = floor.contacts
    for id_, facts in _facts(fields, "c", RANKS).items():
        contact = book.by_id[id_] = Contact(floor, id_)
        clock = int(fields.get(f"k:{id_}", b"0"))
        contact.restore(sorted(facts), clock)
        if resets := book.resets_for(contact):
            contact.restore(sorted([*contact.facts, *resets]), clock)
        book.settle_in(contact)
    book.in_order()


def _restore_tickets(floor: Floor, fields: Fields) -> None:
    book = floor.tickets
    for id_, facts in _facts(fields, "T", TICKET_RANKS).items():
        ticket = Ticket(floor, id_, floor.rules.promises)
        ticket.restore(sorted(facts), int(fields.get(f"kt:{id_}", b"0")))
        book.settle_in(ticket)
    book.in_order()


def _restore_books(floor: Floor, fields: Fields) -> None:
    for _, event in _events(fields, "e"):
        floor.outcomes.restore(event, to_ms(event.time))  # type: ignore[arg-type]
    for field, raw in fields.items():
        if field.startswith("v:"):
            floor.customers.restore(field[2:], _read_visit(raw))
        elif field.startswith(f"m{US}"):
            _, measure, period, scope = field.split(US)
            floor.measures.values[measure, period, scope] = _read_measure(raw)


def _restore_series(floor: Floor, fields: Fields) -> None:
    scopes: dict[str, Series] = {"s:": floor.series}
    scopes.update((f"q:{id_}", queue.series) for id_, queue in floor.queues.items())
    scopes.update((f"a:{id_}", agent.series) for id_, agent in floor.agents.items())
    scopes.update((f"h:{id_}", series) for id_, series in floor.channels.items())
    for field, value in fields.items():
        if field.startswith(("p:", "l:")):
            scope, _, index = field[2:].rpartition(":")
            series = scopes[scope]
            panes = series.panes if field[0] == "p" else series.long
            panes[int(index)] = _read_pane(value)
        elif field.startswith("b:"):
            periods = _read_periods(value)
            scopes[field[2:]].before_starts, scopes[field[2:]].before = periods.starts, periods.before
    for series in scopes.values():
        series.rebuild(floor.now, floor.windows.starts(floor.now))


def _restore_timelines(floor: Floor, fields: Fields) -> None:
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
