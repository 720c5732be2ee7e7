"""From questions to the rows of a table: text, whole numbers and days, in a fixed order."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.followups import CLOSED
from app.exchange.material import (
    Material,
    Question,
    as_day,
    in_figures,
    promises,
    summary,
    writable,
)
from app.exchange.words import FOLLOW_UPS, HEADINGS, KINDS, STATES, YES_NO, Language, told

Cell = str | int | date


@dataclass(frozen=True)
class Table:
    """A table on its way into a file; rows are made as they are written."""

    columns: tuple[str, ...]
    headings: list[str]
    rows: Iterable[list[Cell]]


COLUMNS = tuple(HEADINGS)
OWED = ("number", "site", "text", "topic", "agency", "due", "follow_up_state", "document_number")


def all_questions(material: Material, language: Language) -> Table:
    """Return the table of all questions, by number."""
    rows = (_row(material, question, language) for question in material.questions)
    return Table(COLUMNS, _headings(COLUMNS, language), rows)


def owed(material: Material, agency: str, language: Language) -> Table:
    """Return what an agency owes: open follow-ups first, then by due date and number."""
    rows = (
        _row(material, question | {"follow_ups": [promise]}, language, OWED)
        for question, promise in owing(material, agency)
    )
    return Table(OWED, _headings(OWED, language), rows)


def owing(material: Material, agency: str) -> list[tuple[Question, dict[str, str]]]:
    """Return an agency's follow-ups with their questions, the open ones first."""
    found = (
        (question, promise)
        for question in material.questions
        for promise in promises(question)
        if promise["agency"] == agency
    )
    return sorted(
        found, key=lambda one: (one[1]["state"] in CLOSED, one[1]["due"], one[0]["number"])
    )


def _headings(columns: Iterable[str], language: Language) -> list[str]:
    return [told(HEADINGS, column, language) for column in columns]


def _row(
    material: Material, question: Question, language: Language, columns: Iterable[str] = COLUMNS
) -> list[Cell]:
    return [CELLS[column](material, question, language) for column in columns]


def _of_asker(field: str) -> "Make":
    def cell(_: Material, question: Question, __: Language) -> Cell:
        return writable((question["asker"] or {}).get(field) or "")

    return cell


def _may_show_name(_: Material, question: Question, language: Language) -> Cell:
    agreed = (question["asker"] or {}).get("may_show_name")
    return "" if agreed is None else YES_NO[0 if agreed else 1][language == "en"]


def _handed_in(material: Material, question: Question, _: Language) -> Cell:
    moment = question.get("submitted_at")
    return "" if moment is None else material.day(moment)


def _official(material: Material, question: Question, _: Language) -> Cell:
    assigned = question["assignment"]
    if assigned is None:
        return ""
    slugs = [assigned["lead"], *assigned["supporting"]]
    return "\n".join(material.name("official", slug) for slug in slugs)


def _due(_: Material, question: Question, __: Language) -> Cell:
    days = [as_day(promise["due"]) for promise in promises(question)]
    return days[0] if len(days) == 1 else "\n".join(in_figures(day) for day in days)


def _promised(make: Callable[[Material, dict[str, str], Language], str]) -> "Make":
    """Return what makes one line for each follow-up."""

    def cell(material: Material, question: Question, language: Language) -> Cell:
        return "\n".join(make(material, one, language) for one in promises(question))

    return cell


Make = Callable[[Material, Question, Language], Cell]
CELLS: dict[str, Make] = {
    "number": lambda _, question, __: int(question["number"]),
    "site": lambda material, question, _: material.name("site", question["site"]),
    "text": lambda _, question, __: writable(question["text"]),
    "topic": lambda material, question, _: material.name("topic", question["topic"]),
    "kind": lambda _, question, language: told(KINDS, question["kind"], language),
    "name": _of_asker("name"),
    "position": _of_asker("position"),
    "organisation": _of_asker("organisation"),
    "phone": _of_asker("phone"),
    "may_show_name": _may_show_name,
    "date": _handed_in,
    "state": lambda _, question, language: told(STATES, question["state"], language),
    "official": _official,
    "answer": lambda _, question, __: summary(question),
    "agency": _promised(lambda material, one, _: material.name("agency", one["agency"])),
    "due": _due,
    "follow_up_state": _promised(lambda _, one, language: told(FOLLOW_UPS, one["state"], language)),
    "document_number": _promised(lambda _, one, __: writable(one.get("document_number") or "")),
}


def lines_of(rows: Iterable[list[Cell]]) -> Iterator[list[str]]:
    """Return rows as text, for a file that knows nothing else."""
    for row in rows:
        yield [in_figures(cell) if isinstance(cell, date) else str(cell) for cell in row]
