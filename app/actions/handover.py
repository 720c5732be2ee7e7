"""Handing questions to an agency that is to prepare an answer, whoever speaks for it."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from app.actions.deed import Deed, Dossier
from app.actions.journal import record
from app.domain.errors import BadField, QuestionEnded, UnknownReference
from app.domain.events import EventType
from app.domain.facts import QuestionFacts
from app.domain.lifecycle import ENDED
from app.domain.preparation import usual_due
from app.domain.preparation_errors import NotAsked
from app.domain.roles import Permission
from app.models.preparation import PreparationRequest
from app.models.preparation_shapes import PreparationGiven, PreparationsGiven
from app.models.programme import Agency
from app.models.question import Question
from app.queries import conferences


async def ask(deed: Deed, number: int, given: PreparationGiven) -> QuestionFacts:
    """Ask an agency to prepare an answer, in place of the one asked before.

    Raises `QuestionEnded`, `UnknownReference`.
    """
    (after,) = await _ask(deed, [number], given)
    return after


async def ask_all(deed: Deed, given: PreparationsGiven) -> Sequence[QuestionFacts]:
    """Ask an agency for several answers: all of them, or none. Raises as `ask`, and `BadField`."""
    if len(set(given.questions)) < len(given.questions):
        raise BadField("questions", "number_twice")
    return await _ask(deed, given.questions, given)


async def withdraw(deed: Deed, number: int) -> QuestionFacts:
    """Ask the agency no longer; what it wrote stays. Raises `NotAsked`, `QuestionEnded`."""
    dossier = await _take_living(deed, number)
    assert dossier.before is not None
    if dossier.before.asked is None:
        raise NotAsked
    for row in await _rows(deed, [dossier]):
        await deed.session.delete(row)
    payload = {"agency": dossier.before.asked.agency}
    (after,) = await record(deed, EventType.PREPARATION_WITHDRAWN, payload, dossier)
    return after


async def asked_of(deed: Deed, agencies: Collection[str | None]) -> list[Dossier]:
    """Take up the questions these agencies are asked about.

    For a command that changes who speaks for the agencies, and so who is shown the questions.
    """
    if not agencies:
        return []
    statement = (
        select(col(Question.number))
        .join(PreparationRequest, col(PreparationRequest.question_id) == col(Question.id))
        .join(Agency, col(Agency.id) == col(PreparationRequest.agency_id))
        .where(col(Agency.conference_id) == deed.conference_id, col(Agency.slug).in_(agencies))
        .order_by(col(Question.number))
    )
    dossiers = await deed.find_all((await deed.session.scalars(statement)).all())
    for dossier in dossiers:
        dossier.reread = True
    return dossiers


async def _ask(
    deed: Deed, numbers: Sequence[int], given: PreparationGiven
) -> Sequence[QuestionFacts]:
    dossiers = [await _take_living(deed, number) for number in numbers]
    agency = await conferences.thing(deed.session, Agency, deed.conference_id, given.agency)
    if agency is None:
        raise UnknownReference("agency", given.agency)
    due = _due(deed, given)
    known = {row.question_id: row.id for row in await _rows(deed, dossiers)}
    for dossier in dossiers:
        id_ = dossier.row.id or 0
        asked = PreparationRequest(
            id=known.get(id_),
            question_id=id_,
            agency_id=agency.id or 0,
            due=due,
            note=given.note,
            asked_by=deed.actor.label,
            asked_at=deed.at,
        )
        await deed.session.merge(asked)
    payload = {
        "agency": agency.slug,
        "due": due.isoformat() if due is not None else None,
        "note": given.note,
    }
    return await record(deed, EventType.PREPARATION_ASKED, payload, *dossiers)


def _due(deed: Deed, given: PreparationGiven) -> date | None:
    if "due" in given.model_fields_set:
        return given.due
    return usual_due(deed.conference.starts_at, deed.conference.timezone, deed.at)


async def _take_living(deed: Deed, number: int) -> Dossier:
    dossier = await deed.take(number, Permission.ASK_PREPARATION)
    dossier.reread = True
    if dossier.row.state in ENDED:
        raise QuestionEnded(dossier.row.state, number)
    return dossier


async def _rows(deed: Deed, dossiers: Sequence[Dossier]) -> Sequence[PreparationRequest]:
    ids = [dossier.row.id for dossier in dossiers]
    statement = select(PreparationRequest).where(col(PreparationRequest.question_id).in_(ids))
    return (await deed.session.scalars(statement)).all()
