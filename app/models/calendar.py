"""Calendars: addresses under which an agency's dates can be read without signing in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.base import KEEP_IDS, UtcDateTime
from app.models.fields import Slug, given


class CalendarFeed(SQLModel, table=True):
    """An agency's calendar of due dates. It goes with its agency."""

    __tablename__ = "calendar_feed"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True)
    agency_id: int = Field(foreign_key="agency.id", ondelete="CASCADE")
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: str = Field(max_length=200)


class CalendarCreate(SQLModel):
    """Whose dates are to be read."""

    model_config = given({"agency": "so-noi-vu"})

    agency: Slug


class CalendarShown(SQLModel):
    """A calendar without its address."""

    id: int
    agency: str
    created_at: datetime
    created_by: str


class CalendarMade(CalendarShown):
    """The answer to making a calendar: the only time its address is shown (a replay has `null`)."""

    link: str | None


class CalendarPage(SQLModel):
    """A page of calendars."""

    items: list[CalendarShown]
    next_cursor: str | None
