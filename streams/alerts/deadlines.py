"""Alerts whose moment is known: a caller who waits too long, a promise to a ticket that runs out.

The moment is scheduled, not looked for. What changes it (an answer, a pause, another priority) is looked up again when
the contact or ticket changes, and once more when the moment comes. All of this follows from the floor, so that nothing
of it is saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import NamedTuple

from streams.alerts.alert_book import AlertBook
from streams.alerts.condition import Finding
from streams.alerts.policy import AlertPolicy
from streams.alerts.rule import DeadlineRule, Subject
from streams.alerts.trust import Trust
from streams.floor.contact import Contact
from streams.floor.floor import Floor
from streams.floor.ticket import Ticket

NOTHING = Finding("none")


class Running(NamedTuple):
    """A clock that runs out at `moment` (ms), after which the alert's condition holds, of what lies in `queue`.
    `source` told of it last, at `told`."""

    moment: int
    queue: str
    source: str
    told: int
    target_ms: int
    team: str | None = None


class Deadlines:
    def __init__(self, policy: AlertPolicy, book: AlertBook, trust: Trust) -> None:
        self._rules = {rule.key: rule for rule in policy.deadlines}
        self._keys = frozenset(self._rules)
        self._book, self._trust = book, trust
        self._heap: list[tuple[int, str, Subject]] = []
        self._scheduled: set[tuple[int, str, Subject]] = set()

    def schedule_all(self, floor: Floor) -> None:
        """After a start: whatever waits or was promised."""
        for queue in floor.queues.values():
            for contact in queue.waiting:
                self._schedule(floor, Subject("contact", contact))
        for ticket in floor.tickets.by_id:
            self._schedule(floor, Subject("ticket", ticket))

    def judge(self, floor: Floor, now: int) -> None:
        """Schedules what changed since the floor was last saved, opens what is due, ends what is over."""
        if not self._rules:
            return
        for queue in sorted(floor.changed_queues):
            for contact in floor.queues[queue].waiting:
                self._schedule(floor, Subject("contact", contact))
        for ticket in dict.fromkeys(id_ for id_, _, _ in floor.tickets.new_facts):
            self._schedule(floor, Subject("ticket", ticket))
        self._check_open(floor, now)
        held = [entry for entry in self._due(now) if not self._pass(entry, floor, now)]
        for entry in held:
            self._push(entry)

    def _schedule(self, floor: Floor, subject: Subject) -> None:
        for rule in self._rules.values():
            if (rule.key, subject) not in self._book.episodes and (running := self._running(rule, subject, floor)):
                self._push((running.moment, rule.key, subject))

    def _push(self, entry: tuple[int, str, Subject]) -> None:
        if entry not in self._scheduled:
            self._scheduled.add(entry)
            heappush(self._heap, entry)

    def _due(self, now: int) -> Iterator[tuple[int, str, Subject]]:
        while self._heap and self._heap[0][0] < now:
            entry = heappop(self._heap)
            self._scheduled.discard(entry)
            yield entry

    def _pass(self, entry: tuple[int, str, Subject], floor: Floor, now: int) -> bool:
        """Opens the alert if the moment still stands. False while its source has not come so far: then it waits."""
        moment, key, subject = entry
        rule = self._rules[key]
        running = self._running(rule, subject, floor)
        if running is None or running.moment != moment or (key, subject) in self._book.episodes:
            return True
        if self._mistrusts(running) or floor.clock_of(running.source, now) <= moment:
            return False
        began = max(moment, running.told)
        found = Finding("bad", float(running.target_ms))
        self._book.judge(rule, subject, found, now, began=began, queue=running.queue, team=running.team)
        return True

    def _check_open(self, floor: Floor, now: int) -> None:
        for episode in self._book.of_rules(self._keys):
            rule = self._rules[episode.rule]
            running = self._running(rule, episode.of, floor)
            if running is None:
                self._book.end(episode, now, "over")
            elif running.moment >= now:
                self._book.end(episode, now, "moved")
                self._push((running.moment, rule.key, episode.of))
            else:
                episode.lies_in = running.queue
                if self._mistrusts(running):
                    self._book.judge(rule, episode.of, NOTHING, now, why="not trusted")
                elif episode.state == "no_data":
                    self._book.judge(rule, episode.of, Finding("bad", episode.value), now)

    def _mistrusts(self, running: Running) -> bool:
        return self._trust.behind or running.source in self._trust.mistrusted

    def _running(self, rule: DeadlineRule, subject: Subject, floor: Floor) -> Running | None:
        if subject.kind == "contact":
            contact = floor.contacts.by_id.get(subject.id)
            return _wait(rule, contact, floor) if contact is not None and rule.clock == "wait" else None
        ticket = floor.tickets.by_id.get(subject.id)
        return _promise(rule, ticket, floor) if ticket is not None and rule.clock != "wait" else None


def _wait(rule: DeadlineRule, contact: Contact, floor: Floor) -> Running | None:
    """A caller who waits, unless he is a suspect: probably he waits no longer, and his end was missed."""
    leg = contact.fold.leg
    if leg is None or leg.phase != "waiting" or not rule.judges(leg.queue.id):
        return None
    if leg.queue.is_suspect(leg, floor.now, floor.rules.waiting_limits_ms):
        return None
    target_ms = leg.rules[0].rule.threshold_ms if rule.threshold_ms is None else rule.threshold_ms
    after_ms = round(target_ms * rule.at_risk) if rule.stage == "at_risk" else target_ms
    last = contact.facts[-1]
    return Running(leg.entered + after_ms, leg.queue.id, last.source, last.time, target_ms)


def _promise(rule: DeadlineRule, ticket: Ticket, floor: Floor) -> Running | None:
    """A promise whose clock runs; one that stands has no moment, unless that has passed."""
    story = ticket.story
    if not story.open or not rule.judges(story.queue):
        return None
    agent = floor.agents.get(story.agent or "")
    for due in story.dues:
        moment = due.at_risk if rule.stage == "at_risk" else due.due
        if due.promise == rule.clock and moment is not None:
            last = ticket.facts[-1]
            team = agent.described.team if agent else None
            return Running(moment, story.queue, last.source, last.time, due.target_ms, team)
    return None
