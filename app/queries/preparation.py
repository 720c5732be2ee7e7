"""What agencies are asked to prepare: how far each has come, and the questions themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, case, func, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.facts import QuestionFacts
from app.domain.lifecycle import ENDED, State
from app.domain.preparation import AWAITED, Preparedness, Progress
from app.models.preparation import PreparationRequest, PreparedAnswer
from app.models.programme import Agency, Official
from app.models.question import Question
from app.queries import questions

_GONE = (State.REJECTED, State.MERGED, State.WITHDRAWN)
"""Nobody waits for an answer to these any more, and none was given."""

_progress_of = case(
    (col(PreparedAnswer.id).is_(None), Progress.ASKED.value),
    (
        (col(PreparedAnswer.state) == Preparedness.DRAFT) & col(PreparedAnswer.note).is_not(None),
        Progress.RETURNED.value,
    ),
    else_=type_coerce(col(PreparedAnswer.state), String),
)
_AWAITED = and_(
    _progress_of.in_([one.value for one in AWAITED]), col(Question.state).not_in(list(ENDED))
)
_due_of = func.coalesce(col(PreparationRequest.due), date.max)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the questions handed over a list is to hold; `None` means any."""

    agencies: Collection[str] | None = None
    state: Progress | None = None
    overdue: bool | None = None


class Place(NamedTuple):
    """Where a question stands in the list: overdue ones first, then by due date and number."""

    late: int
    due: date
    number: int


class Handed(NamedTuple):
    """A question handed over, and how far its agency has come."""

    place: Place
    state: Progress
    question: QuestionFacts


class AgencyProgress(NamedTuple):
    """How far one agency has come; `due` is the nearest day on which something is awaited."""

    agency: str
    counts: dict[Progress, int]
    overdue: int
    due: date | None


def _handed(conference_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(PreparationRequest)
        .join(Question, col(Question.id) == col(PreparationRequest.question_id))
        .join(Agency, col(Agency.id) == col(PreparationRequest.agency_id))
        .outerjoin(PreparedAnswer, col(PreparedAnswer.question_id) == col(Question.id))
        .where(
            col(Question.conference_id) == conference_id, col(Question.state).not_in(list(_GONE))
        )
    )


def _is_late(today: date) -> ColumnElement[bool]:
    return and_(_AWAITED, today > _due_of)


async def progress(
    session: AsyncSession, conference_id: int, agencies: Collection[str] | None, today: date
) -> list[AgencyProgress]:
    """Return how far agencies have come, in the conference's order of them."""
    late = func.sum(case((_is_late(today), 1), else_=0))
    nearest = func.min(case((_AWAITED, col(PreparationRequest.due))))
    by_agency = (col(Agency.order), col(Agency.id), col(Agency.slug))
    columns = (col(Agency.slug), _progress_of, func.count(), late, nearest)
    statement = _handed(conference_id, *columns).where(*_of(agencies)).order_by(*by_agency)
    found: dict[str, AgencyProgress] = {}
    for slug, state, count, overdue, due in await session.execute(
        statement.group_by(*by_agency, _progress_of)
    ):
        so_far = found.get(slug) or AgencyProgress(slug, dict.fromkeys(Progress, 0), 0, None)
        days = [day for day in (so_far.due, due) if day is not None]
        found[slug] = AgencyProgress(
            slug,
            so_far.counts | {Progress(state): count},
            so_far.overdue + overdue,
            min(days, default=None),
        )
    return list(found.values())


async def handed_over(
    session: AsyncSession,
    conference_id: int,
    wanted: Wanted,
    today: date,
    *,
    after: Place,
    limit: int,
) -> list[Handed]:
    """Return up to `limit` questions handed over, past `after`, the overdue ones first."""
    late = case((_is_late(today), 0), else_=1)
    conditions = [*_of(wanted.agencies), _is_past(late, after)]
    if wanted.state is not None:
        conditions.append(_progress_of == wanted.state.value)
    if wanted.overdue is not None:
        conditions.append(late == (0 if wanted.overdue else 1))
    statement = _handed(conference_id, late, _due_of, col(Question.number), _progress_of)
    statement = statement.where(*conditions).order_by(late, _due_of, col(Question.number))
    rows = (await session.execute(statement.limit(limit))).all()
    found = await questions.many(session, conference_id, [row[2] for row in rows])
    return [
        Handed(Place(*row[:3]), Progress(row[3]), facts)
        for row, (_, facts) in zip(rows, found, strict=True)
    ]


async def agencies_of(
    session: AsyncSession, conference_id: int, officials: Collection[str]
) -> Sequence[str]:
    """Return the agencies for which these officials speak."""
    statement = select(col(Official.agency)).where(
        col(Official.conference_id) == conference_id,
        col(Official.slug).in_(officials),
        col(Official.agency).is_not(None),
    )
    return [slug for slug in await session.scalars(statement) if slug is not None]


def _of(agencies: Collection[str] | None) -> list[ColumnElement[bool]]:
    return [] if agencies is None else [col(Agency.slug).in_(agencies)]


def _is_past(late: ColumnElement[int], after: Place) -> ColumnElement[bool]:
    by_number = and_(_due_of == after.due, col(Question.number) > after.number)
    return or_(late > after.late, and_(late == after.late, or_(_due_of > after.due, by_number)))
