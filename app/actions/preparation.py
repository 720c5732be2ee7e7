"""Preparing an answer: an agency drafts and submits it, a moderator clears it or gives it back."""

from sqlalchemy import select
from sqlmodel import col

from app.actions.deed import Deed, Dossier
from app.actions.journal import record
from app.domain.errors import BadField, NotAssigned, QuestionEnded, UnknownReference
from app.domain.events import EventType
from app.domain.facts import QuestionFacts
from app.domain.lifecycle import ENDED
from app.domain.preparation import WAYS, Step, prepare
from app.domain.roles import Permission
from app.models.preparation import PreparedAnswer
from app.models.preparation_shapes import PreparedGiven
from app.models.programme import Agency, Official
from app.queries import conferences

_EVENTS = {
    Step.DRAFT: EventType.PREPARED_DRAFTED,
    Step.SUBMIT: EventType.PREPARED_SUBMITTED,
    Step.CLEAR: EventType.PREPARED_CLEARED,
    Step.RETURN: EventType.PREPARED_RETURNED,
}


async def draft(deed: Deed, number: int, given: PreparedGiven) -> QuestionFacts:
    """Write the answer down; whatever it was, it is a draft again. A note to it stays.

    Raises `NotAssigned`, `QuestionEnded`, `BadField`, `UnknownReference`.
    """
    dossier = await _take(deed, number, Step.DRAFT)
    row = await _row(deed, dossier)
    agency = await _agency(deed, dossier, given.agency)
    was = None if row is None else row.state
    state = prepare(was, Step.DRAFT)
    if row is None:
        row = PreparedAnswer(
            question_id=dossier.row.id or 0,
            agency_id=agency.id or 0,
            text=given.text,
            state=state,
            updated_at=deed.at,
            updated_by=deed.actor.label,
        )
        deed.session.add(row)
    row.agency_id, row.text, row.state = agency.id or 0, given.text, state
    row.updated_at, row.updated_by = deed.at, deed.actor.label
    payload = {"from": was, "agency": agency.slug}
    (after,) = await record(deed, EventType.PREPARED_DRAFTED, payload, dossier)
    return after


async def submit(deed: Deed, number: int) -> QuestionFacts:
    """Hand the draft to the moderators. Raises `NotPrepared`, `IllegalPreparation`."""
    return await _step(deed, number, Step.SUBMIT, None)


async def clear(deed: Deed, number: int) -> QuestionFacts:
    """Let the chair see it. Raises `NotPrepared`, `IllegalPreparation`."""
    return await _step(deed, number, Step.CLEAR, None)


async def give_back(deed: Deed, number: int, note: str) -> QuestionFacts:
    """Ask for another draft, and say why. Raises `NotPrepared`, `IllegalPreparation`."""
    return await _step(deed, number, Step.RETURN, note)


async def _step(deed: Deed, number: int, step: Step, note: str | None) -> QuestionFacts:
    dossier = await _take(deed, number, step)
    row = await _row(deed, dossier)
    was = None if row is None else row.state
    state = prepare(was, step)
    assert row is not None
    assert dossier.before is not None
    assert dossier.before.prepared is not None
    row.state, row.note = state, note
    row.updated_at, row.updated_by = deed.at, deed.actor.label
    payload = {"from": was, "agency": dossier.before.prepared.agency}
    if step is Step.RETURN:
        payload["note"] = note
    (after,) = await record(deed, _EVENTS[step], payload, dossier)
    return after


async def _take(deed: Deed, number: int, step: Step) -> Dossier:
    """Take up a living question; an official one that is assigned or whose agency is asked."""
    dossier = await deed.take(number, WAYS[step].permission)
    dossier.reread = True
    assert dossier.before is not None
    if deed.actor.is_bound_to_officials(WAYS[step].permission) and not _own_parts(deed, dossier):
        raise NotAssigned
    if dossier.row.state in ENDED:
        raise QuestionEnded(dossier.row.state)
    return dossier


def _own_parts(deed: Deed, dossier: Dossier) -> list[str]:
    """Return the officials, assigned or of the agency asked, for whom the actor speaks."""
    assert dossier.before is not None
    assignment, asked = dossier.before.assignment, dossier.before.asked
    mine = deed.actor.officials()
    parts = [part.official for part in assignment.parts] if assignment is not None else []
    of_agency = asked.officials if asked is not None else ()
    return [official for official in dict.fromkeys([*parts, *of_agency]) if official in mine]


async def _row(deed: Deed, dossier: Dossier) -> PreparedAnswer | None:
    statement = select(PreparedAnswer).where(col(PreparedAnswer.question_id) == dossier.row.id)
    return (await deed.session.scalars(statement)).one_or_none()


async def _agency(deed: Deed, dossier: Dossier, given: str | None) -> Agency:
    """Return whose answer it is: an official's own agency, or the one a moderator names."""
    assert dossier.before is not None
    if deed.actor.is_bound_to_officials(Permission.DRAFT_PREPARED):
        own = await _agencies_of(deed, _own_parts(deed, dossier))
        if given is not None and given not in own:
            raise BadField("agency", "not_own_agency")
    else:
        own = await _agencies_meant(deed, dossier.before)
    slug = given or next(iter(own), None)
    if slug is None:
        raise BadField("agency", "missing")
    agency = await conferences.thing(deed.session, Agency, deed.conference_id, slug)
    if agency is None:
        raise UnknownReference("agency", slug)
    return agency


async def _agencies_meant(deed: Deed, question: QuestionFacts) -> list[str]:
    """Return whose answer it is when nobody says: the agency asked, else that of who leads."""
    if question.asked is not None:
        return [question.asked.agency]
    lead = [] if question.assignment is None else [question.assignment.lead().official]
    return await _agencies_of(deed, lead)


async def _agencies_of(deed: Deed, officials: list[str]) -> list[str]:
    found = [
        await conferences.thing(deed.session, Official, deed.conference_id, slug)
        for slug in officials
    ]
    return [official.agency for official in found if official is not None and official.agency]
