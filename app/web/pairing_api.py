"""`/api/v1/pairing`: a screen without a board asks for a code, and waits until somebody confirms it.

The secret is in the screen's cookie from the beginning, where no script reads it. It is worth nothing until a
supervisor has confirmed the code; then it is the screen's. So no answer on the way can be lost.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.accounts.recognition import Shown
from app.accounts.secret import digest_of, new_secret
from app.devices.code import UnfitCode, fit_code, new_code
from app.devices.pairing import WAITING_MS, Pairing, TooManyWaiting
from app.devices.tries import Tries
from app.settings.web import WebLimits
from app.store.open import Store
from app.store.screens import Screen
from app.web.access import Access
from app.web.metrics import WebMetrics
from app.web.problem import Problem
from app.web.qr import confirm_address, own_address, qr_svg
from app.web.session_cookie import must_be_safe, renew_cookie, set_cookie, shown_by_cookie

BEGINS_AN_ADDRESS = 300
"""In a quarter of an hour; each screen that waits begins anew every ten minutes."""
COOKIE_S = 400 * 86_400
"""The longest that browsers keep a cookie; a screen asks again at each load of its page, which renews it."""
RETRY_S = "15"


def pairing_router(
    store: Store, access: Access, limits: WebLimits, metrics: WebMetrics, clock: Callable[[], int]
) -> APIRouter:
    router = APIRouter(prefix="/api/v1/pairing", tags=["screens"])
    desk = PairingDesk(store, access, limits, metrics, clock)

    @router.get("", summary="What this screen is: waiting with a code, paired, or neither")
    async def ask(request: Request) -> JSONResponse:
        return await desk.standing(request)

    @router.post("", summary="Show a new code, until it is confirmed or lapses")
    async def begin(request: Request) -> JSONResponse:
        return await desk.begin(request)

    @router.get("/{code}/qr", summary="Where a code is confirmed, as a QR picture (SVG)")
    async def qr(request: Request, code: str) -> Response:
        try:
            address = confirm_address(own_address(request, access), fit_code(code))
        except UnfitCode as unfit:
            raise Problem(404, "There is no such picture.", f"{unfit}.") from None
        return Response(qr_svg(address), media_type="image/svg+xml")

    return router


class PairingDesk:
    """Gives out codes, within limits."""

    def __init__(
        self, store: Store, access: Access, limits: WebLimits, metrics: WebMetrics, clock: Callable[[], int]
    ) -> None:
        self._store, self._access, self._limits, self._metrics = store, access, limits, metrics
        self._clock = clock
        self._begins = Tries(BEGINS_AN_ADDRESS, time.monotonic)

    async def standing(self, request: Request) -> JSONResponse:
        shown = self._shown(request)
        if shown is None:
            return JSONResponse({"state": "none"})
        if (pairing := await self._store.pairings.waiting(shown.digest, self._clock())) is not None:
            return JSONResponse(self._waiting(pairing))
        screen = (await self._store.screens.by_digest([shown.digest])).get(shown.digest)
        return self._paired(request, screen) if screen is not None else JSONResponse({"state": "none"})

    async def begin(self, request: Request) -> JSONResponse:
        """Raises a 403 `Problem` where the secret would go over the wire in the clear, and 429."""
        must_be_safe(request, self._access)
        shown = self._shown(request)
        screens = await self._store.screens.by_digest([shown.digest] if shown is not None else [])
        for screen in screens.values():
            return self._paired(request, screen)
        address = (request.client.host if request.client is not None else "unknown")[:64]
        if wait_s := self._begins.wait_s(address):
            raise self._too_many("pairings_an_address", "Too many codes were asked for from this address.", str(wait_s))
        secret = new_secret("screen")
        try:
            pairing = await self._store.pairings.begin(
                digest_of(secret), address, now=self._clock(), waiting_ms=WAITING_MS,
                code=lambda: new_code(secrets.choice), limit=self._limits.pairings,
                address_limit=self._limits.pairings_an_address, instead_of=shown.digest if shown is not None else None,
            )  # fmt: skip
        except TooManyWaiting as refused:
            limit = "pairings_an_address" if refused.of_an_address else "pairings"
            raise self._too_many(limit, f"{refused}.", RETRY_S) from None
        answer = JSONResponse(self._waiting(pairing), 201)
        set_cookie(answer, request, self._access, "screen", secret, COOKIE_S)
        return answer

    def _shown(self, request: Request) -> Shown | None:
        return shown_by_cookie(request, self._access, ("screen",))

    def _waiting(self, pairing: Pairing) -> dict[str, Any]:
        left_ms = max(0, pairing.expires_at - self._clock())
        return {"state": "waiting", "code": pairing.code, "expires_in_s": left_ms // 1000}

    def _paired(self, request: Request, screen: Screen) -> JSONResponse:
        answer = JSONResponse({"state": "paired", "name": screen.name, "boards": list(screen.boards)})
        renew_cookie(answer, request, self._access, "screen", COOKIE_S)
        return answer

    def _too_many(self, limit: Any, detail: str, wait_s: str) -> Problem:
        self._metrics.refused(limit)
        return Problem(429, "Too many screens wait to be paired.", detail, headers={"retry-after": wait_s})
