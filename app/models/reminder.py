"""Of which follow-ups was reminded already."""

from datetime import date

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from app.domain.reminders import ReminderKind
from app.models.base import EnumString


class Reminder(SQLModel, table=True):
    """One reminder of a follow-up; another due date is reminded of anew."""

    __tablename__ = "reminder"

    follow_up_id: int = Field(foreign_key="follow_up.id", primary_key=True, ondelete="CASCADE")
    kind: ReminderKind = Field(sa_column=Column(EnumString(ReminderKind), primary_key=True))
    due: date = Field(primary_key=True)
