"""Every figure with its definition, in four languages, over HTTP."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from streams.kpi.definitions import DEFINITIONS, NAMES
from streams.kpi.explain import NotOffered, metric_of
from streams.kpi.keys import AnyKey, Language, MetricKey
from streams.kpi.registry import METRICS
from tests.app.running_web import running

KEYS = {key for part in get_args(MetricKey) for key in get_args(part)}


async def catalogue(lang: str) -> dict[str, Any]:
    async with running() as web:
        answer = await web.http.get("/api/v1/metrics", params={"lang": lang})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        assert found["language"] == lang
        return found


@pytest.mark.parametrize("lang", get_args(Language))
async def test_every_figure_has_its_label_and_definition_in_each_language(lang: Language) -> None:
    metrics = {one["key"]: one for one in (await catalogue(lang))["metrics"]}
    known: list[AnyKey] = list(NAMES[lang])
    assert set(metrics) == set(known)
    for key in known:
        assert (metrics[key]["label"], metrics[key]["definition"]) == (NAMES[lang][key], DEFINITIONS[lang][key])


async def test_a_figure_says_its_unit_formula_scopes_and_windows() -> None:
    metrics = {one["key"]: one for one in (await catalogue("en"))["metrics"]}
    assert metrics["service_level"] == {
        "key": "service_level", "kind": "window", "label": "Service level", "unit": "share", "better": "higher",
        "definition": DEFINITIONS["en"]["service_level"], "formula": METRICS["service_level"].formula,  # type: ignore[union-attr]
        "scopes": ["queue", "site"], "explained": True, "ruled": True, "judged": True, "trended": True, "asked": False,
        "windows": ["5m", "15m", "30m", "1h", "4h", "8h", "24h", "interval", "today", "week", "month"],
    }  # fmt: skip
    assert (metrics["waiting"]["kind"], metrics["waiting"]["windows"], metrics["waiting"]["formula"]) == (
        "now",
        [],
        None,
    )
    assert (metrics["cost_share"]["kind"], metrics["cost_share"]["explained"]) == ("period", False)
    assert (metrics["abandon_curve"]["kind"], metrics["abandon_curve"]["unit"]) == ("table", None)


async def test_what_it_calls_explained_can_be_explained_in_every_scope_and_window_it_names() -> None:
    for one in (await catalogue("en"))["metrics"]:
        for scope in one["scopes"]:
            for window in one["windows"] or [None]:
                if one["explained"]:
                    metric_of(one["key"], scope, window)
                else:
                    with pytest.raises(NotOffered):
                        metric_of(one["key"], scope, window)


async def test_another_language_is_refused_with_those_there_are() -> None:
    async with running() as web:
        answer = await web.http.get("/api/v1/metrics", params={"lang": "fi"})
        assert (answer.status_code, "'nl'" in answer.text) == (422, True)
