"""Who is calling, what they are to the conference of the path, and whether they have a right."""

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Path, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from app.actions.sessions import KEY_PREFIX, secret_hash
from app.deps.services import services
from app.domain.errors import MissingPermission, NotFound
from app.domain.roles import Actor, Permission
from app.errors import Problem
from app.live.connection import Holder
from app.models.access import User
from app.models.conference import Conference
from app.models.fields import Slug
from app.queries import access, conferences
from app.settings import Settings

COOKIE = "doithoai_session"
_SAFE = {"GET", "HEAD", "OPTIONS"}


class Caller:
    """Somebody signed in: a user with a session or token, or an API key."""

    def __init__(self, holder: Holder, user: User | None, key_actor: Actor | None, at: int) -> None:
        self.holder = holder
        self.user = user
        self.key_actor = key_actor
        self.key_conference_id = at

    @property
    def name(self) -> str:
        """Return what idempotency keys are scoped to."""
        return self.holder.name


def presented_secret(connection: HTTPConnection) -> tuple[str | None, bool]:
    """Return the secret the caller presents, and whether it came as a browser's cookie."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip(), False
    return connection.cookies.get(COOKIE), True


async def identify(session: AsyncSession, secret: str | None) -> Caller | None:
    """Return who presents this secret, or `None` when it is worth nothing."""
    if not secret or len(secret) > 200:
        return None
    hash_ = secret_hash(secret)
    if secret.startswith(KEY_PREFIX):
        key = await access.api_key(session, hash_)
        if key is None:
            return None
        holder = Holder(None, key.id, hash_, None)
        return Caller(holder, None, access.key_actor(key), key.conference_id)
    found = await access.signed_in(session, hash_, datetime.now(UTC))
    if found is None:
        return None
    holder = Holder(found.user.id, None, hash_, found.credential.expires_at)
    return Caller(holder, found.user, None, 0)


def is_own_origin(connection: HTTPConnection, settings: Settings) -> bool:
    """Tell whether the Origin header names this server or one that was allowed."""
    origin = connection.headers.get("origin", "")
    if origin in settings.allowed_origins or origin == settings.public_url.rstrip("/"):
        return True
    return urlsplit(origin).netloc == connection.headers.get("host", "")


async def _caller(request: Request) -> Caller:
    """Identify the caller once a request, and let the connection go before anything is done."""
    known: Caller | None = getattr(request.state, "caller", None)
    if known is None:
        async with services(request).database.read() as session:
            known = await _identified(request, session)
    return known


async def _identified(request: Request, session: AsyncSession) -> Caller:
    secret, by_cookie = presented_secret(request)
    caller = await identify(session, secret)
    if caller is None:
        raise Problem("not_signed_in", {"WWW-Authenticate": "Bearer"})
    by_page = by_cookie and request.method not in _SAFE and "origin" in request.headers
    if by_page and not is_own_origin(request, services(request).settings):
        raise Problem("foreign_origin")
    request.state.caller = caller
    return caller


CallerDep = Annotated[Caller, Depends(_caller)]


class RequireAdmin:
    """Lets an administrator pass, where a right is not bound to a conference."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, caller: CallerDep) -> Caller:
        """Return the caller. Raises `MissingPermission`."""
        if caller.user is None or not caller.user.is_admin:
            raise MissingPermission(self.permission)
        return caller


def require_admin(permission: Permission) -> Any:
    """Return the dependency that asks for an administrator."""
    return Depends(RequireAdmin(permission))


class Standing:
    """The caller in the conference of the path."""

    def __init__(self, conference: Conference, actor: Actor, caller: Caller) -> None:
        self.conference = conference
        self.actor = actor
        self.caller = caller

    @property
    def conference_id(self) -> int:
        """Return the conference's row id."""
        assert self.conference.id is not None
        return self.conference.id


async def actor_in(session: AsyncSession, caller: Caller, conference: Conference) -> Actor | None:
    """Return the caller as an actor in the conference; `None` for a stranger to it."""
    assert conference.id is not None
    if caller.key_actor is not None:
        return caller.key_actor if caller.key_conference_id == conference.id else None
    assert caller.user is not None
    return await access.actor(session, caller.user, conference.id)


async def standing_in(request: Request, conference: str) -> Standing:
    """Return the caller's standing in a conference. Raises `NotFound` for a stranger to it."""
    async with services(request).database.read() as session:
        caller = await _identified(request, session)
        row = await conferences.by_slug(session, conference)
        actor = await actor_in(session, caller, row) if row is not None else None
    if row is None or actor is None:
        raise NotFound("conference", conference)
    return Standing(row, actor, caller)


async def _standing(request: Request, conference: Annotated[Slug, Path()]) -> Standing:
    return await standing_in(request, conference)


StandingDep = Annotated[Standing, Depends(_standing)]


class Require:
    """Lets a member with the right pass; the permission's name goes into the API's description."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, standing: StandingDep) -> Standing:
        """Return the caller's standing. Raises `MissingPermission`."""
        if not standing.actor.has(self.permission):
            raise MissingPermission(self.permission)
        return standing


def require(permission: Permission) -> Any:
    """Return the dependency that asks for one right."""
    return Depends(Require(permission))
