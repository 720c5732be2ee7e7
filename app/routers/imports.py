"""Imports: a sheet of collected questions is read, looked through, and applied."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from app.actions import import_apply
from app.actions import imports as actions
from app.deps import (
    DeedDep,
    IfNotDone,
    OnceOnly,
    Reading,
    StandingDep,
    UnitDep,
    UnitRoute,
    require,
    services,
)
from app.deps import reading as readings
from app.domain.errors import BadField, NotFound
from app.domain.files import kept_name
from app.domain.importing import RowStatus, SheetRefused
from app.domain.roles import Permission
from app.errors import Problem
from app.exchange.sheet_files import SheetKind, recognise_sheet
from app.exchange.template import template
from app.models.fields import BIGGEST, Number, plain_digits
from app.models.importing_shapes import ApplyGiven, ImportPage, ImportShown, ImportWithRows
from app.models.programme import Site, Topic
from app.queries import conferences, imports
from app.routers.answers import PageDep, answer
from app.routers.import_answers import import_shown, row_shown

router = APIRouter(
    prefix="/conferences/{conference}/imports", tags=["imports"], route_class=UnitRoute
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ImportId = Annotated[Number, BeforeValidator(plain_digits), Path(examples=[1])]
_needed = [require(Permission.IMPORT)]
_FORM: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "additionalProperties": False,
    "properties": {
        "file": {
            "type": "string",
            "format": "binary",
            "maxLength": 64 * 1024 * 1024,
            "description": "A sheet of questions: XLSX, or CSV",
        }
    },
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    kind: SheetKind
    content: bytes


async def _uploaded(request: Request) -> _Sheet:
    """Read the one file of the form and see what it is. Raises `Problem`, `BadField`."""
    if services(request).readings.is_full():
        raise Problem("too_many_requests", {"Retry-After": "10"}, seconds=10)
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Problem("import_not_a_sheet")
    async with request.form(max_files=1, max_fields=0) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise BadField("file", "missing")
        name, content = file.filename or "", await file.read()
    limit = services(request).settings.max_import_bytes
    try:
        kind = await asyncio.to_thread(recognise_sheet, content, limit)
    except SheetRefused as refused:
        raise Problem(refused.code, **refused.facts) from None
    request.state.held = f"{name}\n{sha256(content).hexdigest()}".encode()
    return _Sheet(kept_name(name, f".{kind}"), kind, content)


@router.post(
    "",
    operation_id="import_questions",
    response_model=ImportShown,
    status_code=201,
    dependencies=_needed,
    openapi_extra={
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}
    },
)
async def import_questions(
    request: Request,
    sheet: Annotated[_Sheet, Depends(_uploaded)],
    standing: StandingDep,
    _once: OnceOnly,
    deed: DeedDep,
    unit: UnitDep,
) -> Response:
    """Hand a sheet over. It is read beside the requests; `GET` says how far that is."""
    made = await actions.hand_over(deed, sheet.name, sha256(sheet.content).hexdigest())
    reading = readings.Reading(
        standing.conference, standing.actor, made.id or 0, sheet.kind, sheet.content
    )
    unit.afterwards.append(lambda: services(request).readings.start(reading))
    location = f"/api/v1/conferences/{standing.conference.slug}/imports/{made.id}"
    return answer(import_shown(request, made, {}), 201, location=location)


@router.get("", operation_id="list_imports", response_model=ImportPage, dependencies=_needed)
async def list_imports(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List imports, the newest first; a site's moderator the own ones."""
    (before,) = paging.after(BIGGEST)
    found = await imports.listed(
        session, standing.conference_id, standing.actor, before=before, limit=paging.limit
    )
    counts = await imports.counts(session, [one.id or 0 for one in found])
    items = [import_shown(request, one, counts[one.id or 0]) for one in found]
    return paging.page(request, items, [found[-1].id or 0] if found else None)


@router.get(
    "/template.xlsx",
    operation_id="get_import_template",
    response_class=Response,
    responses={200: {"description": "The workbook", "content": {XLSX: {}}}},
    dependencies=_needed,
)
async def get_import_template(standing: StandingDep, session: Reading) -> Response:
    """Return a workbook to fill in, with the conference's own sites and topics to choose from."""
    sites = await conferences.things(session, Site, standing.conference_id)
    topics = await conferences.things(session, Topic, standing.conference_id)
    own = standing.actor.own_sites(Permission.IMPORT)
    names = [site.name for site in sites if own is None or site.slug in own]
    today = datetime.now(ZoneInfo(standing.conference.timezone)).date()
    made = await asyncio.to_thread(
        template, standing.conference.title, names, [topic.name for topic in topics], today
    )
    name = f"mau-nhap-cau-hoi-{standing.conference.slug}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private"}
    return Response(made, media_type=XLSX, headers=headers)


@router.get(
    "/{import_id}",
    operation_id="get_import",
    response_model=ImportWithRows,
    dependencies=_needed,
)
async def get_import(
    request: Request,
    import_id: ImportId,
    standing: StandingDep,
    session: Reading,
    paging: PageDep,
    status: Annotated[RowStatus | None, Query()] = None,
) -> Response:
    """Return an import with a page of its rows, of one status if that is asked for."""
    found = await imports.one(session, standing.conference_id, standing.actor, import_id)
    if found is None:
        raise NotFound("import", import_id)
    counts = await imports.counts(session, [import_id])
    (after,) = paging.after(0)
    rows: Sequence[Any] = []
    if found.failure is None and found.found:
        rows = await imports.rows(
            session, import_id, status=status, after=after, limit=paging.limit
        )
    page = [row_shown(request, row) for row in rows]
    shown = import_shown(request, found, counts[import_id]) | {"rows": page}
    cursor = paging.cursor(len(rows), [rows[-1].row] if rows else None)
    return answer(shown | {"next_cursor": cursor})


@router.post(
    "/{import_id}/apply",
    operation_id="apply_import",
    response_model=ImportShown,
    dependencies=_needed,
)
async def apply_import(
    request: Request, import_id: ImportId, given: ApplyGiven, _once: IfNotDone, deed: DeedDep
) -> Response:
    """Take rows in as collected questions, all or none; an applied import answers as before."""
    done = await import_apply.apply(deed, import_id, given.rows)
    return answer(await _shown(request, deed.session, done.id or 0, done))


@router.delete("/{import_id}", operation_id="remove_import", status_code=204, dependencies=_needed)
async def remove_import(import_id: ImportId, deed: DeedDep) -> Response:
    """Forget an import that was not applied, with all its rows."""
    await actions.remove(deed, import_id)
    return Response(status_code=204)


async def _shown(request: Request, session: AsyncSession, id_: int, found: Any) -> dict[str, Any]:
    counts = await imports.counts(session, [id_])
    return import_shown(request, found, counts[id_])
