"""What is given and shown of attachments and prepared answers."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from app.domain.preparation import Preparedness
from app.models.fields import Note, Number, Slug, Text, given


class PreparedGiven(SQLModel):
    """What an agency means to answer; officials write for their own, others may name one."""

    model_config = given({"text": "Tỉnh bố trí 12 tỷ đồng, làm xong trong quý III."})

    text: Text
    agency: Slug | None = None


class PreparedReturnGiven(SQLModel):
    """Why the prepared answer has to be written again."""

    model_config = given({"note": "Đề nghị nêu rõ nguồn vốn và thời hạn."})

    note: Note


class PreparationGiven(SQLModel):
    """Which agency is to prepare an answer. Without `due`: five days before the conference."""

    model_config = given(
        {"agency": "so-noi-vu", "due": "2025-03-03", "note": "Xin nêu số liệu năm 2024."}
    )

    agency: Slug
    due: date | None = None
    note: Note | None = None


class PreparationsGiven(PreparationGiven):
    """The same for several questions at once."""

    model_config = given({"questions": [12, 17], "agency": "so-noi-vu", "due": "2025-03-03"})

    questions: list[Number] = Field(min_length=1, max_length=200)


class PreparationAsked(SQLModel):
    """The agency that is to prepare an answer, until when, and what it was told."""

    agency: str
    due: date | None
    note: str | None
    asked_at: datetime


class AttachmentBrief(SQLModel):
    """A picture or document of a question."""

    id: int
    name: str
    media_type: str
    size: int


class AttachmentShown(AttachmentBrief):
    """The same, with who added it and when."""

    added_at: datetime
    added_by: str


class AttachmentList(SQLModel):
    """A question's attachments, in the order in which they were added."""

    items: list[AttachmentShown]


class PreparedShown(SQLModel):
    """What an agency means to answer; the chair is shown it once it is cleared, without note."""

    agency: str
    state: Preparedness
    text: str
    note: str | None = None
    updated_at: datetime
    updated_by: str
