"""What must hold at the end of a run, whatever happened in it (I1, I2, I5, I6)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from streams.alerts.episode import Episode
from streams.events import AnyEvent
from streams.floor.floor import Floor
from streams.floor.restored import StateMismatch, restore
from streams.floor.shown import site_view
from streams.floor.view import Pulse, SiteView
from streams.kpi.figures import site_figures, to_json
from streams.ledger.names import alerts_hash, floor_hash, outbox_hash, pulse_hash
from streams.outbox import SavedParcel
from tests.sim.floor_rules import RULES
from tests.sim.life import DESK_AGENT, DESK_QUEUE
from tests.sim.world import World
from tests.streams.floor.oracle import Oracle
from tests.streams.floor.test_floor_against_oracle import assert_present, assert_windows

TOLD_WITHIN_MS = 15_000


def look_at(world: World, shown: Mapping[str, SiteView]) -> None:
    """`shown` is what the reading side has at the end. Notes in the record what does not hold."""
    for site in world.lives:
        index = world.partition_of(site)
        at = world.keys.at(index)
        hashes = at.hashes
        if at.next_offset != world.topic.latest(index):
            world.record.break_("I2", f"{site} stands at {at.next_offset} of {world.topic.latest(index)}")
        if pulse_hash(site) not in hashes:
            world.record.break_("I1", f"there is no pulse of {site}")
            continue
        pulse = msgspec.json.decode(hashes[pulse_hash(site)]["pulse"], type=Pulse)
        _figures(world, site, hashes[floor_hash(site)], pulse, shown[site])
        _alerts(world, site, hashes.get(alerts_hash(site), {}), pulse.at)
        _outbox(world, site, hashes.get(outbox_hash(site), {}), pulse.at)
    _accepted(world)
    _messages(world)


def _figures(world: World, site: str, saved: Mapping[str, bytes], pulse: Pulse, shown: SiteView) -> None:
    """The saved floor equals the naive recomputation, and what boards read equals one that was never interrupted."""
    events = world.events(site)
    try:
        view = site_view(restore(site, RULES, dict(saved)), pulse.at)
    except StateMismatch as wrong:
        world.record.break_("I1", str(wrong))
        return
    calls = replace(
        view,
        queues={id_: queue for id_, queue in view.queues.items() if id_ != DESK_QUEUE},
        agents={id_: agent for id_, agent in view.agents.items() if id_ != DESK_AGENT},
        channels={id_: channel for id_, channel in view.channels.items() if id_ != "email"},
    )
    try:
        assert_windows(calls, Oracle(events, pulse.at, RULES))
        assert_present(calls, Oracle(events, pulse.at + 1, RULES))
    except AssertionError as wrong:
        world.record.break_("I1", f"{site} is not as recomputed: {wrong}")
    whole = figures_of(uninterrupted(site, events, pulse.at))
    for told, found in (("saved", view), ("shown", shown)):
        if (has := figures_of(found)) != whole:
            world.record.break_("I1", f"{site} as {told} differs from an uninterrupted count: {difference(has, whole)}")


def uninterrupted(site: str, events: list[AnyEvent], at: int) -> SiteView:
    floor = Floor(site, RULES)
    for event in events:
        floor.apply(event, at)
    return site_view(floor, at)


def figures_of(view: SiteView) -> object:
    told = msgspec.json.decode(to_json([site_figures(view)]))[0]
    return {**told, "tickets": msgspec.to_builtins(view.tickets), "measures": msgspec.to_builtins(view.measures)}


def difference(has: object, wanted: object, path: str = "") -> str:
    """The first place where they differ."""
    if isinstance(has, dict) and isinstance(wanted, dict):
        for key in sorted({*has, *wanted}):
            if has.get(key) != wanted.get(key):
                return difference(has.get(key), wanted.get(key), f"{path}/{key}")
    return f"{path}: {has!r} instead of {wanted!r}"


def _accepted(world: World) -> None:
    """What a source was told to be accepted is in the log, and what of it is no event in the rejected topic."""
    held = {record.value for records in world.topic.records for record in records}
    if lost := world.appended - held:
        world.record.break_("I2", f"accepted, and not in the log: {lost}")
    rejected = {(one.partition, one.offset) for one in world.topic.rejections}
    for site in world.lives:
        index = world.partition_of(site)
        none = {(index, offset) for offset, (_, event) in enumerate(world.told(site)) if event is None}
        if missing := none - rejected:
            world.record.break_("I2", f"no event, and not in the rejected topic: {sorted(missing)}")


def _outbox(world: World, site: str, fields: Mapping[str, bytes], at: int) -> None:
    for id_, raw in fields.items():
        if at - msgspec.json.decode(raw, type=SavedParcel).notification.at > TOLD_WITHIN_MS:
            world.record.break_("I6", f"{site}: {id_} is not delivered in the end")


def _alerts(world: World, site: str, fields: Mapping[str, bytes], at: int) -> None:
    for field, raw in fields.items():
        if field.startswith("x:"):
            ended = msgspec.json.decode(raw, type=Episode).ended
            if ended is None or at - ended > TOLD_WITHIN_MS:
                world.record.break_("I6", f"{site}: the end of alert {field[2:]} is not told in the end")
        if field.startswith("e:"):
            episode = msgspec.json.decode(raw, type=Episode)
            fired = episode.fired
            if episode.fires and episode.muted is None and fired is not None and at - fired > TOLD_WITHIN_MS:
                if episode.told is None:
                    world.record.break_("I6", f"{site}: alert {episode.id} of {episode.rule} is not told")
    _late_callers(world, site, fields, at)


def _late_callers(world: World, site: str, fields: Mapping[str, bytes], at: int) -> None:
    """Who waits too long in the end has an open alert, and nobody else has."""
    oracle = Oracle(world.events(site), at, RULES)
    late = {
        contact
        for queue, waiting in oracle.waiting.items()
        for contact, since in waiting.items()
        if since + 8_000 < at and contact not in oracle.suspects[queue]
    }
    episodes = [msgspec.json.decode(raw, type=Episode) for field, raw in fields.items() if field.startswith("e:")]
    open_ = {episode.subject for episode in episodes if episode.rule == "wait" and episode.open}
    if open_ != late:
        world.record.break_("I6", f"{site}: alerts of {sorted(open_)}, late are {sorted(late)}")


def _messages(world: World) -> None:
    record = world.record
    if missing := record.committed - record.delivered.keys():
        if not world.luck.empties:
            record.break_("I6", f"committed, and never delivered: {sorted(missing)}")
    for (alert, kind, channel), _ in sorted(record.told.items()):
        if kind == "resolved" and (alert, "firing", channel) not in record.told:
            record.break_("I6", f"the end of alert {alert} is told, and not that it began")
