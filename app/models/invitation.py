"""Invitations: links with which people open their own accounts."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from app.domain.roles import Role
from app.models.base import KEEP_IDS, EnumString, UtcDateTime


class Invitation(SQLModel, table=True):
    """A role that waits for its person. It goes with its site or official; it is used once."""

    __tablename__ = "invitation"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True)
    role: Role = Field(sa_column=Column(EnumString(Role), nullable=False))
    site_id: int | None = Field(default=None, foreign_key="site.id", ondelete="CASCADE")
    official_id: int | None = Field(default=None, foreign_key="official.id", ondelete="CASCADE")
    name: str = Field(max_length=200)
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: int = Field(foreign_key="user_account.id")
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    user_id: int | None = Field(default=None, foreign_key="user_account.id")
