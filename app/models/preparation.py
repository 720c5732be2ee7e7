"""What is laid beside a question: attachments of its site, the answer an agency prepares."""

from datetime import date, datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from app.domain.preparation import Preparedness
from app.models.base import KEEP_IDS, EnumString, UtcDateTime


class Attachment(SQLModel, table=True):
    """A picture or document of a question; its bytes are in a table of their own."""

    __tablename__ = "attachment"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id", index=True)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=40)
    size: int
    sha256: str = Field(max_length=64)
    added_at: datetime = Field(sa_type=UtcDateTime)
    added_by: str = Field(max_length=200)


class AttachmentContent(SQLModel, table=True):
    """The bytes of an attachment, read only when somebody asks for them."""

    __tablename__ = "attachment_content"

    attachment_id: int = Field(foreign_key="attachment.id", primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Enclosure(SQLModel, table=True):
    """Says of an attachment that it belongs to the written reply of a follow-up."""

    __tablename__ = "enclosure"

    attachment_id: int = Field(foreign_key="attachment.id", primary_key=True, ondelete="CASCADE")
    follow_up_id: int = Field(foreign_key="follow_up.id", index=True)


class PreparationRequest(SQLModel, table=True):
    """An agency is to prepare an answer; whoever speaks for it then is asked."""

    __tablename__ = "preparation_request"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id", unique=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    due: date | None = None
    note: str | None = Field(default=None, max_length=1000)
    asked_by: str = Field(max_length=200)
    asked_at: datetime = Field(sa_type=UtcDateTime)


class PreparedAnswer(SQLModel, table=True):
    """What an agency means to answer; one for each question, the last text stays."""

    __tablename__ = "prepared_answer"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id", unique=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    text: str = Field(max_length=4000)
    state: Preparedness = Field(sa_column=Column(EnumString(Preparedness), nullable=False))
    note: str | None = Field(default=None, max_length=1000)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    updated_by: str = Field(max_length=200)
