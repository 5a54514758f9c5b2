"""`/api/v1/session`: who I am, logging in and out, my own password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import APIRouter
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.accounts.caller import Caller
from app.accounts.password import UnfitPassword
from app.accounts.sign_in import SESSION_MS, SignIn, TooManyLogins, WrongLogin
from app.web.entry import Entry, caller_of
from app.web.json_body import Body, read_json
from app.web.metrics import WebMetrics
from app.web.problem import Problem
from app.web.session_cookie import must_be_safe, set_cookie, take_cookie_back

LOGIN_BYTES = 4096


class Login(Body):
    name: str
    password: SecretStr


class NewPassword(Body):
    current: SecretStr
    new: SecretStr


def session_router(sign_in: SignIn, entry: Entry, metrics: WebMetrics) -> APIRouter:
    router = APIRouter(prefix="/api/v1/session", tags=["access"])

    @router.get("", summary="Who I am, and what I may do")
    async def who(request: Request) -> JSONResponse:
        return JSONResponse(_told(await entry.caller(request)))

    @router.post("", summary="Log in")
    async def log_in(request: Request) -> JSONResponse:
        must_be_safe(request, entry.access)
        login = await read_json(request, Login, LOGIN_BYTES, metrics)
        with _refused(metrics):
            _, secret = await sign_in.log_in(login.name, login.password.get_secret_value(), _address(request))
        answer = JSONResponse({"status": "logged in"})
        set_cookie(answer, request, entry.access, "session", secret, SESSION_MS // 1000)
        return answer

    @router.delete("", status_code=204, summary="Log out")
    async def log_out(request: Request) -> Response:
        await sign_in.log_out(await entry.caller(request))
        answer = Response(status_code=204)
        take_cookie_back(answer, request, entry.access, "session")
        return answer

    @router.put("/password", status_code=204, summary="Change my password; my other sessions end")
    async def password(request: Request) -> Response:
        caller = caller_of(request.state)
        if caller.kind != "account":
            raise Problem(403, "You have no password.", "Log in with an account.")
        body = await read_json(request, NewPassword, LOGIN_BYTES, metrics)
        with _refused(metrics):
            await sign_in.change_password(
                caller, body.current.get_secret_value(), body.new.get_secret_value(), _address(request)
            )
        return Response(status_code=204)

    return router


def _told(caller: Caller) -> dict[str, Any]:
    return {
        "kind": caller.kind,
        "name": caller.name or None,
        "role": caller.role,
        "boards": list(caller.screen.boards) if caller.screen is not None else None,
        "may": sorted(caller.permissions),
    }


@contextmanager
def _refused(metrics: WebMetrics) -> Iterator[None]:
    """Raises the `Problem` for what was refused."""
    try:
        yield
    except TooManyLogins as refused:
        metrics.refused("logins")
        headers = {"retry-after": str(refused.wait_s)}
        raise Problem(429, "Too many logins failed.", f"{refused}.", headers=headers) from None
    except WrongLogin:
        # 403, not 401: a browser is not to ask for a password by itself.
        detail = "Check both; an admin can set a new password."
        raise Problem(403, "Name or password is wrong.", detail) from None
    except UnfitPassword as unfit:
        raise Problem(400, "This password will not do.", f"{unfit}.") from None


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else "unknown"
