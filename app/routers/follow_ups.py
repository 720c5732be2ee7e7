"""Follow-ups: what was promised, and the written reply to it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator
from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import followups as actions
from app.actions.deed import Deed
from app.deps import (
    DeedDep,
    NeedsIfMatch,
    OnceOnly,
    Reading,
    Standing,
    StandingDep,
    UnitRoute,
    require,
    services,
)
from app.domain.errors import NotFound
from app.domain.followup_views import Looking, project_follow_up, project_step
from app.domain.followups import FollowUpState, reach
from app.domain.roles import Permission
from app.domain.views import views_of
from app.domain.workdays import DAYS_TO_REPLY
from app.errors import Problem
from app.models.fields import Number, OptionalLine, Slug, plain_digits
from app.models.follow_up_shapes import (
    FollowUpCreate,
    FollowUpHistory,
    FollowUpPage,
    FollowUpPatch,
    FollowUpShown,
    UsualDue,
)
from app.queries import followups as queries
from app.queries.followups import Found
from app.routers.answers import PageDep, answer
from app.routers.questions import NumberPath

router = APIRouter(prefix="/conferences/{conference}", tags=["follow-ups"], route_class=UnitRoute)
FollowUpPath = Annotated[
    Number, BeforeValidator(plain_digits), Path(alias="follow_up", examples=[1])
]


async def _wanted(
    agency: Annotated[Slug | None, Query()] = None,
    site: Annotated[Slug | None, Query()] = None,
    state: Annotated[list[FollowUpState] | None, Query(max_length=5)] = None,
    overdue: Annotated[bool | None, Query()] = None,
    q: Annotated[OptionalLine, Query()] = None,
) -> queries.Filter:
    return queries.Filter(tuple(state or ()), agency, site, overdue, q)


Wanted = Annotated[queries.Filter, Depends(_wanted)]


@router.post(
    "/questions/{number}/follow-ups",
    operation_id="open_follow_up",
    response_model=FollowUpShown,
    status_code=201,
    dependencies=[require(Permission.OPEN_FOLLOW_UP)],
)
async def open_follow_up(
    request: Request,
    number: NumberPath,
    given: FollowUpCreate,
    standing: StandingDep,
    _once: OnceOnly,
    deed: DeedDep,
) -> Response:
    """Record what was promised; without a date it is due after ten working days."""
    calendar = services(request).calendar
    followed = await actions.open_(deed, number, given, calendar)
    location = f"/api/v1/conferences/{standing.conference.slug}/follow-ups/{followed[1].id}"
    return await _done(deed, standing, followed, 201, location)


@router.get(
    "/usual-due",
    operation_id="get_usual_due",
    response_model=UsualDue,
    dependencies=[require(Permission.OPEN_FOLLOW_UP)],
)
async def get_usual_due(request: Request, standing: StandingDep) -> Response:
    """Return when a reply promised now is due, unless another date is given."""
    due = services(request).calendar.due(_today(standing))
    return answer({"due": due, "working_days": DAYS_TO_REPLY})


@router.get(
    "/follow-ups",
    operation_id="list_follow_ups",
    response_model=FollowUpPage,
    dependencies=[require(Permission.SEE_FOLLOW_UPS)],
)
async def list_follow_ups(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep, wanted: Wanted
) -> Response:
    """List the follow-ups the caller may see: the overdue first, then by due date.

    What is overdue stays as it was on the first page's day. `q` finds words of question, promise
    and document number without regard to case and diacritics, or a question's number.
    """
    looking = await looking_at(session, standing)
    today, after = _position(paging.after(looking.today.toordinal(), -1, 1, 0))
    found = await queries.listed(
        session,
        standing.conference_id,
        wanted,
        looking.reach,
        today=today,
        after=after,
        limit=paging.limit,
    )
    items = [project_follow_up(looking, one.question, one.promise) for one in found]
    return paging.page(request, items, _last(today, found))


@router.get(
    "/follow-ups/{follow_up}",
    operation_id="get_follow_up",
    response_model=FollowUpShown,
    dependencies=[require(Permission.SEE_FOLLOW_UPS)],
)
async def get_follow_up(
    follow_up: FollowUpPath, standing: StandingDep, session: Reading
) -> Response:
    """Return one follow-up, with its question as the caller may see it."""
    looking, found = await seen(session, standing, follow_up)
    shown = project_follow_up(looking, found.question, found.promise)
    return answer(shown, version=found.promise.version)


@router.patch(
    "/follow-ups/{follow_up}",
    operation_id="change_follow_up",
    response_model=FollowUpShown,
    dependencies=[require(Permission.UPDATE_FOLLOW_UP)],
)
async def change_follow_up(
    follow_up: FollowUpPath,
    given: FollowUpPatch,
    standing: StandingDep,
    _versions: NeedsIfMatch,
    deed: DeedDep,
) -> Response:
    """Note how far it has come, write the reply, or forward it to another agency.

    Another due date, and what was closed already, is for moderators.
    """
    return await _done(deed, standing, await actions.change(deed, follow_up, given))


@router.get(
    "/follow-ups/{follow_up}/history",
    operation_id="get_follow_up_history",
    response_model=FollowUpHistory,
    dependencies=[require(Permission.SEE_FOLLOW_UPS)],
)
async def get_follow_up_history(
    follow_up: FollowUpPath, standing: StandingDep, session: Reading
) -> Response:
    """Return what became of a follow-up; to the asker's site without names and notes."""
    looking, found = await seen(session, standing, follow_up)
    told = looking.is_for_its_site(found.promise)
    items = []
    for entry in await queries.history(session, standing.conference_id, found):
        step = project_step(entry.type, entry.payload, is_for_its_site=told)
        if step is not None:
            who = {} if told else {"actor": entry.actor}
            items.append({"seq": entry.seq, "type": entry.type, "at": entry.at} | who | step)
    return answer({"items": items})


