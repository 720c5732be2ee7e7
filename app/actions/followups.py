"""Follow-ups: what is promised while answering, and what becomes of it at the agency."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.actions import turns
from app.actions.deed import Deed, Dossier
from app.actions.journal import record
from app.domain.errors import (
    BadField,
    MissingPermission,
    NotAnswered,
    NotFound,
    UnknownReference,
)
from app.domain.events import EventType
from app.domain.facts import Promise, QuestionFacts
from app.domain.followups import CAN_PROMISE, CLOSED, WAYS, FollowUpState, reach, step
from app.domain.roles import Permission
from app.domain.text import search_key
from app.domain.workdays import WorkCalendar
from app.models.follow_up_shapes import FollowUpCreate, FollowUpPatch
from app.models.programme import Agency
from app.models.question import FollowUp
from app.queries import conferences, followups
from app.queries.followups import Row, promise_in

Followed = tuple[QuestionFacts, Promise]


def due_or_usual(deed: Deed, due: date | None, calendar: WorkCalendar) -> date:
    """Return the date given, or the usual working days from today in the conference's zone."""
    return due or calendar.due(deed.at.astimezone(ZoneInfo(deed.conference.timezone)).date())


async def open_(deed: Deed, number: int, given: FollowUpCreate, calendar: WorkCalendar) -> Followed:
    """Record what was promised. Raises `NotAnswered` before the question has had the floor."""
    dossier = await deed.take(number, Permission.OPEN_FOLLOW_UP)
    dossier.reread = True
    if dossier.row.state not in CAN_PROMISE:
        raise NotAnswered
    row = FollowUp(
        conference_id=deed.conference_id,
        question_id=dossier.row.id or 0,
        agency_id=(await agency_named(deed, given.agency)).id or 0,
        promise=given.promise,
        due=due_or_usual(deed, given.due, calendar),
        text_search=search_key(given.promise),
        opened_at=deed.at,
    )
    deed.session.add(row)
    await deed.session.flush()
    payload = {
        "follow_up": row.id,
        "agency": given.agency,
        "promise": given.promise,
        "due": row.due.isoformat(),
    }
    (after,) = await record(deed, EventType.FOLLOW_UP_OPENED, payload, dossier)
    return after, promise_in(after, row.id or 0)


async def change(deed: Deed, follow_up: int, given: FollowUpPatch) -> Followed:
    """Note how far a follow-up has come, its reply, its date; or send it to another agency.

    Raises `NotFound`, `MissingPermission`, `StaleVersion`, `IllegalFollowUp`, `BadField`.
    """
    found, dossier = await take(deed, follow_up, Permission.UPDATE_FOLLOW_UP)
    _check_given(given)
    await _check_right(deed, found, given)
    to = _leads_to(found.row, given)
    changes = _write(found.row, given)
    if to is not None:
        _enter(deed, found.row, to, given, changes)
    if found.row.state in CLOSED and found.row.reply is None:
        raise BadField("reply", "missing")
    payload: dict[str, Any] = {"follow_up": follow_up, "changes": changes, "note": given.note}
    if to is not FollowUpState.FORWARDED:
        return await touch(deed, found, dossier, EventType.FOLLOW_UP_CHANGED, payload)
    payload |= await _hand_on(deed, found, given)
    return await touch(deed, found, dossier, EventType.FOLLOW_UP_FORWARDED, payload)


async def take(deed: Deed, follow_up: int, permission: Permission) -> tuple[Row, Dossier]:
    """Take up a follow-up the actor may do this to, with its question.

    Raises `NotFound` for a stranger to it, `MissingPermission` for who sees it without the right,
    `StaleVersion` when If-Match names another version.
    """
    found = await followups.row(deed.session, deed.conference_id, follow_up)
    if found is None or not (
        await _may(deed, found, Permission.SEE_FOLLOW_UPS) or await _may(deed, found, permission)
    ):
        raise NotFound("follow_up", follow_up)
    await _require(deed, found, permission)
    deed.check_version(found.row.version)
    dossier = await deed.find(found.number)
    dossier.reread = True
    return found, dossier


