"""What a conference is set up with: sites, topics, agencies, officials, agenda."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints
from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models.base import KEEP_IDS, EnumString, Json, UtcDateTime
from app.models.fields import Line, LongLine, OptionalLine, Order, Slug, given

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Headcount = Annotated[int, Field(ge=0, le=1_000_000)]
Minutes = Annotated[int, Field(ge=1, le=1440)]


class SiteKind(StrEnum):
    """Whether a site is the hall or at the other end of the bridge."""

    HALL = "hall"
    REMOTE = "remote"


class LineState(StrEnum):
    """The quality of a site's line, as the site reports it."""

    OK = "ok"
    POOR = "poor"
    DOWN = "down"


class _Named(SQLModel):
    """What every thing of the programme has. `seq` is the last command that changed it."""

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id")
    slug: str = Field(max_length=64)
    order: int = 0
    version: int = 1
    seq: int = Field(default=0)


class Site(_Named, table=True):
    """One end of the bridge."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("conference_id", "slug"), KEEP_IDS)

    name: str = Field(max_length=200)
    kind: SiteKind = Field(sa_column=Column(EnumString(SiteKind), nullable=False))
    seated_at: str | None = Field(default=None, max_length=64)
    chair_title: str | None = Field(default=None, max_length=200)
    expected_delegates: int = 0
    line: LineState | None = Field(default=None, sa_column=Column(EnumString(LineState)))
    microphone: bool | None = None
    delegate_present: bool | None = None
    reported_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    private_seq: int = 0


class Topic(_Named, table=True):
    """A theme of the dialogue."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("conference_id", "slug"), KEEP_IDS)

    name: str = Field(max_length=200)
    sentence: str | None = Field(default=None, max_length=1000)


class Agency(_Named, table=True):
    """A body that answers before, during and after."""

    __tablename__ = "agency"
    __table_args__ = (UniqueConstraint("conference_id", "slug"), KEEP_IDS)

    name: str = Field(max_length=200)


class Official(_Named, table=True):
    """A person who may answer, for an agency; `topics` are slugs."""

    __tablename__ = "official"
    __table_args__ = (UniqueConstraint("conference_id", "slug"), KEEP_IDS)

    name: str = Field(max_length=200)
    position: str | None = Field(default=None, max_length=200)
    agency: str | None = Field(default=None, max_length=64)
    topics: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    present: bool = True


class AgendaItem(_Named, table=True):
    """One item of the programme; planned times are of the conference's own clock."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("conference_id", "slug"), KEEP_IDS)

    title: str = Field(max_length=1000)
    planned_start: str | None = Field(default=None, max_length=5)
    planned_minutes: int | None = None
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


Named = Site | Topic | Agency | Official | AgendaItem


class SiteCreate(SQLModel):
    """A new site."""

    model_config = given(
        {"slug": "cho-don", "name": "Huyện Chợ Đồn", "kind": "remote", "expected_delegates": 50}
    )

    slug: Slug
    name: Line
    kind: SiteKind = SiteKind.REMOTE
    seated_at: Slug | None = None
    chair_title: OptionalLine = None
    expected_delegates: Headcount = 0
    order: Order | None = None


class SitePatch(SQLModel):
    """Changes to a site; its slug stays."""

    model_config = given({"expected_delegates": 60})

    name: Line | None = None
    kind: SiteKind | None = None
    seated_at: Slug | None = None
    chair_title: OptionalLine = None
    expected_delegates: Headcount | None = None
    order: Order | None = None


class Readiness(SQLModel):
    """What a site reports when it is told to get ready."""

    model_config = given({"line": "ok", "microphone": True, "delegate_present": True})

    line: LineState
    microphone: bool
    delegate_present: bool


class TopicCreate(SQLModel):
    """A new topic."""

    model_config = given({"slug": "khoi-nghiep", "name": "Phụ nữ khởi nghiệp, hợp tác xã"})

    slug: Slug
    name: Line
    sentence: LongLine | None = None
    order: Order | None = None


class TopicPatch(SQLModel):
    """Changes to a topic."""

    model_config = given({"name": "Phụ nữ khởi nghiệp"})

    name: Line | None = None
    sentence: LongLine | None = None
    order: Order | None = None


class AgencyCreate(SQLModel):
    """A new agency."""

    model_config = given({"slug": "so-noi-vu", "name": "Sở Nội vụ"})

    slug: Slug
    name: Line
    order: Order | None = None


class AgencyPatch(SQLModel):
    """Changes to an agency."""

    model_config = given({"name": "Sở Nội vụ tỉnh"})

    name: Line | None = None
    order: Order | None = None


class OfficialCreate(SQLModel):
    """A new official."""

    model_config = given(
        {"slug": "lanh-dao-so-noi-vu", "name": "Lãnh đạo Sở Nội vụ", "agency": "so-noi-vu"}
    )

    slug: Slug
    name: Line
    position: OptionalLine = None
    agency: Slug | None = None
    topics: list[Slug] = Field(default_factory=list, max_length=100)
    present: bool = True
    order: Order | None = None


class OfficialPatch(SQLModel):
    """Changes to an official; `present` is the one that moderators and the chair may make."""

    model_config = given({"present": False})

    name: Line | None = None
    position: OptionalLine = None
    agency: Slug | None = None
    topics: list[Slug] | None = Field(default=None, max_length=100)
    present: bool | None = None
    order: Order | None = None


class AgendaItemCreate(SQLModel):
    """A new agenda item."""

    model_config = given(
        {"slug": "doi-thoai", "title": "Trao đổi, đối thoại", "planned_start": "09:00"}
    )

    slug: Slug
    title: LongLine
    planned_start: ClockTime | None = None
    planned_minutes: Minutes | None = None
    order: Order | None = None


class AgendaItemPatch(SQLModel):
    """Changes to an agenda item, and its actual start and end."""

    model_config = given({"started_at": "2025-03-05T02:00:00Z"})

    title: LongLine | None = None
    planned_start: ClockTime | None = None
    planned_minutes: Minutes | None = None
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    order: Order | None = None
