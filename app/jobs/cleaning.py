"""Cleaning up: what was kept only for a while goes, so that the database does not grow for ever."""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import delete, select, update
from sqlmodel import col

from app.database import Database
from app.domain.webhooks import DeliveryState
from app.models.access import AccessChange, Credential
from app.models.device import DeviceSignIn
from app.models.importing import Import, ImportRow
from app.models.invitation import Invitation
from app.models.journal import StoredAnswer
from app.models.presence import WorkerPresence
from app.models.webhook import Delivery, Webhook

_log = structlog.get_logger()
EVERY_SECONDS = 3600.0
SIGN_INS_KEPT = timedelta(days=30)
"""How long an ended sign-in, and the note that it ended, can still be looked up; so for an
invitation that has expired."""


SHEETS_KEPT = timedelta(days=30)
"""How long the rows of a sheet, with names and phones, stay beside the questions made of them; so
for an import that nobody applied."""
DELIVERIES_KEPT = timedelta(days=30)
"""How long can be looked up what became of a webhook's message."""
WORKERS_KEPT = timedelta(hours=1)
"""How long a worker that was killed leaves behind what it knew of who is where."""


async def keep_clean(database: Database, answers_kept: timedelta) -> None:
    """Clean now and every hour. `answers_kept`: how long repeats of a request are recognised."""
    while True:
        try:
            await clean(database, datetime.now(UTC), answers_kept)
        except Exception:
            _log.exception("cleaning.failed")
        await asyncio.sleep(EVERY_SECONDS)


async def clean(database: Database, now: datetime, answers_kept: timedelta) -> None:
    """Remove stored answers, sign-ins with their notes, invitations, … past their time."""
    async with database.write() as session:
        await session.execute(
            delete(StoredAnswer).where(col(StoredAnswer.created_at) < now - answers_kept)
        )
        await session.execute(
            delete(Credential).where(col(Credential.expires_at) < now - SIGN_INS_KEPT)
        )
        await session.execute(
            delete(AccessChange).where(col(AccessChange.at) < now - SIGN_INS_KEPT)
        )
        await session.execute(
            delete(WorkerPresence).where(col(WorkerPresence.seen_at) < now - WORKERS_KEPT)
        )
        await session.execute(delete(DeviceSignIn).where(col(DeviceSignIn.expires_at) < now))
        await session.execute(
            delete(Invitation).where(col(Invitation.expires_at) < now - SIGN_INS_KEPT)
        )
        old = select(col(Import.id)).where(col(Import.created_at) < now - SHEETS_KEPT)
        await session.execute(delete(ImportRow).where(col(ImportRow.import_id).in_(old)))
        await session.execute(
            delete(Import).where(
                col(Import.created_at) < now - SHEETS_KEPT, col(Import.applied_at).is_(None)
            )
        )
        await session.execute(
            delete(Delivery).where(
                col(Delivery.attempted_at) < now - DELIVERIES_KEPT,
                col(Delivery.state) != DeliveryState.PENDING,
            )
        )
        await session.execute(
            update(Webhook)
            .where(col(Webhook.old_secret_until) < now)
            .values(old_secret=None, old_secret_until=None)
        )
