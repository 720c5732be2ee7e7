"""Addresses under which an agency's due dates can be read without signing in."""

from app.actions.deed import Deed
from app.actions.followups import agency_named
from app.actions.journal import record
from app.actions.sessions import secret_hash
from app.domain.errors import NotFound
from app.domain.events import EventType
from app.models.calendar import CalendarFeed
from app.queries import calendars


async def make(deed: Deed, agency: str, secret: str) -> CalendarFeed:
    """Let whoever has the secret read an agency's dates. Raises `UnknownReference`."""
    feed = CalendarFeed(
        conference_id=deed.conference_id,
        agency_id=(await agency_named(deed, agency)).id or 0,
        secret_hash=secret_hash(secret),
        created_at=deed.at,
        created_by=deed.actor.label,
    )
    deed.session.add(feed)
    await deed.session.flush()
    await record(deed, EventType.CALENDAR_OPENED, {"calendar": feed.id, "agency": agency})
    return feed


async def end(deed: Deed, calendar: int) -> None:
    """Make an address worth nothing, at once. Raises `NotFound`."""
    found = await calendars.one(deed.session, deed.conference_id, calendar)
    if found is None:
        raise NotFound("calendar", calendar)
    await deed.session.delete(found.feed)
    payload = {"calendar": calendar, "agency": found.agency.slug}
    await record(deed, EventType.CALENDAR_CLOSED, payload)
