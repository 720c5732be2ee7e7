"""What is held about those who ask: of whom the term is over, and all that is held of one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.anonymity import ANONYMOUS, ENDED, ended_since
from app.domain.events import EventType
from app.models.conference import Conference
from app.models.journal import JournalEntry
from app.models.preparation import Attachment
from app.models.question import Question


def _is_known() -> ColumnElement[bool]:
    """Return the condition of a question that still tells who asked."""
    return or_(
        col(Question.asker_name) != ANONYMOUS,
        col(Question.asker_phone).is_not(None),
        col(Question.asker_circumstances).is_not(None),
        exists().where(col(Attachment.question_id) == col(Question.id)),
    )


async def known(session: AsyncSession, conference_id: int, limit: int) -> Sequence[int]:
    """Return the numbers of up to `limit` questions that still tell who asked."""
    statement = (
        select(col(Question.number))
        .where(col(Question.conference_id) == conference_id, _is_known())
        .order_by(col(Question.number))
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


async def count_known(session: AsyncSession, conference_id: int) -> int:
    """Return how many questions still tell who asked."""
    statement = select(func.count()).where(
        col(Question.conference_id) == conference_id, _is_known()
    )
    return await session.scalar(statement) or 0


async def overdue(session: AsyncSession, now: datetime) -> list[Conference]:
    """Return the ended conferences whose term is over while questions still tell who asked."""
    statement = select(Conference).where(
        col(Conference.keep_askers_days).is_not(None), col(Conference.phase).in_(ENDED)
    )
    ended = (await session.scalars(statement.order_by(col(Conference.id)))).all()
    return [
        conference
        for conference in ended
        if await _is_over(session, conference, now) and await known(session, conference.id or 0, 1)
    ]


async def _is_over(session: AsyncSession, conference: Conference, now: datetime) -> bool:
    statement = (
        select(col(JournalEntry.at), col(JournalEntry.payload))
        .where(
            col(JournalEntry.conference_id) == conference.id,
            col(JournalEntry.type) == EventType.PHASE_SWITCHED,
        )
        .order_by(col(JournalEntry.seq))
    )
    since = ended_since([(at, payload["to"]) for at, payload in await session.execute(statement)])
    return since is not None and now - since >= timedelta(days=conference.keep_askers_days or 0)
