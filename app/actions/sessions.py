"""Signing in and out: opaque secrets, of which the database keeps only the SHA-256."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.actions.people import withdraw
from app.models.access import Credential, CredentialKind, FirstAdminLink, User

FIRST_ADMIN_LINK_LASTS = timedelta(hours=24)
KEY_PREFIX = "dt_key_"
"""API keys begin so, and so are told from people's tokens without a query."""


def new_secret(prefix: str = "") -> str:
    """Return a fresh secret with 256 bits of chance."""
    return prefix + secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """Return what of a secret may be kept. A fast hash is enough for 256 bits of chance."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def open_credential(
    session: AsyncSession, at: datetime, user: User, kind: CredentialKind, seconds: int
) -> str:
    """Sign a user in; return the secret, which is shown this once. `seconds`: how long it lasts."""
    secret = new_secret()
    session.add(
        Credential(
            user_id=user.id or 0,
            kind=kind,
            secret_hash=secret_hash(secret),
            created_at=at,
            expires_at=at + timedelta(seconds=seconds),
        )
    )
    await session.flush()
    return secret


async def close_credential(session: AsyncSession, at: datetime, secret: str) -> None:
    """Sign out: the secret is worth nothing from now on. An unknown one is no error."""
    row = await session.scalar(
        select(Credential).where(
            col(Credential.secret_hash) == secret_hash(secret),
            col(Credential.revoked_at).is_(None),
        )
    )
    if row is not None:
        row.revoked_at = at
        withdraw(session, at, user_id=row.user_id)
        await session.flush()


async def new_first_admin_link(session: AsyncSession, at: datetime) -> str:
    """Return the secret of a new one-time link; earlier links end."""
    await session.execute(delete(FirstAdminLink))
    secret = new_secret()
    session.add(
        FirstAdminLink(
            secret_hash=secret_hash(secret),
            created_at=at,
            expires_at=at + FIRST_ADMIN_LINK_LASTS,
        )
    )
    await session.flush()
    return secret


async def use_first_admin_link(session: AsyncSession, at: datetime, secret: str) -> bool:
    """Use the link up; tell whether it was good."""
    used = await session.scalars(
        update(FirstAdminLink)
        .where(
            col(FirstAdminLink.secret_hash) == secret_hash(secret),
            col(FirstAdminLink.used_at).is_(None),
            col(FirstAdminLink.expires_at) > at,
        )
        .values(used_at=at)
        .returning(col(FirstAdminLink.id))
    )
    return used.one_or_none() is not None
