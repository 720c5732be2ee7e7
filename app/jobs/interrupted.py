"""Imports whose reader died with its process: found when a server starts, and while one runs."""

import asyncio
from datetime import UTC, datetime

import structlog

from app.actions import imports
from app.database import Database

_log = structlog.get_logger()
EVERY_SECONDS = 10.0


async def give_up_interrupted(database: Database) -> None:
    """Look now and every few seconds; another server may be reading, so the silent ones go."""
    while True:
        try:
            await give_up(database, datetime.now(UTC))
        except Exception:
            _log.exception("imports.looking_failed")
        await asyncio.sleep(EVERY_SECONDS)


async def give_up(database: Database, now: datetime) -> None:
    """Give up the imports that nobody reads any more; nothing is written when there are none."""
    async with database.read() as session:
        silent = await imports.silent(session, now)
    if silent:
        async with database.write() as session:
            for import_id in silent:
                await imports.fail(session, import_id, now, "import_interrupted", {})
