"""Making a conference, from nothing or from a preset, and changing what it is."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from app.actions.deed import Deed
from app.actions.journal import take_number
from app.actions.people import add_or_name_taken, withdraw
from app.domain.errors import BadField, NameTaken
from app.domain.events import EventType
from app.domain.lifecycle import Phase, move_phase
from app.domain.roles import Actor
from app.exchange.presets import Preset, read_preset
from app.models.conference import Conference, ConferenceCreate, ConferencePatch
from app.models.programme import Agency, AgendaItem, Official, Site, Topic
from app.queries import conferences

NEVER_EMPTY = frozenset({"title", "timezone", "rehearsal", "is_public", "four_eyes"})


async def create(
    session: AsyncSession, actor: Actor, at: datetime, given: ConferenceCreate
) -> Conference:
    """Make a conference. Raises `NameTaken`, or `BadField` for an unknown preset or no title."""
    if await conferences.by_slug(session, given.slug) is not None:
        raise NameTaken("slug", given.slug)
    preset = _preset(given.preset)
    title = given.title or (preset.title if preset is not None else None)
    if title is None:
        raise BadField("title", "missing")
    _check_times(given.starts_at, given.ends_at)
    conference = Conference(
        slug=given.slug,
        title=title,
        theme=given.theme or (preset.theme if preset is not None else None),
        timezone=given.timezone or (preset.timezone if preset is not None else "Asia/Ho_Chi_Minh"),
        rehearsal=given.rehearsal,
        is_public=given.is_public,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        collect_until=given.collect_until or (preset.collect_until if preset is not None else None),
        four_eyes=given.four_eyes,
        keep_askers_days=given.keep_askers_days,
        data_purpose=given.data_purpose or (preset.data_purpose if preset is not None else None),
        data_basis=given.data_basis or (preset.data_basis if preset is not None else None),
        created_at=at,
        epoch=secrets.token_hex(8),
    )
    await add_or_name_taken(session, conference, "slug", given.slug)
    deed = Deed(session, conference, actor, at)
    conference.seq = await take_number(deed, EventType.CONFERENCE_CREATED, {"preset": given.preset})
    if preset is not None:
        _furnish(deed, preset)
    await session.flush()
    return conference


async def change(deed: Deed, given: ConferencePatch) -> Conference:
    """Change the settings that are given. Raises `BadField`, `StaleVersion`."""
    conference = deed.conference
    deed.check_version(conference.version)
    changes = changes_of(conference, given.model_dump(exclude_unset=True), NEVER_EMPTY)
    _check_times(conference.starts_at, conference.ends_at)
    if "is_public" in changes and not conference.is_public:
        withdraw(deed.session, deed.at)
    await _stamp(deed, EventType.CONFERENCE_CHANGED, {"changes": changes})
    return conference


async def switch_phase(deed: Deed, to: Phase) -> Conference:
    """Take the conference on to a later phase, or one step back. Raises `IllegalPhase`."""
    deed.check_version(deed.conference.version)
    was = deed.conference.phase
    deed.conference.phase = move_phase(was, to)
    await _stamp(deed, EventType.PHASE_SWITCHED, {"from": was, "to": to})
    return deed.conference


def changes_of(row: Any, given: dict[str, Any], never_empty: frozenset[str]) -> dict[str, Any]:
    """Write given values into a row; return them as JSON-able {field: {from, to}}."""
    changes = {}
    for field, value in given.items():
        if value is None and field in never_empty:
            raise BadField(field, "null_not_allowed")
        changes[field] = {"from": _plain(getattr(row, field)), "to": _plain(value)}
        setattr(row, field, value)
    return changes


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


async def _stamp(deed: Deed, event: EventType, payload: dict[str, Any]) -> None:
    deed.conference.version += 1
    deed.conference.seq = await take_number(deed, event, payload)
    await deed.session.flush()


def _preset(name: str | None) -> Preset | None:
    if name is None:
        return None
    preset = read_preset(name)
    if preset is None:
        raise BadField("preset", "unknown")
    return preset


def _check_times(starts_at: datetime | None, ends_at: datetime | None) -> None:
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise BadField("ends_at", "before_start")


def _furnish(deed: Deed, preset: Preset) -> None:
    """Add everything the preset lists, in its order, under the number of the creation."""
    kinds: list[tuple[type[Any], Sequence[SQLModel]]] = [
        (Site, preset.sites),
        (Topic, preset.topics),
        (Agency, preset.agencies),
        (Official, preset.officials),
        (AgendaItem, preset.agenda),
    ]
    for kind, things in kinds:
        for order, thing in enumerate(things):
            values = thing.model_dump(exclude={"order"})
            row = kind(conference_id=deed.conference_id, seq=deed.conference.seq, **values)
            row.order = order
            deed.session.add(row)
