"""Webhooks: where other systems want to be told, and what became of what was sent."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Request, Response
from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession

from app.actions import webhooks as actions
from app.deps import (
    DeedDep,
    IfNotDone,
    NeedsIfMatch,
    OnceOnly,
    Reading,
    StandingDep,
    UnitRoute,
    require,
    services,
)
from app.domain.errors import NotFound
from app.domain.roles import Permission
from app.exchange.webhook_posts import Message, post
from app.models.fields import BIGGEST
from app.models.question_shapes import Nothing
from app.models.webhook import Delivery, Webhook
from app.models.webhook_shapes import (
    AttemptShown,
    DeliveryPage,
    DeliveryShown,
    WebhookCreate,
    WebhookMade,
    WebhookPage,
    WebhookPatch,
    WebhookShown,
)
from app.queries import webhooks as queries
from app.routers.answers import PageDep, answer

router = APIRouter(
    prefix="/conferences/{conference}/webhooks", tags=["webhooks"], route_class=UnitRoute
)
_manage = [require(Permission.MANAGE_WEBHOOKS)]
Id = Annotated[int, Path(ge=1, le=BIGGEST)]
NoBody = Annotated[Nothing | None, Body()]


@router.get("", operation_id="list_webhooks", response_model=WebhookPage, dependencies=_manage)
async def list_webhooks(
    request: Request, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List the conference's webhooks, without their secrets."""
    (after,) = paging.after(0)
    rows = await queries.webhooks(session, standing.conference_id, after=after, limit=paging.limit)
    last = [rows[-1].id or 0] if rows else None
    return paging.page(request, [_webhook(row) for row in rows], last)


@router.post(
    "",
    operation_id="add_webhook",
    response_model=WebhookMade,
    status_code=201,
    dependencies=_manage,
)
async def add_webhook(
    request: Request, given: WebhookCreate, _once: OnceOnly, deed: DeedDep
) -> Response:
    """Add a webhook. The secret is in this answer only; a repeat of the request has `null`."""
    row = await actions.add(deed, given, services(request).settings.webhook_reach)
    return _with_secret(request, row, 201)


@router.get(
    "/{webhook_id}",
    operation_id="get_webhook",
    response_model=WebhookShown,
    dependencies=_manage,
)
async def get_webhook(webhook_id: Id, standing: StandingDep, session: Reading) -> Response:
    """Return one webhook."""
    row = await _find(session, standing.conference_id, webhook_id)
    return answer(_webhook(row), version=row.version)


@router.patch(
    "/{webhook_id}",
    operation_id="change_webhook",
    response_model=WebhookShown,
    dependencies=_manage,
)
async def change_webhook(
    request: Request, webhook_id: Id, given: WebhookPatch, _versions: NeedsIfMatch, deed: DeedDep
) -> Response:
    """Change a webhook; one that was paused goes on where it stopped."""
    reach = services(request).settings.webhook_reach
    row = await actions.change(deed, webhook_id, given, reach)
    return answer(_webhook(row), version=row.version)


@router.delete(
    "/{webhook_id}", operation_id="remove_webhook", status_code=204, dependencies=_manage
)
async def remove_webhook(webhook_id: Id, deed: DeedDep) -> Response:
    """Remove a webhook: nothing more is sent to it."""
    await actions.remove(deed, webhook_id)
    return Response(status_code=204)


@router.post(
    "/{webhook_id}/secret",
    operation_id="change_webhook_secret",
    response_model=WebhookMade,
    dependencies=_manage,
)
async def change_webhook_secret(
    request: Request, webhook_id: Id, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Make a new secret, shown in this answer only; for a day the old one signs as well."""
    return _with_secret(request, await actions.change_secret(deed, webhook_id), 200)


@router.post(
    "/{webhook_id}/test",
    operation_id="test_webhook",
    response_model=AttemptShown,
    dependencies=_manage,
)
async def try_webhook(
    request: Request, webhook_id: Id, standing: StandingDep, _body: NoBody = None
) -> Response:
    """Send a message of the type `webhook.test` now, and return what came of it."""
    serving, now = services(request), datetime.now(UTC)
    async with serving.database.read() as session:
        row = await _find(session, standing.conference_id, webhook_id)
    shown = {"seq": 0, "type": "webhook.test", "at": now, "actor": None, "questions": []}
    id_ = f"test-{webhook_id}-{now.timestamp():.6f}"
    message = Message(id_, to_json(shown), actions.secrets_of(row, now))
    posted = await post(row.url, message, serving.settings.webhook_reach)
    return answer(
        {
            "status_code": posted.status,
            "error": posted.error,
            "duration_ms": posted.duration_ms,
        }
    )


@router.get(
    "/{webhook_id}/deliveries",
    operation_id="list_deliveries",
    response_model=DeliveryPage,
    dependencies=_manage,
)
async def list_deliveries(
    request: Request, webhook_id: Id, standing: StandingDep, session: Reading, paging: PageDep
) -> Response:
    """List what was sent, the last first; it is kept for 30 days."""
    await _find(session, standing.conference_id, webhook_id)
    (before,) = paging.after(BIGGEST)
    rows = await queries.deliveries(session, webhook_id, before=before, limit=paging.limit)
    last = [rows[-1].id or 0] if rows else None
    return paging.page(request, [_delivery(row) for row in rows], last)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/retry",
    operation_id="retry_delivery",
    response_model=DeliveryShown,
    dependencies=_manage,
)
async def retry_delivery(
    webhook_id: Id, delivery_id: Id, _once: IfNotDone, deed: DeedDep, _body: NoBody = None
) -> Response:
    """Send an event now: one that waits, or once more one that was sent, under the same id."""
    return answer(_delivery(await actions.retry(deed, webhook_id, delivery_id)))


async def _find(session: AsyncSession, conference_id: int, webhook_id: int) -> Webhook:
    row = await queries.webhook(session, conference_id, webhook_id)
    if row is None:
        raise NotFound("webhook", webhook_id)
    return row


def _with_secret(request: Request, row: Webhook, status: int) -> Response:
    shown = _webhook(row)
    # What is kept for repeats must not hold the secret.
    request.state.body_for_repeats = answer(shown | {"secret": None}).body
    return answer(shown | {"secret": row.secret}, status, version=row.version)


def _webhook(row: Webhook) -> dict[str, Any]:
    shown = row.model_dump(include=set(WebhookShown.model_fields))
    return shown | {"events": "all" if row.events is None else row.events}


def _delivery(row: Delivery) -> dict[str, Any]:
    return row.model_dump(include=set(DeliveryShown.model_fields))
