"""Conferences: list, make, look at, change, switch the phase."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.actions import conferences as actions
from app.deps import (
    CallerDep,
    DeedDep,
    IfNotDone,
    NeedsIfMatch,
    OnceOnly,
    Reading,
    StandingDep,
    UnitRoute,
    WriteSession,
    require,
    require_admin,
)
from app.domain.roles import Actor, Grant, Permission, Role
from app.models.conference import (
    Conference,
    ConferenceCreate,
    ConferencePage,
    ConferencePatch,
    ConferenceShown,
    PhaseSwitch,
)
from app.models.programme_shown import conference_shown
from app.queries import access, conferences
from app.routers.answers import PageDep, answer

router = APIRouter(prefix="/conferences", tags=["conferences"], route_class=UnitRoute)


@router.get("", operation_id="list_conferences", response_model=ConferencePage)
async def list_conferences(
    request: Request, caller: CallerDep, session: Reading, paging: PageDep
) -> Response:
    """List the conferences the caller has to do with; an administrator sees all."""
    only: set[int] | None = {caller.key_conference_id}
    if caller.user is not None:
        rows = await access.members(session, user_id=caller.user.id)
        only = {row.membership.conference_id for row in rows}
        if caller.user.is_admin:
            only = None
    (after,) = paging.after(0)
    found = await conferences.conferences(session, only=only, after=after, limit=paging.limit)
    last = [found[-1].id or 0] if found else None
    return paging.page(request, [_shown(row) for row in found], last)


@router.post(
    "",
    operation_id="create_conference",
    dependencies=[require_admin(Permission.SETUP_CONFERENCE)],
    response_model=ConferenceShown,
    status_code=201,
)
async def create_conference(
    given: ConferenceCreate, caller: CallerDep, _once: OnceOnly, session: WriteSession
) -> Response:
    """Make a conference: from a preset such as `bac-kan-2025`, or from nothing."""
    assert caller.user is not None
    actor = Actor(caller.user.username, (Grant(Role.ADMIN),), user_id=caller.user.id)
    row = await actions.create(session, actor, datetime.now(UTC), given)
    location = f"/api/v1/conferences/{row.slug}"
    return answer(_shown(row), 201, version=row.version, location=location)


@router.get(
    "/{conference}",
    operation_id="get_conference",
    response_model=ConferenceShown,
    dependencies=[require(Permission.SEE_CONFERENCE)],
)
async def get_conference(standing: StandingDep) -> Response:
    """Return one conference."""
    return _answer(standing.conference)


@router.patch(
    "/{conference}",
    operation_id="change_conference",
    response_model=ConferenceShown,
    dependencies=[require(Permission.SETUP_CONFERENCE)],
)
async def change_conference(
    given: ConferencePatch, _versions: NeedsIfMatch, deed: DeedDep
) -> Response:
    """Change a conference's settings."""
    return _answer(await actions.change(deed, given))


@router.post(
    "/{conference}/phase",
    operation_id="switch_phase",
    response_model=ConferenceShown,
    dependencies=[require(Permission.SWITCH_PHASE)],
)
async def switch_phase(given: PhaseSwitch, _once: IfNotDone, deed: DeedDep) -> Response:
    """Take the conference on to a later phase, or one step back."""
    return _answer(await actions.switch_phase(deed, given.to))


def _answer(row: Conference) -> Response:
    return answer(_shown(row), version=row.version)


def _shown(row: Conference) -> dict[str, Any]:
    return conference_shown(row, private=False)
