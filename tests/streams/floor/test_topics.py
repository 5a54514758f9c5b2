"""Topics are counted under their names, and there is a bound to how many."""

from __future__ import annotations

from streams.floor.counts import LEFT_HIST, RESOLUTION_HIST, Count
from streams.floor.topics import OTHER_TOPICS, TOPIC_LENGTH, TOPICS_KEPT, Topics
from streams.floor.view import WindowView


def test_a_window_is_shown_by_names_bins_and_topics_without_zeros() -> None:
    topics = Topics()
    counts = {Count.offered: 2, Count.lost: 0, LEFT_HIST + 9: 1, RESOLUTION_HIST + 3: 4, topics.key("invoice"): 5}
    assert topics.window_view(7, counts) == WindowView(
        7, {"offered": 2}, left_hist={9: 1}, resolution_hist={3: 4}, topics={"invoice": 5}
    )


def test_topics_beyond_the_bound_count_together() -> None:
    topics = Topics()
    keys = {topics.key(f"topic {number}") for number in range(TOPICS_KEPT + 50)}
    assert len(keys) == TOPICS_KEPT + 1
    assert topics.window_view(0, {topics.key("topic 1040"): 3}).topics == {OTHER_TOPICS: 3}


def test_a_long_topic_is_cut_and_a_known_one_keeps_its_key() -> None:
    topics = Topics()
    key = topics.key("x" * 500)
    assert topics.names[-1] == "x" * TOPIC_LENGTH
    assert Topics(topics.names).key("x" * 200) == key
