"""The queue and the floor."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from app.actions import floor as floor_actions
from app.actions import queue as actions
from app.deps import DeedDep, IfNotDone, Reading, StandingDep, UnitRoute, require
from app.domain.ordering import Suggestion, forecast, suggest_next
from app.domain.roles import Permission
from app.domain.views import project_floor, project_for, views_of
from app.errors import prefers_english
from app.models.conference import Conference
from app.models.programme import Site
from app.models.question_shapes import ArrangeGiven, MoveGiven, NextGiven, Nothing
from app.models.question_shown import QuestionShown
from app.queries import conferences, floor, questions
from app.routers.answers import answer

router = APIRouter(
    prefix="/conferences/{conference}", tags=["queue and floor"], route_class=UnitRoute
)

NoBody = Annotated[Nothing | None, Body()]


class SuggestionShown(SQLModel):
    """Which question could go next, and why, in words."""

    number: int
    why: str


class ForecastShown(SQLModel):
    """When a queued question is expected to start."""

    number: int
    starts_at: datetime


class QueueShown(SQLModel):
    """The queue in its order, with help that is never applied by itself."""

    version: int
    items: list[QuestionShown]
    suggestion: SuggestionShown | None
    forecast: list[ForecastShown]


class MovedShown(SQLModel):
    """The question in its new place, and the queue's new version."""

    version: int
    question: QuestionShown


class ArrangedShown(SQLModel):
    """The queue's new version and its numbers in their new order."""

    version: int
    order: list[int]


class FloorShown(SQLModel):
    """Who is answered, who comes next, and whether the last step can be undone."""

    current: QuestionShown | None
    next: QuestionShown | None
    can_undo: bool


@router.get(
    "/queue",
    operation_id="get_queue",
    response_model=QueueShown,
    dependencies=[require(Permission.SEE_QUEUE)],
)
async def get_queue(request: Request, standing: StandingDep, session: Reading) -> Response:
    """Return the queue, who could fairly go next, and when each is expected to start."""
    id_ = standing.conference_id
    conference = await session.get_one(Conference, id_)
    views = views_of(standing.actor)
    queued = await questions.queue(session, id_)
    waiting = await floor.waiting(session, id_)
    suggestion = suggest_next(waiting, await floor.turns_by_site(session, id_))
    current = await questions.current(session, id_)
    expected = forecast(
        [facts.number for facts in queued],
        now=datetime.now(UTC),
        current_since=current.state_since if current is not None else None,
        answered=await floor.recent_turns(session, id_),
        ends_at=conference.ends_at,
    )
    body = {
        "version": conference.queue_version,
        "items": [project_for(views, facts) for facts in queued],
        "suggestion": suggestion
        and await _suggested(session, id_, suggestion, prefers_english(request)),
        "forecast": [{"number": n, "starts_at": at} for n, at in expected],
    }
    return answer(body)


@router.post(
    "/queue/move",
    operation_id="move_in_queue",
    response_model=MovedShown,
    dependencies=[require(Permission.ORDER_QUEUE)],
)
async def move_in_queue(given: MoveGiven, _once: IfNotDone, deed: DeedDep) -> Response:
    """Move a queued question before another, or to the end, in the queue the caller saw."""
    facts = await actions.move(deed, given.question, given.before, given.version)
    body = {
        "version": deed.conference.queue_version,
        "question": project_for(deed.views, facts),
    }
    return answer(body)


@router.post(
    "/queue/arrange",
    operation_id="arrange_queue",
    response_model=ArrangedShown,
    dependencies=[require(Permission.ORDER_QUEUE)],
)
async def arrange_queue(given: ArrangeGiven, _once: IfNotDone, deed: DeedDep) -> Response:
    """Put the whole queue into another order."""
    order = await actions.arrange(deed, given.by, given.version)
    return answer({"version": deed.conference.queue_version, "order": order})


@router.get(
    "/floor",
    operation_id="get_floor",
    response_model=FloorShown,
    dependencies=[require(Permission.SEE_FLOOR)],
)
async def get_floor(standing: StandingDep, session: Reading) -> Response:
    """Return who is answered now, who comes next, and whether the last step can be undone."""
    conference = await session.get_one(Conference, standing.conference_id)
    stands = await floor.floor(session, conference)
    return answer(project_floor(views_of(standing.actor), stands))


@router.post(
    "/floor/next",
    operation_id="move_on",
    response_model=FloorShown,
    dependencies=[require(Permission.RUN_FLOOR)],
)
async def move_on(given: NextGiven, _once: IfNotDone, deed: DeedDep) -> Response:
    """Finish the current question and call the first of the queue, if both are as expected.

    Otherwise nothing happens, and the problem `stale_floor` says in `floor` what is true now.
    """
    stands = await floor_actions.move_on(deed, given.expected_current, given.expected_next)
    return answer(project_floor(deed.views, stands))


@router.post(
    "/floor/undo",
    operation_id="undo_floor",
    response_model=FloorShown,
    dependencies=[require(Permission.RUN_FLOOR)],
)
async def undo_floor(_once: IfNotDone, deed: DeedDep, _body: NoBody = None) -> Response:
    """Take back the last step at the floor, while no later one was taken."""
    return answer(project_floor(deed.views, await floor_actions.undo(deed)))


async def _suggested(
    session: AsyncSession, conference_id: int, suggestion: Suggestion, english: bool
) -> dict[str, Any]:
    """Say in words why this question could go next."""
    site = await conferences.thing(session, Site, conference_id, suggestion.site)
    name = site.name if site is not None else suggestion.site
    if english:
        why = (
            f"{name} has had {suggestion.turns_of_site} of {suggestion.turns_in_all} turns, "
            f"the fewest of the sites that wait; question {suggestion.number} has waited longest."
        )
    else:
        why = (
            f"{name} mới có {suggestion.turns_of_site} trong {suggestion.turns_in_all} lượt, "
            f"ít nhất trong các điểm cầu đang chờ; câu số {suggestion.number} chờ lâu nhất."
        )
    return {"number": suggestion.number, "why": why}
