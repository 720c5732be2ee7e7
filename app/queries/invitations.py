"""Invitations: those of a conference, the one of a secret, and a user name that is free."""

import re
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.text import search_key
from app.models.access import User
from app.models.conference import Conference
from app.models.invitation import Invitation
from app.models.programme import Official, Site

LONGEST_BASE = 56
"""Characters of a suggested user name, so that a number still fits behind it."""


class InvitationRow(NamedTuple):
    """An invitation with the names it stands for."""

    invitation: Invitation
    conference: Conference
    site: str | None
    official: str | None
    bound_to: str | None
    """The name of the site or official, for people."""


_ROWS = (
    select(
        Invitation,
        Conference,
        col(Site.slug),
        col(Official.slug),
        func.coalesce(col(Site.name), col(Official.name)),
    )
    .join(Conference, col(Conference.id) == col(Invitation.conference_id))
    .outerjoin(Site, col(Site.id) == col(Invitation.site_id))
    .outerjoin(Official, col(Official.id) == col(Invitation.official_id))
)


async def invitations(
    session: AsyncSession, conference_id: int, *, after: int, limit: int
) -> list[InvitationRow]:
    """Return a conference's invitations by id, above `after`, without those that were ended."""
    statement = _ROWS.where(
        col(Invitation.conference_id) == conference_id,
        col(Invitation.revoked_at).is_(None),
        col(Invitation.id) > after,
    )
    rows = await session.execute(statement.order_by(col(Invitation.id)).limit(limit))
    return [InvitationRow(*row) for row in rows]


async def good(session: AsyncSession, secret_hash: str, at: datetime) -> InvitationRow | None:
    """Return the invitation with this hash while it can be accepted."""
    statement = _ROWS.where(
        col(Invitation.secret_hash) == secret_hash,
        col(Invitation.used_at).is_(None),
        col(Invitation.revoked_at).is_(None),
        col(Invitation.expires_at) > at,
    )
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else InvitationRow(*row)


async def free_username(session: AsyncSession, name: str, otherwise: str) -> str:
    """Return a user name made from a person's name that nobody has; `otherwise` if it has none."""
    base = _as_username(name) or _as_username(otherwise)
    number = 1
    while True:
        some = [_numbered(base, n) for n in range(number, number + 50)]
        taken = set(
            await session.scalars(select(col(User.username)).where(col(User.username).in_(some)))
        )
        for candidate in some:
            if candidate not in taken:
                return candidate
        number += 50


def _as_username(name: str) -> str:
    """Return the name folded to what a user name may hold; empty when too little is left."""
    base = re.sub(r"[^a-z0-9]+", "-", search_key(name))[:LONGEST_BASE].strip("-")
    return base if len(base) > 1 else ""


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"
