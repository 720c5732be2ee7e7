"""What is given and shown of webhooks over HTTP."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlmodel import Field, SQLModel

from app.domain.addresses import LONGEST_URL
from app.domain.events import EventType
from app.domain.webhooks import DeliveryState, Pause
from app.models.fields import OptionalLine, given

Url = Annotated[
    str, StringConstraints(min_length=8, max_length=LONGEST_URL, pattern=r"^[\x21-\x7e]+$")
]
"""An address as it is sent: ASCII, without spaces."""
_Name = Annotated[str, StringConstraints(max_length=64)]
Events = Literal["all"] | Annotated[list[_Name], Field(min_length=1, max_length=100)]
Scopes = Annotated[list[_Name], Field(min_length=1, max_length=64)]


class WebhookCreate(SQLModel):
    """A new webhook; `events` are names, with `.*` all about one thing, or `all`."""

    model_config = given(
        {
            "url": "https://cong.example.vn/doi-thoai",
            "description": "Cổng thông tin tỉnh",
            "events": ["question.*", "floor.moved_on"],
            "scopes": ["question.see"],
        }
    )

    url: Url
    description: OptionalLine = None
    events: Events = "all"
    scopes: Scopes
    is_active: bool = True


class WebhookPatch(SQLModel):
    """What of a webhook can be changed; `is_active` lets a paused one go on where it stopped."""

    model_config = given({"is_active": True})

    url: Url | None = None
    description: OptionalLine = None
    events: Events | None = None
    scopes: Scopes | None = None
    is_active: bool | None = None


class WebhookShown(SQLModel):
    """A webhook without its secret; `sent_seq` is the last number it was done with."""

    id: int
    url: str
    description: str | None
    events: Literal["all"] | list[str]
    scopes: list[str]
    is_active: bool
    paused: Pause | None
    sent_seq: int
    created_at: datetime
    version: int


class WebhookMade(WebhookShown):
    """A webhook with its new secret: the only time it is shown (a replay has `null`)."""

    secret: str | None


class WebhookPage(SQLModel):
    """A page of webhooks."""

    items: list[WebhookShown]
    next_cursor: str | None


class AttemptShown(SQLModel):
    """What came of a trial message: the receiver's status, or why there is none."""

    status_code: int | None
    error: str | None
    duration_ms: int


class DeliveryShown(SQLModel):
    """The sending of one event: its last attempt, and when the next one comes."""

    id: int
    seq: int
    event: EventType
    state: DeliveryState
    attempts: int
    status_code: int | None
    error: str | None
    duration_ms: int | None
    attempted_at: datetime
    next_at: datetime | None


class DeliveryPage(SQLModel):
    """A page of deliveries, the last one first."""

    items: list[DeliveryShown]
    next_cursor: str | None
