"""Invitations: made and ended by who manages people, looked at and accepted by who has the link."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from app.actions import invitations, sessions
from app.deps import (
    OnceOnly,
    Reading,
    StandingDep,
    UnitDep,
    UnitRoute,
    WriteSession,
    address_of,
    require,
    services,
)
from app.domain.roles import Permission
from app.errors import Problem
from app.models.fields import BIGGEST
from app.models.invitation import Invitation
from app.models.invitation_shapes import (
    InvitationAccept,
    InvitationCreate,
    InvitationMade,
    InvitationOffer,
    InvitationPage,
    InvitationSecret,
)
from app.passwords import hash_password
from app.queries import invitations as queries
from app.queries.invitations import InvitationRow
from app.routers.answers import PageDep, answer, picture_of

router = APIRouter(route_class=UnitRoute)
_people = [require(Permission.MANAGE_PEOPLE)]
Id = Annotated[int, Path(ge=1, le=BIGGEST)]


@router.get(
    "/conferences/{conference}/invitations",
    operation_id="list_invitations",
    response_model=InvitationPage,
    dependencies=_people,
    tags=["people"],
)
async def list_invitations(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List the conference's invitations, without their links; those that were ended are gone."""
    (after,) = paging.after(0)
    rows = await queries.invitations(
        session, standing.conference_id, after=after, limit=paging.limit
    )
    last = [rows[-1].invitation.id or 0] if rows else None
    items = [_invitation(row.invitation, row.site, row.official) for row in rows]
    return paging.page(request, items, last)


@router.post(
    "/conferences/{conference}/invitations",
    operation_id="make_invitation",
    response_model=InvitationMade,
    status_code=201,
    dependencies=_people,
    tags=["people"],
)
async def make_invitation(
    request: Request,
    given: InvitationCreate,
    standing: StandingDep,
    _once: OnceOnly,
    session: WriteSession,
) -> Response:
    """Invite somebody. The link is in this answer only; a repeat of the request has `null`."""
    settings = services(request).settings
    secret = sessions.new_secret()
    made = await invitations.invite(
        session,
        datetime.now(UTC),
        standing.conference,
        given,
        by=standing.actor.user_id or 0,
        secret=secret,
        lasts=timedelta(hours=settings.invitation_hours),
    )
    shown = _invitation(made, given.site, given.official)
    # What is kept for repeats must not hold the secret.
    request.state.body_for_repeats = answer(shown | {"link": None, "qr": None}).body
    link = f"{settings.public_url.rstrip('/')}/#invitation={secret}"
    return answer(shown | {"link": link, "qr": picture_of(link)}, 201)


@router.delete(
    "/conferences/{conference}/invitations/{invitation_id}",
    operation_id="end_invitation",
    status_code=204,
    dependencies=_people,
    tags=["people"],
)
async def end_invitation(
    invitation_id: Id, standing: StandingDep, session: WriteSession
) -> Response:
    """End an invitation that nobody has accepted: its link is worth nothing at once."""
    await invitations.end(session, datetime.now(UTC), standing.conference, invitation_id)
    return Response(status_code=204)


@router.post(
    "/auth/invitation",
    operation_id="read_invitation",
    response_model=InvitationOffer,
    tags=["signing in"],
)
async def read_invitation(request: Request, given: InvitationSecret) -> Response:
    """Return what an invitation offers, and a user name that is free."""
    row = await _good(request, given.secret)
    async with services(request).database.read() as session:
        username = await queries.free_username(
            session, row.invitation.name, otherwise=row.invitation.role.value
        )
    offer = {
        "name": row.invitation.name,
        "role": row.invitation.role,
        "site": row.site,
        "official": row.official,
        "bound_to": row.bound_to,
        "conference": {"slug": row.conference.slug, "title": row.conference.title},
        "expires_at": row.invitation.expires_at,
        "username": username,
    }
    return answer(offer)


@router.post(
    "/auth/invitation/accept",
    operation_id="accept_invitation",
    status_code=204,
    tags=["signing in"],
)
async def accept_invitation(request: Request, given: InvitationAccept, unit: UnitDep) -> Response:
    """Open an account with the invitation's role, and use the link up. Does not sign in."""
    await _good(request, given.secret)
    hash_ = await hash_password(given.password)
    user = await invitations.accept(await unit.session(), datetime.now(UTC), given, hash_)
    if user is None:
        raise Problem("bad_invitation")
    return Response(status_code=204)


async def _good(request: Request, secret: str) -> InvitationRow:
    """Return the invitation of a secret. Raises `bad_invitation`, or 429 for who guesses."""
    serving = services(request)
    async with serving.failed_invitations.attempt(address_of(request)):
        async with serving.database.read() as session:
            hash_ = sessions.secret_hash(secret)
            row = await queries.good(session, hash_, datetime.now(UTC))
        if row is None:
            raise Problem("bad_invitation")
        return row


def _invitation(row: Invitation, site: str | None, official: str | None) -> dict[str, Any]:
    kept = {"id", "role", "name", "created_at", "expires_at", "used_at"}
    return row.model_dump(include=kept) | {"site": site, "official": official}
