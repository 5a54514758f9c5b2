"""What a customer answered when asked: a survey's score on its scale, and the words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from streams.events.envelope import Data, Event, Id, Text

FeedbackKind = Literal["nps", "csat", "ces", "smiley", "thumb", "stars"]
Score = Annotated[float, Meta(ge=-1000, le=1000, description="Within the scale, its ends included.")]
Scale = Annotated[tuple[Score, Score], Meta(description="The lowest and the highest score.")]

SCALES: Mapping[FeedbackKind, tuple[float, float]] = {
    "nps": (0.0, 10.0),
    "csat": (1.0, 5.0),
    "ces": (1.0, 7.0),
    "smiley": (1.0, 3.0),
    "thumb": (0.0, 1.0),
    "stars": (1.0, 5.0),
}
"""What is meant where `scale` is absent. The higher score is always the better one."""
_NPS_SCALES = ((0.0, 10.0), (1.0, 10.0))


class Feedback(Data, frozen=True):
    """Raises ValueError for a scale that is none and for a score off it; decoding rejects the event with its words."""

    kind: FeedbackKind
    score: float
    scale: Scale | None = None
    comment: Text | None = None
    contact: Id | None = None
    ticket: Id | None = None
    queue: Id | None = None
    agent: Id | None = None
    channel: Id | None = None
    customer: Id | None = None
    same_matter: bool | None = None

    def __post_init__(self) -> None:
        low, high = scale_of(self)
        if not low < high:
            raise ValueError(f"scale [{low:g}, {high:g}] is none: the lowest score comes first, below the highest")
        if self.kind == "nps" and (low, high) not in _NPS_SCALES:
            raise ValueError(f"scale [{low:g}, {high:g}] is none of NPS: it is asked on [0, 10] or [1, 10]")
        if not low <= self.score <= high:
            raise ValueError(f"score {self.score:g} is off the scale [{low:g}, {high:g}]")


class FeedbackGiven(Event, frozen=True, tag="tavle.feedback.given"):
    """A survey answer. A bad scale, or a score off the scale, is rejected."""

    data: Feedback


def scale_of(data: Feedback) -> tuple[float, float]:
    """The lowest and the highest score of the survey: as stated, else what is usual for its kind."""
    return SCALES[data.kind] if data.scale is None else data.scale
