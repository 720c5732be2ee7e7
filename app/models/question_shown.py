"""How a question is shown over HTTP: the fullest rendering; what is private to others is absent."""

from datetime import date, datetime

from sqlmodel import SQLModel

from app.domain.followups import FollowUpState
from app.domain.lifecycle import State
from app.models.preparation_shapes import AttachmentBrief, PreparationAsked, PreparedShown
from app.models.question import AssignmentStatus, Kind, Origin


class AskerShown(SQLModel):
    """An asker; phone, circumstances and consent only for those who may see them."""

    name: str
    position: str | None
    organisation: str | None
    phone: str | None = None
    circumstances: str | None = None
    may_show_name: bool | None = None


class OriginShown(SQLModel):
    """A site, and who asked there: more than one when questions were merged."""

    site: str
    asker: AskerShown | None


class DeclinedShown(SQLModel):
    """An official who declined."""

    official: str
    reason: str | None


class AssignmentShown(SQLModel):
    """Who answers."""

    lead: str
    supporting: list[str]
    status: AssignmentStatus | None = None
    note: str | None = None
    declined: list[DeclinedShown] | None = None


class AnswerShown(SQLModel):
    """The last turn at the floor."""

    official: str | None
    started_at: datetime
    ended_at: datetime | None
    summary: str | None = None


class ReasonShown(SQLModel):
    """Why a question was returned or rejected."""

    code: str | None
    note: str | None


class FollowUpBrief(SQLModel):
    """A promise made on a question."""

    id: int
    agency: str
    due: date
    state: FollowUpState
    promise: str | None = None
    document_number: str | None = None
    reply: str | None = None


class PublicationShown(SQLModel):
    """Since when a question is public, and with which words."""

    at: datetime
    answer: str


class QuestionShown(SQLModel):
    """A question as the caller may see it: what is private to others is absent, not null."""

    id: int
    number: int
    site: str
    topic: str | None
    kind: Kind
    origin: Origin
    text: str
    state: State
    state_since: datetime
    rank: str | None
    asker: AskerShown | None
    origins: list[OriginShown]
    assignment: AssignmentShown | None
    answer: AnswerShown | None
    original_text: str | None = None
    submitted_at: datetime | None = None
    is_late: bool | None = None
    version: int | None = None
    reason: ReasonShown | None = None
    merged_into: int | None = None
    follow_ups: list[FollowUpBrief] | None = None
    attachments: list[AttachmentBrief] | None = None
    preparation: PreparationAsked | None = None
    prepared_answer: PreparedShown | None = None
    published: PublicationShown | None = None


class SimilarShown(SQLModel):
    """A question that is likely the same matter; `score` from 0 to 100."""

    number: int
    score: float
    question: QuestionShown


class SimilarList(SQLModel):
    """The most similar questions, the best first."""

    items: list[SimilarShown]


class QuestionPage(SQLModel):
    """A page of questions."""

    items: list[QuestionShown]
    next_cursor: str | None
