"""Questions: single ones and lists, and the facts that projection works on."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.domain.facts import QuestionFacts
from app.domain.lifecycle import State
from app.domain.text import search_key
from app.domain.views import CHAIR_STATES, LISTED_STATES, PUBLISHED_STATES, View, ViewName
from app.models.preparation import PreparationRequest
from app.models.programme import Agency, Official, Site, Topic
from app.models.question import Assignment, Origin, Question
from app.queries.question_facts import BATCH, Named, facts_of, what_hangs

_Lead = aliased(Question)
Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which questions a list is to hold; `None` means any."""

    states: Collection[State] = ()
    site: str | None = None
    topic: str | None = None
    official: str | None = None
    origin: Origin | None = None
    q: str | None = None


# Made once: building a statement costs as much as running it.
_NAMED: Statement = (
    select(Question, col(Site.slug), col(Topic.slug), col(_Lead.number), *what_hangs())
    .join(Site, col(Site.id) == col(Question.site_id))
    .outerjoin(Topic, col(Topic.id) == col(Question.topic_id))
    .outerjoin(_Lead, col(_Lead.id) == col(Question.merged_into_id))
    .where(col(Question.conference_id) == bindparam("conference"))
    .execution_options(populate_existing=True)
)
_ONE = _NAMED.where(col(Question.number) == bindparam("number"))
_MANY = _NAMED.where(col(Question.number).in_(bindparam("numbers", expanding=True)))
_ANSWERING = _NAMED.where(col(Question.state) == State.ANSWERING)
_QUEUE = _NAMED.where(col(Question.state) == State.QUEUED).order_by(
    col(Question.rank), col(Question.id)
)
_FIRST_QUEUED = _QUEUE.limit(1)
_PUBLISHED = _NAMED.where(
    col(Question.published_at).is_not(None), col(Question.state).in_(PUBLISHED_STATES)
).order_by(col(Question.number))
_CHANGED = _NAMED.where(col(Question.seq) > bindparam("since"))


async def _rows(
    session: AsyncSession, statement: Statement, conference_id: int, **values: Any
) -> list[Named]:
    rows = await session.execute(statement, {"conference": conference_id, **values})
    return [Named.of(row) for row in rows]


async def _facts(
    session: AsyncSession, statement: Statement, conference_id: int, **values: Any
) -> list[QuestionFacts]:
    return await facts_of(session, await _rows(session, statement, conference_id, **values))


async def one(
    session: AsyncSession, conference_id: int, number: int
) -> tuple[Question, QuestionFacts] | None:
    """Return a question's row and its facts, or `None`."""
    named = await _rows(session, _ONE, conference_id, number=number)
    facts = await facts_of(session, named)
    return (named[0].row, facts[0]) if named else None


async def many(
    session: AsyncSession, conference_id: int, numbers: Sequence[int]
) -> list[tuple[Question, QuestionFacts]]:
    """Return the rows and facts of questions that are known to exist, in the order given."""
    found: dict[int, tuple[Question, QuestionFacts]] = {}
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        named = await _rows(session, _MANY, conference_id, numbers=batch)
        facts = await facts_of(session, named)
        found |= {one.row.number: (one.row, known) for one, known in zip(named, facts, strict=True)}
    return [found[number] for number in numbers]


async def at_floor(
    session: AsyncSession, conference_id: int
) -> tuple[tuple[Question, QuestionFacts] | None, tuple[Question, QuestionFacts] | None]:
    """Return the question being answered, and the one that `next` would call."""
    # Two statements, each served by an index as it is; with OR in one, SQLite walks the queue.
    current = await _rows(session, _ANSWERING, conference_id)
    first = await _rows(session, _FIRST_QUEUED, conference_id)
    facts = await facts_of(session, current + first)
    found = [(one.row, known) for one, known in zip(current + first, facts, strict=True)]
    return (found[0] if current else None), (found[-1] if first else None)


