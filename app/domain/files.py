"""Files people attach: known by their content, never by their name, and the names kept of them."""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
MOST_ATTACHMENTS = 5
LONGEST_NAME = 200

_ENDINGS = {JPEG: ".jpg", PNG: ".png", PDF: ".pdf"}
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PDF_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
_MOST_PARTS = 10_000
"""Segments or chunks that are looked at: no file keeps us busy for long."""
_NO_FRAME = frozenset({0xC4, 0xC8, 0xCC})
"""Markers of JPEG among those of frames that begin none."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was recognised."""

    name: str
    media_type: str
    content: bytes
    sha256: str


def recognise(name: str, content: bytes) -> Upload | None:
    """Return the file as it will be kept, or `None` when it is none of the kinds we take."""
    for media_type, is_one in ((JPEG, _is_jpeg), (PNG, _is_png), (PDF, _is_pdf)):
        if is_one(content):
            kept = kept_name(name, _ENDINGS[media_type])
            return Upload(kept, media_type, content, sha256(content).hexdigest())
    return None


def kept_name(name: str, ending: str) -> str:
    """Return a file's name in NFC on one line, without folders and signs that cannot be seen.

    A name that is too long loses its middle; one of which nothing is left is made up.
    """
    name = unicodedata.normalize("NFC", name)
    name = "".join(" " if c.isspace() else c for c in name if c.isspace() or _is_seen(c))
    name = " ".join(re.split(r"[/\\]", name)[-1].split()).strip(". ")
    if len(name) > LONGEST_NAME:
        tail = name[name.rfind(".") :] if 0 < len(name) - name.rfind(".") <= 10 else ""
        name = name[: LONGEST_NAME - len(tail)].rstrip() + tail
    return name or f"tep{ending}"


def _is_seen(character: str) -> bool:
    """Tell control characters, marks of direction and lone surrogates from the others."""
    return not unicodedata.category(character).startswith("C")


def _is_jpeg(content: bytes) -> bool:
    """Walk the segments up to the picture's data: a frame comes before it, an end after it."""
    if not content.startswith(b"\xff\xd8\xff"):
        return False
    place, has_frame = 2, False
    for _ in range(_MOST_PARTS):
        head = content[place : place + 4]
        if len(head) < 4 or head[0] != 0xFF:
            return False
        marker, length = head[1], int.from_bytes(head[2:])
        if marker < 0xC0 or marker == 0xFF or length < 2:
            return False
        if marker == 0xDA:
            return has_frame and content.find(b"\xff\xd9", place + 2 + length) > 0
        has_frame = has_frame or (marker <= 0xCF and marker not in _NO_FRAME)
        place += 2 + length
    return False


def _is_png(content: bytes) -> bool:
    """Walk the chunks: a header with a size first, data, an end."""
    if not content.startswith(_PNG_SIGNATURE + b"\x00\x00\x00\rIHDR"):
        return False
    if not (int.from_bytes(content[16:20]) and int.from_bytes(content[20:24])):
        return False
    place, has_data = len(_PNG_SIGNATURE), False
    for _ in range(_MOST_PARTS):
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        place += 12 + length
        has_data = has_data or kind == b"IDAT"
        if place > len(content):
            return False
        if kind == b"IEND":
            return has_data
    return False


def _is_pdf(content: bytes) -> bool:
    """Look for the head, and for the end with the place of the table of contents before it."""
    end = content[-2048:]
    return _PDF_HEAD.match(content) is not None and b"startxref" in end and b"%%EOF" in end
