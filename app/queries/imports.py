"""Imports and their rows, and what a sheet is compared with."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.import_twins import Known
from app.domain.importing import RowStatus
from app.domain.lifecycle import State
from app.domain.roles import Actor, Permission
from app.domain.text import search_key
from app.domain.views import views_of
from app.models.importing import Import, ImportRow
from app.models.programme import Site
from app.models.question import Question
from app.queries import questions

_ENDED_OTHERWISE = (State.REJECTED, State.MERGED, State.WITHDRAWN)


def owner_of(actor: Actor) -> str:
    """Return by what name an import knows who handed it over."""
    if actor.user_id is not None:
        return f"user {actor.user_id}"
    return f"key {actor.key_id}" if actor.key_id is not None else "operator"


def _had_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that an import is for this actor: bound to sites, the own ones."""
    if actor.own_sites(Permission.IMPORT) is None:
        return true()
    return col(Import.owner) == owner_of(actor)


async def one(
    session: AsyncSession, conference_id: int, actor: Actor, import_id: int
) -> Import | None:
    """Return an import of the conference, if the actor may see it."""
    statement = select(Import).where(
        col(Import.conference_id) == conference_id, col(Import.id) == import_id, _had_by(actor)
    )
    return await session.scalar(statement.execution_options(populate_existing=True))


async def listed(
    session: AsyncSession, conference_id: int, actor: Actor, *, before: int, limit: int
) -> Sequence[Import]:
    """Return up to `limit` imports with smaller ids than `before`, the newest first."""
    statement = select(Import).where(
        col(Import.conference_id) == conference_id, col(Import.id) < before, _had_by(actor)
    )
    statement = statement.order_by(col(Import.id).desc()).limit(limit)
    return (await session.scalars(statement)).all()


async def rows(
    session: AsyncSession,
    import_id: int,
    *,
    status: RowStatus | None = None,
    after: int = 0,
    limit: int,
) -> Sequence[ImportRow]:
    """Return rows past `after`, in the order of the sheet."""
    statement = select(ImportRow).where(
        col(ImportRow.import_id) == import_id, col(ImportRow.row) > after
    )
    if status is not None:
        statement = statement.where(col(ImportRow.status) == status)
    return (await session.scalars(statement.order_by(col(ImportRow.row)).limit(limit))).all()


async def counts(session: AsyncSession, ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return how many rows each of these imports has of each status."""
    statement = (
        select(col(ImportRow.import_id), col(ImportRow.status), func.count())
        .where(col(ImportRow.import_id).in_(ids))
        .group_by(col(ImportRow.import_id), col(ImportRow.status))
    )
    found: dict[int, dict[str, int]] = {id_: {} for id_ in ids}
    for id_, status, count in await session.execute(statement):
        found[id_][RowStatus(status).value] = count
    return found


async def known(session: AsyncSession, conference_id: int, actor: Actor) -> list[Known]:
    """Return the questions a sheet is compared with: those the actor may know of.

    Who imports for one site alone must not learn from a duplicate what another site has asked.
    """
    statement = (
        select(
            col(Question.number),
            col(Question.text_search),
            col(Question.text),
            col(Question.original_text),
            col(Question.state),
        )
        .join(Site, col(Site.id) == col(Question.site_id))
        .where(col(Question.conference_id) == conference_id)
        .order_by(col(Question.number))
    )
    if actor.own_sites(Permission.IMPORT) is not None:
        statement = statement.where(questions.visible_to(views_of(actor)))
    return [
        Known(
            number,
            key,
            None if text == original else search_key(original),
            state not in _ENDED_OTHERWISE,
        )
        for number, key, text, original, state in await session.execute(statement)
    ]
