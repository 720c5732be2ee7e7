"""What other workers know of who is where."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.models.presence import WorkerPresence


async def others(
    session: AsyncSession, worker: str, conference_ids: Sequence[int], gone_after: timedelta
) -> Mapping[int, list[str]]:
    """Return what the other living workers have, by conference. PostgreSQL only."""
    statement = select(col(WorkerPresence.conference_id), col(WorkerPresence.has)).where(
        col(WorkerPresence.conference_id).in_(conference_ids),
        col(WorkerPresence.worker) != worker,
        col(WorkerPresence.seen_at) > func.now() - gone_after,
    )
    found: dict[int, list[str]] = defaultdict(list)
    for conference_id, has in await session.execute(statement):
        found[conference_id].append(has)
    return found
