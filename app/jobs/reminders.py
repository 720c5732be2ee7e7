"""Reminding of follow-ups, now and every hour."""

import asyncio
from datetime import UTC, datetime

import structlog

from app.actions.reminders import AT_ONCE, remind
from app.database import Database
from app.domain.errors import ConferenceArchived
from app.queries import reminders

_log = structlog.get_logger()
EVERY_SECONDS = 3600.0


async def keep_reminding(database: Database, days: int) -> None:
    """Remind now and every hour of what is due within `days`, or overdue."""
    while True:
        try:
            await remind_all(database, datetime.now(UTC), days)
        except Exception:
            _log.exception("reminders.failed")
        await asyncio.sleep(EVERY_SECONDS)


async def remind_all(database: Database, now: datetime, days: int) -> None:
    """Write the reminders of all conferences that have not been archived."""
    async with database.read() as session:
        ids = await reminders.living(session)
    for conference_id in ids:
        more = True
        while more:
            more = await _some(database, conference_id, now, days) == AT_ONCE


async def _some(database: Database, conference_id: int, now: datetime, days: int) -> int:
    try:
        async with database.write() as session:
            return await remind(session, conference_id, now, days)
    except ConferenceArchived:
        return 0
