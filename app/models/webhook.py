"""Webhooks, and what became of each event that was sent to one."""

from datetime import datetime

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.domain.events import EventType
from app.domain.webhooks import DeliveryState, Pause
from app.models.base import KEEP_IDS, EnumString, Json, UtcDateTime


class Webhook(SQLModel, table=True):
    """Where another system wants to be told; `sent_seq` is how far it has been.

    The secret signs every message, so it is kept as it is. For a day after it was changed the old
    one signs as well. Who sends holds the lease, by a name of its own.
    """

    __tablename__ = "webhook"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True)
    url: str = Field(max_length=1000)
    description: str | None = Field(default=None, max_length=200)
    events: list[str] | None = Field(default=None, sa_column=Column(Json))
    scopes: list[str] = Field(sa_column=Column(Json, nullable=False))
    is_active: bool = True
    paused: Pause | None = Field(default=None, sa_column=Column(EnumString(Pause)))
    secret: str = Field(max_length=64)
    old_secret: str | None = Field(default=None, max_length=64)
    old_secret_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_seq: int = 0
    lease_owner: str | None = Field(default=None, max_length=32)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Delivery(SQLModel, table=True):
    """The sending of one event to one webhook: its last attempt, and when the next one comes."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "seq"),
        Index(None, "webhook_id", "state"),
        KEEP_IDS,
    )

    id: int | None = Field(default=None, primary_key=True)
    webhook_id: int = Field(foreign_key="webhook.id", ondelete="CASCADE")
    seq: int
    event: EventType = Field(sa_column=Column(EnumString(EventType, 64), nullable=False))
    state: DeliveryState = Field(sa_column=Column(EnumString(DeliveryState), nullable=False))
    attempts: int = 0
    status_code: int | None = None
    error: str | None = Field(default=None, max_length=40)
    duration_ms: int | None = None
    first_at: datetime = Field(sa_type=UtcDateTime)
    attempted_at: datetime = Field(sa_type=UtcDateTime, index=True)
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
