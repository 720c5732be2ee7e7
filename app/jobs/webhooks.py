"""Sending to webhooks what was committed: each in order, at its own pace, at least once.

A webhook's cursor is in its row, so a restart goes on where it stopped. Of several workers one has
a webhook's lease at a time. Whoever does not answer is tried again later, and holds nobody up.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import deliveries
from app.actions.deliveries import Attempt, Sent
from app.actions.webhooks import secrets_of
from app.database import Database
from app.domain.addresses import Reach
from app.domain.webhooks import actor_of, is_wanted
from app.exchange.webhook_posts import Message, post
from app.models.webhook import Webhook
from app.queries import events, journal, webhooks

_log = structlog.get_logger()

LOOK_SECONDS = 1.0
AT_ONCE = 16
"""Webhooks that one worker serves at the same time."""
IN_A_TURN = 50
"""Events that a webhook is sent before others have their turn."""
BATCH = 100
"""Entries of the journal that are read at a time, to find the next one for a webhook."""


class Courier:
    """The sender of one worker."""

    def __init__(self, database: Database, reach: Reach) -> None:
        self._database = database
        self._reach = reach
        self._name = secrets.token_hex(8)
        self._serving: dict[int, asyncio.Task[None]] = {}

    async def keep_sending(self) -> None:
        """Look every second for whom there is something; let go of everything when cancelled."""
        try:
            await self._keep(self.look)
        finally:
            for task in self._serving.values():
                task.cancel()
            await asyncio.gather(*self._serving.values(), return_exceptions=True)
            await asyncio.shield(self._release_all())

    async def look(self) -> None:
        """Begin to serve every webhook that is due, as many as may be served at once."""
        free = AT_ONCE - len(self._serving)
        if free <= 0:
            return
        async with self._database.read() as session:
            due = await webhooks.due(session, datetime.now(UTC), free)
        for webhook_id in due:
            if webhook_id not in self._serving:
                task = asyncio.create_task(self._serve(webhook_id))
                self._serving[webhook_id] = task

    async def serve(self, webhook_id: int) -> None:
        """Send a webhook what is due, unless another worker does."""
        async with self._database.write() as session:
            if not await deliveries.claim(session, webhook_id, self._name, datetime.now(UTC)):
                return
        # What is written after each attempt keeps the lease.
        for _ in range(IN_A_TURN):
            if not await self._send_next(webhook_id):
                break
        async with self._database.write() as session:
            await deliveries.release(session, self._name, datetime.now(UTC), webhook_id)

    async def _serve(self, webhook_id: int) -> None:
        try:
            await self.serve(webhook_id)
        except Exception:
            _log.exception("webhooks.failed", webhook=webhook_id)
        finally:
            del self._serving[webhook_id]

    async def _send_next(self, webhook_id: int) -> bool:
        """Send one event; `False` when there is none, or when it was not taken."""
        async with self._database.read() as session:
            row = await session.get(Webhook, webhook_id)
            if row is None:
                return False
            found = await self._next(session, row)
        if found is None:
            return False
        sent, message = found
        if message is None:
            async with self._database.write() as session:
                await deliveries.skip(session, sent, self._name)
            return True
        posted = await post(row.url, message, self._reach)
        attempt = Attempt(posted.status, posted.error, posted.duration_ms)
        async with self._database.write() as session:
            return await deliveries.note(
                session,
                sent,
                self._name,
                attempt,
                datetime.now(UTC),
                chance=secrets.randbelow(1000) / 1000,
            )

    async def _next(
        self, session: AsyncSession, row: Webhook
    ) -> tuple[Sent, Message | None] | None:
        """Return what to send next; without a message what is to be passed over."""
        now = datetime.now(UTC)
        retry = await webhooks.retry_due(session, row.id or 0, now)
        if retry is not None:
            after, limit = retry.seq - 1, 1
        elif await webhooks.is_waiting(session, row.id or 0, row.sent_seq):
            return None
        else:
            after, limit = row.sent_seq, BATCH
        conference_id = row.conference_id
        entries = await journal.entries(session, conference_id, after=after, limit=limit)
        told = await events.told(
            session, actor_of(f"webhook:{row.id}", row.scopes), conference_id, entries
        )
        sent = None
        for entry, shown in zip(entries, told, strict=True):
            sent = Sent(row.id or 0, conference_id, entry.seq, entry.type)
            if shown is not None and is_wanted(entry.type, row.events):
                positions = await journal.positions(session, [conference_id])
                epoch, _ = positions[conference_id]
                id_ = f"{epoch}-{row.id}-{entry.seq}"
                return sent, Message(id_, to_json(shown), secrets_of(row, now))
        return None if sent is None else (sent, None)

    async def _release_all(self) -> None:
        async with self._database.write() as session:
            await deliveries.release(session, self._name, datetime.now(UTC))

    async def _keep(self, step: Callable[[], Awaitable[None]]) -> None:
        is_failing = False
        while True:
            try:
                await step()
                is_failing = False
            except Exception:
                # Said once: while the database is away this happens every second.
                if not is_failing:
                    _log.exception("webhooks.look_failed")
                is_failing = True
            await asyncio.sleep(LOOK_SECONDS)
