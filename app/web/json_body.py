"""A JSON body as a model: read up to the limit, and refused with what is wrong where."""

from __future__ import annotations

import re
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from app.web.body import read_body
from app.web.metrics import WebMetrics
from app.web.problem import Problem

MEDIA_TYPE = "application/json"
MISTAKES_SHOWN = 50
NUMBER_LIMIT = 2**31 - 2
"""Versions and running numbers end here: the column of every store takes this one, and the next version."""
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")

Model = TypeVar("Model", bound=BaseModel)


class Body(BaseModel):
    """What a request says. An unknown field is a mistake, and what was sent is in no error: it may be a secret."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, str_max_length=2000, allow_inf_nan=False
    )


async def read_json(request: Request, model: type[Model], limit_bytes: int, metrics: WebMetrics) -> Model:
    """Raises `Problem`: 400 for what is not the model, 408, 413, and 415 for another media type."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise Problem(415, "Not JSON.", f"Send {MEDIA_TYPE}.")
    body = await read_body(request, limit_bytes, metrics)
    if NUL.search(body):
        raise Problem(400, "This cannot be used.", "A text holds NUL (\\u0000), which no store keeps: leave it out.")
    try:
        return model.model_validate_json(body)
    except ValidationError as wrong:
        raise invalid(wrong) from None


def invalid(wrong: ValidationError) -> Problem:
    """400, with where and what; what was sent is not repeated."""
    mistakes = [
        {"where": ".".join(map(str, error["loc"])), "what": error["msg"].removeprefix("Value error, ")}
        for error in wrong.errors(include_url=False, include_input=False, include_context=False)[:MISTAKES_SHOWN]
    ]
    return Problem(400, "This cannot be used.", "`mistakes` says where and what.", mistakes=mistakes)
