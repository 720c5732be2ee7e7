"""Accounts, memberships and API keys. What withdraws a right says so in `access_change`."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from app.domain.errors import BadField, NameTaken, NotFound, UnknownReference
from app.domain.roles import SCOPES, Permission, Role
from app.models.access import AccessChange, ApiKey, Credential, Membership, User
from app.models.access_shapes import KeyCreate, MemberCreate
from app.models.conference import Conference
from app.models.invitation_shapes import InvitationCreate
from app.models.programme import Official, Site
from app.queries import access, conferences


async def add_user(
    session: AsyncSession,
    at: datetime,
    *,
    username: str,
    name: str,
    password_hash: str,
    is_admin: bool = False,
) -> User:
    """Open an account. Raises `NameTaken`."""
    if await access.user_by_name(session, username) is not None:
        raise NameTaken("username", username)
    user = User(
        username=username,
        name=name,
        password_hash=password_hash,
        is_admin=is_admin,
        created_at=at,
    )
    await add_or_name_taken(session, user, "username", username)
    return user


async def add_or_name_taken(session: AsyncSession, row: SQLModel, field: str, value: str) -> None:
    """Add a row whose name must be its own. Raises `NameTaken` when somebody was faster."""
    session.add(row)
    try:
        await session.flush()
    except IntegrityError:
        raise NameTaken(field, value) from None


async def change_user(
    session: AsyncSession,
    at: datetime,
    user: User,
    *,
    name: str | None = None,
    password_hash: str | None = None,
    is_active: bool | None = None,
) -> User:
    """Change an account; a new password or a closed account ends its sessions and tokens."""
    user.version += 1
    user.name = name if name is not None else user.name
    if password_hash is not None:
        user.password_hash = password_hash
    if is_active is not None:
        user.is_active = is_active
    if password_hash is not None or is_active is False:
        await revoke_all(session, at, user)
    await session.flush()
    return user


async def revoke_all(session: AsyncSession, at: datetime, user: User) -> None:
    """End all sessions and tokens of a user."""
    await session.execute(
        update(Credential)
        .where(col(Credential.user_id) == user.id, col(Credential.revoked_at).is_(None))
        .values(revoked_at=at)
    )
    withdraw(session, at, user_id=user.id)


def withdraw(
    session: AsyncSession, at: datetime, *, user_id: int | None = None, key_id: int | None = None
) -> None:
    """Tell every worker that a right of this user or key (neither: of guests) has ended."""
    session.add(AccessChange(at=at, user_id=user_id, key_id=key_id))


async def add_member(
    session: AsyncSession, conference: Conference, given: MemberCreate
) -> Membership:
    """Give a user a role. Raises `UnknownReference`, `BadField`, `NameTaken`."""
    user = await access.user_by_name(session, given.username)
    if user is None:
        raise UnknownReference("username", given.username)
    site_id, official_id = await bound_to(session, conference, given)
    assert conference.id is not None
    assert user.id is not None
    membership = Membership(
        conference_id=conference.id,
        user_id=user.id,
        role=given.role,
        site_id=site_id,
        official_id=official_id,
    )
    await _check_new(session, membership, given)
    await add_or_name_taken(session, membership, "username", given.username)
    return membership


async def bound_to(
    session: AsyncSession, conference: Conference, given: MemberCreate | InvitationCreate
) -> tuple[int | None, int | None]:
    """Return the ids of the site and official a role is for.

    Raises `UnknownReference`, `BadField`.
    """
    _check_binding(given)
    assert conference.id is not None
    site_id = official_id = None
    if given.site is not None:
        site = await conferences.thing(session, Site, conference.id, given.site)
        if site is None:
            raise UnknownReference("site", given.site)
        site_id = site.id
    if given.official is not None:
        official = await conferences.thing(session, Official, conference.id, given.official)
        if official is None:
            raise UnknownReference("official", given.official)
        official_id = official.id
    return site_id, official_id


async def remove_member(
    session: AsyncSession, at: datetime, conference: Conference, member_id: int
) -> None:
    """Take a role away; open screens close at once. Raises `NotFound`."""
    membership = await session.get(Membership, member_id)
    if membership is None or membership.conference_id != conference.id:
        raise NotFound("member", member_id)
    await session.delete(membership)
    withdraw(session, at, user_id=membership.user_id)
    await session.flush()


async def add_key(
    session: AsyncSession, at: datetime, conference: Conference, given: KeyCreate, hash_: str
) -> ApiKey:
    """Make an API key. Raises `BadField` for a scope that a key cannot have."""
    for scope in given.scopes:
        if scope not in SCOPES:
            raise BadField("scopes", "unknown_scope", {"value": scope})
    assert conference.id is not None
    key = ApiKey(
        conference_id=conference.id,
        name=given.name,
        scopes=sorted({Permission(scope).value for scope in given.scopes}),
        secret_hash=hash_,
        created_at=at,
    )
    session.add(key)
    await session.flush()
    return key


async def revoke_key(
    session: AsyncSession, at: datetime, conference: Conference, key_id: int
) -> None:
    """End a key at once. Raises `NotFound`."""
    key = await session.get(ApiKey, key_id)
    if key is None or key.conference_id != conference.id or key.revoked_at is not None:
        raise NotFound("key", key_id)
    key.revoked_at = at
    withdraw(session, at, key_id=key_id)
    await session.flush()


def _check_binding(given: MemberCreate | InvitationCreate) -> None:
    if given.role in {Role.ADMIN, Role.INTEGRATION}:
        raise BadField("role", "not_a_membership")
    if (given.site is not None) != (given.role is Role.SITE_MODERATOR):
        raise BadField("site", "goes_with_site_moderator")
    if (given.official is not None) != (given.role is Role.OFFICIAL):
        raise BadField("official", "goes_with_official")


async def _check_new(session: AsyncSession, membership: Membership, given: MemberCreate) -> None:
    same = select(col(Membership.id)).where(
        col(Membership.conference_id) == membership.conference_id,
        col(Membership.user_id) == membership.user_id,
        col(Membership.role) == membership.role,
        col(Membership.site_id).is_not_distinct_from(membership.site_id),
        col(Membership.official_id).is_not_distinct_from(membership.official_id),
    )
    if await session.scalar(same) is not None:
        raise NameTaken("username", given.username)
