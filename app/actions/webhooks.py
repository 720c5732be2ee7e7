"""Webhooks: added, changed and removed by an administrator, journalled without their secrets."""

import base64
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from app.actions.deed import Deed
from app.actions.journal import record
from app.domain.addresses import Reach
from app.domain.errors import BadField, NotFound
from app.domain.events import EventType
from app.domain.webhooks import SCOPES, DeliveryState, Pause, TooManyWebhooks, is_pattern
from app.models.webhook import Delivery, Webhook
from app.models.webhook_shapes import WebhookCreate, WebhookPatch
from app.queries import webhooks

MOST = 50
"""Webhooks of one conference."""
BOTH_SECRETS = timedelta(hours=24)
"""How long messages are signed with the old secret as well."""


def new_secret() -> str:
    """Return a secret as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


async def add(deed: Deed, given: WebhookCreate, reach: Reach) -> Webhook:
    """Add a webhook; it is told what happens from now on.

    Raises `BadField`, `TooManyWebhooks`.
    """
    if await webhooks.how_many(deed.session, deed.conference_id) >= MOST:
        raise TooManyWebhooks(MOST)
    row = Webhook(
        conference_id=deed.conference_id,
        url=_url(given.url, reach),
        description=given.description,
        events=_events(given.events),
        scopes=_scopes(given.scopes),
        is_active=given.is_active,
        paused=None if given.is_active else Pause.BY_HAND,
        secret=new_secret(),
        created_at=deed.at,
    )
    deed.session.add(row)
    await deed.session.flush()
    await record(deed, EventType.WEBHOOK_ADDED, {"webhook": row.id})
    row.sent_seq = deed.conference.last_seq
    await deed.session.flush()
    return row


async def change(deed: Deed, webhook_id: int, given: WebhookPatch, reach: Reach) -> Webhook:
    """Change the given fields. Raises `NotFound`, `StaleVersion`, `BadField`."""
    row = await _find(deed, webhook_id)
    values = given.model_dump(exclude_unset=True)
    for field, value in values.items():
        if value is None and field != "description":
            raise BadField(field, "null_not_allowed")
    if "url" in values:
        values["url"] = _url(values["url"], reach)
    if "events" in values:
        values["events"] = _events(values["events"])
    if "scopes" in values:
        values["scopes"] = _scopes(values["scopes"])
    if "is_active" in values:
        await _switch(deed, row, is_active=values["is_active"])
    for field, value in values.items():
        setattr(row, field, value)
    row.version += 1
    # Names only: an address may hold a secret itself.
    await record(deed, EventType.WEBHOOK_CHANGED, {"webhook": webhook_id, "fields": sorted(values)})
    return row


async def remove(deed: Deed, webhook_id: int) -> None:
    """Remove a webhook and what is known of its deliveries. Raises `NotFound`, `StaleVersion`."""
    row = await _find(deed, webhook_id)
    await deed.session.delete(row)
    await record(deed, EventType.WEBHOOK_REMOVED, {"webhook": webhook_id})


async def change_secret(deed: Deed, webhook_id: int) -> Webhook:
    """Give a webhook a new secret; for a day the old one signs as well.

    Raises `NotFound`, `StaleVersion`.
    """
    row = await _find(deed, webhook_id)
    row.old_secret, row.old_secret_until = row.secret, deed.at + BOTH_SECRETS
    row.secret = new_secret()
    row.version += 1
    await record(deed, EventType.WEBHOOK_REKEYED, {"webhook": webhook_id})
    return row


async def retry(deed: Deed, webhook_id: int, delivery_id: int) -> Delivery:
    """Send an event now: one that waits, or one that was sent before, under the same id.

    To a webhook that is paused it is sent once that goes on. Raises `NotFound`.
    """
    await _find(deed, webhook_id)
    delivery = await deed.session.get(Delivery, delivery_id, populate_existing=True)
    if delivery is None or delivery.webhook_id != webhook_id:
        raise NotFound("delivery", delivery_id)
    if delivery.state is not DeliveryState.PENDING:
        delivery.state, delivery.attempts, delivery.first_at = DeliveryState.PENDING, 0, deed.at
    delivery.next_at = deed.at
    await deed.session.flush()
    return delivery


async def pause(deed: Deed, row: Webhook, reason: Pause) -> None:
    """Send nothing any more to a receiver that is gone or has not answered for a day."""
    row.is_active, row.paused = False, reason
    row.version += 1
    await record(deed, EventType.WEBHOOK_PAUSED, {"webhook": row.id, "reason": reason})


async def _switch(deed: Deed, row: Webhook, *, is_active: bool) -> None:
    """Pause by hand, or go on where it stopped: what waits is tried at once, and for a day."""
    if row.is_active == is_active:
        return
    row.paused = None if is_active else Pause.BY_HAND
    await deed.session.execute(
        update(Delivery)
        .where(col(Delivery.webhook_id) == row.id, col(Delivery.state) == DeliveryState.PENDING)
        .values(attempts=0, first_at=deed.at, next_at=deed.at)
    )


async def _find(deed: Deed, webhook_id: int) -> Webhook:
    # Whoever sends changes rows without the conference's lock, so this one is held as well.
    statement = select(Webhook).where(
        col(Webhook.conference_id) == deed.conference_id, col(Webhook.id) == webhook_id
    )
    row = await deed.session.scalar(statement.with_for_update())
    if row is None:
        raise NotFound("webhook", webhook_id)
    deed.check_version(row.version)
    return row


def _url(url: str, reach: Reach) -> str:
    reason = reach.why_not(url)
    if reason is not None:
        raise BadField("url", reason)
    return url


def _events(given: str | Sequence[str]) -> list[str] | None:
    if isinstance(given, str):
        return None
    for pattern in given:
        if not is_pattern(pattern):
            raise BadField("events", "unknown_event", {"value": pattern})
    return sorted(set(given))


def _scopes(given: Sequence[str]) -> list[str]:
    for scope in given:
        if scope not in SCOPES:
            raise BadField("scopes", "unknown_scope", {"value": scope})
    return sorted(set(given))


def secrets_of(row: Webhook, at: Any) -> list[str]:
    """Return the secrets that sign at this time, the new one first."""
    old = row.old_secret if row.old_secret_until and at < row.old_secret_until else None
    return [row.secret, *([old] if old else [])]
