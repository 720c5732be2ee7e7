"""Signing in and out, and who one is."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from app.actions import people, sessions
from app.deps import (
    COOKIE,
    CallerDep,
    Reading,
    UnitDep,
    UnitRoute,
    WriteSession,
    is_own_origin,
    presented_secret,
    services,
)
from app.errors import Problem
from app.models.access import CredentialKind, User
from app.models.access_shapes import Me, MembershipShown, TokenMade
from app.models.fields import Line, Password, UserName, given
from app.passwords import hash_password, is_password
from app.queries import access
from app.routers.answers import answer

router = APIRouter(tags=["signing in"], route_class=UnitRoute)

_Name = Annotated[Line, Form(max_length=64)]
_Secret = Annotated[str, Form(max_length=200)]


class FirstAdmin(SQLModel):
    """The first administrator, who opens the one-time link that `doithoai serve` printed."""

    model_config = given(
        {
            "secret": "…",
            "username": "quan-tri",
            "name": "Văn phòng Tỉnh uỷ",
            "password": "mot-mat-khau-dai",
        }
    )

    secret: Annotated[str, Form(max_length=200)]
    username: UserName
    name: Line
    password: Password


class PasswordGrant:
    """The OAuth2 password form (RFC 6749, 4.3.2); scope and client are taken and not looked at."""

    def __init__(
        self,
        username: _Name,
        password: _Secret,
        grant_type: Annotated[str, Form(pattern="^password$", max_length=8)] = "password",
        scope: Annotated[str, Form(max_length=200)] = "",
        client_id: Annotated[str | None, Form(max_length=200)] = None,
        client_secret: Annotated[str | None, Form(max_length=200)] = None,
    ) -> None:
        self.username = username
        self.password = password


async def _check(request: Request, username: str, password: str) -> User:
    """Return the user with this name and password. Raises `bad_credentials`, or 429."""
    failures = services(request).failed_sign_ins
    address = request.client.host if request.client is not None else ""
    async with failures.attempt(username, address):
        async with services(request).database.read() as session:
            user = await access.user_by_name(session, username)
        good = await is_password(password, user.password_hash if user is not None else None)
        if user is None or not good or not user.is_active:
            raise Problem("bad_credentials")
        return user


async def _open(session: AsyncSession, user: User, kind: CredentialKind, seconds: int) -> str:
    return await sessions.open_credential(session, datetime.now(UTC), user, kind, seconds)


@router.post("/auth/token", operation_id="make_token", response_model=TokenMade)
async def make_token(
    request: Request, form: Annotated[PasswordGrant, Depends()], unit: UnitDep
) -> Response:
    """Give a program an OAuth2 access token for a user name and password."""
    user = await _check(request, form.username, form.password)
    seconds = services(request).settings.token_seconds
    token = await _open(await unit.session(), user, CredentialKind.TOKEN, seconds)
    made = answer({"access_token": token, "token_type": "bearer", "expires_in": seconds})
    made.headers["Cache-Control"] = "no-store"
    return made


@router.post("/auth/session", operation_id="sign_in", status_code=204)
async def sign_in(request: Request, username: _Name, password: _Secret, unit: UnitDep) -> Response:
    """Sign a browser in: sets an HttpOnly cookie."""
    settings = services(request).settings
    if request.headers.get("origin") and not is_own_origin(request, settings):
        raise Problem("foreign_origin")
    user = await _check(request, username, password)
    seconds = settings.session_seconds
    secret = await _open(await unit.session(), user, CredentialKind.SESSION, seconds)
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=seconds,
        httponly=True,
        secure=settings.secure_cookies,
        samesite="strict",
    )
    return response


@router.delete("/auth/session", operation_id="sign_out", status_code=204)
async def sign_out(
    request: Request, caller: CallerDep, unit: UnitDep, session: WriteSession
) -> Response:
    """Sign out: the session or token is worth nothing at once, and its sockets close."""
    secret, _ = presented_secret(request)
    if caller.user is not None and secret is not None:
        await sessions.close_credential(session, datetime.now(UTC), secret)
        unit.withdraws = True
    response = Response(status_code=204)
    response.delete_cookie(COOKIE)
    return response


@router.post("/auth/first-admin", operation_id="make_first_admin", status_code=204)
async def make_first_admin(admin: FirstAdmin, unit: UnitDep) -> Response:
    """Make the first administrator with the one-time link's secret."""
    hash_ = await hash_password(admin.password)
    session = await unit.session()
    at = datetime.now(UTC)
    if not await sessions.use_first_admin_link(session, at, admin.secret):
        raise Problem("bad_credentials")
    await people.add_user(
        session,
        at,
        username=admin.username,
        name=admin.name,
        password_hash=hash_,
        is_admin=True,
    )
    return Response(status_code=204)


@router.get("/me", operation_id="get_me")
async def get_me(caller: CallerDep, session: Reading) -> Me:
    """Return who is signed in, and what they are to which conference."""
    if caller.user is None:
        raise Problem("not_signed_in", {"WWW-Authenticate": "Bearer"})
    rows = await access.members(session, user_id=caller.user.id)
    return Me(
        username=caller.user.username,
        name=caller.user.name,
        is_admin=caller.user.is_admin,
        memberships=[
            MembershipShown(
                conference=row.conference,
                role=row.membership.role,
                site=row.site,
                official=row.official,
            )
            for row in rows
        ],
    )
