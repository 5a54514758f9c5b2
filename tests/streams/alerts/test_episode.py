"""An alert's states, against an oracle that reads the whole series of findings at each second."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from streams.alerts.alert_book import AlertBook
from streams.alerts.condition import Finding, Outcome
from streams.alerts.episode import CALM_MS, FLAP_MS, FLAPS, Timing
from streams.alerts.rule import LevelRule, Subject

RULE = LevelRule(key="r", name="R", metric="waiting", scope="queue", window="now", fire=5, recover=2)
QUEUE = Subject("queue", "support")
SECOND = 1000

Series = Sequence[Outcome]


def states(series: Series, timing: Timing, step_ms: int = SECOND) -> list[str]:
    """The state after each finding, as the product has it."""
    book = AlertBook("aarhus")
    told: list[str] = []
    for place, outcome in enumerate(series):
        book.judge(RULE, QUEUE, Finding(outcome, 1.0), (place + 1) * step_ms, timing)
        episode = book.episodes.get((RULE.key, QUEUE))
        told.append("inactive" if episode is None else episode.state)
    return told


def oracle(series: Series, timing: Timing, step_ms: int = SECOND) -> list[str]:
    """Read as it is written in docs/alerts.md: for each moment, look back over all that was found."""
    told: list[str] = []
    ends: list[int] = []
    since: dict[str, int] = {}
    for place, outcome in enumerate(series):
        now = (place + 1) * step_ms
        before = told[-1] if told else "inactive"
        if before in ("inactive", "pending"):
            run = place
            while run > 0 and series[run - 1] == "bad" and told[run - 1] == "pending":
                run -= 1
            if outcome != "bad":
                state = "inactive"
            elif now - (run + 1) * step_ms >= timing.for_ms:
                state = "flapping" if len([end for end in ends if now - end <= FLAP_MS]) >= FLAPS else "firing"
            else:
                state = "pending"
        elif before == "flapping":
            good = place
            while series[good - 1] == "good" and told[good - 1] == "flapping" and good - 1 > since["fired"]:
                good -= 1
            state = "inactive" if outcome == "good" and now - (good + 1) * step_ms >= CALM_MS else "flapping"
        elif outcome == "none":
            state = "no_data"
        elif outcome != "good":
            state = "firing"
        else:
            good = place
            while told[good - 1] == "recovering":
                good -= 1
            state = "inactive" if now - (good + 1) * step_ms >= timing.keep_firing_ms else "recovering"
        if before in ("inactive", "pending") and state in ("firing", "flapping"):
            since["fired"] = place
        if state == "inactive" and before not in ("inactive", "pending"):
            ends.append(now)
        told.append(state)
    return told


outcomes = st.lists(st.sampled_from(["bad", "bad", "good", "good", "between", "none"]), min_size=1, max_size=80)
waits = st.integers(0, 4).map(lambda seconds: seconds * SECOND)


@given(outcomes, waits, waits)
def test_every_series_has_the_states_that_are_written(series: list[Outcome], for_ms: int, keep_ms: int) -> None:
    timing = Timing(for_ms, keep_ms)

    assert states(series, timing) == oracle(series, timing)


@given(outcomes, waits)
def test_slow_series_flap_and_calm_down_as_written(series: list[Outcome], for_ms: int) -> None:
    """A finding every five minutes: the hour of flapping and the quarter of calm are reached."""
    timing = Timing(for_ms * 100, 0)

    assert states(series, timing, 300_000) == oracle(series, timing, 300_000)


@given(outcomes, waits, waits)
def test_an_episode_opens_once_and_closes_once(series: list[Outcome], for_ms: int, keep_ms: int) -> None:
    book = AlertBook("aarhus")
    for place, outcome in enumerate(series):
        book.judge(RULE, QUEUE, Finding(outcome, 1.0), (place + 1) * SECOND, Timing(for_ms, keep_ms))
    lives: dict[str, list[str]] = {}
    for change in book.changes:
        lives.setdefault(change.id, []).append(change.state)

    for life in lives.values():
        assert life.count("resolved") + life.count("inactive") <= 1
        assert "resolved" not in life[:-1]
        assert life[0] in ("pending", "firing", "flapping")
        assert "pending" not in life[1:]
        if life[-1] == "resolved":
            assert {"firing", "flapping"} & set(life)


@given(st.lists(st.sampled_from(["bad", "between", "none"]), min_size=1, max_size=60), waits)
def test_without_a_good_figure_nothing_that_fired_ends(series: list[Outcome], keep_ms: int) -> None:
    """Missing data never resolves."""
    told = states(["bad", *series], Timing(0, keep_ms))

    assert set(told) <= {"firing", "no_data"}


def test_missing_data_takes_a_pending_one_back() -> None:
    assert states(["bad", "none", "bad", "bad"], Timing(1000, 0)) == ["pending", "inactive", "pending", "firing"]


def test_the_same_episode_has_the_same_id_and_another_version_another() -> None:
    first, again, other = AlertBook("aarhus"), AlertBook("aarhus"), AlertBook("aarhus")
    for book, version in ((first, 1), (again, 1), (other, 2)):
        rule = LevelRule(key="r", name="R", version=version, metric="waiting", scope="queue", window="now",
                         fire=5, recover=2)  # fmt: skip
        book.judge(rule, QUEUE, Finding("bad", 6), 5000, Timing(0, 0))
    ids = [next(iter(book.episodes.values())).id for book in (first, again, other)]

    assert ids[0] == ids[1] != ids[2]


def test_two_episodes_that_facts_out_of_order_let_begin_at_the_same_moment_have_each_an_id_of_its_own() -> None:
    book, subject = AlertBook("aarhus"), Subject("contact", "c1")
    rule = LevelRule(key="k", name="k", metric="waiting", scope="queue", window="now", fire=2, recover=1)
    ids = []
    for now in (10_000, 20_000):
        book.judge(rule, subject, Finding("bad"), now, began=5_000)
        episode = book.episodes["k", subject]
        ids.append((episode.id, episode.began))
        book.end(episode, now + 1_000, "over")
    assert [began for _, began in ids] == [5_000, 11_000]
    assert ids[0][0] != ids[1][0]


def test_a_flapping_alert_is_one_that_lasts_until_it_is_calm() -> None:
    flapping: list[Outcome] = ["bad", "good", "bad", "good", "bad", "good", "bad", "good", "bad"]
    calm: list[Outcome] = ["good"] * 901
    told = states([*flapping, *calm], Timing(0, 0))

    assert told[6:9] == ["flapping"] * 3
    assert told[-2:] == ["flapping", "inactive"]
