"""Follow-ups: single ones and lists, with the facts of their questions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.facts import Promise, QuestionFacts
from app.domain.followup_views import HISTORY
from app.domain.followups import PENDING, FollowUpState, Reach
from app.domain.text import search_key
from app.models.journal import JournalEntry
from app.models.programme import Agency, Official, Site
from app.models.question import FollowUp, Question
from app.queries import journal, questions

Statement = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which follow-ups a list is to hold; `None` means any."""

    states: Collection[FollowUpState] = ()
    agency: str | None = None
    site: str | None = None
    overdue: bool | None = None
    q: str | None = None


class Found(NamedTuple):
    """A follow-up with its question; `overdue` as of the day that was asked for."""

    question: QuestionFacts
    promise: Promise
    overdue: bool


class Row(NamedTuple):
    """A follow-up's row with the names it stands for."""

    row: FollowUp
    number: int
    agency: str
    site: str


_ROWS: Statement = (
    select(FollowUp, col(Question.number), col(Agency.slug), col(Site.slug))
    .join(Question, col(Question.id) == col(FollowUp.question_id))
    .join(Site, col(Site.id) == col(Question.site_id))
    .join(Agency, col(Agency.id) == col(FollowUp.agency_id))
    .where(col(FollowUp.conference_id) == bindparam("conference"))
    .execution_options(populate_existing=True)
)
_ONE = _ROWS.where(col(FollowUp.id) == bindparam("follow_up"))
_AGENCIES = select(col(Official.agency)).where(
    col(Official.conference_id) == bindparam("conference"),
    col(Official.slug).in_(bindparam("officials", expanding=True)),
    col(Official.agency).is_not(None),
)


async def agencies_of(
    session: AsyncSession, conference_id: int, officials: Collection[str]
) -> set[str]:
    """Return the agencies for which these officials speak."""
    if not officials:
        return set()
    values = {"conference": conference_id, "officials": list(officials)}
    return {agency for agency in await session.scalars(_AGENCIES, values) if agency is not None}


async def row(session: AsyncSession, conference_id: int, follow_up: int) -> Row | None:
    """Return one follow-up's row, or `None`."""
    values = {"conference": conference_id, "follow_up": follow_up}
    found = (await session.execute(_ONE, values)).one_or_none()
    return None if found is None else Row(*found)


async def one(session: AsyncSession, conference_id: int, follow_up: int) -> Found | None:
    """Return one follow-up, or `None`."""
    found = await row(session, conference_id, follow_up)
    return None if found is None else (await _found(session, conference_id, [(found, False)]))[0]


async def listed(
    session: AsyncSession,
    conference_id: int,
    wanted: Filter,
    within: Reach,
    *,
    today: date,
    after: tuple[int, date, int],
    limit: int,
) -> list[Found]:
    """Return up to `limit` follow-ups past (group, due, id) `after`: group 0 are the overdue."""
    overdue = and_(col(FollowUp.due) < today, col(FollowUp.state).in_(PENDING))
    group = case((overdue, 0), else_=1)
    statement = _ROWS.add_columns(group).where(
        _is_past(group, after), *_conditions(wanted, overdue), *_reached(within)
    )
    statement = statement.order_by(group, col(FollowUp.due), col(FollowUp.id)).limit(limit)
    rows = await session.execute(statement, {"conference": conference_id})
    return await _found(session, conference_id, [(Row(*one[:4]), one[4] == 0) for one in rows])


async def of_agency(session: AsyncSession, conference_id: int, agency: str) -> list[Found]:
    """Return an agency's follow-ups by due date."""
    statement = _ROWS.where(col(Agency.slug) == agency).order_by(
        col(FollowUp.due), col(FollowUp.id)
    )
    rows = await session.execute(statement, {"conference": conference_id})
    return await _found(session, conference_id, [(Row(*one), False) for one in rows])


async def history(
    session: AsyncSession, conference_id: int, found: Found
) -> Sequence[JournalEntry]:
    """Return the journal's entries that are about a follow-up, in order."""
    entries = await journal.history(session, conference_id, found.question.number)
    return [
        entry
        for entry in entries
        if entry.type in HISTORY and entry.payload.get("follow_up") == found.promise.id
    ]


def _is_past(group: ColumnElement[int], after: tuple[int, date, int]) -> ColumnElement[bool]:
    was, due, id_ = after
    same_day = and_(col(FollowUp.due) == due, col(FollowUp.id) > id_)
    return or_(group > was, and_(group == was, or_(col(FollowUp.due) > due, same_day)))


def _conditions(wanted: Filter, overdue: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(col(FollowUp.state).in_(wanted.states))
    if wanted.agency is not None:
        conditions.append(col(Agency.slug) == wanted.agency)
    if wanted.site is not None:
        conditions.append(col(Site.slug) == wanted.site)
    if wanted.overdue is not None:
        conditions.append(overdue if wanted.overdue else ~overdue)
    if wanted.q is not None:
        conditions.append(_mentions(search_key(wanted.q)))
    return conditions


def _mentions(key: str) -> ColumnElement[bool]:
    """Find a question's number as it is said, or words of question, promise, document number."""
    if key.isascii() and key.isdigit() and len(key) < 10:
        return or_(col(Question.number) == int(key), col(FollowUp.text_search).contains(key))
    texts = (col(Question.text_search), col(FollowUp.text_search))
    return or_(*(text.contains(key, autoescape=True) for text in texts))


def _reached(within: Reach) -> list[ColumnElement[bool]]:
    """Return the condition that `Reach.holds_for` states, for the database."""
    if within.agencies is None or within.sites is None:
        return []
    return [or_(col(Agency.slug).in_(within.agencies), col(Site.slug).in_(within.sites))]


async def _found(
    session: AsyncSession, conference_id: int, rows: Sequence[tuple[Row, bool]]
) -> list[Found]:
    numbers = list(dict.fromkeys(row.number for row, _ in rows))
    known = await questions.many(session, conference_id, numbers)
    facts = {question.number: question for _, question in known}
    return [
        Found(facts[row.number], promise_in(facts[row.number], row.row.id or 0), overdue)
        for row, overdue in rows
    ]


def promise_in(question: QuestionFacts, follow_up: int) -> Promise:
    """Return the follow-up of that id, which the question is known to have."""
    return next(promise for promise in question.promises if promise.id == follow_up)
