"""Imports: handed over, read bit by bit by somebody without a command, given up, removed.

None of this is in the journal: nothing of the conference is changed before an import is applied.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.actions.deed import Deed
from app.domain.errors import ImportApplied, NotFound
from app.domain.importing import ImportState
from app.models.importing import Import, ImportRow
from app.queries import imports

SILENT = timedelta(seconds=20)
"""A reader that has not shown itself for so long has died with its process."""
_ROW = insert(ImportRow)
_FIELDS = ("row", "status", "of_number", "of_row", "given", "errors", "corrections")


async def hand_over(deed: Deed, name: str, sha256: str) -> Import:
    """Note that a file was handed over; its reading is for who has the file."""
    made = Import(
        conference_id=deed.conference_id,
        name=name,
        sha256=sha256,
        owner=imports.owner_of(deed.actor),
        created_at=deed.at,
        created_by=deed.actor.label,
        alive_at=deed.at,
    )
    deed.session.add(made)
    await deed.session.flush()
    return made


async def take(deed: Deed, import_id: int) -> Import:
    """Return an import of the actor's. Raises `NotFound`."""
    found = await imports.one(deed.session, deed.conference_id, deed.actor, import_id)
    if found is None:
        raise NotFound("import", import_id)
    return found


async def remove(deed: Deed, import_id: int) -> None:
    """Forget an import with its rows. Raises `ImportApplied` when its rows are questions."""
    found = await take(deed, import_id)
    if found.state is ImportState.APPLIED:
        raise ImportApplied
    await deed.session.execute(delete(ImportRow).where(col(ImportRow.import_id) == import_id))
    await deed.session.delete(found)
    await deed.session.flush()


async def go_on(session: AsyncSession, import_id: int, now: datetime, **more: Any) -> bool:
    """Show that the import is being read, and how far; tell whether it is still wanted."""
    statement = update(Import).where(
        col(Import.id) == import_id, col(Import.state) == ImportState.READING
    )
    done = await session.connection()
    return (await done.execute(statement.values(alive_at=now, **more))).rowcount == 1


async def add_rows(session: AsyncSession, import_id: int, rows: Sequence[Sequence[Any]]) -> None:
    """Keep rows as the reader told them; nobody sees them before the whole file is read."""
    values = [dict(zip(_FIELDS, row, strict=True)) | {"import_id": import_id} for row in rows]
    await (await session.connection()).execute(_ROW, values)


async def fail(
    session: AsyncSession, import_id: int, now: datetime, code: str, facts: Mapping[str, Any]
) -> None:
    """Give a reading up, by the code of a problem; what was read of the file goes."""
    failure = {"code": code, "facts": dict(facts)}
    if await go_on(session, import_id, now, state=ImportState.FAILED, failure=failure):
        await session.execute(delete(ImportRow).where(col(ImportRow.import_id) == import_id))


async def silent(session: AsyncSession, now: datetime) -> Sequence[int]:
    """Return the imports that nobody is reading any more: the reader's process has ended."""
    statement = select(col(Import.id)).where(
        col(Import.state) == ImportState.READING, col(Import.alive_at) < now - SILENT
    )
    return [id_ for id_ in await session.scalars(statement) if id_ is not None]
