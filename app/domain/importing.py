"""Questions collected in a sheet: its columns, what becomes of a row, how far an import is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.text import search_key


class ImportState(StrEnum):
    """How far an import has come: read, looked through, applied; or given up."""

    READING = "reading"
    PREVIEW = "preview"
    APPLIED = "applied"
    FAILED = "failed"


class RowStatus(StrEnum):
    """What a row would be: a question, one that is there already, or nothing yet."""

    NEW = "new"
    DUPLICATE = "duplicate"
    ERROR = "error"


class Column(StrEnum):
    """What a column of the sheet holds; the names are those of the API."""

    SITE = "site"
    TEXT = "text"
    TOPIC = "topic"
    KIND = "kind"
    NAME = "name"
    POSITION = "position"
    ORGANISATION = "organisation"
    PHONE = "phone"
    MAY_SHOW_NAME = "may_show_name"
    HANDED_IN_ON = "handed_in_on"


NEEDED = (Column.SITE, Column.TEXT, Column.NAME)
HEADINGS: dict[Column, str] = {
    Column.SITE: "Điểm cầu",
    Column.TOPIC: "Nội dung trọng tâm",
    Column.KIND: "Loại",
    Column.TEXT: "Nội dung câu hỏi",
    Column.NAME: "Họ tên người hỏi",
    Column.POSITION: "Chức vụ",
    Column.ORGANISATION: "Đơn vị",
    Column.PHONE: "Số điện thoại",
    Column.MAY_SHOW_NAME: "Đồng ý nêu tên",
    Column.HANDED_IN_ON: "Ngày",
}
"""The headings of the template, in its order."""
_ALSO = {
    Column.SITE: "site, don vi cau, diem cau so, huyen, dia phuong",
    Column.TOPIC: "topic, noi dung, chu de, linh vuc, nhom noi dung",
    Column.KIND: "kind, type, loai cau hoi, loai y kien",
    Column.TEXT: "text, question, cau hoi, noi dung cau hoi kien nghi, noi dung y kien, y kien",
    Column.NAME: "name, asker, full name, ho ten, ho va ten, nguoi hoi, ho va ten nguoi hoi",
    Column.POSITION: "position, chuc danh, nghe nghiep, chuc vu nghe nghiep",
    Column.ORGANISATION: "organisation, organization, to chuc, don vi cong tac, co quan, dia chi",
    Column.PHONE: "phone, telephone, dien thoai, sdt, so dt, di dong",
    Column.MAY_SHOW_NAME: "may show name, show name, dong y neu ten nguoi hoi, neu ten",
    Column.HANDED_IN_ON: "handed in on, date, ngay gui, ngay nhan, ngay hoi, handed in",
}
_COLUMN_OF = {
    name: column
    for column, names in _ALSO.items()
    for name in [search_key(HEADINGS[column]), column.value, *names.split(", ")]
}

EXAMPLE_MARK = "VÍ DỤ – xin xoá dòng này"
"""How the text of the template's example begins; such a row is passed over."""
LONGEST_TEXT = 4000
LONGEST_LINE = 200
LONGEST_PHONE = 30
MOST_ROWS = 20_000
MOST_COLUMNS = 100
HEAD_ROWS = 20
"""Above the headings there may be a title: so many rows are looked at."""

Cell = Any
"""A value as a sheet has it: text, number, truth, date or time; `""` and `None` are empty."""


class SheetRefused(Exception):
    """A file that is not taken, by the code of the problem and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class BadCell(ValueError):
    """A cell that cannot stand, by the code of `field_words.CELLS` and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(slots=True)
class Row:
    """One row as it was read: `number` is its place in the sheet, from 1."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)
    key: str = ""
    """The text, folded."""
    of: int | None = None
    of_row: int | None = None

    @property
    def status(self) -> RowStatus:
        """Return what the row would be."""
        if self.errors:
            return RowStatus.ERROR
        return RowStatus.NEW if self.of is None and self.of_row is None else RowStatus.DUPLICATE


@dataclass(frozen=True, slots=True)
class Head:
    """The row of headings: where it is, what was found in it, what was not understood."""

    row: int
    places: Mapping[Column, int]
    unknown: Sequence[str]


def column_of(heading: Cell) -> Column | None:
    """Return the column that a heading names, whatever its case, diacritics and signs."""
    key = search_key(str(heading or "")).partition("(")[0]
    return _COLUMN_OF.get(" ".join("".join(c if c.isalnum() else " " for c in key).split()))


def head_of(rows: Sequence[Sequence[Cell]]) -> Head:
    """Return the headings: the row among the first that names the most columns.

    Raises `SheetRefused` when a needed column is missing, or there is nothing at all.
    """
    heads = [_head(number, cells) for number, cells in enumerate(rows[:HEAD_ROWS])]
    best = max(heads, key=lambda head: len(head.places), default=None)
    if best is None:
        raise SheetRefused("import_empty")
    missing = [HEADINGS[column] for column in NEEDED if column not in best.places]
    if missing:
        raise SheetRefused("import_missing_columns", columns=missing)
    return best


def _head(number: int, cells: Sequence[Cell]) -> Head:
    places: dict[Column, int] = {}
    unknown = []
    for place, cell in enumerate(cells):
        column = column_of(cell)
        if column is not None and column not in places:
            places[column] = place
        elif str(cell or "").strip():
            unknown.append(" ".join(str(cell).split())[:LONGEST_LINE])
    return Head(number, places, unknown)
