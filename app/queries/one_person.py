"""All that a conference holds about one person who asked, for the person to be given."""

import re
from collections.abc import Collection
from typing import Any

from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.facts import Asker, QuestionFacts
from app.domain.text import search_key
from app.domain.views import View, ViewName, project
from app.models.conference import Conference
from app.models.journal import JournalEntry
from app.queries import journal, questions

_DESK = View(ViewName.DESK)
Held = dict[str, Any]


async def held_about(
    session: AsyncSession, conference: Conference, name: str, phone: str | None
) -> Held:
    """Return the questions this person asked, and the journal's entries about them or naming them.

    Two people of one name are one here, unless the phone tells them apart.
    """
    id_ = conference.id or 0
    everything = await questions.all_visible(session, id_, (_DESK,))
    theirs = [facts for facts in everything if _is(facts.asker, name, phone)]
    return {
        "conference": conference.slug,
        "name": name,
        "phone": phone,
        "questions": [_shown(facts) for facts in theirs],
        "journal": await _entries(session, id_, {facts.number for facts in theirs}, name),
    }


def _is(asker: Asker, name: str, phone: str | None) -> bool:
    if search_key(asker.name) != search_key(name):
        return False
    return phone is None or _digits(asker.phone) == _digits(phone)


def _digits(phone: str | None) -> str:
    return re.sub(r"\D", "", phone or "")


def _shown(question: QuestionFacts) -> Held:
    """Return a question as the desk has it, but for what is of others who asked the same."""
    shown = project(_DESK, question) or {}
    return {field: value for field, value in shown.items() if field != "origins"}


async def _entries(
    session: AsyncSession, conference_id: int, numbers: Collection[int], name: str
) -> list[Held]:
    entries = await journal.entries(session, conference_id, after=0)
    last = entries[-1].seq if entries else 0
    about = await journal.subjects(session, conference_id, after=0, up_to=last)
    return [
        _entry(entry, about[entry.seq])
        for entry in entries
        if not set(numbers).isdisjoint(about[entry.seq]) or _names(entry, name)
    ]


def _names(entry: JournalEntry, name: str) -> bool:
    return search_key(name) in search_key(to_json(entry.payload).decode())


def _entry(entry: JournalEntry, numbers: list[int]) -> Held:
    return {
        "seq": entry.seq,
        "type": entry.type,
        "at": entry.at,
        "actor": entry.actor,
        "questions": numbers,
        "payload": entry.payload,
    }
