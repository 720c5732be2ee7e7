"""Attachments of a question: pictures and documents, for its site and the moderators."""

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from pydantic import BeforeValidator
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from app.actions import attachments as actions
from app.deps import DeedDep, OnceOnly, Reading, Standing, StandingDep, UnitRoute, require, services
from app.domain.errors import BadField, NotFound
from app.domain.files import JPEG, PDF, PNG, Upload, recognise
from app.domain.roles import Permission
from app.domain.views import project_for, views_of
from app.errors import Problem
from app.models.fields import Number, plain_digits
from app.models.preparation import Attachment
from app.models.preparation_shapes import AttachmentList, AttachmentShown
from app.queries import attachments, questions
from app.routers.answers import answer
from app.routers.questions import NumberPath

router = APIRouter(
    prefix="/conferences/{conference}/questions/{number}/attachments",
    tags=["questions"],
    route_class=UnitRoute,
)
AttachmentId = Annotated[Number, BeforeValidator(plain_digits), Path(examples=[1])]

_FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "additionalProperties": False,
    "properties": {
        "file": {
            "type": "string",
            "format": "binary",
            "maxLength": 64 * 1024 * 1024,
            "description": "A picture (JPEG, PNG) or a document (PDF)",
        }
    },
}
_FILE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private",
}


async def _uploaded(request: Request) -> Upload:
    """Read the one file of the form. Raises `unsupported_attachment`, `too_large`, `BadField`."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Problem("unsupported_attachment")
    async with request.form(max_files=1, max_fields=0) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise BadField("file", "missing")
        name, content = file.filename or "", await file.read()
    if len(content) > services(request).settings.max_attachment_bytes:
        raise Problem("too_large")
    upload = await asyncio.to_thread(recognise, name, content)
    if upload is None:
        raise Problem("unsupported_attachment")
    request.state.held = f"{upload.name}\n{upload.sha256}".encode()
    return upload


Uploaded = Annotated[Upload, Depends(_uploaded)]


@router.post(
    "",
    operation_id="add_attachment",
    response_model=AttachmentShown,
    status_code=201,
    dependencies=[require(Permission.ATTACH)],
    openapi_extra={
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}
    },
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
    responses={200: {"description": "The file", "content": {JPEG: {}, PNG: {}, PDF: {}}}},
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
    row, content = found
    headers = _FILE_HEADERS | {"Content-Disposition": _disposition(row)}
    return Response(content, media_type=row.media_type, headers=headers)


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


def _disposition(row: Attachment) -> str:
    """Return how a browser is to name the file: for old ones in ASCII, in full for all others.

    Pictures are shown; browsers show no PDF in a sandbox, so it is for saving.
    """
    how = "attachment" if row.media_type == PDF else "inline"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in row.name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(row.name, safe='')}"
