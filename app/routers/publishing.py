"""Publishing questions: the moderators' commands. What everybody reads is in `public`."""

from typing import Annotated

from fastapi import APIRouter, Body
from fastapi.responses import Response

from app.actions import publishing as actions
from app.deps import DeedDep, IfNotDone, UnitRoute, require
from app.domain.roles import Permission
from app.models.publishing_shapes import PublishGiven
from app.models.question_shapes import Nothing
from app.models.question_shown import QuestionShown
from app.routers.answers import question_answer
from app.routers.questions import NumberPath

router = APIRouter(
    prefix="/conferences/{conference}/questions/{number}",
    tags=["questions"],
    route_class=UnitRoute,
)


@router.post(
    "/publish",
    operation_id="publish_question",
    response_model=QuestionShown,
    dependencies=[require(Permission.PUBLISH)],
)
async def publish_question(
    number: NumberPath,
    _once: IfNotDone,
    deed: DeedDep,
    given: Annotated[PublishGiven | None, Body()] = None,
) -> Response:
    """Let everybody read the question with its answer: the summary, or the words given.

    Once more with other words, or after the summary was changed, it mends what is published.
    """
    answer = given.answer if given is not None else None
    return question_answer(deed.views, await actions.publish(deed, number, answer))


@router.post(
    "/unpublish",
    operation_id="unpublish_question",
    response_model=QuestionShown,
    dependencies=[require(Permission.PUBLISH)],
)
async def unpublish_question(
    number: NumberPath,
    _once: IfNotDone,
    deed: DeedDep,
    _body: Annotated[Nothing | None, Body()] = None,
) -> Response:
    """Take the question back from the public, at once."""
    return question_answer(deed.views, await actions.unpublish(deed, number))
