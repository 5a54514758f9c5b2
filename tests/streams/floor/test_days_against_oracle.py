"""Over several days, with late events, nights without any and restarts: weeks, months and settled days stay exact."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.events import AnyEvent
from streams.events.instant import to_ms
from streams.floor.floor import Floor
from streams.floor.restored import restore
from streams.floor.shown import site_view
from tests.streams.floor.histories import START, histories
from tests.streams.floor.oracle import Oracle
from tests.streams.floor.test_floor_against_oracle import RULES, assert_present, assert_windows
from tests.streams.floor.test_saved import saved_over

HOUR = 3_600_000
DAYS = 5
LATEST = 20 * HOUR
SOON = replace(RULES, fcr_days=2)
"""Whether a customer came again is settled after two days, so that it happens here."""


@settings(max_examples=60, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(data=st.data(), told=histories(span_ms=DAYS * 24 * HOUR))
def test_days_equal_the_naive_recomputation(data: st.DataObject, told: list[AnyEvent]) -> None:
    delays = st.one_of(st.just(0), st.integers(0, LATEST))
    undelivered = sorted(((to_ms(event.time) + data.draw(delays), n, event) for n, event in enumerate(told)))
    floor, now = Floor("aarhus", SOON), START
    delivered, fields = [], dict[str, bytes]()
    while undelivered or now < START + DAYS * 24 * HOUR:
        now += data.draw(st.integers(HOUR, 22 * HOUR))
        while undelivered and undelivered[0][0] < now:
            arrival, _, event = undelivered.pop(0)
            floor.apply(event, arrival + 1)
            delivered.append(event)
        view = site_view(floor, now)
        assert_windows(view, Oracle(delivered, now, SOON))
        assert_present(view, Oracle(delivered, now + 1, SOON))
        if data.draw(st.booleans()):
            fields = saved_over(floor, fields)
            floor = restore("aarhus", SOON, fields)
