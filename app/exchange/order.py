"""An order for one file: what it is, in which form and words, and what it is made of."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from app.exchange.material import Material
from app.exchange.paper import Details, Paper, set_out
from app.exchange.reports import By, agency_list, conclusions, report
from app.exchange.rows import Table, all_questions, owed
from app.exchange.words import SHEETS, Language, told

Kind = Literal["questions", "report", "conclusions", "agency"]
Form = Literal["xlsx", "csv", "docx", "pdf"]

FORMS: dict[Kind, tuple[Form, ...]] = {
    "questions": ("xlsx", "csv"),
    "report": ("docx", "pdf"),
    "conclusions": ("docx", "pdf"),
    "agency": ("docx", "pdf", "xlsx"),
}
"""Which files there are."""


class Order(BaseModel):
    """Everything a file depends on; `material` is what `app.queries.exports` gathered."""

    kind: Kind
    form: Form
    today: date
    language: Language = "vi"
    by: By = "topic"
    agency: str = ""
    details: Details = Field(default_factory=Details)
    material: dict[str, Any] = Field(default_factory=dict)


def table_of(order: Order) -> Table:
    """Return the table that was ordered."""
    material = Material(**order.material)
    if order.kind == "agency":
        return owed(material, order.agency, order.language)
    return all_questions(material, order.language)


def sheet_name(order: Order) -> str:
    """Return what the table's sheet is called."""
    return told(SHEETS, order.kind, order.language)


def paper_of(order: Order) -> Paper:
    """Return the paper that was ordered, in its layout."""
    material = Material(**order.material)
    match order.kind:
        case "conclusions":
            content = conclusions(material)
        case "agency":
            content = agency_list(material, order.agency)
        case _:
            content = report(material, order.by)
    return set_out(content, order.details, material, order.today)
