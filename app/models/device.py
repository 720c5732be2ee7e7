"""Screens of the hall, and how a device without a keyboard signs in as one (RFC 8628)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.base import KEEP_IDS, UtcDateTime


class DeviceSignIn(SQLModel, table=True):
    """A sign-in that waits for approval. The user code is for reading aloud and lives briefly."""

    __tablename__ = "device_sign_in"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    device_code_hash: str = Field(max_length=64, unique=True)
    user_code: str = Field(max_length=8, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    polled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    denied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="user_account.id")
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    user_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)


class Screen(SQLModel, table=True):
    """A device that was approved as a screen of one conference, and the user made for it."""

    __tablename__ = "screen"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True)
    user_id: int = Field(foreign_key="user_account.id", unique=True)
    name: str = Field(max_length=200)
    approved_by: int = Field(foreign_key="user_account.id")
    approved_at: datetime = Field(sa_type=UtcDateTime)
    signed_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
