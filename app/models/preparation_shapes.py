"""What is given and shown of attachments and prepared answers."""

from datetime import datetime

from sqlmodel import SQLModel

from app.domain.preparation import Preparedness
from app.models.fields import Note, Slug, Text, given


class PreparedGiven(SQLModel):
    """What an agency means to answer; officials write for their own, others may name one."""

    model_config = given({"text": "Tỉnh bố trí 12 tỷ đồng, làm xong trong quý III."})

    text: Text
    agency: Slug | None = None


class PreparedReturnGiven(SQLModel):
    """Why the prepared answer has to be written again."""

    model_config = given({"note": "Đề nghị nêu rõ nguồn vốn và thời hạn."})

    note: Note


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
