"""The journal for other systems, and the conference in figures."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlmodel import SQLModel

from app.deps import Reading, StandingDep, UnitRoute, require
from app.domain.events import EventType
from app.domain.roles import Permission
from app.models.fields import BIGGEST
from app.models.journal import JournalEntry
from app.queries import journal, summary
from app.routers.answers import answer

router = APIRouter(prefix="/conferences/{conference}", tags=["events"], route_class=UnitRoute)


class EventShown(SQLModel):
    """One accepted command."""

    seq: int
    type: EventType
    at: datetime
    actor: str
    questions: list[int]
    payload: dict[str, Any] | None = None


class EventPage(SQLModel):
    """Entries of the journal in order; `last_seq` is how far it goes."""

    items: list[EventShown]
    epoch: str
    last_seq: int


def event_shown(entry: JournalEntry, questions: list[int], *, payload: bool) -> dict[str, Any]:
    """Return an entry; the payload only for those who may read the journal as such."""
    shown: dict[str, Any] = {
        "seq": entry.seq,
        "type": entry.type,
        "at": entry.at,
        "actor": entry.actor,
        "questions": questions,
    }
    return shown | {"payload": entry.payload} if payload else shown


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
    up_to = entries[-1].seq if entries else after
    subjects = await journal.subjects(session, standing.conference_id, after=after, up_to=up_to)
    items = [event_shown(e, subjects.get(e.seq, []), payload=True) for e in entries]
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
