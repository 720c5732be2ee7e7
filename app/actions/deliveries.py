"""What the sender of webhooks writes down: who serves one, and what came of each attempt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from app.actions import deed as deeds
from app.actions import webhooks
from app.domain.errors import ConferenceArchived
from app.domain.events import EventType
from app.domain.roles import Actor
from app.domain.webhooks import DeliveryState, Pause, is_delivered, next_attempt, paused_for
from app.models.webhook import Delivery, Webhook

LEASE = timedelta(seconds=30)
"""How long a sender that died keeps others from a webhook; longer than an attempt takes."""
SYSTEM = Actor("system", ())


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of sending one event: the receiver's status, or why there is none."""

    status: int | None
    error: str | None
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Sent:
    """Which event was sent to which webhook."""

    webhook_id: int
    conference_id: int
    seq: int
    event: EventType


async def claim(session: AsyncSession, webhook_id: int, owner: str, now: datetime) -> bool:
    """Take the webhook's lease, or keep it; `False` when another sender has it."""
    free = or_(
        col(Webhook.lease_until).is_(None),
        col(Webhook.lease_until) <= now,
        col(Webhook.lease_owner) == owner,
    )
    claimed = await session.scalars(
        update(Webhook)
        .where(col(Webhook.id) == webhook_id, col(Webhook.is_active), free)
        .values(lease_owner=owner, lease_until=now + LEASE)
        .returning(col(Webhook.id))
    )
    return claimed.one_or_none() is not None


async def release(
    session: AsyncSession, owner: str, now: datetime, webhook_id: int | None = None
) -> None:
    """Let go of one webhook, or of all that this sender holds."""
    statement = update(Webhook).where(col(Webhook.lease_owner) == owner)
    if webhook_id is not None:
        statement = statement.where(col(Webhook.id) == webhook_id)
    # The time stays: who was served longest ago is served next.
    await session.execute(statement.values(lease_owner=None, lease_until=now))


async def advance(session: AsyncSession, webhook_id: int, owner: str, seq: int) -> None:
    """Note that nothing up to `seq` is for this webhook, or waits for it."""
    await session.execute(
        update(Webhook)
        .where(
            col(Webhook.id) == webhook_id,
            col(Webhook.lease_owner) == owner,
            col(Webhook.sent_seq) < seq,
        )
        .values(sent_seq=seq)
    )


async def skip(session: AsyncSession, sent: Sent, owner: str) -> None:
    """Give up what was waiting and is no longer for this webhook."""
    await session.execute(
        update(Delivery)
        .where(col(Delivery.webhook_id) == sent.webhook_id, col(Delivery.seq) == sent.seq)
        .values(state=DeliveryState.SKIPPED, next_at=None)
    )
    await advance(session, sent.webhook_id, owner, sent.seq)


async def note(
    session: AsyncSession,
    sent: Sent,
    owner: str,
    attempt: Attempt,
    now: datetime,
    *,
    chance: float,
) -> bool:
    """Write down what came of an attempt; `True` when the next event may follow.

    What the attempt of a sender that has lost its lease has come to is the other one's to write.
    """
    deed = None
    if not is_delivered(attempt.status):
        deed = await _deed(session, sent.conference_id, now)
    row = await session.scalar(
        select(Webhook)
        .where(col(Webhook.id) == sent.webhook_id, col(Webhook.lease_owner) == owner)
        .with_for_update()
    )
    if row is None:
        return False
    row.lease_until = now + LEASE
    delivery = await _delivery(session, sent, now)
    _write(delivery, attempt, now)
    if is_delivered(attempt.status):
        delivery.state, delivery.next_at = DeliveryState.DELIVERED, None
        row.sent_seq = max(row.sent_seq, sent.seq)
    else:
        await _fail(deed, row, delivery, now, chance)
    await session.flush()
    return is_delivered(attempt.status) and row.is_active


async def _fail(
    deed: deeds.Deed | None, row: Webhook, delivery: Delivery, now: datetime, chance: float
) -> None:
    again = delivery.seq <= row.sent_seq
    delivery.next_at = next_attempt(delivery.first_at, now, delivery.attempts, chance)
    reason = paused_for(delivery.status_code, delivery.next_at)
    if reason is None or not row.is_active:
        return
    if reason is Pause.GAVE_UP and again:
        # It was sent a second time on request only: what comes next does not wait for it.
        delivery.state = DeliveryState.FAILED
    elif deed is None:
        row.is_active, row.paused = False, reason
    else:
        await webhooks.pause(deed, row, reason)


async def _deed(session: AsyncSession, conference_id: int, now: datetime) -> deeds.Deed | None:
    """Begin a command of the system; an archived conference takes none."""
    try:
        return await deeds.begin(session, conference_id, SYSTEM, now)
    except ConferenceArchived:
        return None


async def _delivery(session: AsyncSession, sent: Sent, now: datetime) -> Delivery:
    found = await session.scalar(
        select(Delivery).where(
            col(Delivery.webhook_id) == sent.webhook_id, col(Delivery.seq) == sent.seq
        )
    )
    if found is None:
        found = Delivery(
            webhook_id=sent.webhook_id,
            seq=sent.seq,
            event=sent.event,
            state=DeliveryState.PENDING,
            first_at=now,
            attempted_at=now,
        )
        session.add(found)
    return found


def _write(delivery: Delivery, attempt: Attempt, now: datetime) -> None:
    delivery.attempts += 1
    delivery.attempted_at = now
    delivery.status_code, delivery.error = attempt.status, attempt.error
    delivery.duration_ms = attempt.duration_ms
