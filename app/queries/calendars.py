"""Calendars of due dates: those of a conference, and the one of a secret."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.models.calendar import CalendarFeed
from app.models.conference import Conference
from app.models.programme import Agency


class CalendarRow(NamedTuple):
    """A calendar, its conference and its agency."""

    feed: CalendarFeed
    conference: Conference
    agency: Agency


_ROWS = (
    select(CalendarFeed, Conference, Agency)
    .join(Conference, col(Conference.id) == col(CalendarFeed.conference_id))
    .join(Agency, col(Agency.id) == col(CalendarFeed.agency_id))
)


async def calendars(
    session: AsyncSession, conference_id: int, *, after: int, limit: int
) -> list[CalendarRow]:
    """Return a conference's calendars by id, above `after`."""
    statement = _ROWS.where(
        col(CalendarFeed.conference_id) == conference_id, col(CalendarFeed.id) > after
    )
    rows = await session.execute(statement.order_by(col(CalendarFeed.id)).limit(limit))
    return [CalendarRow(*row) for row in rows]


async def one(session: AsyncSession, conference_id: int, calendar: int) -> CalendarRow | None:
    """Return one calendar of a conference, or `None`."""
    statement = _ROWS.where(
        col(CalendarFeed.conference_id) == conference_id, col(CalendarFeed.id) == calendar
    )
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else CalendarRow(*row)


async def of_secret(session: AsyncSession, secret_hash: str) -> CalendarRow | None:
    """Return the calendar with this hash, or `None`."""
    statement = _ROWS.where(col(CalendarFeed.secret_hash) == secret_hash)
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else CalendarRow(*row)
