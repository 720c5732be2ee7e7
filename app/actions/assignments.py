"""Who answers a question, what they say to it, and the summary of what was said."""

from sqlalchemy import delete, select
from sqlmodel import col

from app.actions import turns
from app.actions.deed import Deed, Dossier
from app.actions.journal import record
from app.domain.errors import (
    BadField,
    MissingPermission,
    NotAnswered,
    NotAssigned,
    QuestionEnded,
    UnknownReference,
)
from app.domain.events import EventType
from app.domain.facts import QuestionFacts
from app.domain.lifecycle import ENDED
from app.domain.roles import Permission
from app.models.programme import Official
from app.models.question import Answer, Assignment, AssignmentStatus
from app.models.question_shapes import AnswerGiven, AssignmentGiven
from app.queries import conferences


async def assign(deed: Deed, number: int, given: AssignmentGiven) -> QuestionFacts:
    """Name who answers, in place of whoever was named before, also of a turn that is going on.

    Officials who stay keep what they said. Raises `QuestionEnded`, `UnknownReference`.
    """
    dossier = await _take_living(deed, number)
    if given.lead in given.supporting or len(set(given.supporting)) < len(given.supporting):
        raise BadField("supporting", "named_twice")
    kept = {row.official_id: row for row in await _parts(deed, dossier)}
    for place, slug in enumerate([given.lead, *given.supporting]):
        field = "lead" if place == 0 else "supporting"
        official = await _official(deed, field, slug)
        row = kept.pop(official.id or 0, None) or Assignment(
            question_id=dossier.row.id or 0,
            official_id=official.id or 0,
            is_lead=False,
            assigned_by=deed.actor.label,
            assigned_at=deed.at,
        )
        row.is_lead = place == 0
        row.note = given.note if place == 0 else None
        deed.session.add(row)
        if row.is_lead:
            await turns.hand_over(deed, row.question_id, official.id)
    for row in kept.values():
        await deed.session.delete(row)
    payload = {"lead": given.lead, "supporting": given.supporting, "note": given.note}
    (after,) = await record(deed, EventType.ASSIGNED, payload, dossier)
    return after


async def unassign(deed: Deed, number: int) -> QuestionFacts:
    """Take the assignment away. Raises `NotAssigned` when there is none."""
    dossier = await _take_living(deed, number)
    assert dossier.before is not None
    if dossier.before.assignment is None:
        raise NotAssigned
    await deed.session.execute(
        delete(Assignment).where(col(Assignment.question_id) == dossier.row.id)
    )
    await turns.hand_over(deed, dossier.row.id or 0, None)
    payload = {"lead": dossier.before.assignment.lead().official}
    (after,) = await record(deed, EventType.UNASSIGNED, payload, dossier)
    return after


async def accept(deed: Deed, number: int) -> QuestionFacts:
    """Say yes to an assignment, as the official it names."""
    dossier, slug = await _reply(deed, number, AssignmentStatus.ACCEPTED, None)
    payload = {"official": slug}
    (after,) = await record(deed, EventType.ASSIGNMENT_ACCEPTED, payload, dossier)
    return after


async def decline(deed: Deed, number: int, reason: str) -> QuestionFacts:
    """Say no to an assignment, and why."""
    dossier, slug = await _reply(deed, number, AssignmentStatus.DECLINED, reason)
    payload = {"official": slug, "reason": reason}
    (after,) = await record(deed, EventType.ASSIGNMENT_DECLINED, payload, dossier)
    return after


async def record_answer(deed: Deed, number: int, given: AnswerGiven) -> QuestionFacts:
    """Write down what was said in the question's last turn. Raises `NotAnswered` before one."""
    dossier = await deed.take(number, Permission.RECORD_ANSWER)
    dossier.reread = True
    statement = select(Answer).where(col(Answer.question_id) == dossier.row.id)
    answer = await deed.session.scalar(statement.order_by(col(Answer.id).desc()).limit(1))
    if answer is None:
        raise NotAnswered
    if given.official is not None:
        answer.official_id = (await _official(deed, "official", given.official)).id
    answer.summary = given.summary
    payload = {"official": given.official, "summary": given.summary}
    forgotten = turns.forget_if_started(deed, answer)
    (after,) = await record(deed, EventType.ANSWER_RECORDED, payload, dossier, floor=forgotten)
    return after


async def _take_living(deed: Deed, number: int) -> Dossier:
    dossier = await deed.take(number, Permission.ASSIGN)
    dossier.reread = True
    if dossier.row.state in ENDED:
        raise QuestionEnded(dossier.row.state)
    return dossier


async def _parts(deed: Deed, dossier: Dossier) -> list[Assignment]:
    statement = select(Assignment).where(col(Assignment.question_id) == dossier.row.id)
    return list((await deed.session.scalars(statement)).all())


async def _official(deed: Deed, field: str, slug: str) -> Official:
    official = await conferences.thing(deed.session, Official, deed.conference_id, slug)
    if official is None:
        raise UnknownReference(field, slug)
    return official


async def _reply(
    deed: Deed, number: int, status: AssignmentStatus, reason: str | None
) -> tuple[Dossier, str]:
    dossier = await deed.take(number, Permission.ACCEPT_ASSIGNMENT)
    dossier.reread = True
    if dossier.row.state in ENDED:
        raise QuestionEnded(dossier.row.state)
    mine = deed.actor.officials()
    if not mine:
        raise MissingPermission(Permission.ACCEPT_ASSIGNMENT)
    for row in await _parts(deed, dossier):
        official = await deed.session.get(Official, row.official_id)
        if official is not None and official.slug in mine:
            row.status, row.reason = status, reason
            return dossier, official.slug
    raise NotAssigned
