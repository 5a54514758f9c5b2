"""When a screen is dimmed: outside the hours in which somebody looks at it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]

WEEK: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class BrightHours(BaseModel):
    """Hours of some days, in the site's zone; an end before the start is on the day after."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    days: tuple[Day, ...] = Field(default=WEEK, min_length=1, max_length=7)
    start: TimeOfDay
    end: TimeOfDay

    @model_validator(mode="after")
    def _lasts(self) -> BrightHours:
        if self.start == self.end:
            raise ValueError("hours that begin and end at one time last no time: leave the dimming out instead")
        return self


class Dimming(BaseModel):
    """Outside `hours` the screen has only `brightness`, a share of its full one. Its figures go on."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    hours: tuple[BrightHours, ...] = Field(min_length=1, max_length=14)
    brightness: float = Field(default=0.35, ge=0.1, le=0.9)
