"""What stands behind a figure of the present: who waits, who talks, which agents, which tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from streams.floor.agent import Agent
from streams.floor.leg import Leg
from streams.floor.ticket_story import TicketStory
from streams.kpi.explanation import Entry, LeftOut
from streams.kpi.floor_scope import FloorScope
from streams.kpi.keys import NowKey
from streams.kpi.present import BUSY_STATES, ONLINE_STATES

Shares = tuple[int | None, int | None]
"""Numerator and denominator of one entry."""

Told = tuple[list[Entry], list[LeftOut]]
ONE: Shares = (1, None)
BEHIND: Shares = (None, 1)


def present_entries(scope: FloorScope, metric: NowKey) -> tuple[list[Entry], list[LeftOut]]:
    """Oldest first, so that the first decides a longest wait, a next breach or an oldest ticket; and what was left out.

    A count is the sum of its entries, `backlog_age` their ratio; of any other figure the entries stand behind it.
    """
    entries, excluded = PRESENT[metric](scope)
    return sorted(entries, key=lambda entry: (entry.at, entry.id)), [left for left in excluded if left.count]


def _waiting(scope: FloorScope) -> Iterator[tuple[str, Leg, bool]]:
    """Contact, leg, and whether it is a suspect."""
    limits_ms = scope.floor.rules.waiting_limits_ms
    for queue in scope.queues:
        for contact, leg in queue.waiting.items():
            yield contact, leg, queue.is_suspect(leg, scope.at, limits_ms)


def _leg(scope: FloorScope, contact: str, leg: Leg, verdict: str, shares: Shares) -> Entry:
    wait_ms = scope.at - leg.entered if leg.phase == "waiting" else leg.wait_ms
    return Entry(
        kind="contact", id=contact, at=leg.entered if leg.phase == "waiting" else leg.answered_at, verdict=verdict,
        queue=leg.queue.id, agent=leg.agent.id if leg.agent is not None else None, wait_ms=wait_ms,
        numerator=shares[0], denominator=shares[1],
    )  # fmt: skip


def _of_waiting(shares: Shares, *, suspects: bool = False, in_time: bool = False) -> Callable[[FloorScope], Told]:
    """Those who wait: the suspects or the others; `in_time`: of these, whose threshold has not passed."""

    def told(scope: FloorScope) -> Told:
        entries: list[Entry] = []
        left = {"suspect": 0, "waiting_late": 0}
        for contact, leg, suspect in _waiting(scope):
            late = leg.deadline < scope.at
            if suspect and not suspects:
                left["suspect"] += 1
            elif suspects and not suspect:
                continue
            elif in_time and late:
                left["waiting_late"] += 1
            else:
                verdict = "suspect" if suspect else "waiting_late" if late else "waiting"
                entries.append(_leg(scope, contact, leg, verdict, shares))
        return entries, [LeftOut(reason, count) for reason, count in left.items()]

    return told


def _talking(scope: FloorScope) -> Told:
    contacts = scope.floor.contacts.by_id
    talking = [contact for queue in scope.queues for contact in queue.talking]
    return [_leg(scope, contact, contacts[contact].fold.legs[-1], "talking", ONE) for contact in talking], []


def _agents_in(*states: str) -> Callable[[FloorScope], Told]:
    """Agents in one of some states, as the scope's queue sees them."""

    def told(scope: FloorScope) -> Told:
        found = ((agent, state) for agent, state in _agents(scope) if state in states)
        return [_agent(agent, state) for agent, state in found], []

    return told


def _agents(scope: FloorScope) -> Iterator[tuple[Agent, str]]:
    if scope.kind == "queue":
        queue = scope.queues[0]
        members = [scope.floor.agents[id_] for id_ in queue.members]
        yield from ((agent, agent.state_in(queue.id)) for agent in members if agent.serves(queue.id))
    else:
        yield from ((agent, agent.state) for agent in scope.agents)


def _agent(agent: Agent, state: str) -> Entry:
    _contact, queue = agent.binding_span()
    return Entry(
        kind="agent", id=agent.id, at=agent.timeline.since or 0, verdict=state, queue=queue,
        numerator=1, denominator=None,
    )  # fmt: skip


def _tickets(
    of: Callable[[TicketStory], bool], shares: Callable[[TicketStory, int], Shares], *,
    since: Callable[[TicketStory], int] = lambda story: story.opened,
    left: tuple[str, Callable[[TicketStory], bool]] | None = None,
) -> Callable[[FloorScope], Told]:  # fmt: skip
    """Open tickets that are so, in the order of `since`; `left` says why others are left out, and which."""

    def told(scope: FloorScope) -> Told:
        open_ones = list(_open_tickets(scope))
        entries = [_ticket(id_, story, since(story), shares(story, scope.at)) for id_, story in open_ones if of(story)]
        excluded = [LeftOut(left[0], sum(left[1](story) for _, story in open_ones))] if left is not None else []
        return entries, excluded

    return told


def _open_tickets(scope: FloorScope) -> Iterator[tuple[str, TicketStory]]:
    for id_, ticket in scope.floor.tickets.by_id.items():
        story = ticket.story
        if story.open and (scope.counts("q", story.queue) or scope.counts("a", story.agent or "")):
            yield id_, story


def _ticket(id_: str, story: TicketStory, at: int, shares: Shares) -> Entry:
    verdict = "breached" if story.breached else "at_risk" if story.at_risk else story.status
    return Entry(
        kind="ticket", id=id_, at=at, verdict=verdict, queue=story.queue,
        agent=story.agent, numerator=shares[0], denominator=shares[1],
    )  # fmt: skip


def _one(_story: TicketStory, _at: int) -> Shares:
    return ONE


def _behind(_story: TicketStory, _at: int) -> Shares:
    return BEHIND


def _age(story: TicketStory, at: int) -> Shares:
    return at - story.opened, 1


def _any(_story: TicketStory) -> bool:
    return True


PRESENT: Mapping[NowKey, Callable[[FloorScope], Told]] = {
    "waiting": _of_waiting(ONE),
    "suspect": _of_waiting(ONE, suspects=True),
    "talking": _talking,
    "longest_wait": _of_waiting(BEHIND),
    "next_breach": _of_waiting(BEHIND, in_time=True),
    "agents_available": _agents_in("available"),
    "agents_busy": _agents_in(*BUSY_STATES),
    "agents_on_break": _agents_in("break"),
    "agents_online": _agents_in(*ONLINE_STATES),
    "tickets_open": _tickets(_any, _one),
    "tickets_unanswered": _tickets(lambda story: story.unanswered, _one),
    "tickets_at_risk": _tickets(lambda story: story.at_risk, _one, left=("breached", lambda story: story.breached)),
    "tickets_breached": _tickets(lambda story: story.breached, _one),
    "next_due": _tickets(
        lambda story: story.next_due is not None, _behind, since=lambda story: story.next_due or 0,
        left=("nothing_due", lambda story: story.next_due is None),
    ),
    "backlog_age": _tickets(_any, _age),
    "oldest_ticket": _tickets(_any, _behind),
}  # fmt: skip
