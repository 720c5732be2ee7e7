"""The journal for other systems: what an actor may be told of its entries, by the one rule."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.roles import Actor, Permission
from app.domain.views import views_of
from app.domain.webhooks import knows_actor, told_of
from app.models.journal import JournalEntry
from app.models.journal_shown import event_shown
from app.queries import journal, questions


async def told(
    session: AsyncSession, actor: Actor, conference_id: int, entries: Sequence[JournalEntry]
) -> list[dict[str, Any] | None]:
    """Return each of consecutive entries as the actor is told of it now; `None`: it is not.

    With `events.read` all of it; else as its views allow, by what they see at this moment.
    """
    if not entries:
        return []
    subjects = await journal.subjects(
        session, conference_id, after=entries[0].seq - 1, up_to=entries[-1].seq
    )
    if actor.has(Permission.READ_EVENTS):
        return [event_shown(entry, subjects.get(entry.seq, []), payload=True) for entry in entries]
    views = views_of(actor)
    numbers = sorted({number for about in subjects.values() for number in about})
    facts = {
        known.number: known for _, known in await questions.many(session, conference_id, numbers)
    }
    shown: list[dict[str, Any] | None] = []
    for entry in entries:
        about = [facts[number] for number in subjects.get(entry.seq, [])]
        numbers_told = told_of(views, entry.type, about)
        shown.append(
            None
            if numbers_told is None
            else event_shown(entry, numbers_told, payload=False, actor=knows_actor(views))
        )
    return shown
