"""What is refused unopened, and what is found out while unpacking: bombs, macros, liars."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date

import pytest

from app.domain.importing import SheetRefused
from app.exchange.import_reading import Setting, read
from app.exchange.sheet_files import MOST_PARTS, SheetKind, recognise_sheet
from tests.routers.files import JPEG, PDF, PNG
from tests.sheets import HEAD, csv_of, row_of, workbook

LIMIT = 10 * 1024 * 1024
TWO_GIGABYTES = 2 * 1024**3
PLAIN = workbook([HEAD, row_of("Bao giờ có đường?")])


def code_of(content: bytes) -> str:
    """By what code the file is refused, at once or while it is read."""
    with pytest.raises(SheetRefused) as refused:
        _read(content)
    return refused.value.code


def _read(content: bytes) -> None:
    kind = recognise_sheet(content, LIMIT)
    setting = Setting(kind, [["cho-don", "Chợ Đồn"]], [], date(2025, 3, 1))
    read(content, setting, lambda done, total: None)


def at_once(content: bytes) -> str:
    with pytest.raises(SheetRefused) as refused:
        recognise_sheet(content, LIMIT)
    return refused.value.code


def changed(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    """A plain workbook with something added."""
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        change(packed)
    return out.getvalue()


def bomb(size: int = TWO_GIGABYTES) -> bytes:
    """A workbook with a part of so many zeros, packed as they come: never in memory."""
    out = io.BytesIO()
    out.write(PLAIN)
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/media/a.bin", "w") as part,
    ):
        piece = bytes(1024 * 1024)
        for _ in range(min(size, 2**31 - 2**20) // len(piece)):
            part.write(piece)
    return out.getvalue()


def with_size(content: bytes, name: str, size: int) -> bytes:
    """The same file, its directory telling another size of one part."""
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(name.encode()))
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


def test_plain_workbook_and_csv_are_taken() -> None:
    assert recognise_sheet(PLAIN, LIMIT) is SheetKind.XLSX
    assert recognise_sheet(csv_of([HEAD]), LIMIT) is SheetKind.CSV


def test_two_gigabytes_of_zeros_are_refused_by_the_directory() -> None:
    content = bomb()
    assert len(content) < LIMIT
    assert at_once(content) == "import_unpacks_too_large"


def test_directory_that_lies_is_found_out_while_unpacking() -> None:
    content = with_size(bomb(), "xl/media/a.bin", 1000)
    assert recognise_sheet(content, LIMIT) is SheetKind.XLSX
    assert code_of(content) in {
        "import_unpacks_too_large",
        "import_too_tightly_packed",
        "import_unreadable",
    }


def test_part_that_is_packed_too_tightly_is_refused() -> None:
    assert at_once(changed(lambda z: z.writestr("xl/a.bin", bytes(2 * 1024 * 1024)))) == (
        "import_too_tightly_packed"
    )


def test_small_part_may_be_packed_tightly() -> None:
    content = changed(lambda z: z.writestr("xl/a.bin", bytes(900_000)))
    assert recognise_sheet(content, LIMIT) is SheetKind.XLSX


def test_too_many_parts_are_refused() -> None:
    def add(packed: zipfile.ZipFile) -> None:
        for number in range(MOST_PARTS):
            packed.writestr(f"a{number}", b"")

    assert at_once(changed(add)) == "import_too_many_parts"


def test_long_directory_under_a_small_count_is_refused() -> None:
    def add(packed: zipfile.ZipFile) -> None:
        for number in range(20_000):
            packed.writestr(f"long-name-of-a-part-{number}", b"")

    content = changed(add)
    end = content.rfind(b"PK\x05\x06")
    assert at_once(content[: end + 8] + b"\x05\x00\x05\x00" + content[end + 12 :]) == (
        "import_too_many_parts"
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("xl/vbaProject.bin", b"x", "import_has_macros"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "import_has_external_links"),
    ],
)
def test_macros_and_links_to_other_files_are_refused(name: str, content: bytes, code: str) -> None:
    assert at_once(changed(lambda packed: packed.writestr(name, content))) == code


def with_kinds(kinds: bytes, workbook_name: str = "xl/workbook.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", kinds)
        packed.writestr(workbook_name, b"<workbook/>")
    return out.getvalue()


def test_workbook_of_a_kind_with_macros_is_refused_by_its_kind() -> None:
    kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert at_once(with_kinds(kind)) == "import_has_macros"


@pytest.mark.parametrize("content", [
    with_kinds(b"wordprocessingml", "word/document.xml"),
    with_kinds(b"spreadsheetml", "xl/workbook.bin"),
    PNG, JPEG, PDF, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"<html><table>",
    b"{\\rtf1}", b"GIF89a",
], ids=["docx", "xlsb", "png", "jpeg", "pdf", "xls", "html", "rtf", "gif"])  # fmt: skip
def test_other_kinds_of_file_are_refused_whatever_their_name(content: bytes) -> None:
    assert at_once(content) == "import_not_a_sheet"


def test_encrypted_files_are_refused() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert at_once(locked) == "import_encrypted"
    at = PLAIN.rfind(b"PK\x01\x02")
    flagged = PLAIN[: at + 8] + b"\x01\x00" + PLAIN[at + 10 :]
    assert at_once(flagged) == "import_encrypted"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_broken_workbook_is_refused(part: float) -> None:
    assert code_of(PLAIN[: int(part * len(PLAIN))]) == "import_unreadable"


def test_part_with_a_wrong_sum_is_refused() -> None:
    at = PLAIN.rfind(b"PK\x01\x02", 0, PLAIN.rfind(b"xl/worksheets/sheet1.xml"))
    wrong = PLAIN[: at + 16] + struct.pack("<I", zlib.crc32(b"other")) + PLAIN[at + 20 :]
    assert code_of(wrong) == "import_unreadable"


def test_nothing_but_space_is_empty_and_nul_is_no_text() -> None:
    assert at_once(b" \n ") == "import_empty"
    assert at_once(b"a,b\n\0") == "import_binary"
