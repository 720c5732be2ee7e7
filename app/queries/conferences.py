"""Conferences and the things of their programme."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.models.conference import Conference
from app.models.programme import Agency, AgendaItem, Official, Site, Topic

Thing = TypeVar("Thing", Site, Topic, Agency, Official, AgendaItem)


# Asked by every request, so made once: building a statement costs as much as running it.
_BY_SLUG = select(Conference).where(col(Conference.slug) == bindparam("slug"))
_LOCK = (
    select(Conference)
    .where(col(Conference.id) == bindparam("conference"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_THING: dict[type[Any], Select[Any]] = {
    kind: select(kind).where(
        col(kind.conference_id) == bindparam("conference"), col(kind.slug) == bindparam("slug")
    )
    for kind in (Site, Topic, Agency, Official, AgendaItem)
}


async def by_slug(session: AsyncSession, slug: str) -> Conference | None:
    """Return the conference of that name."""
    return await session.scalar(_BY_SLUG, {"slug": slug})


async def lock(session: AsyncSession, conference_id: int) -> Conference:
    """Return the conference as it is now, and hold it until the transaction ends.

    Every command takes this lock first, so what it reads afterwards is true until its commit,
    and journal numbers come in the order of commits. (SQLite has one writer anyway.)
    """
    return (await session.scalars(_LOCK, {"conference": conference_id})).one()


async def conferences(
    session: AsyncSession, *, only: Collection[int] | None, after: int, limit: int
) -> Sequence[Conference]:
    """Return conferences by id, above `after`; `only` these when given."""
    statement = select(Conference).where(col(Conference.id) > after)
    if only is not None:
        statement = statement.where(col(Conference.id).in_(only))
    return (await session.scalars(statement.order_by(col(Conference.id)).limit(limit))).all()


async def thing(
    session: AsyncSession, kind: type[Thing], conference_id: int, slug: str
) -> Thing | None:
    """Return one site, topic, agency, official or agenda item by its slug."""
    found: Thing | None = await session.scalar(
        _THING[kind], {"conference": conference_id, "slug": slug}
    )
    return found


async def things(
    session: AsyncSession,
    kind: type[Thing],
    conference_id: int,
    *,
    after: tuple[int, int] = (-1, 0),
    limit: int | None = None,
    since: int | None = None,
) -> Sequence[Thing]:
    """Return sites, topics, … in their order, past (order, id) `after`, changed after `since`."""
    order, id_ = after
    statement = select(kind).where(
        col(kind.conference_id) == conference_id,
        (col(kind.order) > order) | ((col(kind.order) == order) & (col(kind.id) > id_)),
    )
    if since is not None:
        newest = col(kind.seq) > since
        if kind is Site:
            newest |= col(Site.private_seq) > since
        statement = statement.where(newest)
    statement = statement.order_by(col(kind.order), col(kind.id))
    return (await session.scalars(statement.limit(limit))).all()
