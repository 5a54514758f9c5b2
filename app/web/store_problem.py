"""What the store refuses, as an HTTP answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse

from app.store.errors import AlreadyStored, Conflict, LastAdmin, NotStored, StoreError, StoreUnavailable, TooMany
from app.web.entry import unavailable_store
from app.web.problem import Problem

TITLES: Mapping[type[StoreError], tuple[int, str]] = {
    NotStored: (404, "There is no such thing."),
    AlreadyStored: (409, "The name is taken."),
    Conflict: (409, "Somebody else changed it meanwhile."),
    LastAdmin: (409, "Nobody could give access any more."),
    TooMany: (409, "There are too many."),
}


async def answer_store_error(_: Request, refused: Exception) -> JSONResponse:
    if isinstance(refused, StoreUnavailable):
        return unavailable_store().response()
    for kind, (status, title) in TITLES.items():
        if isinstance(refused, kind):
            more: dict[str, Any] = {"version": refused.found} if isinstance(refused, Conflict) else {}
            return Problem(status, title, f"{refused}.", **more).response()
    raise refused