async def listed(
    session: AsyncSession,
    conference_id: int,
    wanted: Filter,
    views: Collection[View],
    *,
    after: int,
    limit: int,
) -> list[QuestionFacts]:
    """Return up to `limit` questions numbered above `after` that match and that a view has."""
    statement = _NAMED.where(col(Question.number) > after, visible_to(views), *_conditions(wanted))
    statement = statement.order_by(col(Question.number)).limit(limit)
    return await _facts(session, statement, conference_id)


async def queue(session: AsyncSession, conference_id: int) -> list[QuestionFacts]:
    """Return the queue in its order."""
    return await _facts(session, _QUEUE, conference_id)


async def current(session: AsyncSession, conference_id: int) -> QuestionFacts | None:
    """Return the question being answered."""
    return next(iter(await _facts(session, _ANSWERING, conference_id)), None)


async def first_in_queue(session: AsyncSession, conference_id: int) -> QuestionFacts | None:
    """Return the question that `next` would call."""
    return next(iter(await _facts(session, _FIRST_QUEUED, conference_id)), None)


async def changed_since(session: AsyncSession, conference_id: int, seq: int) -> list[QuestionFacts]:
    """Return the questions that a command after `seq` changed."""
    return await _facts(session, _CHANGED, conference_id, since=seq)


async def published(session: AsyncSession, conference_id: int) -> list[QuestionFacts]:
    """Return the questions that everybody may read, by number."""
    return await _facts(session, _PUBLISHED, conference_id)


async def all_visible(
    session: AsyncSession, conference_id: int, views: Collection[View]
) -> list[QuestionFacts]:
    """Return every question that one of the views has, by number."""
    statement = _NAMED.where(visible_to(views)).order_by(col(Question.number))
    return await _facts(session, statement, conference_id)


def visible_to(views: Iterable[View]) -> ColumnElement[bool]:
    """Return the condition that `app.domain.views.audiences` states, for the database."""
    conditions = [_has(view) for view in views]
    return or_(*conditions) if conditions else col(Question.id).is_(None)


def _has(view: View) -> ColumnElement[bool]:
    listed_ = col(Question.state).in_(LISTED_STATES)
    match view.name:
        case ViewName.DESK:
            return col(Question.id).is_not(None)
        case ViewName.CHAIR:
            return col(Question.state).in_(CHAIR_STATES)
        case ViewName.SITE:
            return or_(listed_, col(Site.slug) == view.of)
        case ViewName.OFFICIAL:
            return or_(listed_, _assigned_to(view.of or ""), _asked_of(view.of or ""))
        case ViewName.HALL | ViewName.PUBLIC:
            return listed_


def _assigned_to(official: str) -> ColumnElement[bool]:
    return col(Question.id).in_(
        select(col(Assignment.question_id))
        .join(Official, col(Official.id) == col(Assignment.official_id))
        .where(
            col(Official.slug) == official,
            col(Official.conference_id) == col(Question.conference_id),
        )
    )


def _asked_of(official: str) -> ColumnElement[bool]:
    """Return whether the official is of the agency that is asked to prepare an answer."""
    return col(Question.id).in_(
        select(col(PreparationRequest.question_id))
        .join(Agency, col(Agency.id) == col(PreparationRequest.agency_id))
        .join(Official, col(Official.agency) == col(Agency.slug))
        .where(
            col(Official.slug) == official,
            col(Official.conference_id) == col(Question.conference_id),
            col(Agency.conference_id) == col(Question.conference_id),
        )
    )


def _conditions(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(col(Question.state).in_(wanted.states))
    if wanted.site is not None:
        conditions.append(col(Site.slug) == wanted.site)
    if wanted.topic is not None:
        conditions.append(col(Topic.slug) == wanted.topic)
    if wanted.official is not None:
        conditions.append(_assigned_to(wanted.official))
    if wanted.origin is not None:
        conditions.append(col(Question.origin) == wanted.origin)
    if wanted.q is not None:
        conditions.append(col(Question.text_search).contains(search_key(wanted.q), autoescape=True))
    return conditions
