"""Layouts of papers: JSON files of `app/exchange/layouts`. Another file there is another layout.

A layout says what stands in the head and how large; texts may name the `Details` in braces.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

FOLDER = Path(__file__).parent / "layouts"
Points = float
Millimetres = float


class Style(BaseModel):
    """How a piece of text looks."""

    model_config = ConfigDict(extra="forbid")

    size: Points
    bold: bool = False
    italic: bool = False
    underline: bool = False
    rule: float | None = None
    """A line below, as a share of the text's width."""


class Line(Style):
    """A piece of text and how it looks."""

    text: str


class Margins(BaseModel):
    """Distances from the edges of the sheet."""

    model_config = ConfigDict(extra="forbid")

    top: Millimetres
    bottom: Millimetres
    left: Millimetres
    right: Millimetres


class Recipients(BaseModel):
    """The list of who gets the paper."""

    model_config = ConfigDict(extra="forbid")

    head: Line
    item: Style
    default: list[str]


class Layout(BaseModel):
    """Everything that makes the look of a paper."""

    model_config = ConfigDict(extra="forbid")

    source: str
    """Which rule it follows."""
    font: str
    pdf_fonts: list[str]
    size: Points
    margins: Margins
    page_number_size: Points
    columns: tuple[float, float] = Field(description="Widths of the two halves of the head")
    left: list[Line]
    right: list[Line]
    number: Line
    numbers: dict[Literal["report", "conclusions", "agency"], str]
    """What stands in place of a number that was not given."""
    place_date: Line
    title: Style
    subject: Style
    signer: list[Line]
    signer_name: Line
    authority: str
    recipients: Recipients


def layout_names() -> list[str]:
    """Return the names of the layouts there are."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def _known(name: str) -> str:
    if name not in layout_names():
        raise PydanticCustomError("unknown_layout", "is not a layout", {})
    return name


LayoutName = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known)]


@cache
def read_layout(name: str) -> Layout:
    """Return a layout by one of `layout_names`."""
    return Layout.model_validate_json((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
