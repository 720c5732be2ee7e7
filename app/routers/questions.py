"""Questions: submit, find, revise, and the commands of their life."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Body, Depends, Path, Query, Request
from fastapi.responses import Response

from app.actions import floor, queue
from app.actions import questions as actions
from app.deps import (
    DeedDep,
    IfNotDone,
    NeedsIfMatch,
    OnceOnly,
    Reading,
    StandingDep,
    UnitRoute,
    require,
)
from app.domain.errors import NotFound
from app.domain.facts import QuestionFacts
from app.domain.lifecycle import TRANSITIONS, Command, State
from app.domain.roles import Permission
from app.domain.views import project_for, views_of
from app.models.fields import Number, Slug
from app.models.question import Origin
from app.models.question_shapes import (
    DeferGiven,
    EnqueueGiven,
    MergeGiven,
    Nothing,
    QuestionCreate,
    QuestionPatch,
    RejectGiven,
    ReturnGiven,
)
from app.models.question_shown import QuestionPage, QuestionShown
from app.queries import questions
from app.routers.answers import PageDep, question_answer

router = APIRouter(
    prefix="/conferences/{conference}/questions", tags=["questions"], route_class=UnitRoute
)
NumberPath = Annotated[Number, Path(description="The number people say aloud", examples=[17])]
NoBody = Annotated[Nothing | None, Body()]


def _wanted(
    state: Annotated[list[State] | None, Query(max_length=10)] = None,
    site: Annotated[Slug | None, Query()] = None,
    topic: Annotated[Slug | None, Query()] = None,
    official: Annotated[Slug | None, Query()] = None,
    origin: Annotated[Origin | None, Query()] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
) -> questions.Filter:
    return questions.Filter(tuple(state or ()), site, topic, official, origin, q)


Wanted = Annotated[questions.Filter, Depends(_wanted)]
Handler = TypeVar("Handler", bound=Callable[..., Any])


@router.post(
    "",
    operation_id="submit_question",
    response_model=QuestionShown,
    status_code=201,
    dependencies=[require(Permission.SUBMIT)],
)
async def submit_question(
    given: QuestionCreate, standing: StandingDep, _once: OnceOnly, deed: DeedDep
) -> Response:
    """Hand a question in; a site's moderator for the own site only."""
    made = await actions.submit(deed, given)
    location = f"/api/v1/conferences/{standing.conference.slug}/questions/{made.number}"
    return question_answer(deed.views, made, 201, location)


@router.get(
    "",
    operation_id="list_questions",
    response_model=QuestionPage,
    dependencies=[require(Permission.SEE_QUESTIONS)],
)
async def list_questions(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep, wanted: Wanted
) -> Response:
    """List the questions the caller may see, by number; `q` ignores case and diacritics."""
    (after,) = paging.after(0)
    views = views_of(standing.actor)
    found = await questions.listed(
        session, standing.conference_id, wanted, views, after=after, limit=paging.limit
    )
    shown = [project_for(views, facts) for facts in found]
    items = [question for question in shown if question is not None]
    return paging.page(request, items, [found[-1].number] if found else None)


@router.get(
    "/{number}",
    operation_id="get_question",
    response_model=QuestionShown,
    dependencies=[require(Permission.SEE_QUESTIONS)],
)
async def get_question(number: NumberPath, standing: StandingDep, session: Reading) -> Response:
    """Return one question, as far as the caller may see it."""
    found = await questions.one(session, standing.conference_id, number)
    views = views_of(standing.actor)
    if found is None or project_for(views, found[1]) is None:
        raise NotFound("question", number)
    return question_answer(views, found[1])


@router.patch(
    "/{number}",
    operation_id="revise_question",
    response_model=QuestionShown,
    dependencies=[require(Permission.REVISE)],
)
async def revise_question(
    number: NumberPath, given: QuestionPatch, _versions: NeedsIfMatch, deed: DeedDep
) -> Response:
    """Revise a question before it is approved; the original text is kept."""
    return question_answer(deed.views, await actions.revise(deed, number, given))


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
    number: NumberPath, given: DeferGiven, _once: IfNotDone, deed: DeedDep
) -> Response:
    """Promise a written reply: opens a follow-up with an agency and a due date."""
    return _done(deed, await floor.defer(deed, number, given.agency, given.due))


@_command(Command.RECALL)
async def recall_question(
    number: NumberPath, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Bring an answered or deferred question back to the head of the queue."""
    return _done(deed, await floor.recall(deed, number))
