"""Entries of the journal as they are sent out: to other systems, and in a question's history."""

from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from app.domain.events import EventType
from app.models.journal import JournalEntry


class EventShown(SQLModel):
    """One accepted command; `actor` and `payload` for those who may know them."""

    seq: int
    type: EventType
    at: datetime
    actor: str | None
    questions: list[int]
    payload: dict[str, Any] | None = None


def event_shown(
    entry: JournalEntry, questions: list[int], *, payload: bool, actor: bool = True
) -> dict[str, Any]:
    """Return an entry; the payload only for those who may read the journal as such."""
    shown: dict[str, Any] = {
        "seq": entry.seq,
        "type": entry.type,
        "at": entry.at,
        "actor": entry.actor if actor else None,
        "questions": questions,
    }
    return shown | {"payload": entry.payload} if payload else shown
