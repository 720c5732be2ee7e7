"""The journal for other systems, and the conference in figures."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlmodel import SQLModel

from app.deps import Reading, StandingDep, UnitRoute, require
from app.domain.roles import Permission
from app.models.fields import BIGGEST
from app.models.journal_shown import EventShown
from app.queries import events, journal, summary
from app.routers.answers import answer

router = APIRouter(prefix="/conferences/{conference}", tags=["events"], route_class=UnitRoute)


class EventPage(SQLModel):
    """Entries of the journal in order; `last_seq` is how far it goes."""

    items: list[EventShown]
    epoch: str
    last_seq: int


@router.get(
    "/events",
    operation_id="list_events",
    response_model=EventPage,
    dependencies=[require(Permission.READ_EVENTS)],
)
async def list_events(
    standing: StandingDep,
    session: Reading,
    after: Annotated[int, Query(ge=0, le=BIGGEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Return the journal past `after`, in order and without gaps."""
    positions = await journal.positions(session, [standing.conference_id])
    epoch, last_seq = positions[standing.conference_id]
    entries = await journal.entries(session, standing.conference_id, after=after, limit=limit)
    items = await events.told(session, standing.actor, standing.conference_id, entries)
    return answer({"items": items, "epoch": epoch, "last_seq": last_seq})


@router.get(
    "/summary",
    operation_id="get_summary",
    response_model=summary.Summary,
    dependencies=[require(Permission.READ_SUMMARY)],
)
async def get_summary(standing: StandingDep, session: Reading) -> Response:
    """Count questions by state, site, topic, official and agency; turns and minutes by site."""
    return answer(await summary.summary(session, standing.conference_id))
