"""The floor and the turns taken at it."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.facts import Floor
from app.domain.lifecycle import State
from app.domain.ordering import Waiting
from app.models.conference import Conference
from app.models.programme import Site, Topic
from app.models.question import Answer, Question
from app.queries import questions

_NO_TOPIC = 2**31 - 1
"""Questions without a topic come after all others."""

PACE_TURNS = 20
"""The forecast looks at this many of the last finished turns."""


async def floor(session: AsyncSession, conference: Conference) -> Floor:
    """Return who is answered now, who comes next, and whether the last step can be undone."""
    assert conference.id is not None
    current, first = await questions.at_floor(session, conference.id)
    return Floor(
        current=current and current[1],
        next=first and first[1],
        can_undo=conference.undo is not None,
    )


async def turns_by_site(session: AsyncSession, conference_id: int) -> dict[str, int]:
    """Return how many turns each site has had at the floor; sites without one are absent."""
    statement = (
        select(col(Site.slug), func.count())
        .join(Answer, col(Answer.site_id) == col(Site.id))
        .where(col(Answer.conference_id) == conference_id)
        .group_by(col(Site.slug))
    )
    return dict((await session.execute(statement)).all())


async def recent_turns(session: AsyncSession, conference_id: int) -> list[timedelta]:
    """Return how long the last finished turns took."""
    statement = (
        select(Answer)
        .where(col(Answer.conference_id) == conference_id, col(Answer.ended_at).is_not(None))
        .order_by(col(Answer.id).desc())
        .limit(PACE_TURNS)
    )
    answers = await session.scalars(statement)
    return [a.ended_at - a.started_at for a in answers if a.ended_at is not None]


async def waiting(session: AsyncSession, conference_id: int) -> list[Waiting]:
    """Return the queue in its order, as far as arranging it needs to know."""
    statement = (
        select(
            col(Question.number),
            col(Site.slug),
            func.coalesce(col(Topic.order), _NO_TOPIC),
            col(Question.submitted_at),
            col(Question.queued_at),
        )
        .join(Site, col(Site.id) == col(Question.site_id))
        .outerjoin(Topic, col(Topic.id) == col(Question.topic_id))
        .where(col(Question.conference_id) == conference_id, col(Question.state) == State.QUEUED)
        .order_by(col(Question.rank), col(Question.id))
    )
    return [
        Waiting(number, site, topic, submitted, queued or submitted)
        for number, site, topic, submitted, queued in await session.execute(statement)
    ]


async def rank_at_edge(session: AsyncSession, conference_id: int, *, first: bool) -> str | None:
    """Return the rank of the first or the last of the queue."""
    edge = func.min if first else func.max
    statement = select(edge(col(Question.rank))).where(
        col(Question.conference_id) == conference_id, col(Question.state) == State.QUEUED
    )
    return await session.scalar(statement)


async def rank_before(session: AsyncSession, conference_id: int, rank: str) -> str | None:
    """Return the greatest rank of the queue below `rank`."""
    statement = select(func.max(col(Question.rank))).where(
        col(Question.conference_id) == conference_id,
        col(Question.state) == State.QUEUED,
        col(Question.rank) < rank,
    )
    return await session.scalar(statement)


async def number_at(session: AsyncSession, conference_id: int, rank: str) -> int | None:
    """Return the number of the first queued question that has this very rank."""
    statement = select(col(Question.number)).where(
        col(Question.conference_id) == conference_id,
        col(Question.state) == State.QUEUED,
        col(Question.rank) == rank,
    )
    return await session.scalar(statement.order_by(col(Question.id)).limit(1))
