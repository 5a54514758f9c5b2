"""Rules, dashboard and runbook: they name what there is, all of it, and fire when they should."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from app.notify.metrics import NotifyMetrics
from app.web.metrics import WebMetrics
from streams.worker_metrics import WorkerMetrics
from tests.repository import ROOT
from tests.servers.missing import ServerMissing, skip_or_fail

MONITORING = ROOT / "monitoring"
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((MONITORING / "prometheus-rules.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
ALERTS = [rule["alert"] for rule in RULES]
DASHBOARD: dict[str, Any] = json.loads((MONITORING / "grafana-dashboard.json").read_text(encoding="utf-8"))
QUERIES = [target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
OURS = re.compile(r"\btavle_\w+")


def exposed() -> set[str]:
    """The name of every series that Tavle shows, as Prometheus knows it."""
    registry = CollectorRegistry()
    for metrics in (WorkerMetrics, NotifyMetrics, WebMetrics):
        metrics(registry)
    return {
        f"{metric.name}_total" if metric.type == "counter" else metric.name for metric in registry.collect()
    }  # fmt: skip


def promtool(*arguments: str | Path) -> None:
    found = shutil.which("promtool")
    if found is None:
        skip_or_fail(ServerMissing("promtool is not installed (Debian: apt-get install prometheus)"))
    told = subprocess.run([found, *arguments], cwd=MONITORING, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("expressions", [[rule["expr"] for rule in RULES], QUERIES], ids=["rules", "dashboard"])
def test_only_metrics_that_there_are_are_asked_for(expressions: list[str]) -> None:
    assert len(expressions) > 15
    assert {name for expression in expressions for name in OURS.findall(expression)} - exposed() == set()


def test_the_dashboard_shows_every_metric() -> None:
    assert exposed() - {name for query in QUERIES for name in OURS.findall(query)} == set()


def test_every_metric_has_a_row_in_the_runbook_and_on_the_page_of_metrics() -> None:
    table = RUNBOOK.split("\n## Metrics\n")[1]
    page = (ROOT / "docs" / "prometheus.md").read_text(encoding="utf-8")

    assert {name for name in exposed() if f"`{name}`" not in table} == set()
    assert {name for name in exposed() if f"`{name.removesuffix('_total')}`" not in page} == set()


def test_every_alert_has_its_entry_in_the_runbook_and_no_entry_is_left_over() -> None:
    headings = re.findall(r"^## (Tavle\w+)$", RUNBOOK, re.MULTILINE)

    assert sorted(headings) == sorted(ALERTS)
    for name in ALERTS:
        entry = RUNBOOK.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert "**Boards:**" in entry
        assert "**Do:**" in entry
    assert set(re.findall(r"\bTavle[A-Z]\w+", RUNBOOK)) <= set(ALERTS)


@pytest.mark.parametrize("rule", RULES, ids=ALERTS)
def test_an_alert_says_how_urgent_it_is_and_where_to_read_on(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("critical", "warning")
    assert rule["annotations"]["runbook"] == f"docs/runbook.md#{rule['alert'].lower()}"


def test_the_jobs_of_the_example_are_those_that_the_rules_ask_for() -> None:
    jobs = yaml.safe_load((MONITORING / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]

    assert all(re.fullmatch("tavle-.*", job["job_name"]) for job in jobs)


def test_every_alert_is_tried_by_the_clock() -> None:
    cases = yaml.safe_load((MONITORING / "prometheus-rules-test.yml").read_text(encoding="utf-8"))["tests"]
    fired = {check["alertname"] for case in cases for check in case["alert_rule_test"] if check["exp_alerts"]}

    assert fired == set(ALERTS)


def test_prometheus_itself_reads_the_rules_and_fires_when_it_should() -> None:
    promtool("check", "config", "prometheus.yml")
    promtool("test", "rules", "prometheus-rules-test.yml")


def test_prometheus_itself_reads_the_queries_of_the_dashboard(tmp_path: Path) -> None:
    rules = [
        {"record": f"query:{number}", "expr": query.replace("$__rate_interval", "1m")}
        for number, query in enumerate(QUERIES)
    ]
    path = tmp_path / "queries.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}))
    promtool("check", "rules", path)


def test_the_dashboard_can_be_imported() -> None:
    ids = [panel["id"] for panel in DASHBOARD["panels"]]

    assert len(ids) == len(set(ids))
    assert {panel["type"] for panel in DASHBOARD["panels"]} == {"row", "stat", "timeseries"}
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        assert 0 <= place["x"] < place["x"] + place["w"] <= 24
        assert all(target["datasource"]["uid"] == "${source}" for target in panel.get("targets", []))
