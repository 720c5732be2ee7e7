"""What is given and shown of invitations over HTTP."""

from datetime import datetime
from typing import Annotated

from sqlmodel import Field, SQLModel

from app.domain.roles import Role
from app.models.fields import Line, Password, Slug, UserName, given

Secret = Annotated[str, Field(max_length=200)]
"""What stands in an invitation's link."""


class InvitationCreate(SQLModel):
    """Whom to invite as what; `site` goes with site_moderator, `official` with official."""

    model_config = given({"role": "site_moderator", "site": "cho-don", "name": "Điểm cầu Chợ Đồn"})

    role: Role
    site: Slug | None = None
    official: Slug | None = None
    name: Line


class InvitationShown(SQLModel):
    """An invitation without its link."""

    id: int
    role: Role
    site: str | None
    official: str | None
    name: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class InvitationMade(InvitationShown):
    """The answer to making an invitation: the only time its link is shown (a replay has `null`).

    `qr` is the same link as a picture, a data: URI of SVG.
    """

    link: str | None
    qr: str | None


class InvitationPage(SQLModel):
    """A page of invitations."""

    items: list[InvitationShown]
    next_cursor: str | None


class InvitationSecret(SQLModel):
    """The secret of an invitation's link, to look at what it offers."""

    model_config = given({"secret": "…"})

    secret: Secret


class InvitationTo(SQLModel):
    """The conference an invitation is to."""

    slug: str
    title: str


class InvitationOffer(SQLModel):
    """What an invitation offers; `username` is a suggestion that is free now.

    `bound_to` is the name of the site or official.
    """

    name: str
    role: Role
    site: str | None
    official: str | None
    bound_to: str | None
    conference: InvitationTo
    expires_at: datetime
    username: str


class InvitationAccept(SQLModel):
    """A new account's name and password, for an invitation's secret."""

    model_config = given(
        {"secret": "…", "username": "diem-cau-cho-don", "password": "mot-mat-khau-dai"}
    )

    secret: Secret
    username: UserName
    password: Password
