"""Rules of a small contact centre for property tests, and floors that lived a history by them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from streams.events import AnyEvent
from streams.events.instant import to_ms
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.rule import TREATMENTS, QueueRules, ServiceLevelRule, queue_rules
from tests.streams.floor.histories import QUEUES, START

SPAN_MS = 3_000_000
LATER = START + SPAN_MS + 600_000


@st.composite
def one_rule(draw: st.DrawFn, version: int = 1, since: int = 0) -> ServiceLevelRule:
    return ServiceLevelRule(
        threshold_ms=draw(st.integers(1, 120)) * 1000,
        short_ms=draw(st.integers(0, 30)) * 1000,
        profile=draw(st.sampled_from(sorted(TREATMENTS))),
        version=version,
        since=since,
        attribution=draw(st.sampled_from(["verdict", "entry"])),
        goal_permille=draw(st.sampled_from([800, 900])),
    )


@st.composite
def rules_of_a_queue(draw: st.DrawFn) -> QueueRules:
    """A main rule of up to three versions, sometimes with another one beside it."""
    main = [draw(one_rule())]
    for version, since in enumerate(sorted(draw(st.sets(st.integers(1, SPAN_MS), max_size=2))), 2):
        main.append(draw(one_rule(version, START + since)))
    return queue_rules(main, {"vendor": [draw(one_rule())]} if draw(st.booleans()) else {})


@st.composite
def rules_of_a_site(draw: st.DrawFn) -> FloorRules:
    """Sources may lag as they like, so that every deadline passes."""
    own = draw(st.sets(st.sampled_from(QUEUES)))
    return FloorRules(
        zone="Europe/Copenhagen",
        source_lag_limit_ms=10**12,
        rules=draw(rules_of_a_queue()),
        queue_rules={queue: draw(rules_of_a_queue()) for queue in sorted(own)},
    )


def lived(told: Sequence[AnyEvent], rules: FloorRules, *, until: int) -> Floor:
    """The floor at `until` (ms), which took each event as it happened."""
    floor = Floor("aarhus", rules)
    for one in told:
        if (time := to_ms(one.time)) < until:
            floor.apply(one, time + 1)
    floor.tick(until)
    return floor
