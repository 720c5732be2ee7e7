"""Enclosures: what an agency lays beside its written reply."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import BeforeValidator

from app.actions import attachments as actions
from app.deps import DeedDep, OnceOnly, Reading, StandingDep, UnitRoute, require
from app.domain.errors import NotFound
from app.domain.roles import Permission
from app.models.fields import Number, plain_digits
from app.models.preparation_shapes import AttachmentShown
from app.queries import attachments
from app.routers.answers import answer
from app.routers.files import A_FILE, FORM, Uploaded, file_answer
from app.routers.follow_ups import FollowUpPath, seen

router = APIRouter(
    prefix="/conferences/{conference}/follow-ups/{follow_up}/attachments",
    tags=["follow-ups"],
    route_class=UnitRoute,
)
AttachmentId = Annotated[Number, BeforeValidator(plain_digits), Path(examples=[1])]


@router.post(
    "",
    operation_id="add_enclosure",
    response_model=AttachmentShown,
    status_code=201,
    dependencies=[require(Permission.UPDATE_FOLLOW_UP)],
    openapi_extra=FORM,
)
async def add_enclosure(
    follow_up: FollowUpPath,
    upload: Uploaded,
    standing: StandingDep,
    _once: OnceOnly,
    deed: DeedDep,
) -> Response:
    """Lay a picture or document beside the reply; what it is, is told by its content."""
    made = await actions.enclose(deed, follow_up, upload)
    path = f"/api/v1/conferences/{standing.conference.slug}/follow-ups/{follow_up}/attachments"
    shown = AttachmentShown.model_validate(made, from_attributes=True)
    return answer(shown, 201, location=f"{path}/{made.id}")


@router.get(
    "/{attachment}",
    operation_id="get_enclosure",
    response_class=Response,
    responses=A_FILE,
    dependencies=[require(Permission.SEE_FOLLOW_UPS)],
)
async def get_enclosure(
    follow_up: FollowUpPath, attachment: AttachmentId, standing: StandingDep, session: Reading
) -> Response:
    """Return the file itself; to the asker's site once the reply is given."""
    looking, found = await seen(session, standing, follow_up)
    file = await attachments.with_content(session, found.question.id, attachment, follow_up)
    if file is None or not looking.sees_the_reply(found.promise):
        raise NotFound("attachment", attachment)
    return file_answer(*file)


@router.delete(
    "/{attachment}",
    operation_id="remove_enclosure",
    status_code=204,
    dependencies=[require(Permission.UPDATE_FOLLOW_UP)],
)
async def remove_enclosure(
    follow_up: FollowUpPath, attachment: AttachmentId, deed: DeedDep
) -> Response:
    """Take a file away from the reply, for good."""
    await actions.take_out(deed, follow_up, attachment)
    return Response(status_code=204)
