"""What is given and shown of imports."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field as Bounded
from sqlmodel import SQLModel

from app.domain.importing import MOST_ROWS, ImportState, RowStatus
from app.models.fields import Number, given

RowNumbers = Annotated[list[Number], Bounded(max_length=MOST_ROWS)]


class ApplyGiven(SQLModel):
    """Which rows are taken in; none named: all that are new."""

    model_config = given({"rows": [2, 3, 7]})

    rows: RowNumbers | None = None


class ProgressShown(SQLModel):
    """How far the reading is, in steps of no particular size."""

    done: int
    total: int


class CountsShown(SQLModel):
    """How many rows are what; skipped are empty ones and the template's example."""

    new: int
    duplicate: int
    error: int
    skipped: int


class AppliedShown(SQLModel):
    """What became of the rows: so many questions, numbered from `first` to `last`."""

    count: int
    first: int
    last: int
    at: datetime
    by: str


class FailureShown(SQLModel):
    """Why the file could not be read, by a code of the table of problems."""

    code: str
    title: str
    detail: str


class ImportShown(SQLModel):
    """A file that was handed over."""

    id: int
    name: str
    state: ImportState
    progress: ProgressShown
    counts: CountsShown | None
    columns: dict[str, str]
    unknown_columns: list[str]
    failure: FailureShown | None
    applied: AppliedShown | None
    created_at: datetime
    created_by: str


class ImportPage(SQLModel):
    """A page of imports."""

    items: list[ImportShown]
    next_cursor: str | None


class RowErrorShown(SQLModel):
    """What is wrong with a cell; `column` is the API's name of it."""

    column: str
    code: str
    message: str


class RowCorrectionShown(SQLModel):
    """What was set right in a cell."""

    column: str
    code: str
    message: str


class RowShown(SQLModel):
    """A row of the sheet, with what it says; of an erroneous one as it is written there."""

    row: int
    status: RowStatus
    of: int | None
    of_row: int | None
    errors: list[RowErrorShown]
    corrections: list[RowCorrectionShown]
    site: str | None
    text: str | None
    topic: str | None
    kind: str | None
    name: str | None
    position: str | None
    organisation: str | None
    phone: str | None
    may_show_name: bool | str
    handed_in_on: date | str | None


class ImportWithRows(ImportShown):
    """An import with a page of its rows; there are none before it is read."""

    rows: list[RowShown]
    next_cursor: str | None
