"""From rows to `QuestionFacts`: a fixed number of queries, however many questions there are.

Most questions have little hanging on them, so their rows say what: only that is asked for.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import BindParameter, ColumnElement, Row, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.domain.facts import (
    Asked,
    Assigned,
    MergedIn,
    Part,
    Prepared,
    QuestionFacts,
    Spoken,
)
from app.models.preparation import Attachment, Enclosure, PreparationRequest, PreparedAnswer
from app.models.programme import Agency, Official, Site
from app.models.question import Answer, Assignment, FollowUp, Question
from app.queries.details import Details
from app.queries.question_rows import asker_of, facts_of_row

BATCH = 500
"""Questions whose details are asked for in one query; databases bound their parameters."""


_Merged = aliased(Question)
_HANGING: Final = (
    col(Assignment.question_id),
    col(Answer.question_id),
    col(FollowUp.question_id),
    col(_Merged.merged_into_id),
    col(Attachment.question_id),
    col(PreparedAnswer.question_id),
    col(PreparationRequest.question_id),
)
"""The columns by which rows hang on a question."""


def what_hangs() -> list[ColumnElement[bool]]:
    """Return the columns that say of each selected question which kinds of rows hang on it."""
    return [exists().where(column == col(Question.id)) for column in _HANGING]


class Named(NamedTuple):
    """A question's row, the names its foreign keys stand for, and which rows hang on it."""

    row: Question
    site: str
    topic: str | None
    merged_into: int | None
    hanging: tuple[bool, ...]

    @classmethod
    def of(cls, row: Row[*tuple[Any, ...]]) -> Self:
        """Take a row of the first four and `what_hangs`."""
        return cls(row[0], row[1], row[2], row[3], tuple(row[4:]))


async def facts_of(session: AsyncSession, questions: Sequence[Named]) -> list[QuestionFacts]:
    """Return the facts of these questions, in their order."""
    details = Details()
    for place, load in enumerate(_LOADERS):
        ids = [named.row.id or 0 for named in questions if named.hanging[place]]
        for start in range(0, len(ids), BATCH):
            await load(session, ids[start : start + BATCH], details)
    return [_facts(named, details) for named in questions]


# Made once: building a statement costs as much as running it.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_PARTS = (
    select(Assignment, col(Official.slug))
    .join(Official, col(Official.id) == col(Assignment.official_id))
    .where(col(Assignment.question_id).in_(_IDS))
    .order_by(col(Assignment.is_lead).desc(), col(Assignment.id))
)


async def _load_parts(session: AsyncSession, ids: Sequence[int], into: Details) -> None:
    for row, official in await session.execute(_PARTS, {"ids": ids}):
        into.parts[row.question_id].append(Part(official, row.is_lead, row.status, row.reason))
        if row.is_lead:
            into.notes[row.question_id] = row.note


_ANSWERS = (
    select(Answer, col(Official.slug))
    .outerjoin(Official, col(Official.id) == col(Answer.official_id))
    .where(col(Answer.question_id).in_(_IDS))
    .order_by(col(Answer.id))
)


async def _load_answers(session: AsyncSession, ids: Sequence[int], into: Details) -> None:
    """Load turns in their order: the last one of a question stays."""
    for row, official in await session.execute(_ANSWERS, {"ids": ids}):
        into.answers[row.question_id] = Spoken(official, row.started_at, row.ended_at, row.summary)


_PROMISES = (
    select(FollowUp, col(Agency.slug))
    .join(Agency, col(Agency.id) == col(FollowUp.agency_id))
    .where(col(FollowUp.question_id).in_(_IDS))
    .order_by(col(FollowUp.id))
)


async def _load_promises(session: AsyncSession, ids: Sequence[int], into: Details) -> None:
    for row, agency in await session.execute(_PROMISES, {"ids": ids}):
        into.promised(row, agency)


_MERGED = (
    select(Question, col(Site.slug))
    .join(Site, col(Site.id) == col(Question.site_id))
    .where(col(Question.merged_into_id).in_(_IDS))
    .order_by(col(Question.number))
)


async def _load_merged(session: AsyncSession, ids: Sequence[int], into: Details) -> None:
    for row, site in await session.execute(_MERGED, {"ids": ids}):
        into.merged[row.merged_into_id or 0].append(MergedIn(row.number, site, asker_of(row)))


_ATTACHMENTS = (
    select(Attachment, col(Enclosure.follow_up_id))
    .outerjoin(Enclosure, col(Enclosure.attachment_id) == col(Attachment.id))
    .where(col(Attachment.question_id).in_(_IDS))
    .order_by(col(Attachment.id))
)


async def _load_attachments(session: AsyncSession, ids: Sequence[int], into: Details) -> None:
    for row, follow_up_id in await session.execute(_ATTACHMENTS, {"ids": ids}):
        into.attached(row, follow_up_id)


_PREPARED = (
    select(PreparedAnswer, col(Agency.slug))
    .join(Agency, col(Agency.id) == col(PreparedAnswer.agency_id))
    .where(col(PreparedAnswer.question_id).in_(_IDS))
)


async def _load_prepared(session: AsyncSession, ids: Sequence[int], into: Details) -> None:
    for row, agency in await session.execute(_PREPARED, {"ids": ids}):
        into.prepared[row.question_id] = Prepared(
            agency, row.state, row.text, row.note, row.updated_at, row.updated_by
        )


_ASKED = (
    select(PreparationRequest, col(Agency.slug), col(Official.slug))
    .join(Agency, col(Agency.id) == col(PreparationRequest.agency_id))
    .outerjoin(
        Official,
        (col(Official.conference_id) == col(Agency.conference_id))
        & (col(Official.agency) == col(Agency.slug)),
    )
    .where(col(PreparationRequest.question_id).in_(_IDS))
    .order_by(col(Official.order), col(Official.id))
)


async def _load_asked(session: AsyncSession, ids: Sequence[int], into: Details) -> None:
    """Load a row for each official of the agency asked, or one without when it has none."""
    for row, agency, official in await session.execute(_ASKED, {"ids": ids}):
        known = into.asked.get(row.question_id)
        asked = known or Asked(agency, row.due, row.note, row.asked_at)
        officials = (official,) if official else ()
        into.asked[row.question_id] = replace(asked, officials=asked.officials + officials)


_LOADERS: Final = (
    _load_parts,
    _load_answers,
    _load_promises,
    _load_merged,
    _load_attachments,
    _load_prepared,
    _load_asked,
)
"""In the order of `_HANGING`."""


def _facts(named: Named, details: Details) -> QuestionFacts:
    id_ = named.row.id or 0
    parts = details.parts.get(id_)
    return replace(
        facts_of_row(named.row, named.site, named.topic),
        merged_into=named.merged_into,
        merged_in=tuple(details.merged.get(id_, ())),
        assignment=Assigned(tuple(parts), details.notes.get(id_)) if parts else None,
        answer=details.answers.get(id_),
        promises=details.promises(id_),
        attachments=tuple(details.attachments.get(id_, ())),
        prepared=details.prepared.get(id_),
        asked=details.asked.get(id_),
    )
