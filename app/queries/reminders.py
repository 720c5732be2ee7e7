"""Follow-ups of which there is something to be reminded."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import case, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.followups import PENDING
from app.domain.lifecycle import Phase
from app.domain.reminders import ReminderKind
from app.models.base import EnumString
from app.models.conference import Conference
from app.models.programme import Agency
from app.models.question import FollowUp, Question
from app.models.reminder import Reminder


class DueRow(NamedTuple):
    """A follow-up that waits, with the names it stands for."""

    id: int
    due: date
    agency: str
    question: int


async def living(session: AsyncSession) -> list[int]:
    """Return the ids of the conferences that are not archived."""
    statement = select(col(Conference.id)).where(col(Conference.phase) != Phase.ARCHIVED)
    return [id_ or 0 for id_ in await session.scalars(statement)]


async def open_until(
    session: AsyncSession, conference_id: int, today: date, until: date, limit: int
) -> list[DueRow]:
    """Return open follow-ups due by `until` whose reminder of `today` was not given yet."""
    kind = case(
        (col(FollowUp.due) < today, literal(ReminderKind.OVERDUE, EnumString(ReminderKind))),
        else_=literal(ReminderKind.DUE_SOON, EnumString(ReminderKind)),
    )
    given = exists().where(
        col(Reminder.follow_up_id) == col(FollowUp.id),
        col(Reminder.due) == col(FollowUp.due),
        col(Reminder.kind) == kind,
    )
    statement = (
        select(col(FollowUp.id), col(FollowUp.due), col(Agency.slug), col(Question.number))
        .join(Agency, col(Agency.id) == col(FollowUp.agency_id))
        .join(Question, col(Question.id) == col(FollowUp.question_id))
        .where(
            col(FollowUp.conference_id) == conference_id,
            col(FollowUp.state).in_(PENDING),
            col(FollowUp.due) <= until,
            ~given,
        )
        .order_by(col(FollowUp.due), col(FollowUp.id))
        .limit(limit)
    )
    rows = await session.execute(statement)
    return [DueRow(id_ or 0, due, agency, question) for id_, due, agency, question in rows]
