"""From a sheet's bytes to its cells. Runs in a process of its own, never in the server's."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from app.domain.importing import MOST_COLUMNS, MOST_ROWS, Cell, SheetRefused, column_of
from app.exchange.sheet_files import MOST_RATIO, MOST_UNPACKED, SheetKind, is_too_tight

_PIECE = 256 * 1024
_REFERENCE = re.compile(rb"""[\s]r=["']([A-Z]{0,3})([0-9]{1,7})["']""")
_OVERLAP = 32
_LONGEST_CELL = 1_000_000
_SEPARATORS = ",;\t"
_MOST_EXTRA_ROWS = 1000
"""Rows above the headings, and empty ones between, come on top of those that are counted."""


@dataclass(slots=True)
class Sheet:
    """A sheet's cells, from its first row on, and the ranges that were merged to one cell."""

    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def read_sheet(content: bytes, kind: SheetKind) -> Sheet:
    """Return the sheet with the questions. Raises `SheetRefused`."""
    sheet = _workbook(content) if kind is SheetKind.XLSX else Sheet(_csv_rows(_decoded(content)))
    if max(map(len, sheet.rows), default=0) > MOST_COLUMNS:
        raise SheetRefused("import_too_many_columns", limit=MOST_COLUMNS)
    if len(sheet.rows) > MOST_ROWS + _MOST_EXTRA_ROWS:
        raise SheetRefused("import_too_many_rows", limit=MOST_ROWS)
    return sheet


def check_unpacked(content: bytes) -> None:
    """Unpack every part piece by piece, keeping none, and see how large it is in truth.

    How far a sheet reaches is seen on the way: its cells would be laid out as one rectangle.
    """
    total = 0
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.infolist():
            size = 0
            for piece in _pieces(packed, part):
                size += len(piece)
                if total + size > MOST_UNPACKED:
                    raise SheetRefused("import_unpacks_too_large", limit=MOST_UNPACKED)
                if is_too_tight(size, part.compress_size):
                    raise SheetRefused("import_too_tightly_packed", limit=MOST_RATIO)
            total += size


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    is_sheet = part.filename.lower().startswith("xl/worksheets/")
    before = b""
    with packed.open(part) as file:
        while piece := file.read(_PIECE):
            if is_sheet:
                _check_reach(before + piece)
                before = piece[-_OVERLAP:]
            yield piece


def _check_reach(xml: bytes) -> None:
    for letters, digits in _REFERENCE.findall(xml):
        if int(digits) > MOST_ROWS + _MOST_EXTRA_ROWS:
            raise SheetRefused("import_too_many_rows", limit=MOST_ROWS)
        if letters and _column_number(letters) > MOST_COLUMNS:
            raise SheetRefused("import_too_many_columns", limit=MOST_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _workbook(content: bytes) -> Sheet:
    try:
        check_unpacked(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return _first_that_fits(book)
    except PasswordError:
        raise SheetRefused("import_encrypted") from None
    except (CalamineError, XmlError, ZipError, zipfile.BadZipFile, EOFError) as broken:
        raise SheetRefused("import_unreadable") from broken
    except (NotImplementedError, ValueError, OSError) as broken:
        raise SheetRefused("import_unreadable") from broken


def _first_that_fits(book: CalamineWorkbook) -> Sheet:
    """Return the first sheet that is shown and has headings we know; else the first shown."""
    shown = [
        one.name
        for one in book.sheets_metadata
        if one.typ is SheetTypeEnum.WorkSheet and one.visible is SheetVisibleEnum.Visible
    ]
    sheets = (_sheet(book.get_sheet_by_name(name)) for name in shown)
    first = None
    for sheet in sheets:
        if _known_headings(sheet.rows) >= 2:
            return sheet
        first = first or sheet
    if first is None or not any(map(any, first.rows)):
        raise SheetRefused("import_empty")
    return first


def _sheet(sheet: CalamineSheet) -> Sheet:
    rows = cast(Sequence[Sequence[Cell]], sheet.to_python(skip_empty_area=False))
    return Sheet(rows, sheet.merged_cell_ranges or [])


def _known_headings(rows: Sequence[Sequence[Cell]]) -> int:
    return max(
        (len({column_of(cell) for cell in row} - {None}) for row in rows[:20]),
        default=0,
    )


def _decoded(content: bytes) -> str:
    """Return the text: by its mark, else UTF-8, else Windows-1258, in NFC.

    Windows-1258 writes some tones as signs of their own, which NFC joins to their letters.
    """
    encoding = "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = _decoded_as_windows(content)
    if "\0" in text:
        raise SheetRefused("import_binary")
    return unicodedata.normalize("NFC", text)


def _decoded_as_windows(content: bytes) -> str:
    try:
        return content.decode("cp1258")
    except UnicodeDecodeError:
        raise SheetRefused("import_unreadable_text") from None


def _csv_rows(text: str) -> list[list[str]]:
    """Return the records under the separator that makes most sense of the first ones."""
    csv.field_size_limit(_LONGEST_CELL)
    head = text[:65_536]
    best = max(_SEPARATORS, key=lambda separator: _known_headings(_records(head, separator, 20)))
    return _records(text, best, MOST_ROWS + _MOST_EXTRA_ROWS + 1)


def _records(text: str, separator: str, limit: int) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            records.append(record)
            if len(records) == limit:
                break
    except csv.Error as broken:
        raise SheetRefused("import_unreadable") from broken
    return records
