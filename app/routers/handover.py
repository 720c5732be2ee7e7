"""Handing questions to agencies that are to prepare answers, and how far these have come."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.actions import handover as actions
from app.deps import DeedDep, OnceOnly, Reading, Standing, StandingDep, UnitRoute, require
from app.domain.preparation import Progress
from app.domain.roles import Permission
from app.domain.views import LISTED, project_for, render, views_of
from app.models.fields import Slug
from app.models.handover_shown import HandedOver, PreparationShown
from app.models.preparation_shapes import PreparationGiven, PreparationsGiven
from app.models.question_shown import QuestionShown
from app.queries import preparation
from app.queries.preparation import AgencyProgress, Handed, Place, Wanted
from app.routers.answers import PageDep, answer, question_answer
from app.routers.questions import NumberPath

router = APIRouter(prefix="/conferences/{conference}", tags=["preparation"], route_class=UnitRoute)
_FIRST = (-1, 1, 0)
"""Before every place in the list of what is handed over."""


@router.put(
    "/questions/{number}/preparation",
    operation_id="ask_preparation",
    response_model=QuestionShown,
    dependencies=[require(Permission.ASK_PREPARATION)],
)
async def ask_preparation(number: NumberPath, given: PreparationGiven, deed: DeedDep) -> Response:
    """Hand a question to an agency that is to prepare an answer, in place of the one before."""
    return question_answer(deed.views, await actions.ask(deed, number, given))


@router.delete(
    "/questions/{number}/preparation",
    operation_id="withdraw_preparation",
    response_model=QuestionShown,
    dependencies=[require(Permission.ASK_PREPARATION)],
)
async def withdraw_preparation(number: NumberPath, deed: DeedDep) -> Response:
    """Ask the agency no longer; what it has written stays."""
    return question_answer(deed.views, await actions.withdraw(deed, number))


@router.post(
    "/preparation",
    operation_id="ask_preparations",
    response_model=HandedOver,
    status_code=201,
    dependencies=[require(Permission.ASK_PREPARATION)],
)
async def ask_preparations(given: PreparationsGiven, _once: OnceOnly, deed: DeedDep) -> Response:
    """Hand several questions to an agency at once: all of them, or none."""
    asked = await actions.ask_all(deed, given)
    shown = [project_for(deed.views, facts) or render(LISTED, facts) for facts in asked]
    return answer({"items": shown}, 201)


@router.get(
    "/preparation",
    operation_id="get_preparation",
    response_model=PreparationShown,
    dependencies=[require(Permission.SEE_PREPARATION)],
)
async def get_preparation(
    request: Request,
    standing: StandingDep,
    session: Reading,
    paging: PageDep,
    agency: Annotated[Slug | None, Query()] = None,
    state: Annotated[Progress | None, Query()] = None,
    overdue: Annotated[bool | None, Query()] = None,
) -> Response:
    """Return how far agencies have come, and their questions; officials for their own agency."""
    id_ = standing.conference_id
    today = datetime.now(UTC).astimezone(ZoneInfo(standing.conference.timezone)).date()
    agencies = {agency} if agency is not None else None
    if standing.actor.is_bound_to_officials(Permission.SEE_PREPARATION):
        own = set(await preparation.agencies_of(session, id_, standing.actor.officials()))
        agencies = own if agencies is None else own & agencies
    late, day, number = paging.after(*_FIRST)
    found = await preparation.handed_over(
        session,
        id_,
        Wanted(agencies, state, overdue),
        today,
        after=Place(late, date.fromordinal(min(max(day, 1), date.max.toordinal())), number),
        limit=paging.limit,
    )
    progress = await preparation.progress(session, id_, agencies, today)
    return paging.page(
        request,
        [_handed(standing, one) for one in found],
        _position(found[-1].place) if found else None,
        agencies=[_progress(one) for one in progress],
    )


def _position(place: Place) -> list[int]:
    return [place.late, place.due.toordinal(), place.number]


def _handed(standing: Standing, handed: Handed) -> dict[str, Any]:
    asked = handed.question.asked
    assert asked is not None
    return {
        "number": handed.question.number,
        "agency": asked.agency,
        "due": asked.due,
        "state": handed.state,
        "overdue": handed.place.late == 0,
        "question": project_for(views_of(standing.actor), handed.question),
    }


def _progress(one: AgencyProgress) -> dict[str, Any]:
    counts = {state.value: count for state, count in one.counts.items()}
    total = sum(one.counts.values())
    return {"agency": one.agency, "total": total, **counts, "overdue": one.overdue, "due": one.due}
