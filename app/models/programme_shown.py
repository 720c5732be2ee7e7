"""How the things of the programme are shown over HTTP (the same objects as on the live socket)."""

from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from app.models.conference import Conference
from app.models.programme import (
    Agency,
    AgendaItem,
    LineState,
    Named,
    Official,
    Site,
    SiteKind,
    Topic,
)


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


def conference_shown(row: Conference, *, private: bool) -> dict[str, Any]:
    """Return a conference; the queue's version and undo are for desk and chair."""
    shown: dict[str, Any] = {
        "id": row.id,
        "slug": row.slug,
        "title": row.title,
        "theme": row.theme,
        "timezone": row.timezone,
        "phase": row.phase,
        "rehearsal": row.rehearsal,
        "is_public": row.is_public,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "collect_until": row.collect_until,
        "four_eyes": row.four_eyes,
        "keep_askers_days": row.keep_askers_days,
        "data_purpose": row.data_purpose,
        "data_basis": row.data_basis,
        "version": row.version,
    }
    if private:
        shown |= {"queue_version": row.queue_version, "can_undo": row.undo is not None}
    return shown


def site_shown(row: Site, *, private: bool) -> dict[str, Any]:
    """Return a site; its readiness is for the desk, the chair and the site itself."""
    shown = _shown(row) | {
        "name": row.name,
        "kind": row.kind,
        "seated_at": row.seated_at,
        "chair_title": row.chair_title,
        "expected_delegates": row.expected_delegates,
    }
    if private:
        shown["readiness"] = (
            None
            if row.reported_at is None
            else {
                "line": row.line,
                "microphone": row.microphone,
                "delegate_present": row.delegate_present,
                "reported_at": row.reported_at,
            }
        )
    return shown


def thing_shown(row: Topic | Agency | Official | AgendaItem) -> dict[str, Any]:
    """Return a topic, agency, official or agenda item: everybody sees the same."""
    return _shown(row) | row.model_dump(exclude=_INTERNAL)


def _shown(row: Named) -> dict[str, Any]:
    return {"id": row.id, "slug": row.slug, "order": row.order, "version": row.version}


_INTERNAL = {"conference_id", "seq"}
