"""Sheets of questions as people hand them in: real workbooks, CSV in every encoding."""

import asyncio
import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.conftest import World

HEAD = ("Điểm cầu", "Nội dung câu hỏi", "Họ tên người hỏi", "Số điện thoại")
Rows = Sequence[Sequence[Any]]


def workbook(
    rows: Rows, change: Callable[[xlsxwriter.Workbook, Worksheet], None] | None = None
) -> bytes:
    """A workbook of one sheet; `change` may do what it likes before it is closed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Câu hỏi")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write(number, place, value)
        if change is not None:
            change(book, sheet)
    return out.getvalue()


def csv_of(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """The same as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def row_of(text: str, site: str = "cho-don", name: str = "Nguyễn Thị Thử") -> tuple[str, ...]:
    """A row under `HEAD`."""
    return (site, text, name, "0900 000 001")


def questions(count: int, site: str = "cho-don") -> list[tuple[str, ...]]:
    """So many rows about as many matters, with the headings."""
    rows = [row_of(f"{_matter(number)} {number}?", site) for number in range(count)]
    return [HEAD, *rows]


def _matter(number: int) -> str:
    """Words that no other number has, three at a time."""
    letters = "bcdghklmnprstvx"
    base = len(letters)
    digits = [number // base**place % base for place in range(4)]
    return " ".join(
        f"{letters[digit]}{vowel}{letters[(digit + shift) % base]}{digits[0]}{digits[1]}{digits[2]}"
        for digit, vowel, shift in zip(digits, "aeou", (1, 5, 7, 11), strict=True)
    )


async def hand_in(
    world: World, content: bytes, who: str = "moderator", name: str = "cau-hoi.xlsx"
) -> dict[str, Any]:
    """Hand a sheet in and wait until it has been read; return the import with its rows."""
    made = await world.post(who, "/imports", (name, content))
    assert made.status_code == 201, made.text
    return await read(world, made.json()["id"], who)


async def read(world: World, id_: int, who: str = "moderator", query: str = "") -> dict[str, Any]:
    """Wait until an import has been read."""
    for _ in range(1200):
        answer = await world.get(who, f"/imports/{id_}?limit=200{query}")
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        if shown["state"] != "reading":
            return shown
        await asyncio.sleep(0.05)
    raise AssertionError("the file is still being read")


async def apply(world: World, id_: int, rows: Any = None, who: str = "moderator") -> Any:
    """Apply an import."""
    return await world.post(who, f"/imports/{id_}/apply", {"rows": rows})
