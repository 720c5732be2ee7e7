"""Questions that are likely the same matter as one: scored in a thread, on folded texts only."""

import asyncio
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.facts import QuestionFacts
from app.domain.lifecycle import State
from app.domain.likeness import most_like, place_names
from app.domain.text import search_key
from app.domain.views import View
from app.models.programme import Site
from app.models.question import Question
from app.queries import questions

MOST = 5
_NOT_WANTED = (State.REJECTED, State.MERGED, State.WITHDRAWN)


async def similar(
    session: AsyncSession, conference_id: int, question: QuestionFacts, views: Collection[View]
) -> list[tuple[float, QuestionFacts]]:
    """Return up to `MOST` (score, question) that the views have, the best first."""
    statement = (
        select(col(Question.number), col(Question.text_search))
        .join(Site, col(Site.id) == col(Question.site_id))
        .where(
            col(Question.conference_id) == conference_id,
            col(Question.number) != question.number,
            col(Question.state).not_in(_NOT_WANTED),
            questions.visible_to(views),
        )
        .order_by(col(Question.number))
    )
    rows = (await session.execute(statement)).all()
    sites = await session.scalars(
        select(col(Site.name)).where(col(Site.conference_id) == conference_id)
    )
    texts, text = [row[1] for row in rows], search_key(question.text)
    found = await asyncio.to_thread(most_like, text, texts, place_names(sites), MOST)
    numbers = [rows[index][0] for index, _ in found]
    facts = await questions.many(session, conference_id, numbers)
    return [(score, known) for (_, score), (_, known) in zip(found, facts, strict=True)]
