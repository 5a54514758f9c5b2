"""`/api/v1/accounts`, `/api/v1/tokens`, `/api/v1/audit`: who may come in, and who changed what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field, SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.accounts.password import Passwords, UnfitName, UnfitPassword, account_name, fit_password
from app.accounts.recognition import Recognition
from app.accounts.role import Role, TokenRole
from app.accounts.secret import digest_of, new_secret
from app.store.accounts import Account
from app.store.audit import PAGE, PAGE_LIMIT, By, Note
from app.store.open import Store
from app.store.tokens import Token
from app.web.entry import caller_of
from app.web.json_body import NUMBER_LIMIT, Body, read_json
from app.web.metrics import WebMetrics
from app.web.problem import Problem
from streams.events.instant import DAY_MS

BODY_BYTES = 4096
DAYS_LIMIT = 3650

Name = Annotated[str, AfterValidator(account_name)]


class NewAccount(Body):
    name: Name
    role: Role
    password: SecretStr


class AccountChange(Body):
    role: Role | None = None
    disabled: bool | None = None
    password: SecretStr | None = None


class NewToken(Body):
    name: Name
    role: TokenRole
    days: Annotated[int, Field(ge=1, le=DAYS_LIMIT)] | None = None


def accounts_router(
    store: Store, recognition: Recognition, passwords: Passwords, metrics: WebMetrics, clock: Callable[[], int]
) -> APIRouter:
    router = APIRouter(prefix="/api/v1/accounts", tags=["access"])

    @router.get("", summary="Every account")
    async def accounts() -> JSONResponse:
        return JSONResponse({"accounts": [_fields(account) for account in await store.accounts.list()]})

    @router.post("", status_code=201, summary="Make an account")
    async def add(request: Request) -> JSONResponse:
        body = await read_json(request, NewAccount, BODY_BYTES, metrics)
        hashed = await _hashed(passwords, body.password, body.name)
        account = await store.accounts.add(body.name, body.role, hashed, _by(request, clock))
        recognition.forget()
        return JSONResponse(_fields(account), 201)

    @router.patch("/{name}", summary="Another role or password, or no more logins")
    async def change(request: Request, name: str) -> JSONResponse:
        body = await read_json(request, AccountChange, BODY_BYTES, metrics)
        name = _name(name)
        hashed = await _hashed(passwords, body.password, name) if body.password is not None else None
        account = await store.accounts.change(
            name, _by(request, clock), role=body.role, disabled=body.disabled, password=hashed
        )
        recognition.forget()
        return JSONResponse(_fields(account))

    @router.delete("/{name}", status_code=204, summary="Take an account away, with its sessions")
    async def delete(request: Request, name: str) -> Response:
        await store.accounts.delete(_name(name), _by(request, clock))
        recognition.forget()
        return Response(status_code=204)

    return router


def tokens_router(
    store: Store, recognition: Recognition, metrics: WebMetrics, clock: Callable[[], int]
) -> APIRouter:  # fmt: skip
    router = APIRouter(prefix="/api/v1", tags=["access"])

    @router.get("/tokens", summary="Every token of a machine")
    async def tokens() -> JSONResponse:
        return JSONResponse({"tokens": [_fields(token) for token in await store.tokens.list()]})

    @router.post("/tokens", status_code=201, summary="Make a token; it is shown this once")
    async def add(request: Request) -> JSONResponse:
        body, by = await read_json(request, NewToken, BODY_BYTES, metrics), _by(request, clock)
        expires_at = by.at + body.days * DAY_MS if body.days is not None else None
        secret = new_secret("token")
        token = await store.tokens.add(body.name, body.role, digest_of(secret), by, expires_at=expires_at)
        return JSONResponse({**_fields(token), "token": secret}, 201)

    @router.delete("/tokens/{name}", status_code=204, summary="Revoke a token")
    async def delete(request: Request, name: str) -> Response:
        await store.tokens.delete(_name(name), _by(request, clock))
        recognition.forget()
        return Response(status_code=204)

    @router.get("/audit", summary="Who changed what, newest first")
    async def audit(
        limit: Annotated[int, Query(ge=1, le=PAGE_LIMIT)] = PAGE,
        before: Annotated[int | None, Query(ge=1, le=NUMBER_LIMIT)] = None,
    ) -> JSONResponse:
        """`before` is a `number` to go on from."""
        notes = await store.audit.newest(limit, before=before)
        return JSONResponse({"audit": [_fields(note) for note in notes]})

    return router


async def _hashed(passwords: Passwords, password: SecretStr, name: str) -> str:
    try:
        return await passwords.hash(fit_password(password.get_secret_value(), name))
    except UnfitPassword as unfit:
        raise Problem(400, "This password will not do.", f"{unfit}.") from None


def _name(written: str) -> str:
    try:
        return account_name(written)
    except UnfitName as unfit:
        raise Problem(404, "There is no such name.", f"{unfit}.") from None


def _by(request: Request, clock: Callable[[], int]) -> By:
    return By(caller_of(request.state).actor, clock())


def _fields(stored: Account | Token | Note) -> dict[str, Any]:
    """All of them: none holds a secret."""
    return asdict(stored)
