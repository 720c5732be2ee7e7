"""Webhooks and their deliveries: for people who look at them, and for who sends."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.domain.webhooks import DeliveryState
from app.models.conference import Conference
from app.models.webhook import Delivery, Webhook


def _pending(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        col(Delivery.webhook_id) == col(Webhook.id),
        col(Delivery.state) == DeliveryState.PENDING,
        *more,
    )


# Asked every second, so made once.
_DUE = (
    select(col(Webhook.id))
    .join(Conference, col(Conference.id) == col(Webhook.conference_id))
    .where(
        col(Webhook.is_active),
        or_(col(Webhook.lease_until).is_(None), col(Webhook.lease_until) <= bindparam("now")),
        or_(
            _pending(col(Delivery.next_at) <= bindparam("now")),
            (col(Webhook.sent_seq) < col(Conference.last_seq))
            & ~_pending(col(Delivery.seq) > col(Webhook.sent_seq)),
        ),
    )
    .order_by(col(Webhook.lease_until).asc().nulls_first(), col(Webhook.id))
    .limit(bindparam("limit"))
)
_RETRY = (
    select(Delivery)
    .where(
        col(Delivery.webhook_id) == bindparam("webhook"),
        col(Delivery.state) == DeliveryState.PENDING,
        col(Delivery.next_at) <= bindparam("now"),
    )
    .order_by(col(Delivery.seq))
    .limit(1)
)
_WAITING = select(
    exists().where(
        col(Delivery.webhook_id) == bindparam("webhook"),
        col(Delivery.state) == DeliveryState.PENDING,
        col(Delivery.seq) > bindparam("after"),
    )
)


async def webhooks(
    session: AsyncSession, conference_id: int, *, after: int, limit: int
) -> Sequence[Webhook]:
    """Return the webhooks of a conference by id, above `after`."""
    statement = select(Webhook).where(
        col(Webhook.conference_id) == conference_id, col(Webhook.id) > after
    )
    return (await session.scalars(statement.order_by(col(Webhook.id)).limit(limit))).all()


async def webhook(session: AsyncSession, conference_id: int, webhook_id: int) -> Webhook | None:
    """Return one webhook of a conference."""
    statement = select(Webhook).where(
        col(Webhook.conference_id) == conference_id, col(Webhook.id) == webhook_id
    )
    return await session.scalar(statement)


async def how_many(session: AsyncSession, conference_id: int) -> int:
    """Count the webhooks of a conference."""
    statement = select(func.count()).where(col(Webhook.conference_id) == conference_id)
    return await session.scalar(statement) or 0


async def deliveries(
    session: AsyncSession, webhook_id: int, *, before: int, limit: int
) -> Sequence[Delivery]:
    """Return deliveries of a webhook below an id, the last one first."""
    statement = select(Delivery).where(
        col(Delivery.webhook_id) == webhook_id, col(Delivery.id) < before
    )
    return (await session.scalars(statement.order_by(col(Delivery.id).desc()).limit(limit))).all()


async def due(session: AsyncSession, now: datetime, limit: int) -> Sequence[int]:
    """Return the ids of webhooks for which there is something to do, and which nobody serves."""
    return [id_ or 0 for id_ in await session.scalars(_DUE, {"now": now, "limit": limit})]


async def retry_due(session: AsyncSession, webhook_id: int, now: datetime) -> Delivery | None:
    """Return the delivery that is to be tried again by now, the lowest number first."""
    return await session.scalar(_RETRY, {"webhook": webhook_id, "now": now})


async def is_waiting(session: AsyncSession, webhook_id: int, after: int) -> bool:
    """Tell whether the event past `after` has failed and waits: those behind it wait as well."""
    return bool(await session.scalar(_WAITING, {"webhook": webhook_id, "after": after}))
