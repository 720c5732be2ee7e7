"""How vetting is shown: what waits, by site and by age, and what is probably asked twice."""

from datetime import datetime

from sqlmodel import SQLModel

from app.models.question_shown import QuestionShown, SimilarShown


class WaitingShown(SQLModel):
    """What of one site waits for vetting."""

    site: str
    unvetted: int
    oldest: datetime


class VettingPage(SQLModel):
    """Questions that wait for vetting, the oldest first; `sites` counts all of them."""

    items: list[QuestionShown]
    next_cursor: str | None
    sites: list[WaitingShown]


class DuplicatesShown(SQLModel):
    """Probable duplicates: who could lead, up to 20 of the others, and how many there are."""

    lead: QuestionShown
    others: list[SimilarShown]
    count: int


class DuplicatesPage(SQLModel):
    """A page of groups, by the number that leads them."""

    items: list[DuplicatesShown]
    next_cursor: str | None
