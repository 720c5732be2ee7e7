"""Questions that are likely the same matter, for who may merge them."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.deps import Reading, StandingDep, UnitRoute, require
from app.domain.errors import NotFound
from app.domain.roles import Permission
from app.domain.views import project_for, views_of
from app.models.question_shown import SimilarList
from app.queries import questions, similar
from app.routers.answers import answer
from app.routers.questions import NumberPath

router = APIRouter(
    prefix="/conferences/{conference}/questions", tags=["questions"], route_class=UnitRoute
)


@router.get(
    "/{number}/similar",
    operation_id="list_similar_questions",
    response_model=SimilarList,
    dependencies=[require(Permission.MERGE)],
)
async def list_similar_questions(
    number: NumberPath, standing: StandingDep, session: Reading
) -> Response:
    """List up to five living questions that are likely the same matter, the most similar first."""
    found = await questions.one(session, standing.conference_id, number)
    views = views_of(standing.actor)
    if found is None or project_for(views, found[1]) is None:
        raise NotFound("question", number)
    likely = await similar.similar(session, standing.conference_id, found[1], views)
    items = [
        {"number": facts.number, "score": round(score, 1), "question": project_for(views, facts)}
        for score, facts in likely
    ]
    return answer({"items": items})
