"""`GET /api/v1/metrics`: every figure that there is, with its definition in one of the four languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from app.boards.shown_metric import ASKED, JUDGED, TRENDED
from streams.kpi.definitions import DEFINITIONS, NAMES
from streams.kpi.explain import RULED
from streams.kpi.keys import AnyKey, Language, Unit
from streams.kpi.metric import Better, NowMetric, Scope
from streams.kpi.period_metrics import PERIOD_METRICS
from streams.kpi.registry import METRICS
from streams.kpi.tables import TABLES

Kind = Literal["now", "window", "period", "table"]


class CataloguedMetric(BaseModel):
    """One figure. `kind` is `now` (of the present), `window`, `period` (reported by other systems) or `table` (several
    rows). `unit` is None for a table, `formula` for the present and for tables. `explained`: `…/explain` shows what
    stands behind it. `ruled`: it goes by the service-level rule of a queue. On
    boards: `judged` ones may name a rule of their own, `trended` ones have a line, `asked` ones are what customers
    answered."""

    model_config = ConfigDict(frozen=True)

    key: str
    kind: Kind
    label: str
    definition: str
    unit: Unit | None
    better: Better | None
    formula: str | None
    scopes: tuple[Scope, ...]
    windows: tuple[str, ...]
    explained: bool
    ruled: bool
    judged: bool = False
    trended: bool = False
    asked: bool = False


class Catalogue(BaseModel):
    """Every figure, in the order of docs/metrics.md."""

    model_config = ConfigDict(frozen=True)

    language: Language
    metrics: tuple[CataloguedMetric, ...]


def metrics_catalogue_router() -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["figures"])

    @router.get("/metrics", summary="Every figure that there is, with its definition")
    async def metrics(lang: Language = "en") -> Catalogue:
        """`lang` is the language of labels and definitions; formulas name the counts of docs/metrics.md."""
        return Catalogue(language=lang, metrics=tuple(_metrics(lang)))

    return router


def _metrics(lang: Language) -> Iterator[CataloguedMetric]:
    for key, metric in METRICS.items():
        now = isinstance(metric, NowMetric)
        yield CataloguedMetric(
            key=key, kind="now" if now else "window", **_said(key, lang), unit=metric.unit, better=metric.better,
            formula=None if isinstance(metric, NowMetric) else metric.formula, scopes=metric.scopes,
            windows=() if isinstance(metric, NowMetric) else metric.windows, explained=True, ruled=key in RULED,
            judged=key in JUDGED, trended=key in TRENDED, asked=key in ASKED,
        )  # fmt: skip
    for period in PERIOD_METRICS.values():
        yield CataloguedMetric(
            key=period.key, kind="period", **_said(period.key, lang), unit=period.unit, better=period.better,
            formula=period.formula, scopes=period.scopes, windows=(), explained=False, ruled=False,
        )  # fmt: skip
    for name, table in TABLES.items():
        yield CataloguedMetric(
            key=name, kind="table", **_said(name, lang), unit=None, better=None, formula=None, scopes=table.scopes,
            windows=(), explained=False, ruled=False,
        )  # fmt: skip


def _said(key: AnyKey, lang: Language) -> dict[str, str]:
    return {"label": NAMES[lang][key], "definition": DEFINITIONS[lang][key]}
