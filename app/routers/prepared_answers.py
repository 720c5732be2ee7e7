"""Prepared answers: drafted and submitted by an agency, cleared for the chair by a moderator."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import Response

from app.actions import preparation as actions
from app.deps import DeedDep, IfNotDone, UnitRoute, require
from app.domain.roles import Permission
from app.models.preparation_shapes import PreparedGiven, PreparedReturnGiven
from app.models.question_shapes import Nothing
from app.models.question_shown import QuestionShown
from app.routers.answers import question_answer
from app.routers.questions import NumberPath

router = APIRouter(
    prefix="/conferences/{conference}/questions/{number}/prepared-answer",
    tags=["questions"],
    route_class=UnitRoute,
)
NoBody = Annotated[Nothing | None, Body()]


@router.put(
    "",
    operation_id="draft_prepared_answer",
    response_model=QuestionShown,
    dependencies=[require(Permission.DRAFT_PREPARED)],
)
async def draft_prepared_answer(
    number: NumberPath, given: PreparedGiven, deed: DeedDep
) -> Response:
    """Write down what is to be answered; whatever it was, it is a draft again."""
    return question_answer(deed.views, await actions.draft(deed, number, given))


@router.post(
    "/submit",
    operation_id="submit_prepared_answer",
    response_model=QuestionShown,
    dependencies=[require(Permission.DRAFT_PREPARED)],
)
async def submit_prepared_answer(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Hand the draft to the moderators."""
    return question_answer(deed.views, await actions.submit(deed, number))


@router.post(
    "/clear",
    operation_id="clear_prepared_answer",
    response_model=QuestionShown,
    dependencies=[require(Permission.CLEAR_PREPARED)],
)
async def clear_prepared_answer(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Let the chair see it."""
    return question_answer(deed.views, await actions.clear(deed, number))


@router.post(
    "/return",
    operation_id="return_prepared_answer",
    response_model=QuestionShown,
    dependencies=[require(Permission.CLEAR_PREPARED)],
)
async def return_prepared_answer(
    number: NumberPath, given: PreparedReturnGiven, _once: IfNotDone, deed: DeedDep
) -> Response:
    """Ask for another draft, with a note that the officials assigned see."""
    return question_answer(deed.views, await actions.give_back(deed, number, given.note))
