"""Members of a conference, and its API keys."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from app.actions import people, sessions
from app.deps import (
    OnceOnly,
    Reading,
    StandingDep,
    UnitDep,
    UnitRoute,
    WriteSession,
    require,
    require_admin,
)
from app.domain.roles import Permission
from app.models.access import ApiKey
from app.models.access_shapes import (
    KeyCreate,
    KeyMade,
    KeyPage,
    KeyShown,
    MemberCreate,
    MemberPage,
    MemberShown,
)
from app.models.fields import BIGGEST
from app.queries import access
from app.queries.access import MemberRow
from app.routers.answers import PageDep, answer

router = APIRouter(tags=["people"], route_class=UnitRoute)
_people = [require(Permission.MANAGE_PEOPLE)]
_admin = [require_admin(Permission.MANAGE_PEOPLE)]
_keys = [require(Permission.MANAGE_KEYS)]
Id = Annotated[int, Path(ge=1, le=BIGGEST)]


@router.get(
    "/conferences/{conference}/members",
    operation_id="list_members",
    response_model=MemberPage,
    dependencies=_people,
)
async def list_members(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List who is what to the conference."""
    (after,) = paging.after(0)
    rows = await access.members(
        session, conference_id=standing.conference_id, after=after, limit=paging.limit
    )
    last = [rows[-1].membership.id or 0] if rows else None
    return paging.page(request, [_member(row) for row in rows], last)


@router.post(
    "/conferences/{conference}/members",
    operation_id="add_member",
    response_model=MemberShown,
    status_code=201,
    dependencies=_people,
)
async def add_member(
    given: MemberCreate, standing: StandingDep, _once: OnceOnly, session: WriteSession
) -> Response:
    """Give a user a role in the conference."""
    made = await people.add_member(session, standing.conference, given)
    rows = await access.members(session, user_id=made.user_id, conference_id=standing.conference_id)
    row = next(row for row in rows if row.membership.id == made.id)
    return answer(_member(row), 201)


@router.delete(
    "/conferences/{conference}/members/{member_id}",
    operation_id="remove_member",
    status_code=204,
    dependencies=_people,
)
async def remove_member(
    member_id: Id, standing: StandingDep, unit: UnitDep, session: WriteSession
) -> Response:
    """Take a role away; the screens opened with it close within a second."""
    await people.remove_member(session, datetime.now(UTC), standing.conference, member_id)
    unit.withdraws = True
    return Response(status_code=204)


@router.get(
    "/conferences/{conference}/keys",
    operation_id="list_keys",
    response_model=KeyPage,
    dependencies=_keys,
)
async def list_keys(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List the conference's API keys, without their secrets."""
    (after,) = paging.after(0)
    rows = await access.keys(session, standing.conference_id, after=after, limit=paging.limit)
    return paging.page(request, [_key(row) for row in rows], _last(rows))


@router.post(
    "/conferences/{conference}/keys",
    operation_id="make_key",
    response_model=KeyMade,
    status_code=201,
    dependencies=_keys,
)
async def make_key(
    request: Request,
    given: KeyCreate,
    standing: StandingDep,
    _once: OnceOnly,
    session: WriteSession,
) -> Response:
    """Make an API key. Its secret is in this answer only; a repeat of the request has `null`."""
    secret = sessions.new_secret(sessions.KEY_PREFIX)
    hash_ = sessions.secret_hash(secret)
    row = await people.add_key(session, datetime.now(UTC), standing.conference, given, hash_)
    # What is kept for repeats must not hold the secret.
    request.state.body_for_repeats = answer(_key(row) | {"key": None}).body
    return answer(_key(row) | {"key": secret}, 201)


@router.delete(
    "/conferences/{conference}/keys/{key_id}",
    operation_id="revoke_key",
    status_code=204,
    dependencies=_keys,
)
async def revoke_key(
    key_id: Id, standing: StandingDep, unit: UnitDep, session: WriteSession
) -> Response:
    """End an API key at once."""
    await people.revoke_key(session, datetime.now(UTC), standing.conference, key_id)
    unit.withdraws = True
    return Response(status_code=204)


def _last(rows: Any) -> list[int] | None:
    return [rows[-1].id] if rows else None


def _member(row: MemberRow) -> dict[str, Any]:
    return {
        "id": row.membership.id,
        "username": row.user.username,
        "name": row.user.name,
        "role": row.membership.role,
        "site": row.site,
        "official": row.official,
    }


def _key(row: ApiKey) -> dict[str, Any]:
    return row.model_dump(include=set(KeyShown.model_fields))
