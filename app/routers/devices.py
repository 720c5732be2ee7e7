"""Screens: a device asks for a code (RFC 8628), a moderator approves it, screens are listed."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from app.actions import devices
from app.deps import (
    CallerDep,
    IfNotDone,
    Reading,
    Standing,
    StandingDep,
    UnitDep,
    UnitRoute,
    WriteSession,
    address_of,
    require,
    services,
    standing_in,
    too_many,
)
from app.domain import user_codes
from app.domain.errors import MissingPermission
from app.domain.roles import Permission
from app.models.device_shapes import (
    DeviceApproval,
    DeviceDenial,
    DeviceStarted,
    ScreenMade,
    ScreenPage,
)
from app.models.fields import BIGGEST
from app.queries import devices as queries
from app.queries.devices import ScreenRow
from app.routers.answers import PageDep, answer, picture_of
from app.routers.grants import ClientForm

router = APIRouter(route_class=UnitRoute)
_screens = [require(Permission.APPROVE_SCREENS)]
_IN_BODY: dict[str, Any] = {"x-permission": Permission.APPROVE_SCREENS.value}
Id = Annotated[int, Path(ge=1, le=BIGGEST)]

MOST_PENDING = 5000
"""Sign-ins that may wait for approval at once, of all addresses."""


@router.post(
    "/auth/device",
    operation_id="begin_device_sign_in",
    response_model=DeviceStarted,
    tags=["signing in"],
    dependencies=[Depends(ClientForm)],
)
async def begin_device_sign_in(request: Request, unit: UnitDep) -> Response:
    """Give a device without a keyboard a code to show, and one to ask with (RFC 8628, 3.1)."""
    serving = services(request)
    await serving.device_starts.count(address_of(request))
    at = datetime.now(UTC)
    async with serving.database.read() as session:
        if await queries.pending(session, at) >= MOST_PENDING:
            raise too_many(devices.LASTS.total_seconds() / 10)
    codes = await devices.begin(await unit.session(), at)
    address = f"{serving.settings.public_url.rstrip('/')}/device"
    shown = user_codes.spoken(codes.user)
    complete = f"{address}?code={shown}"
    started = answer(
        {
            "device_code": codes.device,
            "user_code": shown,
            "verification_uri": address,
            "verification_uri_complete": complete,
            "expires_in": int(devices.LASTS.total_seconds()),
            "interval": int(devices.INTERVAL.total_seconds()),
            "qr": picture_of(complete),
        }
    )
    started.headers["Cache-Control"] = "no-store"
    return started


class _Approval:
    """An approval by somebody who may give it in the conference it names."""

    def __init__(self, given: DeviceApproval, standing: Standing) -> None:
        self.given = given
        self.standing = standing


async def _approval(request: Request, _caller: CallerDep, given: DeviceApproval) -> _Approval:
    return _Approval(given, await _approver(request, given.conference))


@router.post(
    "/auth/device/approve",
    operation_id="approve_device",
    response_model=ScreenMade,
    openapi_extra=_IN_BODY,
    tags=["people"],
)
async def approve_device(
    request: Request,
    approval: Annotated[_Approval, Depends(_approval)],
    _once: IfNotDone,
    unit: UnitDep,
) -> Response:
    """Let the device that shows this code in, as a screen of the conference.

    Needs the permission `screen.approve` in the conference named in the body.
    """
    given, standing = approval.given, approval.standing
    by = standing.actor.user_id or 0
    session = await unit.session()
    async with services(request).failed_codes.attempt(str(by), address_of(request)):
        screen, user = await devices.approve(
            session, datetime.now(UTC), standing.conference, by, given
        )
    return answer({"id": screen.id, "name": screen.name, "username": user.username})


@router.post(
    "/auth/device/deny",
    operation_id="deny_device",
    status_code=204,
    openapi_extra=_IN_BODY,
    tags=["people"],
)
async def deny_device(
    request: Request, _caller: CallerDep, given: DeviceDenial, unit: UnitDep
) -> Response:
    """Turn the device that shows this code away.

    Needs the permission `screen.approve` in the conference named in the body.
    """
    standing = await _approver(request, given.conference)
    by = standing.actor.user_id or 0
    session = await unit.session()
    async with services(request).failed_codes.attempt(str(by), address_of(request)):
        await devices.deny(session, datetime.now(UTC), by, given.user_code)
    return Response(status_code=204)


@router.get(
    "/conferences/{conference}/screens",
    operation_id="list_screens",
    response_model=ScreenPage,
    dependencies=_screens,
    tags=["people"],
)
async def list_screens(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List the screens that were let in by their code."""
    (after,) = paging.after(0)
    rows = await queries.screens(session, standing.conference_id, after=after, limit=paging.limit)
    last = [rows[-1].screen.id or 0] if rows else None
    return paging.page(request, [_screen(row) for row in rows], last)


@router.delete(
    "/conferences/{conference}/screens/{screen_id}",
    operation_id="remove_screen",
    status_code=204,
    dependencies=_screens,
    tags=["people"],
)
async def remove_screen(
    screen_id: Id, standing: StandingDep, unit: UnitDep, session: WriteSession
) -> Response:
    """Take a screen away: it is signed out within a second, and its user is closed."""
    await devices.remove(session, datetime.now(UTC), standing.conference, screen_id)
    unit.withdraws = True
    return Response(status_code=204)


async def _approver(request: Request, conference: str) -> Standing:
    """Return the caller's standing in a conference that the body names."""
    standing = await standing_in(request, conference)
    if not standing.actor.has(Permission.APPROVE_SCREENS):
        raise MissingPermission(Permission.APPROVE_SCREENS)
    return standing


def _screen(row: ScreenRow) -> dict[str, Any]:
    kept = {"id", "name", "approved_at", "signed_in_at"}
    names = {"username": row.username, "approved_by": row.approved_by}
    return row.screen.model_dump(include=kept) | names
