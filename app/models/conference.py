"""The conference: its settings, and the counters of its journal, queue and questions."""

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, StringConstraints
from pydantic import Field as Bounded
from pydantic_core import PydanticCustomError
from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from app.domain.lifecycle import Phase
from app.models.base import KEEP_IDS, EnumString, Json, UtcDateTime
from app.models.fields import LongLine, Note, Slug, given


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("unknown_zone", "is not a time zone", {})
    return name


DaysKept = Annotated[int, Bounded(ge=1, le=3650)]
TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]


class Conference(SQLModel, table=True):
    """One dialogue. `last_seq` counts its accepted commands, without gaps.

    `published_seq` is the last of them that changed what the public pages show.
    """

    __tablename__ = "conference"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=64, unique=True)
    title: str = Field(max_length=1000)
    theme: str | None = Field(default=None, max_length=1000)
    timezone: str = Field(default="Asia/Ho_Chi_Minh", max_length=64)
    phase: Phase = Field(default=Phase.DRAFT, sa_column=Column(EnumString(Phase), nullable=False))
    rehearsal: bool = False
    is_public: bool = False
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    collect_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    four_eyes: bool = False
    keep_askers_days: int | None = None
    data_purpose: str | None = Field(default=None, max_length=1000)
    data_basis: str | None = Field(default=None, max_length=1000)
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)

    epoch: str = Field(max_length=32)
    last_seq: int = 0
    published_seq: int = 0
    last_number: int = 0
    queue_version: int = 0
    undo: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    seq: int = 0
    private_seq: int = 0


class ConferenceCreate(SQLModel):
    """A new conference: from a preset, or from nothing with at least a title."""

    model_config = given({"preset": "bac-kan-2025", "slug": "bac-kan-2025"})

    slug: Slug
    preset: Slug | None = None
    title: LongLine | None = None
    theme: LongLine | None = None
    timezone: TimeZone | None = None
    rehearsal: bool = False
    is_public: bool = False
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    collect_until: AwareDatetime | None = None
    four_eyes: bool = False
    keep_askers_days: DaysKept | None = None
    data_purpose: Note | None = None
    data_basis: Note | None = None


class ConferencePatch(SQLModel):
    """What of a conference can be changed; the phase has a command of its own."""

    model_config = given({"rehearsal": True})

    title: LongLine | None = None
    theme: LongLine | None = None
    timezone: TimeZone | None = None
    rehearsal: bool | None = None
    is_public: bool | None = None
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    collect_until: AwareDatetime | None = None
    four_eyes: bool | None = None
    keep_askers_days: DaysKept | None = None
    data_purpose: Note | None = None
    data_basis: Note | None = None


class PhaseSwitch(SQLModel):
    """Where the conference is to go."""

    model_config = given({"to": "live"})

    to: Phase


class ConferenceShown(SQLModel):
    """A conference as every member sees it."""

    id: int
    slug: str
    title: str
    theme: str | None
    timezone: str
    phase: Phase
    rehearsal: bool
    is_public: bool
    starts_at: datetime | None
    ends_at: datetime | None
    collect_until: datetime | None
    four_eyes: bool
    keep_askers_days: int | None
    data_purpose: str | None
    data_basis: str | None
    version: int


class ConferencePage(SQLModel):
    """A page of conferences."""

    items: list[ConferenceShown]
    next_cursor: str | None
