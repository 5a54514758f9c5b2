"""Whatever goes wrong, and whenever: the standing promises hold, seed by seed."""

from __future__ import annotations

import pytest

from tests.sim.kept_seeds import keep, kept
from tests.sim.run import run_seed

SEEDS = 200


@pytest.mark.parametrize("seed", [*kept(), *(seed for seed in range(SEEDS) if seed not in kept())])
def test_the_promises_hold_whatever_goes_wrong(seed: int) -> None:
    ran = run_seed(seed)
    if ran.broken:
        keep(ran)
        pytest.fail(str(ran), pytrace=False)
