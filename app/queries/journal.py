"""The journal: entries in order, of a conference or of one question."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.models.conference import Conference
from app.models.journal import JournalEntry, JournalSubject, Tombstone

_ENTRIES = (
    select(JournalEntry)
    .where(
        col(JournalEntry.conference_id) == bindparam("conference"),
        col(JournalEntry.seq) > bindparam("after"),
    )
    .order_by(col(JournalEntry.seq))
)
_SUBJECTS = (
    select(col(JournalSubject.seq), col(JournalSubject.number))
    .where(
        col(JournalSubject.conference_id) == bindparam("conference"),
        col(JournalSubject.seq) > bindparam("after"),
        col(JournalSubject.seq) <= bindparam("up_to"),
    )
    .order_by(col(JournalSubject.number))
)


async def entries(
    session: AsyncSession, conference_id: int, *, after: int, limit: int | None = None
) -> Sequence[JournalEntry]:
    """Return entries past `after`, in order."""
    statement = _ENTRIES if limit is None else _ENTRIES.limit(limit)
    values = {"conference": conference_id, "after": after}
    return (await session.scalars(statement, values)).all()


async def subjects(
    session: AsyncSession, conference_id: int, *, after: int, up_to: int
) -> dict[int, list[int]]:
    """Return the numbers of the questions that entries in (after, up_to] are about, by seq."""
    values = {"conference": conference_id, "after": after, "up_to": up_to}
    numbers: dict[int, list[int]] = defaultdict(list)
    for seq, number in await session.execute(_SUBJECTS, values):
        numbers[seq].append(number)
    return numbers


async def history(session: AsyncSession, conference_id: int, number: int) -> Sequence[JournalEntry]:
    """Return the entries that are about one question, in order."""
    statement = (
        select(JournalEntry)
        .join(
            JournalSubject,
            (col(JournalSubject.conference_id) == col(JournalEntry.conference_id))
            & (col(JournalSubject.seq) == col(JournalEntry.seq)),
        )
        .where(
            col(JournalSubject.conference_id) == conference_id,
            col(JournalSubject.number) == number,
        )
        .order_by(col(JournalEntry.seq))
    )
    return (await session.scalars(statement)).all()


async def tombstones(
    session: AsyncSession, conference_id: int, *, after: int
) -> Sequence[Tombstone]:
    """Return what was removed by commands past `after`."""
    statement = select(Tombstone).where(
        col(Tombstone.conference_id) == conference_id, col(Tombstone.seq) > after
    )
    return (await session.scalars(statement)).all()


async def positions(
    session: AsyncSession, conference_ids: Sequence[int]
) -> dict[int, tuple[str, int]]:
    """Return where the journals of these conferences stand: id → (epoch, last seq)."""
    statement = select(col(Conference.id), col(Conference.epoch), col(Conference.last_seq)).where(
        col(Conference.id).in_(conference_ids)
    )
    return {id_ or 0: (epoch, seq) for id_, epoch, seq in await session.execute(statement)}
