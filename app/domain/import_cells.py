"""What the cells of a collected question say: names found, dates, phones, yes and no."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from app.domain.import_names import Names
from app.domain.importing import (
    LONGEST_LINE,
    LONGEST_PHONE,
    LONGEST_TEXT,
    NEEDED,
    BadCell,
    Cell,
    Column,
    Row,
)
from app.domain.text import Unwritable, clean_line, clean_text, search_key

_KINDS = {
    "question": "question, cau hoi, hoi",
    "opinion": "opinion, y kien",
    "petition": "petition, kien nghi",
    "proposal": "proposal, de xuat",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split(", ")}
_YES = frozenset(["co", "x", "v", "yes", "y", "true", "1", "dong", "y", "✓", "✔"]) | {"dong y"}
_NO = frozenset({"", "khong", "ko", "k", "no", "n", "false", "0", "khong dong y", "-"})
_ZERO_DAY = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar, as it is from March 1900 on."""
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ ,].*)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EARLIEST = date(2000, 1, 1)
_PHONE = re.compile(r"[0-9+ ().-]*")
_WITHOUT_ZERO = re.compile(r"[35789]\d{8}")
_BROKEN = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rows are read against."""

    sites: Names
    topics: Names
    today: date
    own_sites: frozenset[str] | None = None
    """Whose rows are taken; `None`: everybody's."""


@dataclass(slots=True)
class _Reading:
    rules: Rules
    row: Row
    cells: Mapping[Column, Cell]
    said: list[str] = field(default_factory=list)

    def read(self, column: Column, how: Callable[[Cell], Any], default: Any = None) -> None:
        """Put what the column's cell says among the values, or what is wrong with it."""
        cell = self.cells.get(column)
        value = default
        try:
            if not is_empty(cell):
                if isinstance(cell, str) and cell.strip() in _BROKEN:
                    raise BadCell("broken_formula", value=cell.strip())
                value = how(cell)
            if column in NEEDED and (value is None or value == ""):
                raise BadCell("missing")
        except BadCell as bad:
            value = as_text(cell)[:LONGEST_TEXT]
            self.row.errors.append({"column": column.value, "code": bad.code, **bad.facts})
        self.row.values[column.value] = value


def read_row(number: int, cells: Mapping[Column, Cell], rules: Rules) -> Row:
    """Return a row with its values, what is wrong with it, and what was set right."""
    row = Row(number)
    reading = _Reading(rules, row, cells)
    reading.read(Column.SITE, lambda cell: _site(cell, rules))
    reading.read(Column.TEXT, _text)
    reading.read(Column.TOPIC, lambda cell: _named(cell, rules.topics, "unknown_topic"))
    reading.read(Column.KIND, _kind, "question")
    for column in (Column.NAME, Column.POSITION, Column.ORGANISATION):
        reading.read(column, _line)
    reading.read(Column.PHONE, lambda cell: _phone(cell, row))
    reading.read(Column.MAY_SHOW_NAME, _truth, default=False)
    reading.read(Column.HANDED_IN_ON, lambda cell: _day(cell, rules.today))
    row.key = search_key(str(row.values[Column.TEXT] or ""))
    return row


def is_empty(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """Return what a person sees in the cell; a whole number without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return "".join(c for c in str(cell) if c == "\n" or c.isprintable()).strip()


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return search_key(text[:LONGEST_LINE])


def _raw(cell: Cell) -> str:
    return cell if isinstance(cell, str) else as_text(cell)


def _text(cell: Cell) -> str:
    try:
        text = clean_text(_raw(cell))
    except Unwritable as unwritable:
        raise BadCell("unwritable", character=str(unwritable)) from None
    if len(text) > LONGEST_TEXT:
        raise BadCell("string_too_long", max_length=LONGEST_TEXT, length=len(text))
    return text


def _line(cell: Cell) -> str | None:
    try:
        line = clean_line(_raw(cell))
    except Unwritable as unwritable:
        raise BadCell("unwritable", character=str(unwritable)) from None
    if len(line) > LONGEST_LINE:
        raise BadCell("string_too_long", max_length=LONGEST_LINE, length=len(line))
    return line or None


def _named(cell: Cell, names: Names, code: str) -> str:
    slug = names.find(as_text(cell))
    if slug is None:
        raise BadCell(code, value=as_text(cell)[:LONGEST_LINE])
    return slug


def _site(cell: Cell, rules: Rules) -> str:
    slug = _named(cell, rules.sites, "unknown_site")
    if rules.own_sites is not None and slug not in rules.own_sites:
        raise BadCell("not_own_site", value=as_text(cell)[:LONGEST_LINE])
    return slug


def _kind(cell: Cell) -> str:
    kind = _KIND_OF.get(_folded(as_text(cell)))
    if kind is None:
        raise BadCell("unknown_kind", value=as_text(cell)[:LONGEST_LINE])
    return kind


def _phone(cell: Cell, row: Row) -> str:
    phone = as_text(cell).strip("'")
    if len(phone) > LONGEST_PHONE or not _PHONE.fullmatch(phone):
        raise BadCell("bad_phone", value=phone[:LONGEST_LINE])
    if _WITHOUT_ZERO.fullmatch("".join(filter(str.isdigit, phone))) and "+" not in phone:
        correction = {"column": Column.PHONE.value, "from": phone, "to": "0" + phone}
        row.corrections.append({**correction, "code": "leading_zero"})
        phone = "0" + phone
    return phone


def _truth(cell: Cell) -> bool:
    key = _folded(as_text(cell))
    if key in _YES or key in _NO:
        return key in _YES
    raise BadCell("not_yes_or_no", value=as_text(cell)[:LONGEST_LINE])


def _day(cell: Cell, today: date) -> str:
    day = _as_day(cell)
    if day is None:
        raise BadCell("not_a_day", value=as_text(cell)[:LONGEST_LINE])
    if not _EARLIEST <= day <= today:
        raise BadCell("day_out_of_range", value=day.strftime("%d/%m/%Y"))
    return day.isoformat()


def _as_day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = as_text(cell)
    if _SERIAL.fullmatch(text):
        return _ZERO_DAY + timedelta(days=int(float(text)))
    if iso := _ISO.fullmatch(text):
        return _made(iso[1], iso[2], iso[3])
    if written := _DAY_FIRST.fullmatch(text):
        year = written[3] if len(written[3]) == 4 else "20" + written[3]
        return _made(year, written[2], written[1])
    return None


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
