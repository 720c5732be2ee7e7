"""Invitations: made by who manages people, accepted once by who has the link."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.actions import people
from app.actions.sessions import secret_hash
from app.domain.errors import NotFound
from app.models.access import Membership, User
from app.models.conference import Conference
from app.models.invitation import Invitation
from app.models.invitation_shapes import InvitationAccept, InvitationCreate


async def invite(
    session: AsyncSession,
    at: datetime,
    conference: Conference,
    given: InvitationCreate,
    *,
    by: int,
    secret: str,
    lasts: timedelta,
) -> Invitation:
    """Make an invitation. Raises `UnknownReference`, `BadField`."""
    site_id, official_id = await people.bound_to(session, conference, given)
    assert conference.id is not None
    invitation = Invitation(
        conference_id=conference.id,
        role=given.role,
        site_id=site_id,
        official_id=official_id,
        name=given.name,
        secret_hash=secret_hash(secret),
        created_at=at,
        created_by=by,
        expires_at=at + lasts,
    )
    session.add(invitation)
    await session.flush()
    return invitation


async def end(
    session: AsyncSession, at: datetime, conference: Conference, invitation_id: int
) -> None:
    """End an invitation nobody has accepted. Raises `NotFound`, also for a used one."""
    ended = await session.scalars(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation_id,
            col(Invitation.conference_id) == conference.id,
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .values(revoked_at=at)
        .returning(col(Invitation.id))
    )
    if ended.one_or_none() is None:
        raise NotFound("invitation", invitation_id)


async def accept(
    session: AsyncSession, at: datetime, given: InvitationAccept, password_hash: str
) -> User | None:
    """Use the invitation up and open the account with its role; `None`: it is worth nothing.

    Raises `NameTaken`.
    """
    invitation = await _use(session, at, given.secret)
    if invitation is None:
        return None
    user = await people.add_user(
        session, at, username=given.username, name=invitation.name, password_hash=password_hash
    )
    assert user.id is not None
    invitation.user_id = user.id
    session.add(
        Membership(
            conference_id=invitation.conference_id,
            user_id=user.id,
            role=invitation.role,
            site_id=invitation.site_id,
            official_id=invitation.official_id,
        )
    )
    await session.flush()
    return user


async def _use(session: AsyncSession, at: datetime, secret: str) -> Invitation | None:
    used = await session.scalars(
        update(Invitation)
        .where(
            col(Invitation.secret_hash) == secret_hash(secret),
            col(Invitation.used_at).is_(None),
            col(Invitation.revoked_at).is_(None),
            col(Invitation.expires_at) > at,
        )
        .values(used_at=at)
        .returning(Invitation)
    )
    return used.one_or_none()
