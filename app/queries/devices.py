"""Sign-ins of devices that wait for approval, and the screens of a conference."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.models.access import User
from app.models.device import DeviceSignIn, Screen


class ScreenRow(NamedTuple):
    """A screen with its user's name and that of who approved it."""

    screen: Screen
    username: str
    approved_by: str


async def by_device_code(session: AsyncSession, hash_: str) -> DeviceSignIn | None:
    """Return the sign-in whose device code has this hash."""
    return await session.scalar(
        select(DeviceSignIn).where(col(DeviceSignIn.device_code_hash) == hash_)
    )


async def is_user_code_taken(session: AsyncSession, code: str) -> bool:
    """Tell whether a sign-in has this user code, be it spent."""
    statement = select(col(DeviceSignIn.id)).where(col(DeviceSignIn.user_code) == code)
    return await session.scalar(statement) is not None


async def pending(session: AsyncSession, at: datetime) -> int:
    """Return how many sign-ins have not expired, in all."""
    statement = select(func.count()).where(col(DeviceSignIn.expires_at) > at)
    return await session.scalar(statement) or 0


async def screens(
    session: AsyncSession, conference_id: int, *, after: int, limit: int
) -> list[ScreenRow]:
    """Return a conference's screens by id, above `after`."""
    approver = aliased(User)
    statement = (
        select(Screen, col(User.username), col(approver.username))
        .join(User, col(User.id) == col(Screen.user_id))
        .join(approver, col(approver.id) == col(Screen.approved_by))
        .where(col(Screen.conference_id) == conference_id, col(Screen.id) > after)
        .order_by(col(Screen.id))
        .limit(limit)
    )
    return [ScreenRow(*row) for row in await session.execute(statement)]
