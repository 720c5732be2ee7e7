"""Making those who asked anonymous when their conference's term is over."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from app.actions.anonymity import anonymise
from app.actions.deed import begin
from app.database import Database
from app.domain.roles import Actor, Grant, Role
from app.queries import personal_data

_log = structlog.get_logger()
EVERY_SECONDS = 86400.0
JANITOR = Actor("doithoai", (Grant(Role.ADMIN),))

Committed = Callable[[int, int], None]
"""Told of each command: the conference's id and the command's number."""


async def keep_anonymous(database: Database, committed: Committed) -> None:
    """Look now and every day for conferences whose term is over."""
    while True:
        try:
            await forget_overdue(database, datetime.now(UTC), committed)
        except Exception:
            _log.exception("anonymising.failed")
        await asyncio.sleep(EVERY_SECONDS)


async def forget_overdue(database: Database, now: datetime, committed: Committed) -> dict[str, int]:
    """Make those anonymous whose term is over; return of how many questions, by conference."""
    async with database.read() as session:
        overdue = await personal_data.overdue(session, now)
    return {c.slug: await forget(database, c.id or 0, now, committed) for c in overdue}


async def forget(
    database: Database, conference_id: int, now: datetime, committed: Committed
) -> int:
    """Make all who asked in a conference anonymous; return in how many questions.

    Raises `NotClosed` before the conference has ended.
    """
    done = 0
    while True:
        async with database.write() as session:
            deed = await begin(session, conference_id, JANITOR, now, even_archived=True)
            some = await anonymise(deed)
            seq = deed.conference.last_seq
        if not some:
            return done
        committed(conference_id, seq)
        done += some
