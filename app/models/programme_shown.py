"""How the things of the programme are shown over HTTP (the same objects as on the live socket)."""

from datetime import datetime

from sqlmodel import SQLModel

from app.models.programme import LineState, SiteKind


class ReadinessShown(SQLModel):
    """A site's last report."""

    line: LineState
    microphone: bool
    delegate_present: bool
    reported_at: datetime


class _Shown(SQLModel):
    id: int
    slug: str
    order: int
    version: int


class SiteShown(_Shown):
    """A site; `readiness` is for the desk, the chair and the site itself, absent for others."""

    name: str
    kind: SiteKind
    seated_at: str | None
    chair_title: str | None
    expected_delegates: int
    readiness: ReadinessShown | None = None


class TopicShown(_Shown):
    """A topic."""

    name: str
    sentence: str | None


class AgencyShown(_Shown):
    """An agency."""

    name: str


class OfficialShown(_Shown):
    """An official."""

    name: str
    position: str | None
    agency: str | None
    topics: list[str]
    present: bool


class AgendaItemShown(_Shown):
    """An agenda item."""

    title: str
    planned_start: str | None
    planned_minutes: int | None
    started_at: datetime | None
    ended_at: datetime | None


class SitePage(SQLModel):
    """A page of sites."""

    items: list[SiteShown]
    next_cursor: str | None


class TopicPage(SQLModel):
    """A page of topics."""

    items: list[TopicShown]
    next_cursor: str | None


class AgencyPage(SQLModel):
    """A page of agencies."""

    items: list[AgencyShown]
    next_cursor: str | None


class OfficialPage(SQLModel):
    """A page of officials."""

    items: list[OfficialShown]
    next_cursor: str | None


class AgendaPage(SQLModel):
    """A page of agenda items."""

    items: list[AgendaItemShown]
    next_cursor: str | None
