"""Files of what the caller may see: tables, reports, conclusions, what an agency owes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.deps import Standing, StandingDep, UnitRoute, require, services
from app.domain.errors import NotFound
from app.domain.lifecycle import State
from app.domain.roles import Permission
from app.domain.views import CHAIR_STATES, views_of
from app.errors import Problem, prefers_english
from app.exchange.layouts import LayoutName
from app.exchange.order import Form, Kind, Order
from app.exchange.paper import Details
from app.exchange.reports import By
from app.exchange.words import Language
from app.exchange.workshop import AGAIN_SECONDS, WorkshopFull
from app.models.fields import LongLine, OptionalLine, Slug
from app.models.programme import Agency
from app.models.question import Origin
from app.queries import conferences, exports
from app.queries.questions import Filter

router = APIRouter(
    prefix="/conferences/{conference}/exports", tags=["exports"], route_class=UnitRoute
)

_TYPES: dict[Form, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_NAMES: dict[Kind, str] = {
    "questions": "cau-hoi",
    "report": "bao-cao",
    "conclusions": "ket-luan",
    "agency": "viec-duoc-giao",
}


def _files(*forms: Form) -> dict[int | str, dict[str, object]]:
    return {200: {"description": "The file", "content": {_TYPES[form]: {} for form in forms}}}


async def _wanted(
    state: Annotated[list[State] | None, Query(max_length=10)] = None,
    site: Annotated[Slug | None, Query()] = None,
    topic: Annotated[Slug | None, Query()] = None,
    agency: Annotated[
        Slug | None, Query(description="Which answers the question or owes something on it")
    ] = None,
    origin: Annotated[Origin | None, Query()] = None,
) -> exports.Wanted:
    states = tuple(state or ())
    return exports.Wanted(Filter(states, site, topic, origin=origin), agency)


async def _details(
    layout: Annotated[LayoutName, Query()] = "state",
    number: Annotated[OptionalLine, Query()] = None,
    place: Annotated[OptionalLine, Query()] = None,
    day: Annotated[date | None, Query()] = None,
    parent: Annotated[OptionalLine, Query(description="The body above the issuing one")] = None,
    body: Annotated[OptionalLine, Query(description="The issuing body")] = None,
    authority: Annotated[OptionalLine, Query(description="TM. …, T/M …, KT. …")] = None,
    signer_title: Annotated[OptionalLine, Query()] = None,
) -> Details:
    return Details(
        layout=layout,
        number=number,
        place=place,
        day=day,
        parent=parent,
        body=body,
        authority=authority,
        signer_title=signer_title,
    )


async def _paper(
    details: Annotated[Details, Depends(_details)],
    signer_name: Annotated[OptionalLine, Query()] = None,
    subject: Annotated[LongLine | None, Query()] = None,
    recipients: Annotated[list[LongLine] | None, Query(max_length=20)] = None,
) -> Details:
    more = {"signer_name": signer_name, "subject": subject, "recipients": recipients or []}
    return details.model_copy(update=more)


async def _language(request: Request, lang: Annotated[Language | None, Query()] = None) -> Language:
    return lang or ("en" if prefers_english(request) else "vi")


Wanted = Annotated[exports.Wanted, Depends(_wanted)]
Paper = Annotated[Details, Depends(_paper)]
Lang = Annotated[Language, Depends(_language)]


@router.get(
    "/questions.{sheet}",
    operation_id="export_questions",
    response_class=Response,
    responses=_files("xlsx", "csv"),
    dependencies=[require(Permission.EXPORT_QUESTIONS)],
)
async def export_questions(
    sheet: Annotated[Literal["xlsx", "csv"], Path()],
    request: Request,
    standing: StandingDep,
    wanted: Wanted,
    language: Lang,
) -> Response:
    """Return the questions the caller may see as a table, each field only where it is shown."""
    order = _order(standing, "questions", sheet).model_copy(update={"language": language})
    return await _made(request, standing, order, wanted)


@router.get(
    "/report.{paper}",
    operation_id="export_report",
    response_class=Response,
    responses=_files("docx", "pdf"),
    dependencies=[require(Permission.EXPORT_REPORT)],
)
async def export_report(
    paper: Annotated[Literal["docx", "pdf"], Path()],
    request: Request,
    standing: StandingDep,
    wanted: Wanted,
    details: Paper,
    by: Annotated[By, Query()] = "topic",
) -> Response:
    """Return the summary report; without `state`, of the questions that were approved."""
    order = _order(standing, "report", paper).model_copy(update={"by": by, "details": details})
    return await _made(request, standing, order, _vetted(wanted))


@router.get(
    "/conclusions.{paper}",
    operation_id="export_conclusions",
    response_class=Response,
    responses=_files("docx", "pdf"),
    dependencies=[require(Permission.EXPORT_REPORT)],
)
async def export_conclusions(
    paper: Annotated[Literal["docx", "pdf"], Path()],
    request: Request,
    standing: StandingDep,
    wanted: Wanted,
    details: Paper,
) -> Response:
    """Return the conclusions: what was answered, and what each agency was given to do."""
    order = _order(standing, "conclusions", paper).model_copy(update={"details": details})
    return await _made(request, standing, order, _vetted(wanted))


@router.get(
    "/agencies/{agency}.{file}",
    operation_id="export_agency",
    response_class=Response,
    responses=_files("docx", "pdf", "xlsx"),
    dependencies=[require(Permission.EXPORT_REPORT)],
)
async def export_agency(
    agency: Annotated[Slug, Path()],
    file: Annotated[Literal["docx", "pdf", "xlsx"], Path()],
    request: Request,
    standing: StandingDep,
    details: Paper,
    language: Lang,
) -> Response:
    """Return what an agency owes: open follow-ups first, then by due date."""
    more = {"agency": agency, "details": details, "language": language}
    order = _order(standing, "agency", file).model_copy(update=more)
    return await _made(request, standing, order, exports.Wanted(Filter(), agency))


def _vetted(wanted: exports.Wanted) -> exports.Wanted:
    """Return the filter; where it names no state, for what was approved."""
    if wanted.filter.states:
        return wanted
    return replace(wanted, filter=replace(wanted.filter, states=tuple(CHAIR_STATES)))


def _order(standing: Standing, kind: Kind, form: Form) -> Order:
    today = datetime.now(UTC).astimezone(ZoneInfo(standing.conference.timezone)).date()
    return Order(kind=kind, form=form, today=today)


async def _made(
    request: Request, standing: Standing, order: Order, wanted: exports.Wanted
) -> Response:
    """Gather and build in turn, beside those who wait for messages. Raises `exports_busy`."""
    serving = services(request)

    async def gather(session: AsyncSession) -> bytes:
        await _check_agency(session, standing, order.agency)
        views = views_of(standing.actor)
        for_form = replace(wanted, is_pdf=order.form == "pdf")
        material = await exports.material(session, standing.conference, for_form, views)
        return order.model_copy(update={"material": material}).model_dump_json().encode()

    try:
        async with serving.workshop.turn():
            file = await serving.workshop.build(await serving.database.aside.read(gather))
    except WorkshopFull:
        again = AGAIN_SECONDS
        raise Problem("exports_busy", {"Retry-After": str(again)}, seconds=again) from None
    headers = {
        "Content-Disposition": _disposition(order, standing.conference.slug),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file, media_type=_TYPES[order.form], headers=headers)


async def _check_agency(session: AsyncSession, standing: Standing, agency: str) -> None:
    if agency:
        found = await conferences.thing(session, Agency, standing.conference_id, agency)
        if found is None:
            raise NotFound("agency", agency)


def _disposition(order: Order, slug: str) -> str:
    """Return how the file is to be named; slugs are plain ASCII, so both names are the same."""
    parts = [_NAMES[order.kind], *([order.agency] if order.agency else []), slug]
    name = f"{'-'.join(parts)}.{order.form}"
    return f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
