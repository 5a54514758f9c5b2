"""A record of the log as a source would write it, for tests of decoding."""

from __future__ import annotations

import json
from typing import Any


def record(type_: str, **data: Any) -> bytes:
    """An event of `type_` with `data`, in its envelope."""
    envelope = {"specversion": "1.0", "id": "1", "source": "test", "time": "2026-11-24T09:00:00Z", "site": "aarhus"}
    return json.dumps({**envelope, "type": type_, "data": data}).encode()
