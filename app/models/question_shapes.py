"""What is given with a question's commands, and how a question is shown over HTTP."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field as Bounded
from sqlmodel import Field, SQLModel

from app.domain.lifecycle import State
from app.models.fields import Code, Line, Note, Number, OptionalLine, Phone, Slug, Text, Version
from app.models.question import AssignmentStatus, FollowUpState, Kind, Origin


class _Given(SQLModel):
    model_config = {"extra": "forbid"}


class AskerGiven(_Given):
    """The person who asks; `may_show_name` only when she agreed to be named on the screens."""

    name: Line
    position: OptionalLine = None
    organisation: OptionalLine = None
    phone: Phone = None
    may_show_name: bool = False


class QuestionCreate(_Given):
    """A question as a site hands it in."""

    site: Slug
    text: Text
    asker: AskerGiven
    kind: Kind = Kind.QUESTION
    origin: Origin = Origin.LIVE
    topic: Slug | None = None


class QuestionPatch(_Given):
    """The command `revise`: the original text is kept."""

    text: Text | None = None
    kind: Kind | None = None
    topic: Slug | None = None
    asker: AskerGiven | None = None


class Nothing(_Given):
    """The empty body of a command that needs nothing more."""


class ReturnGiven(_Given):
    """Why the question goes back to its site."""

    note: Note


class RejectGiven(_Given):
    """Why the question is not taken."""

    reason: Code
    note: Note


class MergeGiven(_Given):
    """The question that stands for both from now on."""

    into: Number


class EnqueueGiven(_Given):
    """Where in the queue: before a question, or at the end."""

    before: Number | None = None


class DeferGiven(_Given):
    """Who replies in writing, and until when."""

    agency: Slug
    due: date


class AssignmentGiven(_Given):
    """Who answers; the lead first."""

    lead: Slug
    supporting: list[Slug] = Field(default_factory=list, max_length=20)
    note: Note | None = None


class DeclineGiven(_Given):
    """Why the official does not take the question."""

    reason: Note


class AnswerGiven(_Given):
    """What was said, in the secretary's words."""

    official: Slug | None = None
    summary: Text


class MoveGiven(_Given):
    """A question's new place, and the queue version the caller saw."""

    question: Number
    before: Number | None = None
    version: Version


class ArrangeGiven(_Given):
    """A new order for the whole queue."""

    by: Annotated[str, Bounded(pattern="^(rotation|topic|arrival)$", max_length=8)]
    version: Version


class NextGiven(_Given):
    """What the tablet showed when it was tapped; both are required, `null` means nothing."""

    expected_current: Number | None
    expected_next: Number | None


class AskerShown(SQLModel):
    """An asker; phone and consent only for those who may see them."""

    name: str
    position: str | None
    organisation: str | None
    phone: str | None = None
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
    version: int | None = None
    reason: ReasonShown | None = None
    merged_into: int | None = None
    follow_ups: list[FollowUpBrief] | None = None


class QuestionPage(SQLModel):
    """A page of questions."""

    items: list[QuestionShown]
    next_cursor: str | None
