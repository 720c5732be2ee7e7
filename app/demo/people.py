"""The demo's accounts: one for each kind of person who works at the conference."""

import asyncio
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import people
from app.domain.roles import Role
from app.models.access_shapes import MemberCreate
from app.models.conference import Conference
from app.models.programme import Official, Site
from app.passwords import fresh_password, hash_password
from app.queries import access, conferences


class Account(NamedTuple):
    """A sign-in of the demo."""

    username: str
    password: str
    role: str
    site: str | None = None
    official: str | None = None


async def with_fresh_passwords(session: AsyncSession, conference: Conference) -> list[Account]:
    """Make or find the demo's accounts and give each a new password; sessions stay open."""
    accounts = [
        wanted._replace(password=fresh_password()) for wanted in await _wanted(session, conference)
    ]
    hashes = await asyncio.gather(*(hash_password(account.password) for account in accounts))
    for account, hash_ in zip(accounts, hashes, strict=True):
        await _ensure(session, conference, account, hash_)
    return accounts


async def _wanted(session: AsyncSession, conference: Conference) -> list[Account]:
    assert conference.id is not None
    sites = await conferences.things(session, Site, conference.id)
    officials = await conferences.things(session, Official, conference.id)
    return [
        Account("admin", "", Role.ADMIN),
        Account("moderator", "", Role.MODERATOR),
        Account("chair", "", Role.CHAIR),
        Account("screen", "", Role.SCREEN),
        *(Account(site.slug, "", Role.SITE_MODERATOR, site=site.slug) for site in sites),
        *(
            Account(official.slug, "", Role.OFFICIAL, official=official.slug)
            for official in officials
        ),
    ]


async def _ensure(
    session: AsyncSession, conference: Conference, wanted: Account, hash_: str
) -> None:
    user = await access.user_by_name(session, wanted.username)
    if user is not None:
        user.password_hash = hash_
        await session.flush()
        return
    await people.add_user(
        session,
        datetime.now(UTC),
        username=wanted.username,
        name=wanted.username,
        password_hash=hash_,
        is_admin=wanted.role == Role.ADMIN,
    )
    if wanted.role != Role.ADMIN:
        given = MemberCreate(
            username=wanted.username,
            role=Role(wanted.role),
            site=wanted.site,
            official=wanted.official,
        )
        await people.add_member(session, conference, given)
