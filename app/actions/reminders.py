"""Reminding of follow-ups: one entry of the journal for each that is due soon, or overdue."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import deed as deeds
from app.actions.deed import Deed
from app.actions.journal import take_number
from app.domain.reminders import EVENTS, reminder_of
from app.domain.roles import Actor
from app.models.reminder import Reminder
from app.queries import reminders

SYSTEM = Actor("system", ())
AT_ONCE = 200
"""Reminders of one conference in one transaction, so that nobody waits long for its lock."""


async def remind(session: AsyncSession, conference_id: int, at: datetime, days: int) -> int:
    """Write the reminders that are due and were not given yet; return how many.

    Under the conference's lock, so of several workers one writes each. Raises
    `ConferenceArchived`.
    """
    deed = await deeds.begin(session, conference_id, SYSTEM, at)
    return await _remind(deed, days)


async def _remind(deed: Deed, days: int) -> int:
    today = deed.at.astimezone(ZoneInfo(deed.conference.timezone)).date()
    found = await reminders.open_until(
        deed.session, deed.conference_id, today, today + timedelta(days=days), AT_ONCE
    )
    for row in found:
        kind = reminder_of(row.due, today, days)
        assert kind is not None
        deed.session.add(Reminder(follow_up_id=row.id, kind=kind, due=row.due))
        payload = {"follow_up": row.id, "agency": row.agency, "due": row.due.isoformat()}
        await take_number(deed, EVENTS[kind], payload, [row.question])
    await deed.session.flush()
    return len(found)
