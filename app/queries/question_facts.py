"""From rows to `QuestionFacts`: a fixed number of queries, however many questions there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.facts import (
    Asker,
    Assigned,
    Attached,
    MergedIn,
    Part,
    Prepared,
    Promise,
    QuestionFacts,
    Spoken,
)
from app.models.preparation import Attachment, PreparedAnswer
from app.models.programme import Agency, Official, Site
from app.models.question import Answer, Assignment, FollowUp, Question

BATCH = 500
"""Questions whose details are asked for in one query; databases bound their parameters."""


class Named(NamedTuple):
    """A question's row with the names its foreign keys stand for."""

    row: Question
    site: str
    topic: str | None
    merged_into: int | None


class _Details:
    """What hangs on some questions, by question id."""

    def __init__(self) -> None:
        self.parts: dict[int, list[Part]] = defaultdict(list)
        self.notes: dict[int, str | None] = {}
        self.answers: dict[int, Spoken] = {}
        self.promises: dict[int, list[Promise]] = defaultdict(list)
        self.merged: dict[int, list[MergedIn]] = defaultdict(list)
        self.attachments: dict[int, list[Attached]] = defaultdict(list)
        self.prepared: dict[int, Prepared] = {}


async def facts_of(session: AsyncSession, questions: Sequence[Named]) -> list[QuestionFacts]:
    """Return the facts of these questions, in their order."""
    details = _Details()
    ids = [named.row.id for named in questions if named.row.id is not None]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        await _load_parts(session, batch, details)
        await _load_answers(session, batch, details)
        await _load_promises(session, batch, details)
        await _load_merged(session, batch, details)
        await _load_attachments(session, batch, details)
        await _load_prepared(session, batch, details)
    return [_facts(named, details) for named in questions]


async def _load_parts(session: AsyncSession, ids: Sequence[int], into: _Details) -> None:
    statement = (
        select(Assignment, col(Official.slug))
        .join(Official, col(Official.id) == col(Assignment.official_id))
        .where(col(Assignment.question_id).in_(ids))
        .order_by(col(Assignment.is_lead).desc(), col(Assignment.id))
    )
    for row, official in await session.execute(statement):
        into.parts[row.question_id].append(Part(official, row.is_lead, row.status, row.reason))
        if row.is_lead:
            into.notes[row.question_id] = row.note


async def _load_answers(session: AsyncSession, ids: Sequence[int], into: _Details) -> None:
    """Load turns in their order: the last one of a question stays."""
    statement = (
        select(Answer, col(Official.slug))
        .outerjoin(Official, col(Official.id) == col(Answer.official_id))
        .where(col(Answer.question_id).in_(ids))
        .order_by(col(Answer.id))
    )
    for row, official in await session.execute(statement):
        into.answers[row.question_id] = Spoken(official, row.started_at, row.ended_at, row.summary)


async def _load_promises(session: AsyncSession, ids: Sequence[int], into: _Details) -> None:
    statement = (
        select(FollowUp, col(Agency.slug))
        .join(Agency, col(Agency.id) == col(FollowUp.agency_id))
        .where(col(FollowUp.question_id).in_(ids))
        .order_by(col(FollowUp.id))
    )
    for row, agency in await session.execute(statement):
        into.promises[row.question_id].append(Promise(row.id or 0, agency, row.due, row.state))


async def _load_merged(session: AsyncSession, ids: Sequence[int], into: _Details) -> None:
    statement = (
        select(Question, col(Site.slug))
        .join(Site, col(Site.id) == col(Question.site_id))
        .where(col(Question.merged_into_id).in_(ids))
        .order_by(col(Question.number))
    )
    for row, site in await session.execute(statement):
        into.merged[row.merged_into_id or 0].append(MergedIn(row.number, site, asker_of(row)))


async def _load_attachments(session: AsyncSession, ids: Sequence[int], into: _Details) -> None:
    statement = select(Attachment).where(col(Attachment.question_id).in_(ids))
    for row in await session.scalars(statement.order_by(col(Attachment.id))):
        into.attachments[row.question_id].append(
            Attached(row.id or 0, row.name, row.media_type, row.size)
        )


async def _load_prepared(session: AsyncSession, ids: Sequence[int], into: _Details) -> None:
    statement = (
        select(PreparedAnswer, col(Agency.slug))
        .join(Agency, col(Agency.id) == col(PreparedAnswer.agency_id))
        .where(col(PreparedAnswer.question_id).in_(ids))
    )
    for row, agency in await session.execute(statement):
        into.prepared[row.question_id] = Prepared(
            agency, row.state, row.text, row.note, row.updated_at, row.updated_by
        )


def asker_of(row: Question) -> Asker:
    """Return the person who asks."""
    return Asker(
        row.asker_name,
        row.asker_position,
        row.asker_organisation,
        row.asker_phone,
        row.may_show_name,
    )


def facts_of_row(row: Question, site: str, topic: str | None) -> QuestionFacts:
    """Return the facts of a question on which nothing hangs yet."""
    return QuestionFacts(
        id=row.id or 0,
        number=row.number,
        site=site,
        topic=topic,
        kind=row.kind,
        origin=row.origin,
        asker=asker_of(row),
        text=row.text,
        original_text=row.original_text,
        state=row.state,
        state_since=row.state_since,
        version=row.version,
        rank=row.rank,
        submitted_at=row.submitted_at,
        reason_code=row.reason_code,
        reason_note=row.reason_note,
        seen=dict(row.seen),
    )


def with_row(known: QuestionFacts, row: Question) -> QuestionFacts:
    """Return the facts with everything that stands in the row itself taken from it anew."""
    return replace(
        facts_of_row(row, known.site, known.topic),
        merged_into=known.merged_into,
        merged_in=known.merged_in,
        assignment=known.assignment,
        answer=known.answer,
        promises=known.promises,
        attachments=known.attachments,
        prepared=known.prepared,
    )


def _facts(named: Named, details: _Details) -> QuestionFacts:
    id_ = named.row.id or 0
    parts = details.parts.get(id_)
    return replace(
        facts_of_row(named.row, named.site, named.topic),
        merged_into=named.merged_into,
        merged_in=tuple(details.merged.get(id_, ())),
        assignment=Assigned(tuple(parts), details.notes.get(id_)) if parts else None,
        answer=details.answers.get(id_),
        promises=tuple(details.promises.get(id_, ())),
        attachments=tuple(details.attachments.get(id_, ())),
        prepared=details.prepared.get(id_),
    )
