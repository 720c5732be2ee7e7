"""What is given and shown of screens and their sign-in over HTTP."""

from datetime import datetime
from typing import Annotated

from sqlmodel import Field, SQLModel

from app.models.fields import Line, Slug, given

UserCode = Annotated[Line, Field(max_length=32)]
"""As it was read from the screen: case, spaces and dashes do not matter."""


class DeviceStarted(SQLModel):
    """A device authorization response (RFC 8628, 3.2).

    `qr` shows `verification_uri_complete` as a picture, a data: URI of SVG.
    """

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int
    qr: str


class DeviceApproval(SQLModel):
    """Which device to let in as a screen of which conference, and what to call it."""

    model_config = given(
        {"user_code": "BCDF-GHJK", "conference": "bac-kan-2025", "name": "Màn hình hội trường"}
    )

    user_code: UserCode
    conference: Slug
    name: Line


class DeviceDenial(SQLModel):
    """Which device not to let in."""

    model_config = given({"user_code": "BCDF-GHJK", "conference": "bac-kan-2025"})

    user_code: UserCode
    conference: Slug


class ScreenMade(SQLModel):
    """The screen that was let in, and the user that was made for it."""

    id: int
    name: str
    username: str


class ScreenShown(SQLModel):
    """A screen of a conference; `signed_in_at` is when the device fetched its sign-in."""

    id: int
    username: str
    name: str
    approved_by: str
    approved_at: datetime
    signed_in_at: datetime | None


class ScreenPage(SQLModel):
    """A page of screens."""

    items: list[ScreenShown]
    next_cursor: str | None
