"""How a worker works."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.settings.section import Section


class WorkerSection(Section):
    """The worker: batch sizes, pauses and limits."""

    clock: Literal["wall", "log"] = "wall"
    """What "now" is: the wall clock, or the newest event's time (to run an old day through the real parts)."""
    poll_records: Annotated[int, Field(ge=1, le=100_000)] = 10_000
    """Records taken from the log in one round."""
    poll_timeout_s: Annotated[float, Field(gt=0, le=5)] = 0.1
    """How long a round waits for records, seconds."""
    refresh_ms: Annotated[int, Field(ge=10, le=10_000)] = 250
    """While nothing happens, and while the log is far ahead, figures are written this often, milliseconds; otherwise as
    soon as events came."""
    metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """Where a worker that runs by itself answers Prometheus, on `metrics_host`. Beside a web part it needs none: its
    metrics are under /metrics there."""
    metrics_host: Annotated[str, Field(min_length=1, max_length=255)] = "127.0.0.1"
    """Address of `metrics_port`. It asks nobody who they are and shows counts, no names: give it another address than
    this machine's own only in a network of yours."""
    watchdog_s: Annotated[float, Field(ge=1, le=3600)] = 30.0
    """Lag without progress for this long ends the process with an error, seconds."""
    rejected_share: Annotated[float, Field(gt=0, le=1)] = 0.05
    """More than this share of rejected records in a minute stops the worker."""
    rejected_least: Annotated[int, Field(ge=1, le=1_000_000)] = 1000
    """How many records a minute it takes before that share counts."""
    catching_up_ms: Annotated[int, Field(ge=1000, le=600_000)] = 10_000
    """Further behind the log than this, the figures are marked as catching up, milliseconds."""
    queues_a_site: Annotated[int, Field(ge=1, le=1_000_000)] = 500
    """A site with more queues is warned of; it goes on."""
    agents_a_site: Annotated[int, Field(ge=1, le=1_000_000)] = 2000
    """A site with more agents is warned of; it goes on."""
