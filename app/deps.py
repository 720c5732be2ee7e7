"""What routes ask for: the caller, the actor in a conference, a right, the one transaction."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Annotated, Any, cast
from urllib.parse import urlsplit

from fastapi import Depends, Header, Path, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from app.actions import deed as deeds
from app.actions.sessions import KEY_PREFIX, secret_hash
from app.database import Database
from app.domain.errors import MissingPermission, NotFound
from app.domain.roles import Actor, Permission
from app.errors import Problem
from app.idempotency import Once, Replay
from app.live.connection import Holder
from app.limiting import FailedSignIns
from app.live.hub import Hub
from app.models.access import User
from app.models.conference import Conference
from app.models.fields import Slug
from app.queries import access, conferences
from app.settings import Settings

COOKIE = "doithoai_session"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_ETAG = re.compile(r'^"([0-9]{1,10})"$')


class Services:
    """What a process has one of; kept on `app.state.services`."""

    def __init__(self, settings: Settings, database: Database, hub: Hub) -> None:
        self.settings = settings
        self.database = database
        self.hub = hub
        self.once = Once()
        self.failed_sign_ins = FailedSignIns(settings.sign_in_failures)


def services(connection: HTTPConnection) -> Services:
    """Return the process's services."""
    return cast(Services, connection.app.state.services)


class Unit:
    """The one transaction of a request. It begins when a route first asks for its session."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stack = AsyncExitStack()
        self._session: AsyncSession | None = None
        self.conferences: set[int] = set()
        self.withdraws = False

    async def session(self) -> AsyncSession:
        """Return the transaction's session, beginning it on first use."""
        if self._session is None:
            self._session = await self._stack.enter_async_context(self._services.database.write())
        return self._session

    async def run(
        self, handle: Callable[[Request], Awaitable[Response]], request: Request
    ) -> Response:
        """Answer the request; commit before the answer leaves, then wake the screens."""
        try:
            async with self._stack:
                response = await handle(request)
                if self._session is not None:
                    await self._services.once.keep(self._session, request, response)
        except Replay as replay:
            return replay.response()
        finally:
            self._services.once.release(request)
        for conference_id in self.conferences:
            self._services.hub.wake(conference_id)
        if self.withdraws:
            self._services.hub.look()
        return response


class UnitRoute(APIRoute):
    """A route whose request is one transaction, committed before the response leaves.

    The right it needs goes into the API's description.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        needed = _permission(self.dependant)
        if needed is not None:
            self.openapi_extra = (self.openapi_extra or {}) | {"x-permission": needed.value}
            self.description = f"{self.description}\n\nNeeds the permission `{needed.value}`."

    def get_route_handler(self) -> Callable[[Request], Any]:
        """Wrap FastAPI's handler, which has built the whole response when it returns."""
        handle = super().get_route_handler()

        async def in_one_transaction(request: Request) -> Response:
            unit = Unit(services(request))
            request.state.unit = unit
            return await unit.run(handle, request)

        return in_one_transaction


def _unit(request: Request) -> Unit:
    return cast(Unit, request.state.unit)


UnitDep = Annotated[Unit, Depends(_unit)]


async def _write_session(unit: UnitDep) -> AsyncSession:
    return await unit.session()


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
        if self.user is not None:
            return f"user:{self.user.id}"
        return f"key:{self.holder.key_id}"


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


async def _reading(request: Request) -> AsyncIterator[AsyncSession]:
    async with services(request).database.read() as session:
        yield session


Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]
"""A session to read with, given back before the response is sent."""


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
    if by_cookie and request.method not in _SAFE and request.headers.get("origin"):
        if not is_own_origin(request, services(request).settings):
            raise Problem("foreign_origin")
    request.state.caller = caller
    return caller


CallerDep = Annotated[Caller, Depends(_caller)]


async def _admin(caller: CallerDep) -> Caller:
    if caller.user is None or not caller.user.is_admin:
        raise MissingPermission(Permission.MANAGE_PEOPLE)
    return caller


AdminDep = Annotated[Caller, Depends(_admin)]


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


async def _standing(request: Request, conference: Annotated[Slug, Path()]) -> Standing:
    async with services(request).database.read() as session:
        caller = await _identified(request, session)
        row = await conferences.by_slug(session, conference)
        actor = await actor_in(session, caller, row) if row is not None else None
    if row is None or actor is None:
        raise NotFound("conference", conference)
    return Standing(row, actor, caller)


StandingDep = Annotated[Standing, Depends(_standing)]


class Require:
    """Lets a member with the right pass; the permission's name goes into the API's description."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, standing: StandingDep) -> Standing:
        """Return the caller's standing. Raises `MissingPermission`."""
        if not standing.actor.has(self.permission):
            raise MissingPermission(self.permission)
        return standing


def _permission(dependant: Dependant) -> Permission | None:
    """Return the right that a route's own dependencies ask for."""
    for needed in dependant.dependencies:
        if isinstance(needed.call, Require):
            return needed.call.permission
    return None


def require(permission: Permission) -> Any:
    """Return the dependency that asks for one right."""
    return Depends(Require(permission))


def _if_match(if_match: Annotated[str | None, Header(max_length=1000)] = None) -> Any:
    if if_match is None or if_match.strip() == "*":
        return None
    tags = [_ETAG.match(tag.strip()) for tag in if_match.split(",")]
    return frozenset(int(tag[1]) for tag in tags if tag is not None)


IfMatch = Annotated[frozenset[int] | None, Depends(_if_match)]


def _need_if_match(request: Request, versions: IfMatch) -> frozenset[int] | None:
    if "if-match" not in request.headers:
        raise Problem("precondition_required")
    return versions


NeedsIfMatch = Annotated[frozenset[int] | None, Depends(_need_if_match)]


async def _once(request: Request, caller: CallerDep, unit: UnitDep) -> None:
    await services(request).once.begin(request, caller.name, unit.session, required=False)


async def _once_required(request: Request, caller: CallerDep, unit: UnitDep) -> None:
    await services(request).once.begin(request, caller.name, unit.session, required=True)


IfNotDone = Annotated[None, Depends(_once)]
"""A repeat under the same Idempotency-Key is answered as the first time; the key may be absent."""

OnceOnly = Annotated[None, Depends(_once_required)]
"""The same, where the key must be present: on what creates."""


async def _deed(standing: StandingDep, unit: UnitDep, versions: IfMatch) -> deeds.Deed:
    session = await unit.session()
    deed = await deeds.begin(
        session, standing.conference_id, standing.actor, datetime.now(UTC), versions
    )
    unit.conferences.add(standing.conference_id)
    return deed


DeedDep = Annotated[deeds.Deed, Depends(_deed)]
WriteSession = Annotated[AsyncSession, Depends(_write_session)]