async def looking_at(session: AsyncSession, standing: Standing) -> Looking:
    """Return how the caller looks at follow-ups, today in the conference's zone."""
    actor = standing.actor
    agencies = await queries.agencies_of(session, standing.conference_id, actor.officials())
    within = reach(actor, Permission.SEE_FOLLOW_UPS, agencies)
    return Looking(views_of(actor), within, _today(standing))


async def seen(session: AsyncSession, standing: Standing, follow_up: int) -> tuple[Looking, Found]:
    """Return a follow-up within the caller's reach. Raises `NotFound` for a stranger to it."""
    looking = await looking_at(session, standing)
    found = await queries.one(session, standing.conference_id, follow_up)
    if found is None or not looking.reach.holds_for(found.promise.agency, found.question.site):
        raise NotFound("follow_up", follow_up)
    return looking, found


def _today(standing: Standing) -> date:
    return datetime.now(UTC).astimezone(ZoneInfo(standing.conference.timezone)).date()


async def _done(
    deed: Deed,
    standing: Standing,
    followed: actions.Followed,
    status: int = 200,
    location: str | None = None,
) -> Response:
    """Return the follow-up as it is now; also to an agency that has just forwarded it."""
    question, promise = followed
    looking = await looking_at(deed.session, standing)
    shown = project_follow_up(looking, question, promise)
    return answer(shown, status, version=promise.version, location=location)


def _position(cursor: Sequence[int]) -> tuple[date, tuple[int, date, int]]:
    today, group, due, follow_up = cursor
    try:
        return date.fromordinal(today), (group, date.fromordinal(due), follow_up)
    except (ValueError, OverflowError):
        raise Problem("bad_cursor") from None


def _last(today: date, found: Sequence[Found]) -> list[int] | None:
    if not found:
        return None
    last = found[-1]
    group = 0 if last.overdue else 1
    return [today.toordinal(), group, last.promise.due.toordinal(), last.promise.id]
