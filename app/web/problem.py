"""What an HTTP answer says when it refuses: RFC 9457 `application/problem+json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
RETRY: Mapping[str, str] = {"retry-after": "2"}
"""Headers of an answer that may be another one in a moment (seconds)."""


class Problem(Exception):
    """An answer that refuses. `title` says what is wrong, `detail` what to do; `more` are further fields."""

    def __init__(
        self, status: int, title: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.headers, self.more = status, title, detail, headers, more

    def response(self) -> JSONResponse:
        body = {"status": self.status, "title": self.title, "detail": self.detail, **self.more}
        return JSONResponse(body, self.status, dict(self.headers or {}), MEDIA_TYPE)


async def answer_problem(_: Request, problem: Exception) -> JSONResponse:
    if not isinstance(problem, Problem):
        raise problem
    return problem.response()


async def answer_http_exception(request: Request, refused: Exception) -> JSONResponse:
    """Paths and methods that there are none of."""
    if not isinstance(refused, HTTPException):
        raise refused
    detail = f"{request.method} {request.url.path} is not served; see docs/api.md."
    return Problem(refused.status_code, str(refused.detail), detail, headers=refused.headers).response()


async def answer_invalid_request(_: Request, invalid: Exception) -> JSONResponse:
    """A parameter that has no such value. The value is not repeated."""
    if not isinstance(invalid, RequestValidationError):
        raise invalid
    wrong = [{"where": ".".join(map(str, error["loc"])), "what": error["msg"]} for error in invalid.errors()]
    return Problem(422, "A parameter is wrong.", "See `parameters`.", parameters=wrong).response()
