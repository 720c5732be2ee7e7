"""What is given with a question's commands, each with an example from the reference plan."""

from datetime import date
from typing import Annotated

from pydantic import Field as Bounded
from sqlmodel import Field, SQLModel

from app.models.fields import (
    Code,
    Line,
    Note,
    Number,
    OptionalLine,
    OptionalNote,
    Phone,
    Slug,
    Text,
    Version,
    given,
)
from app.models.question import Kind, Origin


class AskerGiven(SQLModel):
    """The person who asks; `may_show_name` only when she agreed to be named on the screens."""

    model_config = given(
        {"name": "Hoàng Thị Mai", "position": "Chi hội trưởng phụ nữ", "may_show_name": True}
    )

    name: Line
    position: OptionalLine = None
    organisation: OptionalLine = None
    phone: Phone = None
    circumstances: OptionalNote = None
    may_show_name: bool = False


class QuestionCreate(SQLModel):
    """A question as a site hands it in."""

    model_config = given(
        {
            "site": "cho-don",
            "topic": "khoi-nghiep-hop-tac-xa",
            "kind": "question",
            "origin": "live",
            "text": "Hợp tác xã miến dong của chị em vay vốn ưu đãi ở đâu?",
            "asker": {"name": "Hoàng Thị Mai", "position": "Tổ trưởng", "may_show_name": True},
        }
    )

    site: Slug
    text: Text
    asker: AskerGiven
    kind: Kind = Kind.QUESTION
    origin: Origin = Origin.LIVE
    topic: Slug | None = None


class QuestionPatch(SQLModel):
    """The command `revise`: the original text is kept."""

    model_config = given({"text": "Hợp tác xã miến dong của phụ nữ được vay vốn ưu đãi ở đâu?"})

    text: Text | None = None
    kind: Kind | None = None
    topic: Slug | None = None
    asker: AskerGiven | None = None


class Nothing(SQLModel):
    """The empty body of a command that needs nothing more."""

    model_config = given({})


class ReturnGiven(SQLModel):
    """Why the question goes back to its site."""

    model_config = given({"note": "Đề nghị ghi rõ thôn và xã."})

    note: Note


class RejectGiven(SQLModel):
    """Why the question is not taken."""

    model_config = given({"reason": "off_topic", "note": "Không thuộc nội dung đối thoại."})

    reason: Code
    note: Note


class MergeGiven(SQLModel):
    """The question that stands for both from now on."""

    model_config = given({"into": 17})

    into: Number


class EnqueueGiven(SQLModel):
    """Where in the queue: before a question, or at the end."""

    model_config = given({"before": 17})

    before: Number | None = None


class DeferGiven(SQLModel):
    """Who replies in writing, and until when: the usual working days when nothing is said."""

    model_config = given({"agency": "so-noi-vu", "due": "2025-03-22"})

    agency: Slug
    due: date | None = None


class AssignmentGiven(SQLModel):
    """Who answers; the lead first."""

    model_config = given({"lead": "chu-tich-ubnd-tinh", "supporting": ["lanh-dao-so-noi-vu"]})

    lead: Slug
    supporting: list[Slug] = Field(default_factory=list, max_length=20)
    note: Note | None = None


class DeclineGiven(SQLModel):
    """Why the official does not take the question."""

    model_config = given({"reason": "Thuộc lĩnh vực của Sở Nội vụ."})

    reason: Note


class AnswerGiven(SQLModel):
    """What was said, in the secretary's words."""

    model_config = given(
        {"official": "chu-tich-ubnd-tinh", "summary": "Tỉnh hỗ trợ lãi suất trong năm 2025."}
    )

    official: Slug | None = None
    summary: Text


class MoveGiven(SQLModel):
    """A question's new place, and the queue version the caller saw."""

    model_config = given({"question": 21, "before": 17, "version": 42})

    question: Number
    before: Number | None = None
    version: Version


class ArrangeGiven(SQLModel):
    """A new order for the whole queue."""

    model_config = given({"by": "rotation", "version": 42})

    by: Annotated[str, Bounded(pattern="^(rotation|topic|arrival)$", max_length=8)]
    version: Version


class NextGiven(SQLModel):
    """What the tablet showed when it was tapped; both are required, `null` means nothing."""

    model_config = given({"expected_current": 12, "expected_next": 17})

    expected_current: Number | None
    expected_next: Number | None
