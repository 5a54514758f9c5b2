"""The installation's key for customers, in the data directory: made at first need, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from streams.sources.customer_key import CustomerKey

KEY_BYTES = 32


def customer_key_in(data_dir: Path) -> CustomerKey:
    """The key of `data_dir`. Sources on several machines share customers only if they share this file."""
    path = data_dir / "customer.key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return CustomerKey(bytes.fromhex(path.read_text().strip()))
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return CustomerKey(bytes.fromhex(path.read_text()))
