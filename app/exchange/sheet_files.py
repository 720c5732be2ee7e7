"""What a file is that claims to be a sheet, told by its content, and what is refused unopened.

Nothing is unpacked here but the list of a workbook's kinds of content, and that only when small.
"""

import io
import zipfile
from enum import StrEnum

from app.domain.importing import SheetRefused

MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 1000
MOST_RATIO = 100
RATIO_COUNTS_FROM = 1024 * 1024
"""A part smaller than this may be packed as tightly as it likes."""
_LONGEST_DIRECTORY = 1024 * 1024
_LONGEST_KINDS = 1024 * 1024
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!",
)  # fmt: skip
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class SheetKind(StrEnum):
    """The two kinds that are taken."""

    XLSX = "xlsx"
    CSV = "csv"


def recognise_sheet(content: bytes, limit: int) -> SheetKind:
    """Return what the file is. Raises `SheetRefused` for anything that is not taken."""
    if len(content) > limit:
        raise SheetRefused("import_too_large", limit=limit)
    if content.startswith(b"PK"):
        _check_workbook(content)
        return SheetKind.XLSX
    if content.startswith(_COMPOUND):
        raise SheetRefused("import_encrypted" if _ENCRYPTED in content else "import_not_a_sheet")
    if content.startswith(_OTHERS) or content.lstrip()[:1] == b"<":
        raise SheetRefused("import_not_a_sheet")
    if not content.strip():
        raise SheetRefused("import_empty")
    if b"\0" in content and not content.startswith(_UTF_16):
        raise SheetRefused("import_binary")
    return SheetKind.CSV


def _check_workbook(content: bytes) -> None:
    _check_directory_length(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            check_parts(parts)
            _check_kinds(packed, {part.filename for part in parts})
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as broken:
        raise SheetRefused("import_unreadable") from broken


def _check_directory_length(content: bytes) -> None:
    """Refuse a list of parts that would take long to read, before it is read."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    if end < 0 or len(content) < end + 22:
        raise SheetRefused("import_unreadable")
    count = int.from_bytes(content[end + 10 : end + 12], "little")
    length = int.from_bytes(content[end + 12 : end + 16], "little")
    if count > MOST_PARTS or length > _LONGEST_DIRECTORY:
        raise SheetRefused("import_too_many_parts", limit=MOST_PARTS)


def check_parts(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the directory says: too many parts, too large, too tightly packed, locked."""
    if len(parts) > MOST_PARTS:
        raise SheetRefused("import_too_many_parts", limit=MOST_PARTS)
    if any(part.flag_bits & 0x1 for part in parts):
        raise SheetRefused("import_encrypted")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetRefused("import_unpacks_too_large", limit=MOST_UNPACKED)
    if any(is_too_tight(part.file_size, part.compress_size) for part in parts):
        raise SheetRefused("import_too_tightly_packed", limit=MOST_RATIO)


def is_too_tight(unpacked: int, packed: int) -> bool:
    """Tell whether a part grows beyond what sheets of words do."""
    return unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * packed


def _check_kinds(packed: zipfile.ZipFile, names: set[str]) -> None:
    """Refuse what is packed but no plain workbook: documents, macros, links to other files."""
    kinds = "[Content_Types].xml"
    if kinds not in names or packed.getinfo(kinds).file_size > _LONGEST_KINDS:
        raise SheetRefused("import_not_a_sheet")
    with packed.open(kinds) as part:
        told = part.read(_LONGEST_KINDS).lower()
    lowered = {name.lower() for name in names}
    if b"macroenabled" in told or any("vbaproject" in name for name in lowered):
        raise SheetRefused("import_has_macros")
    if any(name.startswith("xl/externallinks/") for name in lowered):
        raise SheetRefused("import_has_external_links")
    if b"spreadsheetml" not in told or not any(n.endswith("/workbook.xml") for n in lowered):
        raise SheetRefused("import_not_a_sheet")
