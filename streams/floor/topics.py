"""What conversations are about, as numbers: a pane counts a topic under one small integer, and names it when shown."""

from __future__ import annotations

from streams.floor.counts import HISTOGRAM, LEFT_HIST, NAMES, REPLY_HIST, RESOLUTION_HIST, TOPIC, WAIT_HIST, Counts
from streams.floor.view import Bins, WindowView

TOPICS_KEPT = 1000
TOPIC_LENGTH = 128
OTHER_TOPICS = "…"
"""Under this name count the topics that are met after `TOPICS_KEPT` others."""


class Topics:
    """The topics of one site, in the order in which they were first met."""

    __slots__ = ("_keys", "names")

    def __init__(self, names: list[str] | None = None) -> None:
        self.names = names if names is not None else [OTHER_TOPICS]
        self._keys = {name: TOPIC + place for place, name in enumerate(self.names)}

    def key(self, topic: str) -> int:
        """The key under which the topic counts; longer ones than `TOPIC_LENGTH` are cut."""
        topic = topic[:TOPIC_LENGTH]
        key = self._keys.get(topic)
        if key is None:
            if len(self.names) > TOPICS_KEPT:
                return TOPIC
            key = self._keys[topic] = TOPIC + len(self.names)
            self.names.append(topic)
        return key

    def window_view(self, start: int, counts: Counts) -> WindowView:
        """Counts under their names, histograms by bin, topics by theirs; zeros left out."""
        named: dict[str, int] = {}
        waits: Bins = {}
        left: Bins = {}
        replies: Bins = {}
        resolutions: Bins = {}
        topics: dict[str, int] = {}
        for key, value in counts.items():
            if not value:
                continue
            if key < HISTOGRAM:
                named[NAMES[key]] = value
            elif key < LEFT_HIST:
                waits[key - WAIT_HIST] = value
            elif key < REPLY_HIST:
                left[key - LEFT_HIST] = value
            elif key < RESOLUTION_HIST:
                replies[key - REPLY_HIST] = value
            elif key < TOPIC:
                resolutions[key - RESOLUTION_HIST] = value
            else:
                topics[self.names[key - TOPIC]] = value
        return WindowView(start, named, waits, left, replies, resolutions, topics)
