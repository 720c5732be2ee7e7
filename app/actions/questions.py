"""Submitting and vetting: every command of a question's life away from queue and floor."""

from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import col

from app.actions.deed import Deed, Dossier
from app.actions.journal import record
from app.domain.errors import BadField, CannotLead, LeadsOthers, NotFound, UnknownReference
from app.domain.events import EventType
from app.domain.facts import QuestionFacts
from app.domain.lifecycle import CAN_LEAD, TRANSITIONS, Command, State, move
from app.domain.roles import Permission
from app.domain.text import search_key
from app.domain.vetting import is_late, name_of
from app.domain.views import PUBLISHED_STATES
from app.models.programme import Site, Topic
from app.models.question import Origin, Question
from app.models.question_shapes import AskerGiven, QuestionCreate, QuestionPatch
from app.queries import conferences
from app.queries.question_rows import facts_of_row

T = TypeVar("T")


async def submit(deed: Deed, given: QuestionCreate) -> QuestionFacts:
    """Take a question in. Raises `NotFound` for a site the actor is a stranger to."""
    site = await _site(deed, given.site)
    topic_id = await _topic_id(deed, given.topic)
    deed.conference.last_number += 1
    row = Question(
        conference_id=deed.conference_id,
        number=deed.conference.last_number,
        site_id=site.id or 0,
        topic_id=topic_id,
        kind=given.kind,
        origin=given.origin,
        text=given.text,
        original_text=given.text,
        text_search=search_key(given.text),
        state=State.SUBMITTED,
        state_since=deed.at,
        submitted_at=deed.at,
        is_late=is_late(
            deed.conference.collect_until, collected=given.origin is Origin.COLLECTED, at=deed.at
        ),
        **_asker_columns(given.asker),
    )
    deed.session.add(row)
    dossier = Dossier(row, None, born=facts_of_row(row, given.site, given.topic))
    payload = {
        "site": given.site,
        "origin": given.origin,
        "kind": given.kind,
        "topic": given.topic,
    }
    (after,) = await record(deed, EventType.SUBMITTED, payload, dossier)
    return after


async def revise(deed: Deed, number: int, given: QuestionPatch) -> QuestionFacts:
    """Change a question's words before it is approved; the original text stays on record."""
    dossier = await deed.take(number, Permission.REVISE)
    row, was = dossier.row, dossier.row.state
    enter(deed, row, Command.REVISE)
    changes = await _apply(deed, dossier, given)
    row.reason_code = row.reason_note = None
    dossier.reread = "topic" in changes
    payload = {"from": was, "changes": changes}
    (after,) = await record(deed, EventType.REVISED, payload, dossier)
    return after


async def return_to_site(deed: Deed, number: int, note: str) -> QuestionFacts:
    """Give a question back to its site with a note that the site sees."""
    dossier, was = await _step(deed, number, Command.RETURN)
    dossier.row.reason_note = note
    payload = {"from": was, "note": note}
    (after,) = await record(deed, EventType.RETURNED, payload, dossier)
    return after


async def approve(deed: Deed, number: int) -> QuestionFacts:
    """Find a question fit for the chair."""
    dossier, was = await _step(deed, number, Command.APPROVE)
    deed.keep_four_eyes(dossier.row)
    (after,) = await record(deed, EventType.APPROVED, {"from": was}, dossier)
    return after


async def reject(deed: Deed, number: int, reason: str, note: str) -> QuestionFacts:
    """Turn a question down; the site is told why.

    Raises `LeadsOthers` when it stands for merged ones: their sites would not be told.
    """
    dossier, was = await _step(deed, number, Command.REJECT)
    _check_leads_nobody(dossier)
    dossier.row.reason_code, dossier.row.reason_note = reason, note
    payload = {"from": was, "reason": reason, "note": note}
    (after,) = await record(deed, EventType.REJECTED, payload, dossier)
    return after


async def withdraw(deed: Deed, number: int) -> QuestionFacts:
    """Take a question back. Raises `LeadsOthers` when it stands for merged ones as well."""
    dossier, was = await _step(deed, number, Command.WITHDRAW)
    _check_leads_nobody(dossier)
    (after,) = await record(deed, EventType.WITHDRAWN, {"from": was}, dossier)
    return after


async def merge(deed: Deed, number: int, into: int) -> QuestionFacts:
    """Let another question stand for this one, and for those merged into it before.

    Raises `CannotLead` when that question's life has ended otherwise than by an answer.
    """
    dossier, was = await _step(deed, number, Command.MERGE)
    lead = await _lead(deed, number, into)
    followers = await _merged_into(deed, dossier)
    for moved in (dossier, *followers):
        moved.row.merged_into_id = lead.row.id
    for taken in (dossier, lead, *followers):
        taken.reread = True
    payload = {"from": was, "into": into}
    after, *_ = await record(deed, EventType.MERGED, payload, dossier, lead, *followers)
    return after


