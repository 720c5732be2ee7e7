"""A paper before it is a file: the lines of its head, its title, its blocks, its signature.

Both writers, `docx_out` and `pdf_out`, take it as it is. Only plain strings are in it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from app.exchange.layouts import Layout, LayoutName, Line, Style, read_layout
from app.exchange.material import Material, writable

UNKNOWN = "……"
"""What stands where something is to be filled in by hand."""

PaperKind = Literal["report", "conclusions", "agency"]


class Details(BaseModel):
    """What the head and the signature say; what is left out comes from the conference.

    Its bounds are the router's: this part loads nothing that a process of its own can do without.
    """

    layout: LayoutName = "state"
    number: str | None = None
    place: str | None = None
    day: date | None = None
    parent: str | None = None
    body: str | None = None
    authority: str | None = None
    signer_title: str | None = None
    signer_name: str | None = None
    subject: str | None = None
    recipients: list[str] = Field(default_factory=list)


class Heading(BaseModel):
    """The title of a part."""

    kind: Literal["heading"] = "heading"
    text: str


class Text(BaseModel):
    """A paragraph."""

    kind: Literal["text"] = "text"
    text: str


class Figures(BaseModel):
    """A table; `centred` says which columns hold figures."""

    kind: Literal["table"] = "table"
    heads: list[str]
    widths: list[float]
    centred: list[bool]
    rows: list[list[str]]


class Entry(BaseModel):
    """One question: its head, and lines of a label (or none) and a text."""

    kind: Literal["entry"] = "entry"
    head: str
    lines: list[tuple[str, str]]


Block = Heading | Text | Figures | Entry


class Paper(BaseModel):
    """Everything that is written on a paper."""

    layout: Layout
    left: list[Line]
    right: list[Line]
    number: Line
    place_date: Line
    title: Line
    subject: Line
    blocks: list[Block]
    recipients: list[str]
    signer: list[Line]
    signer_name: Line


@dataclass(frozen=True)
class Content:
    """What a paper is about."""

    kind: PaperKind
    title: str
    subject: str
    blocks: list[Block]


def set_out(content: Content, details: Details, material: Material, today: date) -> Paper:
    """Return the paper in its layout."""
    layout = read_layout(details.layout)
    values = _values(content, details, material, layout, today)

    def filled(lines: list[Line]) -> list[Line]:
        texts = ((line, writable(line.text.format_map(values))) for line in lines)
        return [line.model_copy(update={"text": text}) for line, text in texts if text]

    return Paper(
        layout=layout,
        left=filled(layout.left),
        right=filled(layout.right),
        number=filled([layout.number])[0],
        place_date=filled([layout.place_date])[0],
        title=_line(layout.title, content.title),
        subject=_line(layout.subject, details.subject or content.subject),
        blocks=content.blocks,
        recipients=[writable(one) for one in details.recipients or layout.recipients.default],
        signer=filled(layout.signer),
        signer_name=layout.signer_name.model_copy(update={"text": writable(values["signer_name"])}),
    )


def _values(
    content: Content, details: Details, material: Material, layout: Layout, today: date
) -> dict[str, str]:
    day = details.day or today
    return {
        "number": details.number or layout.numbers[content.kind],
        "place": details.place or UNKNOWN,
        "day": f"{day:%d}",
        "month": f"{day:%m}",
        "year": f"{day:%Y}",
        "parent": (details.parent or "").upper(),
        "body": (details.body or UNKNOWN).upper(),
        "authority": (details.authority or layout.authority).upper(),
        "signer_title": (details.signer_title or material.chair_title or UNKNOWN).upper(),
        "signer_name": details.signer_name or "",
    }


def _line(style: Style, text: str) -> Line:
    return Line(**style.model_dump(), text=writable(text))
