"""Papers as PDF, by typst. The paper goes in as JSON: nothing in it is read as markup."""

import json
import re
from pathlib import Path
from typing import Any, Literal

import typst

from app.exchange.paper import Paper

TEMPLATE = Path(__file__).parent / "paper.typ"
FONTS = Path(__file__).parent.parent / "screens" / "vendor" / "tinos"
"""As wide as Times New Roman, letter by letter; fetched with the files of the screens."""

_LONG_WORD = re.compile(r"(\S{40})(?=\S)")
_TAGS_UP_TO = 500
"""Blocks up to which a PDF is tagged for reading aloud; beyond, tags cost too much memory."""


def pdf(paper: Paper) -> bytes:
    """Return the paper as PDF."""
    return _compiled(paper, "pdf")[0]


def pictures(paper: Paper) -> list[bytes]:
    """Return the paper's pages as PNG, for looking at."""
    return _compiled(paper, "png")


def _compiled(paper: Paper, form: Literal["pdf", "png"]) -> list[bytes]:
    content = _breakable(paper.model_dump(exclude_none=True))
    made: bytes | list[bytes] = typst.compile(
        TEMPLATE,
        format=form,
        ppi=100.0,
        sys_inputs={"paper": json.dumps(content, ensure_ascii=False)},
        font_paths=[FONTS],
        ignore_system_fonts=True,
        pdf_tags=len(paper.blocks) <= _TAGS_UP_TO,
    )
    return made if isinstance(made, list) else [made]


def _breakable(value: Any) -> Any:
    """Return texts with places to break words that are wider than the page."""
    match value:
        case str():
            return _LONG_WORD.sub("\\1\N{ZERO WIDTH SPACE}", value)
        case dict():
            return {name: _breakable(one) for name, one in value.items()}
        case list() | tuple():
            return [_breakable(one) for one in value]
    return value