async def touch(
    deed: Deed, found: Row, dossier: Dossier, event: EventType, payload: dict[str, Any]
) -> Followed:
    """Journal what was done to a follow-up. From now on no undo takes it away."""
    row = found.row
    row.version += 1
    row.updated_at, row.updated_by = deed.at, deed.actor.label
    forgotten = turns.forget_if_promised(deed, row)
    (after,) = await record(deed, event, payload, dossier, floor=forgotten)
    return after, promise_in(after, row.id or 0)


async def agency_named(deed: Deed, slug: str) -> Agency:
    """Return the agency of that name. Raises `UnknownReference`."""
    agency = await conferences.thing(deed.session, Agency, deed.conference_id, slug)
    if agency is None:
        raise UnknownReference("agency", slug)
    return agency


async def _may(deed: Deed, found: Row, permission: Permission) -> bool:
    agencies = await followups.agencies_of(deed.session, deed.conference_id, deed.actor.officials())
    return reach(deed.actor, permission, agencies).holds_for(found.agency, found.site)


async def _require(deed: Deed, found: Row, permission: Permission) -> None:
    if not await _may(deed, found, permission):
        raise MissingPermission(permission)


def _check_given(given: FollowUpPatch) -> None:
    for field in ("state", "due", "agency"):
        if field in given.model_fields_set and getattr(given, field) is None:
            raise BadField(field, "null_not_allowed")
    if given.agency is not None and given.state is not FollowUpState.FORWARDED:
        raise BadField("agency", "goes_with_forwarded")


async def _check_right(deed: Deed, found: Row, given: FollowUpPatch) -> None:
    """Ask for more than an agency's right for another date, and for what was closed already."""
    is_closed = found.row.state in CLOSED and (given.state or found.row.state) == found.row.state
    if given.due is not None or is_closed:
        await _require(deed, found, Permission.MANAGE_FOLLOW_UPS)
    if given.state is not None:
        await _require(deed, found, WAYS[given.state].permission)


def _leads_to(row: FollowUp, given: FollowUpPatch) -> FollowUpState | None:
    """Return the state that is entered; `None` when it stays as it is."""
    stays = given.state in {None, row.state} and given.state is not FollowUpState.FORWARDED
    return None if stays else given.state


def _write(row: FollowUp, given: FollowUpPatch) -> dict[str, Any]:
    """Write the fields given; return what changed."""
    changes: dict[str, Any] = {}
    for field in ("reply", "document_number", "due"):
        was, now = getattr(row, field), getattr(given, field)
        if field in given.model_fields_set and was != now:
            changes[field] = {"from": _plain(was), "to": _plain(now)}
            setattr(row, field, now)
    row.text_search = search_key(f"{row.promise or ''} {row.document_number or ''}")
    return changes


def _plain(value: str | date | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _enter(
    deed: Deed, row: FollowUp, to: FollowUpState, given: FollowUpPatch, changes: dict[str, Any]
) -> None:
    said = {"reply": row.reply, "agency": given.agency, "note": given.note}
    was = row.state
    row.state = step(was, to, {name for name, value in said.items() if value is not None})
    row.closed_at = deed.at if to in CLOSED else None
    changes["state"] = {"from": was.value, "to": to.value}


async def _hand_on(deed: Deed, found: Row, given: FollowUpPatch) -> dict[str, str]:
    """Give the follow-up to the agency named; return the two agencies for the journal."""
    assert given.agency is not None
    if given.agency == found.agency:
        raise BadField("agency", "same_agency")
    found.row.agency_id = (await agency_named(deed, given.agency)).id or 0
    found.row.forwarded_from = found.agency
    return {"from": found.agency, "to": given.agency}
