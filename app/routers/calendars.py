"""Calendars of due dates: their addresses, and what is read there without signing in."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import BeforeValidator
from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import calendars as actions
from app.actions import sessions
from app.deps import (
    DeedDep,
    OnceOnly,
    Reading,
    StandingDep,
    UnitRoute,
    address_of,
    require,
    services,
)
from app.domain.errors import NotFound
from app.domain.followups import CLOSED
from app.domain.roles import Permission
from app.domain.views import View, ViewName, project
from app.exchange.ical import MEDIA_TYPE, DueDate, calendar_of
from app.models.calendar import CalendarCreate, CalendarFeed, CalendarMade, CalendarPage
from app.models.fields import Number, plain_digits
from app.models.programme import Site
from app.queries import calendars as queries
from app.queries import conferences, followups
from app.queries.calendars import CalendarRow
from app.queries.followups import Found
from app.routers.answers import PageDep, answer

router = APIRouter(tags=["follow-ups"], route_class=UnitRoute)
_calendars = "/conferences/{conference}/calendars"
_managing = [require(Permission.MANAGE_FOLLOW_UPS)]
_PUBLIC = View(ViewName.PUBLIC)
CalendarId = Annotated[Number, BeforeValidator(plain_digits), Path(examples=[1])]
Token = Annotated[str, Path(max_length=200)]


@router.get(
    _calendars,
    operation_id="list_calendars",
    response_model=CalendarPage,
    dependencies=_managing,
)
async def list_calendars(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List the calendars that can be read, without their addresses."""
    (after,) = paging.after(0)
    rows = await queries.calendars(session, standing.conference_id, after=after, limit=paging.limit)
    items = [_shown(row.feed, row.agency.slug) for row in rows]
    return paging.page(request, items, [rows[-1].feed.id or 0] if rows else None)


@router.post(
    _calendars,
    operation_id="make_calendar",
    response_model=CalendarMade,
    status_code=201,
    dependencies=_managing,
)
async def make_calendar(
    request: Request, given: CalendarCreate, _once: OnceOnly, deed: DeedDep
) -> Response:
    """Make an agency's calendar. Its address is in this answer only; a repeat has `null`."""
    secret = sessions.new_secret()
    shown = _shown(await actions.make(deed, given.agency, secret), given.agency)
    # What is kept for repeats must not hold the secret.
    request.state.body_for_repeats = answer(shown | {"link": None}).body
    link = f"{_home(request)}/api/v1/calendars/{secret}.ics"
    return answer(shown | {"link": link}, 201)


@router.delete(
    f"{_calendars}/{{calendar}}",
    operation_id="end_calendar",
    status_code=204,
    dependencies=_managing,
)
async def end_calendar(calendar: CalendarId, deed: DeedDep) -> Response:
    """End a calendar: its address is worth nothing at once."""
    await actions.end(deed, calendar)
    return Response(status_code=204)


@router.get(
    "/calendars/{token}.ics",
    operation_id="read_calendar",
    response_class=Response,
    responses={200: {"description": "The calendar", "content": {MEDIA_TYPE: {}}}},
)
async def read_calendar(request: Request, token: Token) -> Response:
    """Return an agency's due dates as iCalendar, to whoever has the address."""
    serving = services(request)
    async with (
        serving.failed_calendars.attempt(address_of(request)),
        serving.database.read() as session,
    ):
        row = await queries.of_secret(session, sessions.secret_hash(token))
        if row is None:
            raise NotFound("calendar", "…")
        dates = await _dates(session, row)
    name = f"{row.agency.name} – {row.conference.title}"
    link = f"{_home(request)}/follow-ups?conference={row.conference.slug}"
    body = calendar_of(name, row.conference.slug, dates, link)
    return Response(body, media_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=300"})


async def _dates(session: AsyncSession, row: CalendarRow) -> list[DueDate]:
    sites = await conferences.things(session, Site, row.feed.conference_id)
    names = {site.slug: site.name for site in sites}
    found = await followups.of_agency(session, row.feed.conference_id, row.agency.slug)
    return [_date(one, names[one.question.site]) for one in found]


def _date(found: Found, site: str) -> DueDate:
    """Return what the calendar is told: of the question no more than the public is."""
    promise, shown = found.promise, project(_PUBLIC, found.question)
    changed_at = promise.updated_at or promise.opened_at
    assert changed_at is not None
    return DueDate(
        id=promise.id,
        number=found.question.number,
        site=site,
        text="" if shown is None else shown["text"],
        due=promise.due,
        version=promise.version,
        changed_at=changed_at,
        is_closed=promise.state in CLOSED,
    )


def _home(request: Request) -> str:
    return services(request).settings.public_url.rstrip("/")


def _shown(feed: CalendarFeed, agency: str) -> dict[str, Any]:
    kept = {"id", "created_at", "created_by"}
    return feed.model_dump(include=kept) | {"agency": agency}
