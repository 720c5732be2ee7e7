"""From a sheet's bytes, and what the conference has, to rows with a verdict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.import_cells import Rules, is_empty, read_row
from app.domain.import_names import Names
from app.domain.import_twins import Known, mark_twins
from app.domain.importing import (
    EXAMPLE_MARK,
    MOST_ROWS,
    Cell,
    Column,
    Head,
    Row,
    SheetRefused,
    head_of,
)
from app.domain.likeness import place_names
from app.domain.text import search_key
from app.exchange.sheet_files import SheetKind
from app.exchange.sheets_in import Sheet, read_sheet

_GOES_DOWN = (Column.SITE, Column.TOPIC)
"""A cell merged over several rows of these columns stands for all of them."""
_EXAMPLE = search_key(EXAMPLE_MARK)
_TOLD_EVERY = 200
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sheet is read against: things by slug and names, questions, the day, whose rows."""

    kind: SheetKind
    sites: Sequence[Sequence[str]]
    topics: Sequence[Sequence[str]]
    today: date
    own_sites: Sequence[str] | None = None
    known: Sequence[Known] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What was found: the columns, the headings not understood, the rows, how many were passed."""

    columns: Mapping[str, str]
    unknown: Sequence[str]
    rows: Sequence[Row]
    skipped: int

    def described(self) -> dict[str, Any]:
        """Return what is told besides the rows."""
        return {
            "columns": dict(self.columns),
            "unknown_columns": list(self.unknown),
            "skipped": self.skipped,
        }


def read(content: bytes, setting: Setting, tell: Tell) -> Read:
    """Read the sheet and compare it with what is there; `tell` is told of (done, total).

    Raises `SheetRefused`.
    """
    sheet = read_sheet(content, setting.kind)
    head = head_of(sheet.rows)
    _go_down(sheet, head)
    rows, skipped = _rows(sheet, head, setting, tell)
    places = place_names(name for _, *names in setting.sites for name in names)
    for done in mark_twins(rows, setting.known, places):
        tell(len(rows) + done, 2 * len(rows))
    cells = sheet.rows[head.row]
    columns = {column.value: str(cells[place]).strip() for column, place in head.places.items()}
    return Read(columns, head.unknown, rows, skipped)


def _rows(sheet: Sheet, head: Head, setting: Setting, tell: Tell) -> tuple[list[Row], int]:
    rules = Rules(
        Names.build(setting.sites),
        Names.build(setting.topics),
        setting.today,
        None if setting.own_sites is None else frozenset(setting.own_sites),
    )
    below = list(sheet.rows[head.row + 1 :])
    while below and not any(map(str, below[-1])):
        below.pop()
    rows, skipped = [], 0
    for number, cells in enumerate(below, start=head.row + 2):
        found = _by_column(cells, head)
        if all(map(is_empty, found.values())) or _is_example(found):
            skipped += 1
        else:
            rows.append(read_row(number, found, rules))
        if len(rows) > MOST_ROWS:
            raise SheetRefused("import_too_many_rows", limit=MOST_ROWS)
        if number % _TOLD_EVERY == 0:
            tell(len(rows), 2 * len(below))
    if not rows:
        raise SheetRefused("import_empty")
    return rows, skipped


def _by_column(cells: Sequence[Cell], head: Head) -> dict[Column, Cell]:
    return {
        column: cells[place] if place < len(cells) else None
        for column, place in head.places.items()
    }


def _is_example(found: Mapping[Column, Cell]) -> bool:
    begin = str(found[Column.TEXT] or "").lstrip()[: 2 * len(EXAMPLE_MARK)]
    return search_key(begin).startswith(_EXAMPLE)


def _go_down(sheet: Sheet, head: Head) -> None:
    """Give every row of a merged cell its value, where that means the same for all of them."""
    places = {head.places[column] for column in _GOES_DOWN if column in head.places}
    for (top, left), (bottom, _) in sheet.merged:
        if left in places and top > head.row:
            value = sheet.rows[top][left] if top < len(sheet.rows) else ""
            for row in sheet.rows[top + 1 : bottom + 1]:
                if _has_more(row, left) and isinstance(row, list):
                    row[left] = value


def _has_more(row: Sequence[Cell], left: int) -> bool:
    """Tell whether a row holds anything besides the merged cell: else it stays an empty one."""
    return any(not is_empty(cell) for place, cell in enumerate(row) if place != left)
