"""How much is tried: little in `make test`, more in `make fuzz`."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

FACTOR = "FUZZ_FACTOR"
"""Not TAVLE_…: that would be an unknown setting."""


def tries(examples: int) -> settings:
    """So many inputs, times the factor of `make fuzz`. Without a limit on the time of one: the machine may be busy."""
    slow: list[Any] = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    count = examples * int(os.environ.get(FACTOR, "1"))
    return settings(max_examples=count, deadline=None, suppress_health_check=slow, print_blob=True)
