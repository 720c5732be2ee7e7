"""Attachments of a question: pictures and documents, for its site and the moderators."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import BeforeValidator
from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import attachments as actions
from app.deps import DeedDep, OnceOnly, Reading, Standing, StandingDep, UnitRoute, require
from app.domain.errors import NotFound
from app.domain.roles import Permission
from app.domain.views import project_for, views_of
from app.models.fields import Number, plain_digits
from app.models.preparation import Attachment
from app.models.preparation_shapes import AttachmentList, AttachmentShown
from app.queries import attachments, questions
from app.routers.answers import answer
from app.routers.files import A_FILE, FORM, Uploaded, file_answer
from app.routers.questions import NumberPath

router = APIRouter(
    prefix="/conferences/{conference}/questions/{number}/attachments",
    tags=["questions"],
    route_class=UnitRoute,
)
AttachmentId = Annotated[Number, BeforeValidator(plain_digits), Path(examples=[1])]


@router.post(
    "",
    operation_id="add_attachment",
    response_model=AttachmentShown,
    status_code=201,
    dependencies=[require(Permission.ATTACH)],
    openapi_extra=FORM,
)
async def add_attachment(
    number: NumberPath, upload: Uploaded, standing: StandingDep, _once: OnceOnly, deed: DeedDep
) -> Response:
    """Add a picture or document; what it is, is told by its content, not by its name."""
    made = await actions.add(deed, number, upload)
    slug = standing.conference.slug
    location = f"/api/v1/conferences/{slug}/questions/{number}/attachments/{made.id}"
    return answer(_shown(made), 201, location=location)


@router.get(
    "",
    operation_id="list_attachments",
    response_model=AttachmentList,
    dependencies=[require(Permission.SEE_ATTACHMENTS)],
)
async def list_attachments(number: NumberPath, standing: StandingDep, session: Reading) -> Response:
    """List a question's attachments; a site's moderator those of the own site's questions."""
    question_id = await _question_id(session, standing, number)
    rows = await attachments.of_question(session, question_id)
    return answer({"items": [_shown(row) for row in rows]})


@router.get(
    "/{attachment}",
    operation_id="get_attachment",
    response_class=Response,
    responses=A_FILE,
    dependencies=[require(Permission.SEE_ATTACHMENTS)],
)
async def get_attachment(
    number: NumberPath, attachment: AttachmentId, standing: StandingDep, session: Reading
) -> Response:
    """Return the file itself."""
    question_id = await _question_id(session, standing, number)
    found = await attachments.with_content(session, question_id, attachment)
    if found is None:
        raise NotFound("attachment", attachment)
    return file_answer(*found)


@router.delete(
    "/{attachment}",
    operation_id="remove_attachment",
    status_code=204,
    dependencies=[require(Permission.ATTACH)],
)
async def remove_attachment(
    number: NumberPath, attachment: AttachmentId, deed: DeedDep
) -> Response:
    """Take a file away for good."""
    await actions.remove(deed, number, attachment)
    return Response(status_code=204)


async def _question_id(session: AsyncSession, standing: Standing, number: int) -> int:
    """Return the question's row id. Raises `NotFound` for who may not see its attachments."""
    found = await questions.one(session, standing.conference_id, number)
    may_see = (
        found is not None
        and standing.actor.may_at_site(Permission.SEE_ATTACHMENTS, found[1].site)
        and project_for(views_of(standing.actor), found[1]) is not None
    )
    if found is None or not may_see:
        raise NotFound("question", number)
    return found[1].id


def _shown(row: Attachment) -> AttachmentShown:
    return AttachmentShown.model_validate(row, from_attributes=True)
