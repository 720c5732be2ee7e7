"""Setting a conference up: sites, topics, agencies, officials, agenda; and a site's readiness."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import SQLModel, col

from app.actions import turns
from app.actions.conferences import changes_of
from app.actions.deed import Deed, Dossier
from app.actions.handover import asked_of
from app.actions.journal import record, take_number
from app.domain.errors import NameTaken, NotFound, StillInUse, UnknownReference
from app.domain.events import EventType
from app.domain.roles import Permission
from app.models.access import Membership
from app.models.journal import Tombstone
from app.models.preparation import PreparationRequest, PreparedAnswer
from app.models.programme import Agency, AgendaItem, Named, Official, Readiness, Site, Topic
from app.models.question import Answer, Assignment, FollowUp, Question
from app.queries import conferences

Events = tuple[EventType, EventType, EventType]
E = EventType


@dataclass(frozen=True, slots=True)
class _Kind:
    collection: str
    events: Events
    used_by: tuple[tuple[str, Any], ...]
    """What may refer to a row: its name in a refusal, and the column that holds the row's id."""


_KINDS: dict[type[Any], _Kind] = {
    Site: _Kind(
        "sites",
        (E.SITE_ADDED, E.SITE_CHANGED, E.SITE_REMOVED),
        (("questions", Question.site_id), ("members", Membership.site_id)),
    ),
    Topic: _Kind(
        "topics",
        (E.TOPIC_ADDED, E.TOPIC_CHANGED, E.TOPIC_REMOVED),
        (("questions", Question.topic_id),),
    ),
    Agency: _Kind(
        "agencies",
        (E.AGENCY_ADDED, E.AGENCY_CHANGED, E.AGENCY_REMOVED),
        (
            ("follow_ups", FollowUp.agency_id),
            ("prepared_answers", PreparedAnswer.agency_id),
            ("preparations", PreparationRequest.agency_id),
        ),
    ),
    Official: _Kind(
        "officials",
        (E.OFFICIAL_ADDED, E.OFFICIAL_CHANGED, E.OFFICIAL_REMOVED),
        (
            ("assignments", Assignment.official_id),
            ("answers", Answer.official_id),
            ("members", Membership.official_id),
        ),
    ),
    AgendaItem: _Kind(
        "agenda",
        (E.AGENDA_ITEM_ADDED, E.AGENDA_ITEM_CHANGED, E.AGENDA_ITEM_REMOVED),
        (),
    ),
}

_NEVER_EMPTY = frozenset(
    {"name", "title", "kind", "expected_delegates", "topics", "present", "order"}
)


async def add(deed: Deed, kind: type[Any], given: SQLModel) -> Named:
    """Add a site, topic, agency, official or agenda item, at the end unless `order` says else.

    Raises `NameTaken`, `UnknownReference`.
    """
    values = given.model_dump()
    if await conferences.thing(deed.session, kind, deed.conference_id, values["slug"]):
        raise NameTaken("slug", values["slug"])
    await _check_references(deed, values)
    if values["order"] is None:
        values["order"] = await _next_order(deed.session, kind, deed.conference_id)
    shown_anew = await _shown_anew(deed, None, values.get("agency"))
    row: Named = kind(conference_id=deed.conference_id, **values)
    deed.session.add(row)
    event = _KINDS[kind].events[0]
    return await _record(deed, event, {"slug": row.slug}, row, shown_anew)


async def change(deed: Deed, kind: type[Any], slug: str, given: SQLModel) -> Named:
    """Change the given fields.

    Raises `NotFound`, `StaleVersion`, `BadField`, `UnknownReference`.
    """
    row = await _find(deed, kind, slug)
    values = given.model_dump(exclude_unset=True)
    if values.get("seated_at") == slug:
        raise UnknownReference("seated_at", slug)
    await _check_references(deed, values)
    shown_anew = await _shown_anew(deed, _agency(row), values.get("agency", _agency(row)))
    changes = changes_of(row, values, _NEVER_EMPTY)
    row.version += 1
    payload = {"slug": slug, "changes": changes}
    return await _record(deed, _KINDS[kind].events[1], payload, row, shown_anew)


