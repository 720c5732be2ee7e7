"""What is given and shown of people, members and keys over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints
from sqlmodel import Field, SQLModel

from app.domain.roles import Role
from app.models.fields import Line, Password, Slug, UserName, given


class UserCreate(SQLModel):
    """A new account."""

    model_config = given(
        {"username": "cho-don", "name": "Điểm cầu Chợ Đồn", "password": "mot-mat-khau-dai"}
    )

    username: UserName
    name: Line
    password: Password
    is_admin: bool = False


class UserPatch(SQLModel):
    """What of an account can be changed; a new password ends all its sessions."""

    model_config = given({"is_active": False})

    name: Line | None = None
    password: Password | None = None
    is_active: bool | None = None


class UserShown(SQLModel):
    """An account as administrators see it."""

    id: int
    username: str
    name: str
    is_admin: bool
    is_active: bool
    version: int


class MemberCreate(SQLModel):
    """A role for a user; `site` goes with site_moderator, `official` with official."""

    model_config = given({"username": "cho-don", "role": "site_moderator", "site": "cho-don"})

    username: UserName
    role: Role
    site: Slug | None = None
    official: Slug | None = None


class MemberShown(SQLModel):
    """One membership of a conference."""

    id: int
    username: str
    name: str
    role: Role
    site: str | None
    official: str | None


class KeyCreate(SQLModel):
    """A new API key; scopes are names of permissions."""

    model_config = given({"name": "Cổng thông tin tỉnh", "scopes": ["question.see", "events.read"]})

    name: Line
    scopes: list[Annotated[str, StringConstraints(max_length=64)]] = Field(
        min_length=1, max_length=64
    )


class KeyShown(SQLModel):
    """An API key without its secret."""

    id: int
    name: str
    scopes: list[str]
    created_at: datetime
    revoked_at: datetime | None


class KeyMade(KeyShown):
    """The answer to making a key: the only time the secret is shown (a replay has `null`)."""

    key: str | None


class MembershipShown(SQLModel):
    """One of the caller's own memberships."""

    conference: str
    role: Role
    site: str | None
    official: str | None


class Me(SQLModel):
    """Who is signed in."""

    username: str
    name: str
    is_admin: bool
    memberships: list[MembershipShown]


class TokenMade(SQLModel):
    """An OAuth2 access token."""

    access_token: str
    token_type: str
    expires_in: int


class UserPage(SQLModel):
    """A page of accounts."""

    items: list[UserShown]
    next_cursor: str | None


class MemberPage(SQLModel):
    """A page of members."""

    items: list[MemberShown]
    next_cursor: str | None


class KeyPage(SQLModel):
    """A page of API keys."""

    items: list[KeyShown]
    next_cursor: str | None
