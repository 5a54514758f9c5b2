"""What every kind of tile is made of: its state, how old it is, its figures and their goal."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from streams.kpi import Unit


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, ser_json_inf_nan="constants")


class SiteShown(Frozen):
    """A site, on a tile over several."""

    id: str
    name: str


OF_SITE: Any = Field(default=None, description="Whose it is, on a tile over several sites.")


class Stale(Frozen):
    """Why this tile's figures are not to be trusted: the worker or a source is silent since `since` (ms)."""

    part: Literal["worker", "source", "catching_up"]
    source: str | None = None
    site: SiteShown | None = Field(default=None, description="Of a tile over several sites: the one that is stale.")
    since: int


class Freshness(Frozen):
    """How old the figures are, by the time of the events behind them."""

    as_of: int | None = Field(description="Time of the newest event or beat behind the tile, ms since 1970.")
    stale: Stale | None = None


class Marked(Freshness):
    """What may be said of any tile's figures."""

    corrected: bool = Field(default=False, description="Facts that came late changed them within the last minute.")
    missing: tuple[SiteShown, ...] = Field(
        default=(), description="Sites of the scope of which nothing is known yet: no figure stands for the others."
    )


class Covers(Frozen):
    """Of how many days or months of a period there are reports."""

    reported: int
    of: int
    each: Literal["day", "month"]


class Figure(Frozen):
    """One figure: a number in its unit, or `since` or `until` for a time that the page counts itself, or no value."""

    key: str
    window: str
    unit: Unit
    value: float | int | None = None
    since: int | None = Field(default=None, description="Start of a running time, ms since 1970.")
    until: int | None = Field(default=None, description="End of a time that runs out, ms since 1970.")
    n: int | None = Field(default=None, description="How many contacts, tickets, answers or sales stand behind it.")
    provisional: int | None = Field(default=None, description="How many of n may still change.")
    currency: str | None = Field(default=None, description="Of money: ISO 4217 code.")
    currencies: tuple[str, ...] = Field(
        default=(), description="Of money of several sites: the currencies in which there is no sum."
    )
    period: str | None = Field(
        default=None, description="Of a reported figure: `2026-11-24`, `2026-W48` or `2026-11`, for which it stands."
    )
    complete: bool | None = Field(default=None, description="Of a period: it is over and all of it reported.")
    covers: Covers | None = Field(default=None, description="Of a period that is reported in part.")


class GoalShown(Frozen):
    target: float
    warning: float | None
    direction: Literal["higher", "lower"]