async def restore(deed: Deed, number: int) -> QuestionFacts:
    """Bring a rejected, withdrawn or merged question back for vetting."""
    dossier, was = await _step(deed, number, Command.RESTORE)
    taken = [dossier]
    if dossier.before is not None and dossier.before.merged_into is not None:
        taken.append(await deed.find(dossier.before.merged_into))
    dossier.row.merged_into_id = None
    dossier.row.reason_code = dossier.row.reason_note = None
    for changed in taken:
        changed.reread = True
    after, *_ = await record(deed, EventType.RESTORED, {"from": was}, *taken)
    return after


def enter(deed: Deed, row: Question, command: Command) -> None:
    """Move a row's state. Outside the queue a question has no rank. Raises `IllegalTransition`."""
    row.state = move(row.state, command)
    row.state_since = deed.at
    if row.state is not State.QUEUED:
        row.rank = None
    if row.state not in {State.QUEUED, State.ANSWERING}:
        row.queued_at = None
    # What is asked again is no longer answered: the public is not told a stale answer.
    if row.state not in PUBLISHED_STATES:
        row.published_at = row.published_answer = None


async def _step(deed: Deed, number: int, command: Command) -> tuple[Dossier, State]:
    """Take a question up and move its state; return it with the state it was in."""
    dossier = await deed.take(number, TRANSITIONS[command].permission)
    was = dossier.row.state
    enter(deed, dossier.row, command)
    return dossier, was


def _check_leads_nobody(dossier: Dossier) -> None:
    assert dossier.before is not None
    if dossier.before.merged_in:
        raise LeadsOthers([merged.number for merged in dossier.before.merged_in])


async def _site(deed: Deed, slug: str) -> Site:
    site = await conferences.thing(deed.session, Site, deed.conference_id, slug)
    if site is None:
        if deed.actor.may_at_site(Permission.SUBMIT, slug):
            raise UnknownReference("site", slug)
        raise NotFound("site", slug)
    if not deed.actor.may_at_site(Permission.SUBMIT, slug):
        raise NotFound("site", slug)
    return site


async def _topic_id(deed: Deed, slug: str | None) -> int | None:
    if slug is None:
        return None
    topic = await conferences.thing(deed.session, Topic, deed.conference_id, slug)
    if topic is None:
        raise UnknownReference("topic", slug)
    return topic.id


def _asker_columns(asker: AskerGiven) -> dict[str, Any]:
    return {
        "asker_name": asker.name,
        "asker_position": asker.position,
        "asker_organisation": asker.organisation,
        "asker_phone": asker.phone,
        "asker_circumstances": asker.circumstances,
        "may_show_name": asker.may_show_name,
    }


async def _apply(deed: Deed, dossier: Dossier, given: QuestionPatch) -> dict[str, Any]:
    """Write the given fields; return what changed. The journal does not repeat personal data."""
    row, before = dossier.row, dossier.before
    assert before is not None
    changes: dict[str, Any] = {}
    if "text" in given.model_fields_set:
        row.text = _given("text", given.text)
        if row.text != before.text:
            row.edited_by = name_of(deed.actor)
        row.text_search = search_key(row.text)
        changes["text"] = {"from": before.text, "to": row.text}
    if "kind" in given.model_fields_set:
        row.kind = _given("kind", given.kind)
        changes["kind"] = {"from": before.kind, "to": row.kind}
    if "topic" in given.model_fields_set:
        row.topic_id = await _topic_id(deed, given.topic)
        changes["topic"] = {"from": before.topic, "to": given.topic}
    if "asker" in given.model_fields_set:
        asker = _given("asker", given.asker)
        # A screen that does not know of circumstances must not wipe them out.
        if "circumstances" not in asker.model_fields_set:
            asker.circumstances = row.asker_circumstances
        for column, value in _asker_columns(asker).items():
            setattr(row, column, value)
        changes["asker"] = {}
    return changes


def _given(field: str, value: T | None) -> T:
    if value is None:
        raise BadField(field, "null_not_allowed")
    return value


async def _lead(deed: Deed, number: int, into: int) -> Dossier:
    if into == number:
        raise BadField("into", "itself")
    try:
        lead = await deed.find(into)
    except NotFound:
        raise UnknownReference("into", str(into)) from None
    if lead.row.state not in CAN_LEAD:
        raise CannotLead(into, lead.row.state)
    return lead


async def _merged_into(deed: Deed, dossier: Dossier) -> list[Dossier]:
    statement = select(col(Question.number)).where(col(Question.merged_into_id) == dossier.row.id)
    return [await deed.find(number) for number in await deed.session.scalars(statement)]
