"""What is given to publish a question, and how published questions are shown to everybody."""

from datetime import datetime

from sqlmodel import SQLModel

from app.models.fields import Text, given
from app.models.question import Kind


class PublishGiven(SQLModel):
    """The answer as the public is to read it; without one the recorded summary is published."""

    model_config = given({"answer": "Tỉnh bố trí vốn, làm xong trong quý III năm 2025."})

    answer: Text | None = None


class PublicAsker(SQLModel):
    """An asker who agreed to be named."""

    name: str
    position: str | None
    organisation: str | None


class PublishedQuestion(SQLModel):
    """A question as everybody may read it; `asker` only when the asker agreed to be named."""

    number: int
    site: str
    topic: str | None
    kind: Kind
    text: str
    asker: PublicAsker | None
    official: str | None
    answer: str
    published_at: datetime


class PublishedPage(SQLModel):
    """A page of published questions."""

    items: list[PublishedQuestion]
    next_cursor: str | None


class PublicName(SQLModel):
    """A site or a topic by its slug."""

    slug: str
    name: str


class PublicOfficial(PublicName):
    """A person who answered."""

    position: str | None


class PublicConference(SQLModel):
    """A public conference: what its published questions refer to, and how many there are."""

    slug: str
    title: str
    theme: str | None
    timezone: str
    rehearsal: bool
    sites: list[PublicName]
    topics: list[PublicName]
    officials: list[PublicOfficial]
    count: int
