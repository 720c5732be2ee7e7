"""People, what they are to a conference, and what they sign in with."""

from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.domain.roles import Role
from app.models.base import KEEP_IDS, EnumString, Json, UtcDateTime


class CredentialKind(StrEnum):
    """How a person or program is signed in."""

    SESSION = auto()
    TOKEN = auto()


class User(SQLModel, table=True):
    """A person with an account."""

    __tablename__ = "user_account"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=200)
    password_hash: str = Field(max_length=200)
    is_admin: bool = False
    is_active: bool = True
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)


class Membership(SQLModel, table=True):
    """What a user is to one conference."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint(
            "conference_id",
            "user_id",
            "role",
            "site_id",
            "official_id",
            postgresql_nulls_not_distinct=True,
        ),
        KEEP_IDS,
    )

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    role: Role = Field(sa_column=Column(EnumString(Role), nullable=False))
    site_id: int | None = Field(default=None, foreign_key="site.id")
    official_id: int | None = Field(default=None, foreign_key="official.id")


class Credential(SQLModel, table=True):
    """A session or token that was handed out; only its SHA-256 is kept."""

    __tablename__ = "credential"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    kind: CredentialKind = Field(sa_column=Column(EnumString(CredentialKind), nullable=False))
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ApiKey(SQLModel, table=True):
    """A key of another system, for one conference; only its SHA-256 is kept."""

    __tablename__ = "api_key"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True)
    name: str = Field(max_length=200)
    scopes: list[str] = Field(sa_column=Column(Json, nullable=False))
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AccessChange(SQLModel, table=True):
    """A sign-out, or a right that was withdrawn.

    Workers look for new rows and ask anew whether the connections of that user or key may stay.
    """

    __tablename__ = "access_change"
    __table_args__ = (Index(None, "at"), KEEP_IDS)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    user_id: int | None = None
    key_id: int | None = None


class FirstAdminLink(SQLModel, table=True):
    """The one-time link with which the first administrator sets a password."""

    __tablename__ = "first_admin_link"
    __table_args__ = (KEEP_IDS,)

    id: int | None = Field(default=None, primary_key=True)
    secret_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
