"""How it is shown what agencies are asked to prepare, and how far they have come."""

from datetime import date

from sqlmodel import SQLModel

from app.domain.preparation import Progress
from app.models.question_shown import QuestionShown


class AgencyPreparation(SQLModel):
    """How far one agency has come with the questions handed to it, in numbers of questions.

    `due` is the nearest day on which something is still awaited of it.
    """

    agency: str
    total: int
    asked: int
    draft: int
    returned: int
    submitted: int
    cleared: int
    overdue: int
    due: date | None


class HandedQuestion(SQLModel):
    """A question handed over; `question` is as the caller may see it, `null` who may not."""

    number: int
    agency: str
    due: date | None
    state: Progress
    overdue: bool
    question: QuestionShown | None


class PreparationShown(SQLModel):
    """The progress of the agencies, and a page of their questions, overdue ones first."""

    agencies: list[AgencyPreparation]
    items: list[HandedQuestion]
    next_cursor: str | None


class HandedOver(SQLModel):
    """The questions that were handed over together."""

    items: list[QuestionShown]
