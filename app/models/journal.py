"""The journal of a conference, what its entries are about, and answers kept for repeats."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from app.domain.events import EventType
from app.models.base import EnumString, Json, UtcDateTime
from app.models.sealed import SealedText


class JournalEntry(SQLModel, table=True):
    """One accepted command. Append-only: the audit trail and the event feed."""

    __tablename__ = "journal_entry"

    conference_id: int = Field(foreign_key="conference.id", primary_key=True)
    seq: int = Field(primary_key=True)
    type: EventType = Field(sa_column=Column(EnumString(EventType, 64), nullable=False))
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=200)
    payload: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))


class JournalSubject(SQLModel, table=True):
    """A question that an entry is about; `next` is about two."""

    __tablename__ = "journal_subject"
    __table_args__ = (Index(None, "conference_id", "number", "seq"),)

    conference_id: int = Field(primary_key=True, foreign_key="conference.id")
    seq: int = Field(primary_key=True)
    number: int = Field(primary_key=True)


class Tombstone(SQLModel, table=True):
    """An object that was removed, so that a screen which comes back is told."""

    __tablename__ = "tombstone"

    conference_id: int = Field(foreign_key="conference.id", primary_key=True)
    seq: int = Field(primary_key=True)
    collection: str = Field(max_length=32, primary_key=True)
    object_id: int = Field(primary_key=True)


class StoredAnswer(SQLModel, table=True):
    """The answer once given under an Idempotency-Key, written with its effect."""

    __tablename__ = "stored_answer"

    caller: str = Field(max_length=64, primary_key=True)
    key: str = Field(max_length=255, primary_key=True)
    fingerprint: str = Field(max_length=64)
    status: int
    headers: dict[str, str] = Field(sa_column=Column(Json, nullable=False))
    # Whoever asked was shown the asker of a question.
    body: str = Field(sa_column=Column(SealedText, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
