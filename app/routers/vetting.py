"""Vetting at large: what has not been vetted yet, and groups of probable duplicates."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.deps import Reading, StandingDep, UnitRoute, require, services
from app.domain.facts import QuestionFacts
from app.domain.lifecycle import State
from app.domain.roles import Permission
from app.domain.views import View, project_for, views_of
from app.models.vetting_shown import DuplicatesPage, VettingPage
from app.queries import questions, vetting
from app.queries.vetting import Duplicates
from app.routers.answers import PageDep

router = APIRouter(
    prefix="/conferences/{conference}/vetting", tags=["questions"], route_class=UnitRoute
)
MOST_SHOWN = 20
"""Of a group, besides the lead."""


@router.get(
    "",
    operation_id="list_unvetted",
    response_model=VettingPage,
    dependencies=[require(Permission.APPROVE)],
)
async def list_unvetted(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List what waits for vetting, the oldest first, with how much of it each site has."""
    (after,) = paging.after(0)
    id_, views = standing.conference_id, views_of(standing.actor)
    wanted = questions.Filter((State.SUBMITTED,))
    found = await questions.listed(session, id_, wanted, views, after=after, limit=paging.limit)
    shown = [project_for(views, facts) for facts in found]
    sites = [waiting._asdict() for waiting in await vetting.waiting(session, id_)]
    items = [question for question in shown if question is not None]
    return paging.page(request, items, [found[-1].number] if found else None, sites=sites)


@router.get(
    "/duplicates",
    operation_id="list_duplicates",
    response_model=DuplicatesPage,
    dependencies=[require(Permission.MERGE)],
)
async def list_duplicates(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List groups of probable duplicates with a suggested lead; merging is another command."""
    (after,) = paging.after(0)
    id_, views = standing.conference_id, views_of(standing.actor)
    found = await vetting.duplicates(services(request).database.aside, id_)
    wanted = [group for group in found if group.lead > after][: paging.limit]
    numbers = [n for group in wanted for n in (group.lead, *(o for o, _ in _shown_of(group)))]
    facts = {known.number: known for _, known in await questions.many(session, id_, numbers)}
    items = [_shown(views, group, facts) for group in wanted]
    return paging.page(request, items, [wanted[-1].lead] if wanted else None)


def _shown_of(group: Duplicates) -> list[tuple[int, float]]:
    return list(group.others[:MOST_SHOWN])


def _shown(
    views: tuple[View, ...], group: Duplicates, facts: Mapping[int, QuestionFacts]
) -> dict[str, Any]:
    others = [
        {"number": n, "score": round(score, 1), "question": project_for(views, facts[n])}
        for n, score in _shown_of(group)
    ]
    lead = project_for(views, facts[group.lead])
    return {"lead": lead, "others": others, "count": len(group.others)}
