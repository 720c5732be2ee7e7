"""Accounts, for administrators."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import people
from app.deps import NeedsIfMatch, OnceOnly, Reading, UnitDep, UnitRoute, require_admin
from app.domain.errors import NotFound, StaleVersion
from app.domain.roles import Permission
from app.models.access import User
from app.models.access_shapes import UserCreate, UserPage, UserPatch, UserShown
from app.models.fields import BIGGEST
from app.passwords import hash_password
from app.queries import access
from app.routers.answers import PageDep, answer

router = APIRouter(tags=["people"], route_class=UnitRoute)
_admin = [require_admin(Permission.MANAGE_PEOPLE)]
Id = Annotated[int, Path(ge=1, le=BIGGEST)]


@router.get("/users", operation_id="list_users", dependencies=_admin, response_model=UserPage)
async def list_users(request: Request, session: Reading, paging: PageDep) -> Response:
    """List all accounts."""
    (after,) = paging.after(0)
    rows = await access.users(session, after=after, limit=paging.limit)
    return paging.page(request, [_user(row) for row in rows], [rows[-1].id or 0] if rows else None)


@router.post(
    "/users",
    operation_id="add_user",
    dependencies=_admin,
    response_model=UserShown,
    status_code=201,
)
async def add_user(given: UserCreate, _once: OnceOnly, unit: UnitDep) -> Response:
    """Open an account."""
    hash_ = await hash_password(given.password)
    user = await people.add_user(
        await unit.session(),
        datetime.now(UTC),
        username=given.username,
        name=given.name,
        password_hash=hash_,
        is_admin=given.is_admin,
    )
    return _user_answer(user, 201, f"/api/v1/users/{user.id}")


@router.get(
    "/users/{user_id}",
    operation_id="get_user",
    dependencies=_admin,
    response_model=UserShown,
)
async def get_user(user_id: Id, session: Reading) -> Response:
    """Return one account."""
    return _user_answer(await _find_user(session, user_id))


@router.patch(
    "/users/{user_id}",
    operation_id="change_user",
    dependencies=_admin,
    response_model=UserShown,
)
async def change_user(
    user_id: Id, given: UserPatch, versions: NeedsIfMatch, unit: UnitDep
) -> Response:
    """Change an account; a new password or closing it ends its sessions and sockets."""
    hash_ = await hash_password(given.password) if given.password is not None else None
    session = await unit.session()
    user = await _find_user(session, user_id)
    if versions is not None and user.version not in versions:
        raise StaleVersion(user.version)
    unit.withdraws = hash_ is not None or given.is_active is False
    user = await people.change_user(
        session,
        datetime.now(UTC),
        user,
        name=given.name,
        password_hash=hash_,
        is_active=given.is_active,
    )
    return _user_answer(user)


async def _find_user(session: AsyncSession, user_id: int) -> User:
    user = await session.get(User, user_id)
    if user is None:
        raise NotFound("user", user_id)
    return user


def _user_answer(user: User, status: int = 200, location: str | None = None) -> Response:
    return answer(_user(user), status, version=user.version, location=location)


def _user(row: User) -> dict[str, Any]:
    return row.model_dump(include={"id", "username", "name", "is_admin", "is_active", "version"})
