"""Screens: a device asks for a code, a person approves it, the device fetches its sign-in.

Every step is one guarded UPDATE, so that of two at once only one takes it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.actions import people
from app.actions.sessions import new_secret, secret_hash
from app.domain import user_codes
from app.domain.errors import NotFound
from app.domain.roles import Role
from app.models.access import Membership, User
from app.models.conference import Conference
from app.models.device import DeviceSignIn, Screen
from app.models.device_shapes import DeviceApproval
from app.passwords import NO_PASSWORD
from app.queries import devices

LASTS = timedelta(minutes=10)
INTERVAL = timedelta(seconds=3)
"""How often a device is told to ask."""
SOONEST = timedelta(seconds=2)
"""How soon it may ask again: its line may have held the question before up."""


class State(StrEnum):
    """What a device that asks is told."""

    APPROVED = "approved"
    PENDING = "pending"
    SLOW_DOWN = "slow_down"
    EXPIRED = "expired"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Codes:
    """The two codes of a sign-in: the device keeps one, and shows the other."""

    device: str
    user: str


async def begin(session: AsyncSession, at: datetime) -> Codes:
    """Let a device ask to be let in; return its codes, which are shown this once."""
    codes = Codes(new_secret(), _new_user_code())
    while await devices.is_user_code_taken(session, codes.user):
        codes = Codes(codes.device, _new_user_code())
    session.add(
        DeviceSignIn(
            device_code_hash=secret_hash(codes.device),
            user_code=codes.user,
            created_at=at,
            expires_at=at + LASTS,
        )
    )
    await session.flush()
    return codes


def state(row: DeviceSignIn | None, at: datetime) -> State:
    """Return how a sign-in stands; a code that never was is told as one that has expired."""
    if row is None or row.expires_at <= at or row.used_at is not None:
        return State.EXPIRED
    if row.denied_at is not None:
        return State.DENIED
    if row.approved_at is not None:
        return State.APPROVED
    if row.polled_at is not None and at - row.polled_at < SOONEST:
        return State.SLOW_DOWN
    return State.PENDING


async def note_poll(session: AsyncSession, at: datetime, device_code: str) -> bool:
    """Keep when the device asked; tell whether it was not too soon."""
    noted = await session.scalars(
        update(DeviceSignIn)
        .where(
            col(DeviceSignIn.device_code_hash) == secret_hash(device_code),
            col(DeviceSignIn.polled_at).is_(None) | (col(DeviceSignIn.polled_at) <= at - SOONEST),
        )
        .values(polled_at=at)
        .returning(col(DeviceSignIn.id))
    )
    return noted.one_or_none() is not None


async def use(session: AsyncSession, at: datetime, device_code: str) -> User | None:
    """Use an approved sign-in up; return the screen's user, `None` when it is worth nothing."""
    used = await session.scalars(
        update(DeviceSignIn)
        .where(
            col(DeviceSignIn.device_code_hash) == secret_hash(device_code),
            col(DeviceSignIn.approved_at).is_not(None),
            col(DeviceSignIn.denied_at).is_(None),
            col(DeviceSignIn.used_at).is_(None),
            col(DeviceSignIn.expires_at) > at,
        )
        .values(used_at=at)
        .returning(col(DeviceSignIn.user_id))
    )
    user_id = used.one_or_none()
    user = await session.get(User, user_id) if user_id is not None else None
    if user is None or not user.is_active:
        return None
    await session.execute(
        update(Screen).where(col(Screen.user_id) == user.id).values(signed_in_at=at)
    )
    return user


async def approve(
    session: AsyncSession, at: datetime, conference: Conference, by: int, given: DeviceApproval
) -> tuple[Screen, User]:
    """Let a device in as a screen of the conference, with a user of its own. Raises `NotFound`."""
    sign_in = await _decide(session, at, given.user_code, {"approved_at": at, "decided_by": by})
    user = await people.add_user(
        session, at, username=_new_username(), name=given.name, password_hash=NO_PASSWORD
    )
    assert conference.id is not None
    assert user.id is not None
    screen = Screen(
        conference_id=conference.id,
        user_id=user.id,
        name=given.name,
        approved_by=by,
        approved_at=at,
    )
    membership = Membership(conference_id=conference.id, user_id=user.id, role=Role.SCREEN)
    session.add_all([screen, membership])
    sign_in.user_id = user.id
    await session.flush()
    return screen, user


async def deny(session: AsyncSession, at: datetime, by: int, user_code: str) -> None:
    """Turn a device away. Raises `NotFound`."""
    await _decide(session, at, user_code, {"denied_at": at, "decided_by": by})


async def remove(
    session: AsyncSession, at: datetime, conference: Conference, screen_id: int
) -> None:
    """Take a screen away: it is signed out at once, and its user closed. Raises `NotFound`."""
    screen = await session.get(Screen, screen_id)
    if screen is None or screen.conference_id != conference.id:
        raise NotFound("screen", screen_id)
    user_id = screen.user_id
    # The sign-in first, as `use` has it: one that is being fetched right now is over then, and its
    # credential is seen below.
    await session.execute(
        update(DeviceSignIn).where(col(DeviceSignIn.user_id) == user_id).values(denied_at=at)
    )
    removed = await session.scalars(
        delete(Screen).where(col(Screen.id) == screen_id).returning(col(Screen.id))
    )
    if removed.one_or_none() is None:
        raise NotFound("screen", screen_id)
    await session.execute(
        delete(Membership).where(
            col(Membership.user_id) == user_id, col(Membership.conference_id) == conference.id
        )
    )
    user = await session.get_one(User, user_id)
    await people.change_user(session, at, user, is_active=False)


async def _decide(
    session: AsyncSession, at: datetime, user_code: str, decision: dict[str, datetime | int]
) -> DeviceSignIn:
    decided = await session.scalars(
        update(DeviceSignIn)
        .where(
            col(DeviceSignIn.user_code) == user_codes.typed(user_code),
            col(DeviceSignIn.approved_at).is_(None),
            col(DeviceSignIn.denied_at).is_(None),
            col(DeviceSignIn.expires_at) > at,
        )
        .values(decision)
        .returning(DeviceSignIn)
    )
    sign_in = decided.one_or_none()
    if sign_in is None:
        raise NotFound("code", user_code)
    return sign_in


def _new_user_code() -> str:
    return "".join(secrets.choice(user_codes.ALPHABET) for _ in range(user_codes.LENGTH))


def _new_username() -> str:
    return f"man-hinh-{_new_user_code().lower()}"