async def remove(deed: Deed, kind: type[Any], slug: str) -> None:
    """Remove a thing nobody refers to. Raises `NotFound`, `StaleVersion`, `StillInUse`."""
    row = await _find(deed, kind, slug)
    await _check_unused(deed, row)
    shown_anew = await _shown_anew(deed, _agency(row), None)
    await deed.session.delete(row)
    await record(deed, _KINDS[kind].events[2], {"slug": slug}, *shown_anew)
    seq = deed.conference.last_seq
    if turns.forget_if_it_needs(deed, row):
        deed.conference.private_seq = seq
    deed.session.add(
        Tombstone(
            conference_id=deed.conference_id,
            seq=seq,
            collection=_KINDS[kind].collection,
            object_id=row.id or 0,
        )
    )
    await deed.session.flush()


async def report_readiness(deed: Deed, slug: str, given: Readiness) -> Site:
    """Note what a site says of its line, microphone and delegate.

    Raises `NotFound` for somebody of another site.
    """
    if not deed.actor.may_at_site(Permission.REPORT_READINESS, slug):
        raise NotFound("site", slug)
    site = await conferences.thing(deed.session, Site, deed.conference_id, slug)
    if site is None:
        raise NotFound("site", slug)
    deed.check_version(site.version)
    site.line, site.microphone = given.line, given.microphone
    site.delegate_present, site.reported_at = given.delegate_present, deed.at
    payload = {"slug": slug} | given.model_dump()
    site.private_seq = await take_number(deed, E.READINESS_REPORTED, payload)
    await deed.session.flush()
    return site


async def _find(deed: Deed, kind: type[Any], slug: str) -> Named:
    row: Named | None = await conferences.thing(deed.session, kind, deed.conference_id, slug)
    if row is None:
        raise NotFound(_KINDS[kind].collection, slug)
    deed.check_version(row.version)
    return row


async def _shown_anew(deed: Deed, was: str | None, now: str | None) -> list[Dossier]:
    """Take up what an official is shown for the agency that is left, and for the one joined."""
    return await asked_of(deed, ({was} ^ {now}) - {None})


def _agency(row: Named) -> str | None:
    return row.agency if isinstance(row, Official) else None


async def _record(
    deed: Deed,
    event: EventType,
    payload: Mapping[str, Any],
    row: Named,
    shown_anew: Sequence[Dossier],
) -> Named:
    await record(deed, event, payload, *shown_anew)
    row.seq = deed.conference.last_seq
    await deed.session.flush()
    return row


async def _check_references(deed: Deed, values: dict[str, Any]) -> None:
    """Refuse slugs of things the conference does not have."""
    named: list[tuple[str, type[Any], str]] = []
    if values.get("seated_at"):
        named.append(("seated_at", Site, values["seated_at"]))
    if values.get("agency"):
        named.append(("agency", Agency, values["agency"]))
    named += [("topics", Topic, slug) for slug in values.get("topics") or ()]
    for field, kind, slug in named:
        if await conferences.thing(deed.session, kind, deed.conference_id, slug) is None:
            raise UnknownReference(field, slug)


async def _check_unused(deed: Deed, row: Named) -> None:
    for name, column in _KINDS[type(row)].used_by:
        if await _any(deed.session, col(column) == row.id):
            raise StillInUse(name)
    check = _USED_BY_SLUG.get(type(row))
    user = await check(deed, row.slug) if check is not None else None
    if user is not None:
        raise StillInUse(user)


async def _any(session: AsyncSession, condition: ColumnElement[bool]) -> bool:
    return bool(await session.scalar(select(condition).where(condition).limit(1)))


async def _site_seats(deed: Deed, slug: str) -> str | None:
    sites = await conferences.things(deed.session, Site, deed.conference_id)
    return "sites" if any(site.seated_at == slug for site in sites) else None


async def _agency_officials(deed: Deed, slug: str) -> str | None:
    officials = await conferences.things(deed.session, Official, deed.conference_id)
    return "officials" if any(official.agency == slug for official in officials) else None


async def _topic_officials(deed: Deed, slug: str) -> str | None:
    officials = await conferences.things(deed.session, Official, deed.conference_id)
    return "officials" if any(slug in official.topics for official in officials) else None


_USED_BY_SLUG: dict[type[Any], Callable[[Deed, str], Awaitable[str | None]]] = {
    Site: _site_seats,
    Agency: _agency_officials,
    Topic: _topic_officials,
}


async def _next_order(session: AsyncSession, kind: type[Any], conference_id: int) -> int:
    last = await session.scalar(
        select(func.max(col(kind.order))).where(col(kind.conference_id) == conference_id)
    )
    return 0 if last is None else last + 1
