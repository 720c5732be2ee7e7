"""How a script, style or drawing goes over the line: without what only we read, and compressed.

What is sent has the lines of what is in the repository, at the same numbers.
"""

import gzip
import re
from collections.abc import Sequence
from typing import Final

import brotli
from starlette.datastructures import Headers

TEXTS: Final = frozenset({".css", ".js", ".svg"})
"""The endings of the files that are worth compressing; letters and pictures are so already."""
VARIES: Final = {"Vary": "Accept-Encoding"}
_COMMENT: Final = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/)[ \t]*$", re.MULTILINE)
"""A comment that has its lines to itself."""
_REMARK_OR_MARGIN: Final = re.compile(r"/\*\*(?:(?!\*/).)*\*/ ?|^[ \t]+", re.MULTILINE)
_SMALLEST_COMPRESSED: Final = 500
"""Bytes; below, a compressed file is no smaller."""
_LARGEST_AT_BEST: Final = 200_000
"""Bytes; what is larger is not compressed as far as can be, which would take seconds."""


def lean(text: str) -> str:
    """Return a script or style without comments that stand alone, types and margins.

    Each line stays at its number.
    """
    return _REMARK_OR_MARGIN.sub(
        "", _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    )


def coding_for(headers: Headers, *, offered: Sequence[str] = ("br", "gzip")) -> str | None:
    """Return the best content coding that a client says it can read; `None` for none."""
    accepted = {
        name.strip()
        for name, _, weight in (
            one.partition(";") for one in headers.get("accept-encoding", "").lower().split(",")
        )
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight)
    }
    return next((coding for coding in offered if coding in accepted), None)


def encoded(content: bytes, coding: str | None) -> tuple[bytes, dict[str, str]]:
    """Return content in a coding, with the headers that say so. Takes up to a tenth of a second."""
    if coding is None or len(content) < _SMALLEST_COMPRESSED:
        return content, VARIES
    return _compressed(content, coding), {**VARIES, "Content-Encoding": coding}


def _compressed(content: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.compress(content, mtime=0)
    quality = 11 if len(content) <= _LARGEST_AT_BEST else 5
    packed: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality)
    return packed
