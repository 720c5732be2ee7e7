"""What a conference has published, read as one edition."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.followups import CLOSED
from app.domain.publishing import Edition, Person
from app.domain.renderings import Shown
from app.domain.text import search_key
from app.domain.views import PUBLISHED, render
from app.models.conference import Conference
from app.models.programme import Official, Site, Topic
from app.models.question import FollowUp
from app.queries import conferences, questions

# Asked by everybody who reads, so made once.
_MARK = select(col(Conference.epoch), col(Conference.published_seq)).where(
    col(Conference.slug) == bindparam("slug"), col(Conference.is_public)
)


async def mark(session: AsyncSession, slug: str) -> str | None:
    """Return the mark of the edition there is now; `None` unless the conference is public."""
    row = (await session.execute(_MARK, {"slug": slug})).one_or_none()
    return None if row is None else _mark(*row)


async def edition(session: AsyncSession, slug: str) -> Edition | None:
    """Return everything the conference has published; `None` unless it is public."""
    conference = await conferences.by_slug(session, slug)
    if conference is None or not conference.is_public:
        return None
    id_ = conference.id or 0
    facts = await questions.published(session, id_)
    shown = [render(PUBLISHED, one) for one in facts]
    sites = await conferences.things(session, Site, id_)
    topics = await conferences.things(session, Topic, id_)
    officials = await conferences.things(session, Official, id_)
    return Edition(
        mark=_mark(conference.epoch, conference.published_seq),
        slug=conference.slug,
        title=conference.title,
        theme=conference.theme,
        timezone=conference.timezone,
        rehearsal=conference.rehearsal,
        opened_at=conference.created_at,
        sites={one.slug: one.name for one in sites if one.slug in _used("site", shown)},
        topics={one.slug: one.name for one in topics if one.slug in _used("topic", shown)},
        officials={
            one.slug: Person(one.name, one.position)
            for one in officials
            if one.slug in _used("official", shown)
        },
        questions=shown,
        keys=[search_key(f"{one['text']}\n{one['answer']}") for one in shown],
    )


async def reply(session: AsyncSession, question_id: int) -> str | None:
    """Return the newest written reply to a deferred question, once it is given: no draft."""
    statement = (
        select(col(FollowUp.reply))
        .where(
            col(FollowUp.question_id) == question_id,
            col(FollowUp.reply).is_not(None),
            col(FollowUp.state).in_(CLOSED),
        )
        .order_by(col(FollowUp.id).desc())
    )
    return await session.scalar(statement.limit(1))


def _mark(epoch: str, seq: int) -> str:
    return f"{epoch}-{seq}"


def _used(field: str, questions: list[Shown]) -> set[str]:
    return {question[field] for question in questions}
