"""What happens when a real server cannot be had: skipped with the reason, or failed where servers are required."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


class ServerMissing(Exception):
    """This machine lacks something the server needs. The message names it."""


def servers_required() -> bool:
    """CI and TAVLE_REQUIRE_SERVERS=1 promise the servers: there a missing one is a failure, not a skip."""
    return os.environ.get("CI", "").lower() == "true" or os.environ.get("TAVLE_REQUIRE_SERVERS") == "1"


def skip_or_fail(reason: ServerMissing) -> NoReturn:
    if servers_required():
        pytest.fail(f"required server missing: {reason}", pytrace=False)
    pytest.skip(str(reason))
