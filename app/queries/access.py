"""Who is signed in, and what they are to a conference."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.roles import SCOPES, Actor, Grant, Permission, Role
from app.models.access import AccessChange, ApiKey, Credential, Membership, User
from app.models.conference import Conference
from app.models.programme import Official, Site


class SignedIn(NamedTuple):
    """A live credential and the user it belongs to."""

    credential: Credential
    user: User


class MemberRow(NamedTuple):
    """A membership with the names it stands for."""

    membership: Membership
    user: User
    conference: str
    site: str | None
    official: str | None


# Asked by every request, so made once: building a statement costs as much as running it.
_SIGNED_IN = (
    select(Credential, User)
    .join(User, col(User.id) == col(Credential.user_id))
    .where(
        col(Credential.secret_hash) == bindparam("hash"),
        col(Credential.revoked_at).is_(None),
        col(Credential.expires_at) > bindparam("at"),
        col(User.is_active),
    )
)
_API_KEY = select(ApiKey).where(
    col(ApiKey.secret_hash) == bindparam("hash"), col(ApiKey.revoked_at).is_(None)
)
_MEMBERS = (
    select(Membership, User, col(Conference.slug), col(Site.slug), col(Official.slug))
    .join(User, col(User.id) == col(Membership.user_id))
    .join(Conference, col(Conference.id) == col(Membership.conference_id))
    .outerjoin(Site, col(Site.id) == col(Membership.site_id))
    .outerjoin(Official, col(Official.id) == col(Membership.official_id))
    .order_by(col(Membership.id))
)
_GRANTS = (
    select(col(Membership.role), col(Site.slug), col(Official.slug))
    .outerjoin_from(Membership, Site, col(Site.id) == col(Membership.site_id))
    .outerjoin(Official, col(Official.id) == col(Membership.official_id))
    .where(
        col(Membership.user_id) == bindparam("user"),
        col(Membership.conference_id) == bindparam("conference"),
    )
    .order_by(col(Membership.id))
)


async def signed_in(session: AsyncSession, secret_hash: str, at: datetime) -> SignedIn | None:
    """Return the credential with this hash while it is good, and its active user."""
    row = (await session.execute(_SIGNED_IN, {"hash": secret_hash, "at": at})).one_or_none()
    return None if row is None else SignedIn(*row)


async def api_key(session: AsyncSession, secret_hash: str) -> ApiKey | None:
    """Return the key with this hash unless it was revoked."""
    return await session.scalar(_API_KEY, {"hash": secret_hash})


async def members(
    session: AsyncSession,
    *,
    user_id: int | None = None,
    conference_id: int | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[MemberRow]:
    """Return memberships of a user, of a conference, or of a user in a conference, by id."""
    statement = _MEMBERS.where(col(Membership.id) > after)
    if user_id is not None:
        statement = statement.where(col(Membership.user_id) == user_id)
    if conference_id is not None:
        statement = statement.where(col(Membership.conference_id) == conference_id)
    return [MemberRow(*row) for row in await session.execute(statement.limit(limit))]


async def actor(session: AsyncSession, user: User, conference_id: int) -> Actor | None:
    """Return the user as an actor in the conference, or `None` for a stranger to it."""
    rows = await session.execute(_GRANTS, {"user": user.id, "conference": conference_id})
    grants = [Grant(*row) for row in rows]
    if user.is_admin:
        grants.append(Grant(Role.ADMIN))
    return Actor(user.username, tuple(grants), user_id=user.id) if grants else None


def key_actor(key: ApiKey) -> Actor:
    """Return an API key as an actor in its conference."""
    scopes = frozenset(Permission(scope) for scope in key.scopes) & SCOPES
    grant = Grant(Role.INTEGRATION, scopes=scopes)
    return Actor(f"key:{key.name}", (grant,), key_id=key.id)


async def user_by_name(session: AsyncSession, username: str) -> User | None:
    """Return the account of that name."""
    return await session.scalar(select(User).where(col(User.username) == username))


async def users(session: AsyncSession, *, after: int, limit: int) -> Sequence[User]:
    """Return accounts by id, above `after`."""
    statement = select(User).where(col(User.id) > after).order_by(col(User.id)).limit(limit)
    return (await session.scalars(statement)).all()


async def keys(
    session: AsyncSession, conference_id: int, *, after: int, limit: int
) -> Sequence[ApiKey]:
    """Return the keys of a conference by id, above `after`."""
    statement = select(ApiKey).where(
        col(ApiKey.conference_id) == conference_id, col(ApiKey.id) > after
    )
    return (await session.scalars(statement.order_by(col(ApiKey.id)).limit(limit))).all()


async def any_user(session: AsyncSession) -> bool:
    """Tell whether there is an account at all."""
    return await session.scalar(select(col(User.id)).limit(1)) is not None


async def last_access_change(session: AsyncSession) -> int:
    """Return the number of the last sign-out or withdrawn right."""
    return await session.scalar(select(func.max(col(AccessChange.id)))) or 0


async def access_changes(
    session: AsyncSession, after: int, since: datetime
) -> Sequence[AccessChange]:
    """Return sign-outs and withdrawn rights after that number or that time, in order.

    The time is needed because a smaller number may be committed after a larger one.
    """
    statement = select(AccessChange).where(
        (col(AccessChange.id) > after) | (col(AccessChange.at) > since)
    )
    return (await session.scalars(statement.order_by(col(AccessChange.id)))).all()
