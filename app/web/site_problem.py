"""What reading a site refuses, as an HTTP answer."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import JSONResponse

from app.web.problem import RETRY, Problem
from app.web.site_reader import NoFigures, UnknownSite
from streams.ledger.port import LedgerError

KNOWN_NAMED = 20


async def answer_unknown_site(_: Request, unknown: Exception) -> JSONResponse:
    if not isinstance(unknown, UnknownSite):
        raise unknown
    known = ", ".join(unknown.known[:KNOWN_NAMED]) or "none: no event has arrived"
    return Problem(404, f"There is no site {unknown.site!r}.", f"Known sites: {known}.").response()


async def answer_ledger_error(_: Request, refused: Exception) -> JSONResponse:
    if isinstance(refused, NoFigures):
        return Problem(503, "The site has no figures yet.", "Its worker is starting.", headers=RETRY).response()
    if isinstance(refused, LedgerError):
        return Problem(503, "The ledger cannot be read.", "Try again in a moment.", headers=RETRY).response()
    raise refused
