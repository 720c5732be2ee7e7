"""One request, one transaction: committed before the answer leaves, then the screens are woken."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession

from app.actions.deed import Deed
from app.deps.callers import Require, RequireAdmin
from app.deps.idempotency import LONGEST_KEY, Replay
from app.deps.services import Services, services
from app.domain.roles import Permission


class Unit:
    """The one transaction of a request. It begins when a route first asks for its session."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stack = AsyncExitStack()
        self._session: AsyncSession | None = None
        self.deeds: list[Deed] = []
        self.withdraws = False
        self.afterwards: list[Callable[[], None]] = []
        """What begins once the transaction has been committed, and only then."""

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
        for deed in self.deeds:
            self._services.hub.committed(deed.conference_id, deed.conference.last_seq)
        if self.withdraws:
            self._services.hub.withdrawn()
        for begin in self.afterwards:
            begin()
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
        repeats = _repeats(self.dependant)
        if repeats is not None:
            self.openapi_extra = (self.openapi_extra or {}) | {"parameters": [repeats]}

    def get_route_handler(self) -> Callable[[Request], Any]:
        """Wrap FastAPI's handler, which has built the whole response when it returns."""
        handle = super().get_route_handler()

        async def in_one_transaction(request: Request) -> Response:
            unit = Unit(services(request))
            request.state.unit = unit
            return await unit.run(handle, request)

        return in_one_transaction


async def _unit(request: Request) -> Unit:
    return cast(Unit, request.state.unit)


UnitDep = Annotated[Unit, Depends(_unit)]


async def _write_session(unit: UnitDep) -> AsyncSession:
    return await unit.session()


async def _reading(request: Request) -> AsyncIterator[AsyncSession]:
    async with services(request).database.read() as session:
        yield session


Reading = Annotated[AsyncSession, Depends(_reading, scope="function")]
"""A session to read with, given back before the response is sent."""


def _repeats(dependant: Dependant) -> dict[str, Any] | None:
    """Describe the header Idempotency-Key for a route that takes it (see `commands`)."""
    for needed in dependant.dependencies:
        is_required = getattr(needed.call, "requires_key", None)
        if is_required is not None:
            return {
                "name": "Idempotency-Key",
                "in": "header",
                "required": is_required,
                "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
            }
    return None


def _permission(dependant: Dependant) -> Permission | None:
    """Return the right that a route's own dependencies ask for."""
    for needed in dependant.dependencies:
        if isinstance(needed.call, Require | RequireAdmin):
            return needed.call.permission
    return None


WriteSession = Annotated[AsyncSession, Depends(_write_session)]
