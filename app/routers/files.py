"""Files in and out: the form that brings one, and how one is handed to a browser."""

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from app.deps import services
from app.domain.errors import BadField
from app.domain.files import JPEG, PDF, PNG, Upload, recognise
from app.errors import Problem
from app.models.preparation import Attachment

_SCHEMA: dict[str, Any] = {
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
FORM: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _SCHEMA}}}
}
"""What a route that takes a file adds to its description."""
A_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file", "content": {JPEG: {}, PNG: {}, PDF: {}}}
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


def file_answer(row: Attachment, content: bytes) -> Response:
    """Return the file itself, as what its content was found to be."""
    headers = _FILE_HEADERS | {"Content-Disposition": _disposition(row)}
    return Response(content, media_type=row.media_type, headers=headers)


def _disposition(row: Attachment) -> str:
    """Return how a browser is to name the file: for old ones in ASCII, in full for all others.

    Pictures are shown; browsers show no PDF in a sandbox, so it is for saving.
    """
    how = "attachment" if row.media_type == PDF else "inline"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in row.name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(row.name, safe='')}"
