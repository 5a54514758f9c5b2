"""Runs one row: a healthy installation, the fault, healing within the grace, and then everything that must hold."""

from __future__ import annotations

import os
import sys

from tests.fault.checks import (
    comes_to_rest,
    each_was_told_once,
    figures_are_right,
    held_by,
    logs_are_clean,
    no_alert_is_left,
    nothing_grew,
    replay_agrees,
    walls_told_the_truth,
)
from tests.fault.installation import STARTED_S, Installation
from tests.fault.row import Row
from tests.fault.yard import Yard

ALL = os.environ.get("TAVLE_FAULTS") == "all"
GRACE_S = 15.0 if ALL else 60.0
"""Healthy again so soon after the last fault (I4). With the other tests, on whatever machine, only that it is."""

LOG_SHOWN_BYTES = 5000


async def run_row(yard: Yard, row: Row) -> float:
    """Answers how long it took from healing to live figures, seconds. Raises AssertionError or TimeoutError saying what
    did not hold; then the installation is given up."""
    assert row.act is not None
    site = await yard.installation()
    try:
        healed_s = await _run(site, row)
    except BaseException:
        show_logs(site)
        await yard.spoiled()
        raise
    if row.spoils:
        await yard.spoiled()
    return healed_s


async def _run(site: Installation, row: Row) -> float:
    assert row.act is not None
    site.may_end, site.ends, site.floor.open_to_contacts = row.may_end, [], True
    await site.becomes_live(STARTED_S)
    before = {name: held_by(part) for name, part in site.parts.items() if part.running}
    pids = {name: part.pid for name, part in site.parts.items() if part.running}
    await row.act(site)
    healed_s = await site.becomes_live(GRACE_S)
    await comes_to_rest(site)
    await figures_are_right(site)
    if not row.spoils:
        await replay_agrees(site)
    after = {name: held_by(part) for name, part in site.parts.items() if part.running and part.pid == pids.get(name)}
    nothing_grew(before, after)
    walls_told_the_truth(site)
    await no_alert_is_left(site)
    each_was_told_once(site)
    logs_are_clean(site)
    strays = [(name, status) for name, status in site.ends if name not in row.may_end or status != 1]
    assert strays == [], "these ended by themselves"
    for name in ("source", "worker", "web"):
        assert site.parts[name].running, f"{name} does not run"
    return healed_s


def show_logs(site: Installation) -> None:
    for part in site.stack.parts:
        sys.stdout.write(f"\n---- {part.log_path.name}\n{part.last_words(LOG_SHOWN_BYTES)}\n")
