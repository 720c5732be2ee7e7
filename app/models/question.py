"""The question and what hangs on it: assignment, turns at the floor, follow-ups."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.domain.followups import FollowUpState
from app.domain.lifecycle import State
from app.models.base import KEEP_IDS, EnumString, Json, RankString, UtcDateTime
from app.models.sealed import SealedText


class Kind(StrEnum):
    """Not everything asked is a question."""

    QUESTION = "question"
    OPINION = "opinion"
    PETITION = "petition"
    PROPOSAL = "proposal"


class Origin(StrEnum):
    """Gathered by the sites beforehand, or asked during the dialogue."""

    COLLECTED = "collected"
    LIVE = "live"


class AssignmentStatus(StrEnum):
    """What an official said to being assigned."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Question(SQLModel, table=True):
    """A question. `seq` is the last command that changed it, `seen` says for which audience."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("conference_id", "number"),
        Index(None, "conference_id", "state", "rank", "id"),
        Index(None, "conference_id", "seq"),
        Index(None, "conference_id", "site_id", "number"),
        # The database itself refuses a second question at the floor.
        Index(
            "uq_question_answering",
            "conference_id",
            unique=True,
            sqlite_where=text("state = 'answering'"),
            postgresql_where=text("state = 'answering'"),
        ),
        KEEP_IDS,
    )

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id")
    number: int
    site_id: int = Field(foreign_key="site.id", index=True)
    topic_id: int | None = Field(default=None, foreign_key="topic.id", index=True)
    kind: Kind = Field(sa_column=Column(EnumString(Kind), nullable=False))
    origin: Origin = Field(sa_column=Column(EnumString(Origin), nullable=False))

    asker_name: str = Field(max_length=200)
    asker_position: str | None = Field(default=None, max_length=200)
    asker_organisation: str | None = Field(default=None, max_length=200)
    asker_phone: str | None = Field(
        default=None, sa_column=Column("sealed_phone", SealedText, key="asker_phone")
    )
    asker_circumstances: str | None = Field(
        default=None,
        sa_column=Column("sealed_circumstances", SealedText, key="asker_circumstances"),
    )
    may_show_name: bool = False

    text: str = Field(max_length=4000)
    original_text: str = Field(max_length=4000)
    # Folding can lengthen a text (ligatures come apart), so the key has no bound of its own.
    text_search: str = Field(sa_column=Column(String, nullable=False))

    state: State = Field(sa_column=Column(EnumString(State), nullable=False))
    state_since: datetime = Field(sa_type=UtcDateTime)
    version: int = 1
    rank: str | None = Field(default=None, sa_column=Column(RankString))
    submitted_at: datetime = Field(sa_type=UtcDateTime)
    is_late: bool = False
    edited_by: str | None = Field(default=None, max_length=32)
    """Who last changed the text: `user:5`, `key:3`."""
    queued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    reason_code: str | None = Field(default=None, max_length=40)
    reason_note: str | None = Field(default=None, max_length=1000)
    merged_into_id: int | None = Field(default=None, foreign_key="question.id", index=True)

    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_answer: str | None = Field(default=None, max_length=4000)

    seq: int = 0
    seen: dict[str, int] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


class Assignment(SQLModel, table=True):
    """One official's part in answering a question: one leads, others support."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("question_id", "official_id"), KEEP_IDS)

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id", index=True)
    official_id: int = Field(foreign_key="official.id", index=True)
    is_lead: bool
    status: AssignmentStatus = Field(
        default=AssignmentStatus.PENDING,
        sa_column=Column(EnumString(AssignmentStatus), nullable=False),
    )
    reason: str | None = Field(default=None, max_length=1000)
    note: str | None = Field(default=None, max_length=1000)
    assigned_by: str = Field(max_length=200)
    assigned_at: datetime = Field(sa_type=UtcDateTime)


class Answer(SQLModel, table=True):
    """One turn of a question at the floor, and what was said in it."""

    __tablename__ = "answer"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True)
    question_id: int = Field(foreign_key="question.id", index=True)
    site_id: int = Field(foreign_key="site.id")
    official_id: int | None = Field(default=None, foreign_key="official.id")
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    summary: str | None = Field(default=None, max_length=4000)


class FollowUp(SQLModel, table=True):
    """A promise or petition handed to an agency."""

    __tablename__ = "follow_up"
    __table_args__ = (Index(None, "conference_id", "due", "id"), KEEP_IDS)

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True)
    question_id: int = Field(foreign_key="question.id", index=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    promise: str | None = Field(default=None, max_length=1000)
    due: date
    state: FollowUpState = Field(
        default=FollowUpState.OPEN, sa_column=Column(EnumString(FollowUpState), nullable=False)
    )
    document_number: str | None = Field(default=None, max_length=200)
    reply: str | None = Field(default=None, max_length=4000)
    # As of a question: promise and document number folded, for search.
    text_search: str = Field(
        default="", sa_column=Column(String, nullable=False, server_default="")
    )
    forwarded_from: str | None = Field(default=None, max_length=64)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    updated_by: str | None = Field(default=None, max_length=200)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
