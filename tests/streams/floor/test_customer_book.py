"""First contact resolution: who came again, until when that may still be, and what stays counted."""

from __future__ import annotations

from collections import Counter

from streams.events.instant import DAY_MS
from streams.floor.counts import NAMES
from streams.floor.customer_book import CustomerBook, Visit

DAYS = 7
KEEP_MS = 26 * 3_600_000
START = 1_795_431_600_000


class Counted:
    """A book and what it has counted."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str | None, str]] = Counter()
        self.moments: Counter[int] = Counter()
        self.book = CustomerBook(self.add, DAYS, KEEP_MS)

    def add(self, queue: str, agent: str | None, moment: int, key: int, amount: int) -> None:
        self.counts[queue, agent, NAMES[key]] += amount
        self.moments[moment] += amount

    def of(self, name: str) -> int:
        return sum(amount for (_, _, counted), amount in self.counts.items() if counted == name)


def visit(day: float, *, topic: str = "invoice", resolved: bool | None = True, customer: str = "k") -> Visit:
    entered = START + round(day * DAY_MS)
    return Visit(customer, topic, entered, entered + 60_000 if resolved is not None else 0, resolved, "sales", "ann")


def test_a_matter_is_resolved_until_the_customer_comes_again_about_it() -> None:
    told = Counted()
    told.book.tell("a", visit(0))
    assert told.counts == {("sales", "ann", "fcr_contacts"): 1, ("sales", "ann", "fcr_resolved"): 1}
    told.book.tell("b", visit(3, resolved=None))
    assert (told.of("fcr_contacts"), told.of("fcr_resolved")) == (1, 0)


def test_another_topic_another_customer_and_the_eighth_day_are_other_matters() -> None:
    told = Counted()
    told.book.tell("a", visit(0))
    told.book.tell("b", visit(1, topic="delivery"))
    told.book.tell("c", visit(1, customer="other"))
    told.book.tell("d", visit(7.01))
    assert (told.of("fcr_contacts"), told.of("fcr_resolved")) == (4, 4)


def test_what_was_not_resolved_counts_against_it() -> None:
    told = Counted()
    told.book.tell("a", visit(0, resolved=False))
    assert (told.of("fcr_contacts"), told.of("fcr_resolved")) == (1, 0)


def test_what_is_told_anew_replaces_what_was_told_and_can_be_taken_back() -> None:
    told = Counted()
    told.book.tell("a", visit(0))
    told.book.tell("b", visit(1))
    told.book.tell("b", visit(1, topic="delivery"))
    assert told.of("fcr_resolved") == 2
    told.book.tell("b", visit(1, topic="delivery"))
    told.book.tell("a", None)
    assert (told.of("fcr_contacts"), told.of("fcr_resolved")) == (1, 1)
    assert (told.book.changed, told.book.gone) == ({"b"}, {"a"})
    told.book.tell("a", None)
    assert told.of("fcr_contacts") == 1


def test_a_visit_is_settled_once_when_its_days_have_passed_and_forgotten_later() -> None:
    told = Counted()
    first = visit(0)
    told.book.tell("a", first)
    told.book.tell("a", first._replace(queue="support"))
    settled_at = first.flagged_at + DAYS * DAY_MS
    told.book.pass_time(settled_at)
    assert told.of("fcr_settled") == 0
    told.book.pass_time(settled_at + 1)
    told.book.pass_time(settled_at + 2)
    assert told.counts["support", "ann", "fcr_settled"] == 1
    assert told.of("fcr_settled") == 1
    told.book.tell("a", first)
    assert told.counts["sales", "ann", "fcr_settled"] == 1
    told.book.pass_time(settled_at + KEEP_MS + 1)
    assert told.book.visits == {}
    assert told.book.gone == {"a"}
    assert told.of("fcr_settled") == told.of("fcr_resolved") == 1


def test_unflagged_visits_settle_nothing_and_one_of_many_is_forgotten_alone() -> None:
    told = Counted()
    told.book.tell("a", visit(0, resolved=None))
    told.book.tell("b", visit(5))
    told.book.pass_time(START + DAYS * DAY_MS + KEEP_MS + 1)
    assert set(told.book.visits) == {"b"}
    assert told.of("fcr_settled") == 0
    assert told.of("fcr_contacts") == 1


def test_a_taken_back_visit_leaves_its_deadline_without_effect() -> None:
    told = Counted()
    told.book.tell("a", visit(0))
    told.book.tell("a", None)
    told.book.pass_time(START + 30 * DAY_MS)
    assert told.of("fcr_settled") == 0


def test_a_name_used_again_is_another_contact_and_the_old_visit_stays() -> None:
    told = Counted()
    told.book.tell("a", visit(0))
    told.book.set_aside("unknown")
    told.book.set_aside("a")
    assert "a" not in told.book.visits
    assert told.book.gone == {"a"}
    told.book.tell("a", visit(2))
    assert (told.of("fcr_contacts"), told.of("fcr_resolved")) == (2, 1)


def test_a_restored_visit_is_known_and_not_counted_again() -> None:
    told = Counted()
    told.book.restore("a", visit(0))
    assert not told.counts
    told.book.tell("b", visit(1))
    assert (told.of("fcr_contacts"), told.of("fcr_resolved")) == (1, 0)


def test_a_visit_flagged_again_later_is_settled_by_the_later_moment() -> None:
    told = Counted()
    first = visit(0)
    told.book.tell("a", first)
    told.book.tell("a", first._replace(flagged_at=first.flagged_at + DAY_MS))
    told.book.pass_time(first.flagged_at + DAYS * DAY_MS + 1)
    assert told.of("fcr_settled") == 0
    told.book.pass_time(first.flagged_at + (DAYS + 1) * DAY_MS + 1)
    assert told.of("fcr_settled") == 1


def test_a_forgotten_visit_that_its_contact_tells_again_is_not_counted_twice() -> None:
    told = Counted()
    first = visit(0)
    told.book.tell("a", first)
    told.book.pass_time(first.flagged_at + DAYS * DAY_MS + KEEP_MS + 1)
    told.book.tell("a", first)
    assert (told.of("fcr_contacts"), told.of("fcr_resolved"), told.of("fcr_settled")) == (1, 1, 1)
    assert told.book.visits == {}
