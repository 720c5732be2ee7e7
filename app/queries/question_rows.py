"""What stands in a question's own row, as facts. What hangs on it is in `question_facts`."""

from dataclasses import replace

from app.domain.facts import Asker, Published, QuestionFacts
from app.models.question import Question


def asker_of(row: Question) -> Asker:
    """Return the person who asks."""
    return Asker(
        row.asker_name,
        row.asker_position,
        row.asker_organisation,
        row.asker_phone,
        row.may_show_name,
        row.asker_circumstances,
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
        is_late=row.is_late,
        reason_code=row.reason_code,
        reason_note=row.reason_note,
        published=None
        if row.published_at is None
        else Published(row.published_at, row.published_answer or ""),
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
        asked=known.asked,
    )
