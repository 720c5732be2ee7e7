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
from app.passwords import hash_password
from app.queries import access
from app.routers.answers import answer
from app.routers.grants import GrantForm, who

router = APIRouter(tags=["signing in"], route_class=UnitRoute)

GrantDep = Annotated[GrantForm, Depends()]
DAY = 86400


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


async def _open(session: AsyncSession, user: User, kind: CredentialKind, seconds: int) -> str:
    return await sessions.open_credential(session, datetime.now(UTC), user, kind, seconds)


@router.post("/auth/token", operation_id="make_token", response_model=TokenMade)
async def make_token(request: Request, form: GrantDep, unit: UnitDep) -> Response:
    """Give an OAuth2 access token for a user name and password, or for a screen's device code.

    A device code that is not approved yet, or not at all, gets a problem whose member `error` is
    `authorization_pending`, `slow_down`, `expired_token` or `access_denied` (RFC 8628, 3.5).
    """
    user = await who(request, form, unit)
    seconds = services(request).settings.token_seconds
    token = await _open(await unit.session(), user, CredentialKind.TOKEN, seconds)
    made = answer({"access_token": token, "token_type": "bearer", "expires_in": seconds})
    made.headers["Cache-Control"] = "no-store"
    return made


@router.post("/auth/session", operation_id="sign_in", status_code=204)
async def sign_in(request: Request, form: GrantDep, unit: UnitDep) -> Response:
    """Sign a browser in: sets an HttpOnly cookie. The form is that of `/auth/token`.

    For a screen that was approved by its code the cookie lasts longer.
    """
    settings = services(request).settings
    if request.headers.get("origin") and not is_own_origin(request, settings):
        raise Problem("foreign_origin")
    user = await who(request, form, unit)
    days = settings.screen_session_days
    seconds = days * DAY if form.is_of_device else settings.session_seconds
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
