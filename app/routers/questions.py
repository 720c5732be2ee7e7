"""Questions: submit, find, look at, revise. Their other commands are in `commands`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator

from app.actions import questions as actions
from app.deps import (
    DeedDep,
    NeedsIfMatch,
    OnceOnly,
    Reading,
    StandingDep,
    UnitRoute,
    require,
)
from app.domain.errors import NotFound
from app.domain.lifecycle import State
from app.domain.roles import Permission
from app.domain.views import project_for, views_of
from app.models.fields import Number, OptionalLine, Slug, plain_digits
from app.models.question import Origin
from app.models.question_shapes import (
    QuestionCreate,
    QuestionPatch,
)
from app.models.question_shown import QuestionPage, QuestionShown
from app.queries import questions
from app.routers.answers import PageDep, question_answer

router = APIRouter(
    prefix="/conferences/{conference}/questions", tags=["questions"], route_class=UnitRoute
)
NumberPath = Annotated[
    Number,
    BeforeValidator(plain_digits),
    Path(description="The number people say aloud", examples=[17]),
]


async def _wanted(
    state: Annotated[list[State] | None, Query(max_length=10)] = None,
    site: Annotated[Slug | None, Query()] = None,
    topic: Annotated[Slug | None, Query()] = None,
    official: Annotated[Slug | None, Query()] = None,
    origin: Annotated[Origin | None, Query()] = None,
    q: Annotated[OptionalLine, Query()] = None,
) -> questions.Filter:
    return questions.Filter(tuple(state or ()), site, topic, official, origin, q)


Wanted = Annotated[questions.Filter, Depends(_wanted)]


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
