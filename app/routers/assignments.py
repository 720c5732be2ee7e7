"""Who answers a question, what was said, and the question's history."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import Response
from sqlmodel import SQLModel

from app.actions import assignments as actions
from app.deps import DeedDep, IfNotDone, Reading, StandingDep, UnitRoute, require
from app.domain.errors import NotFound
from app.domain.roles import Permission
from app.domain.views import project_for, views_of
from app.models.journal_shown import EventShown, event_shown
from app.models.question_shapes import AnswerGiven, AssignmentGiven, DeclineGiven, Nothing
from app.models.question_shown import QuestionShown
from app.queries import journal, questions
from app.routers.answers import answer, question_answer
from app.routers.questions import NumberPath

router = APIRouter(
    prefix="/conferences/{conference}/questions/{number}",
    tags=["questions"],
    route_class=UnitRoute,
)
NoBody = Annotated[Nothing | None, Body()]


class History(SQLModel):
    """What happened to a question, in order."""

    items: list[EventShown]


@router.put(
    "/assignment",
    operation_id="assign_question",
    response_model=QuestionShown,
    dependencies=[require(Permission.ASSIGN)],
)
async def assign_question(number: NumberPath, given: AssignmentGiven, deed: DeedDep) -> Response:
    """Name who answers, in place of whoever was named before."""
    return question_answer(deed.views, await actions.assign(deed, number, given))


@router.delete(
    "/assignment",
    operation_id="unassign_question",
    response_model=QuestionShown,
    dependencies=[require(Permission.ASSIGN)],
)
async def unassign_question(number: NumberPath, deed: DeedDep) -> Response:
    """Take the assignment away."""
    return question_answer(deed.views, await actions.unassign(deed, number))


@router.post(
    "/assignment/accept",
    operation_id="accept_assignment",
    response_model=QuestionShown,
    dependencies=[require(Permission.ACCEPT_ASSIGNMENT)],
)
async def accept_assignment(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Say yes to an assignment, as the official it names."""
    return question_answer(deed.views, await actions.accept(deed, number))


@router.post(
    "/assignment/decline",
    operation_id="decline_assignment",
    response_model=QuestionShown,
    dependencies=[require(Permission.ACCEPT_ASSIGNMENT)],
)
async def decline_assignment(
    number: NumberPath, given: DeclineGiven, _once: IfNotDone, deed: DeedDep
) -> Response:
    """Say no to an assignment, and why."""
    return question_answer(deed.views, await actions.decline(deed, number, given.reason))


@router.put(
    "/answer",
    operation_id="record_answer",
    response_model=QuestionShown,
    dependencies=[require(Permission.RECORD_ANSWER)],
)
async def record_answer(number: NumberPath, given: AnswerGiven, deed: DeedDep) -> Response:
    """Write down what was said in the question's last turn."""
    return question_answer(deed.views, await actions.record_answer(deed, number, given))


@router.get(
    "/history",
    operation_id="get_history",
    response_model=History,
    dependencies=[require(Permission.SEE_HISTORY)],
)
async def get_history(number: NumberPath, standing: StandingDep, session: Reading) -> Response:
    """Return what happened to a question; a site's moderator for the own site's questions."""
    found = await questions.one(session, standing.conference_id, number)
    if found is None or not standing.actor.may_at_site(Permission.SEE_HISTORY, found[1].site):
        raise NotFound("question", number)
    if project_for(views_of(standing.actor), found[1]) is None:
        raise NotFound("question", number)
    entries = await journal.history(session, standing.conference_id, number)
    subjects = {entry.seq: [number] for entry in entries}
    shows_all = standing.actor.has(Permission.READ_EVENTS)
    items = [event_shown(entry, subjects[entry.seq], payload=shows_all) for entry in entries]
    return answer({"items": items})
