"""The commands of a question's life: vetting, queue, floor."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Body, Request
from fastapi.responses import Response

from app.actions import floor, queue
from app.actions import questions as actions
from app.deps import DeedDep, IfNotDone, UnitRoute, require, services
from app.domain.facts import QuestionFacts
from app.domain.lifecycle import TRANSITIONS, Command
from app.models.question_shapes import (
    DeferGiven,
    EnqueueGiven,
    MergeGiven,
    Nothing,
    RejectGiven,
    ReturnGiven,
)
from app.models.question_shown import QuestionShown
from app.routers.answers import question_answer
from app.routers.questions import NumberPath

router = APIRouter(
    prefix="/conferences/{conference}/questions", tags=["questions"], route_class=UnitRoute
)
NoBody = Annotated[Nothing | None, Body()]
Handler = TypeVar("Handler", bound=Callable[..., Any])


def _command(command: Command) -> Callable[[Handler], Handler]:
    """Return the decorator of a command's route: its path, its name and the right it needs."""
    return router.post(
        f"/{{number}}/{command}",
        operation_id=f"{command}_question",
        response_model=QuestionShown,
        dependencies=[require(TRANSITIONS[command].permission)],
    )


def _done(deed: DeedDep, facts: QuestionFacts) -> Response:
    return question_answer(deed.views, facts)


@_command(Command.RETURN)
async def return_question(
    number: NumberPath, given: ReturnGiven, _once: IfNotDone, deed: DeedDep
) -> Response:
    """Give a question back to its site, with a note that the site sees."""
    return _done(deed, await actions.return_to_site(deed, number, given.note))


@_command(Command.APPROVE)
async def approve_question(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Find a question fit for the chair."""
    return _done(deed, await actions.approve(deed, number))


@_command(Command.REJECT)
async def reject_question(
    number: NumberPath, given: RejectGiven, _once: IfNotDone, deed: DeedDep
) -> Response:
    """Turn a question down; the site is told the reason."""
    return _done(deed, await actions.reject(deed, number, given.reason, given.note))


@_command(Command.MERGE)
async def merge_question(
    number: NumberPath, given: MergeGiven, _once: IfNotDone, deed: DeedDep
) -> Response:
    """Let another question stand for this one; every asker and site stays on record."""
    return _done(deed, await actions.merge(deed, number, given.into))


@_command(Command.WITHDRAW)
async def withdraw_question(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Take a question back."""
    return _done(deed, await actions.withdraw(deed, number))


@_command(Command.RESTORE)
async def restore_question(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Bring a rejected, withdrawn or merged question back for vetting."""
    return _done(deed, await actions.restore(deed, number))


@_command(Command.ENQUEUE)
async def enqueue_question(
    number: NumberPath,
    _once: IfNotDone,
    deed: DeedDep,
    given: Annotated[EnqueueGiven | None, Body()] = None,
) -> Response:
    """Put a question into the queue, at its end or before another; approves on the way."""
    before = given.before if given is not None else None
    return _done(deed, await queue.enqueue(deed, number, before))


@_command(Command.DEQUEUE)
async def dequeue_question(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Take a question out of the queue; it stays approved."""
    return _done(deed, await queue.dequeue(deed, number))


@_command(Command.CALL)
async def call_question(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Give the floor to a queued question while nobody has it."""
    return _done(deed, await floor.call(deed, number))


@_command(Command.PUT_BACK)
async def put_back_question(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Take the floor from a question as if it had not been called."""
    return _done(deed, await floor.put_back(deed, number))


@_command(Command.FINISH)
async def finish_question(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """End the turn of the question being answered."""
    return _done(deed, await floor.finish(deed, number))


@_command(Command.DEFER)
async def defer_question(
    request: Request, number: NumberPath, given: DeferGiven, _once: IfNotDone, deed: DeedDep
) -> Response:
    """Promise a written reply: opens a follow-up with an agency and a due date."""
    calendar = services(request).calendar
    return _done(deed, await floor.defer(deed, number, given.agency, given.due, calendar))


@_command(Command.RECALL)
async def recall_question(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Bring an answered or deferred question back to the head of the queue."""
    return _done(deed, await floor.recall(deed, number))
