"""What is given and shown of follow-ups over HTTP."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field as Bounded
from sqlmodel import SQLModel

from app.domain.events import EventType
from app.domain.followups import FollowUpState
from app.models.fields import Note, OptionalLine, Slug, Text, given
from app.models.preparation_shapes import AttachmentBrief
from app.models.question_shown import QuestionShown


class FollowUpCreate(SQLModel):
    """What was promised, by which agency; without a date the usual working days."""

    model_config = given(
        {"agency": "so-noi-vu", "promise": "Trả lời bằng văn bản về chế độ của cán bộ Hội."}
    )

    agency: Slug
    promise: Note
    due: date | None = None


class UsualDue(SQLModel):
    """When a reply promised now is due: after so many working days."""

    due: date
    working_days: int


class FollowUpPatch(SQLModel):
    """How far it has come; `agency` goes with `forwarded`, `note` with what needs a reason."""

    model_config = given(
        {
            "state": "resolved",
            "reply": "Tỉnh đã bố trí kinh phí chi trả trong quý II.",
            "document_number": "412/SNV-CBCC",
        }
    )

    state: FollowUpState | None = None
    reply: Text | None = None
    document_number: OptionalLine = None
    due: date | None = None
    agency: Slug | None = None
    note: Note | None = None


class FollowUpShown(SQLModel):
    """A follow-up with its question as the caller may see it.

    The asker's site is told the reply once it is given; until then those fields are absent.
    `days_left` is negative when overdue, and `null` when there is nothing more to be done.
    """

    id: int
    number: int
    site: str
    agency: str
    promise: str | None
    due: date
    days_left: int | None
    overdue: bool
    state: FollowUpState
    opened_at: datetime
    closed_at: datetime | None
    version: int
    question: QuestionShown | None
    document_number: str | None = None
    reply: str | None = None
    attachments: list[AttachmentBrief] | None = None
    forwarded_from: str | None = None
    updated_at: datetime | None = None
    updated_by: str | None = None


class FollowUpPage(SQLModel):
    """A page of follow-ups: the overdue first, then by due date."""

    items: list[FollowUpShown]
    next_cursor: str | None


class FollowUpStep(SQLModel):
    """One entry of a follow-up's history; what changed is named, with what it was and became."""

    seq: int
    type: EventType
    at: datetime
    actor: str | None = None
    agency: str | None = None
    forwarded_to: str | None = None
    changes: dict[str, dict[str, str | None]] | None = None
    note: str | None = None


class FollowUpHistory(SQLModel):
    """What became of a follow-up, from its opening on."""

    items: list[FollowUpStep]


FollowUpStates = Annotated[list[FollowUpState], Bounded(max_length=5)]
