"""The limits of docs/operation.md are all there are, with the defaults that hold and the metrics that count them."""

from __future__ import annotations

import re
from typing import NamedTuple, get_args

from prometheus_client import CollectorRegistry

from app.accounts.login_rate import FAILURES_A_NAME, FAILURES_AN_ADDRESS
from app.notify.metrics import NotifyMetrics
from app.settings import Settings
from app.settings.web import WebLimits
from app.web.line import FRAGMENTS_LIMIT
from app.web.metrics import Limit, WebMetrics
from app.web.screens_api import CODES_A_CALLER
from streams.alerts.silence import SILENCES_LIMIT
from streams.events.decode import FUTURE_LIMIT_MS, RECORD_LIMIT_BYTES
from streams.sources.file_follower import LINE_LIMIT_BYTES
from streams.worker_metrics import WorkerMetrics
from streams.worker_settings import WorkerSettings
from tests.repository import ROOT

FIXED = {
    "an event, bytes": RECORD_LIMIT_BYTES,
    "an event from the future, ms": FUTURE_LIMIT_MS,
    "a line of a file that a source reads, bytes": LINE_LIMIT_BYTES,
    "fragments of a websocket message": FRAGMENTS_LIMIT,
    "failed logins of a name in 15 minutes": FAILURES_A_NAME,
    "… from an address": FAILURES_AN_ADDRESS,
    "codes of screens that nobody shows, a caller in 15 minutes": CODES_A_CALLER,
    "rehearsals at once": 1,
    "silences of a site": SILENCES_LIMIT,
}


class Row(NamedTuple):
    limit: str
    setting: str
    default: str
    beyond: str
    counted: str


def rows() -> list[Row]:
    page = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8").split("\n## Limits\n")[1].split("\n## ")[0]
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in lines[1:]]


def default_of(setting: str) -> object:
    value: object = Settings()
    for part in setting.strip("`").split("."):
        value = getattr(value, part)
    return value


def written(value: object) -> str:
    if isinstance(value, tuple):
        return "none" if not value else str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def test_every_default_is_the_one_that_holds() -> None:
    settable = {row.limit: row for row in rows() if row.setting != "fixed"}
    assert {row.limit: row.default for row in settable.values()} == {
        row.limit: written(default_of(row.setting)) for row in settable.values()
    }
    fixed = {row.limit: row.default for row in rows() if row.setting == "fixed"}
    assert fixed == {limit: written(value) for limit, value in FIXED.items()}


def test_every_limit_of_the_web_side_stands_there() -> None:
    settings = {row.setting.strip("`") for row in rows()}
    assert {f"web.limits.{name}" for name in WebLimits.model_fields} - settings == set()


def test_every_metric_is_there_and_every_label_stands_there() -> None:
    registry = CollectorRegistry()
    WorkerMetrics(registry)
    NotifyMetrics(registry)
    WebMetrics(registry)
    known = {name for metric in registry.collect() for name in (metric.name, f"{metric.name}_total")}
    counted = [name for row in rows() for name in re.findall(r"`([^`]+)`", row.counted)]
    assert all(row.counted for row in rows())
    assert {name for name in counted if name.startswith("tavle_")} - known == set()
    labels = {name.removeprefix('{limit="').removesuffix('"}') for name in counted if name.startswith("{")}
    assert labels == set(get_args(Limit))


def test_the_worker_s_own_defaults_are_those_of_the_settings() -> None:
    assert Settings().worker_settings() == WorkerSettings()
