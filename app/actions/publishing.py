"""Publishing an answered question, and taking it back from the public."""

from app.actions.deed import Deed
from app.actions.journal import record
from app.domain.errors import NotPublished
from app.domain.events import EventType
from app.domain.facts import QuestionFacts
from app.domain.publishing import words_to_publish
from app.domain.roles import Permission
from app.queries import publications


async def publish(deed: Deed, number: int, answer: str | None) -> QuestionFacts:
    """Let everybody read the question and its answer; once more with other words mends them.

    The words are kept apart from the summary: what is written there later is not published by
    that. Raises `NotPublishable`, and `BadField` when there is nothing to publish.
    """
    dossier = await deed.take(number, Permission.PUBLISH)
    row, before = dossier.row, dossier.before
    assert before is not None
    summary = None if before.answer is None else before.answer.summary
    reply = await publications.reply(deed.session, before.id)
    words = words_to_publish(row.state, summary, reply, answer)
    row.published_at, row.published_answer = deed.at, words
    (after,) = await record(deed, EventType.PUBLISHED, {"answer": words}, dossier)
    return after


async def unpublish(deed: Deed, number: int) -> QuestionFacts:
    """Take the question back from the public. Raises `NotPublished`."""
    dossier = await deed.take(number, Permission.PUBLISH)
    if dossier.row.published_at is None:
        raise NotPublished
    dossier.row.published_at = dossier.row.published_answer = None
    (after,) = await record(deed, EventType.UNPUBLISHED, {}, dossier)
    return after
