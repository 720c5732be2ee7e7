"""The conference in figures."""

from collections import defaultdict

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from app.models.programme import Agency, Official, Site, Topic
from app.models.question import Answer, Assignment, FollowUp, Question


class Turns(SQLModel):
    """How often a site had the floor, and for how many minutes (finished turns only)."""

    turns: int
    minutes: float


class Summary(SQLModel):
    """Counts of questions by slug (officials: as lead; agencies: follow-ups)."""

    by_state: dict[str, int]
    by_site: dict[str, int]
    by_topic: dict[str, int]
    by_official: dict[str, int]
    by_agency: dict[str, int]
    turns_by_site: dict[str, Turns]


async def summary(session: AsyncSession, conference_id: int) -> Summary:
    """Count everything in a few grouped queries."""
    mine = col(Question.conference_id) == conference_id
    by_state = select(col(Question.state), func.count()).where(mine)
    by_site = select(col(Site.slug), func.count()).join(
        Question, col(Question.site_id) == col(Site.id)
    )
    by_topic = select(col(Topic.slug), func.count()).join(
        Question, col(Question.topic_id) == col(Topic.id)
    )
    by_official = (
        select(col(Official.slug), func.count())
        .join(Assignment, col(Assignment.official_id) == col(Official.id))
        .where(col(Official.conference_id) == conference_id, col(Assignment.is_lead))
    )
    by_agency = (
        select(col(Agency.slug), func.count())
        .join(FollowUp, col(FollowUp.agency_id) == col(Agency.id))
        .where(col(Agency.conference_id) == conference_id)
    )
    return Summary(
        by_state=await _counted(session, by_state.group_by(col(Question.state))),
        by_site=await _counted(session, by_site.where(mine).group_by(col(Site.slug))),
        by_topic=await _counted(session, by_topic.where(mine).group_by(col(Topic.slug))),
        by_official=await _counted(session, by_official.group_by(col(Official.slug))),
        by_agency=await _counted(session, by_agency.group_by(col(Agency.slug))),
        turns_by_site=await _turns(session, conference_id),
    )


async def _counted(session: AsyncSession, statement: Select[str, int]) -> dict[str, int]:
    return {str(name): count for name, count in await session.execute(statement)}


async def _turns(session: AsyncSession, conference_id: int) -> dict[str, Turns]:
    statement = (
        select(col(Site.slug), col(Answer.started_at), col(Answer.ended_at))
        .join(Site, col(Site.id) == col(Answer.site_id))
        .where(col(Answer.conference_id) == conference_id)
    )
    turns: dict[str, Turns] = defaultdict(lambda: Turns(turns=0, minutes=0.0))
    for site, started_at, ended_at in await session.execute(statement):
        turns[site].turns += 1
        if ended_at is not None:
            turns[site].minutes += (ended_at - started_at).total_seconds() / 60
    for entry in turns.values():
        entry.minutes = round(entry.minutes, 1)
    return dict(turns)
