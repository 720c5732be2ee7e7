"""Papers as DOCX, by python-docx: for an office that goes on writing in them."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from app.exchange.docx_blocks import plain_paragraph, plain_table
from app.exchange.docx_parts import (
    make_styles,
    no_borders,
    number_pages,
    rule_below,
    write,
)
from app.exchange.layouts import Line
from app.exchange.paper import Block, Entry, Figures, Heading, Paper, Text

_PAGE = Mm(210), Mm(297)
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def docx(paper: Paper) -> bytes:
    """Return the paper as DOCX."""
    document = Document()
    make_styles(document, paper.layout)
    _set_page(document, paper)
    _head(document, paper)
    for line in (paper.title, paper.subject):
        _centred(document.add_paragraph(), line, _text_width(paper))
    _blocks(document, paper)
    _signature(document, paper)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _text_width(paper: Paper) -> float:
    """Return how wide the text is, in millimetres."""
    return 210 - paper.layout.margins.left - paper.layout.margins.right


def _set_page(document: Doc, paper: Paper) -> None:
    section, margins = document.sections[0], paper.layout.margins
    section.page_width, section.page_height = _PAGE
    section.top_margin, section.bottom_margin = Mm(margins.top), Mm(margins.bottom)
    section.left_margin, section.right_margin = Mm(margins.left), Mm(margins.right)
    section.header_distance = Mm(margins.top / 2)
    number_pages(section, paper.layout.page_number_size)
    about = document.core_properties
    about.title = f"{paper.title.text} – {paper.subject.text}"[:255]
    about.author = ""
    about.comments = ""
    about.language = "vi-VN"
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)


def _head(document: Doc, paper: Paper) -> None:
    shares = paper.layout.columns
    widths = [_text_width(paper) * share / sum(shares) for share in shares]
    table = document.add_table(rows=2, cols=2)
    no_borders(table)
    for row, texts in enumerate(((paper.left, paper.right), ([paper.number], [paper.place_date]))):
        for place, lines in enumerate(texts):
            cell = table.cell(row, place)
            cell.width = Mm(widths[place])
            _lines(cell, lines, widths[place])
    document.add_paragraph()


def _lines(cell: Cell, lines: Sequence[Line], width: float) -> None:
    """Write lines into a cell, which has one paragraph from the beginning."""
    for place, line in enumerate(lines):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        _centred(paragraph, line, width)


def _centred(paragraph: Paragraph, line: Line, width: float) -> None:
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    write(paragraph, line.text, line)
    if line.rule is not None:
        rule_below(paragraph, line, width)


def _blocks(document: Doc, paper: Paper) -> None:
    """Write what the paper is about, as plain elements: the library looks at all of them anew."""
    end = document.paragraphs[-1]._p
    for block in paper.blocks:
        for element in _elements(block, _text_width(paper)):
            end.addnext(element)
            end = element


def _elements(block: Block, width: float) -> Iterator[BaseOxmlElement]:
    match block:
        case Heading():
            yield plain_paragraph("PaperHeading", [(block.text, "")])
        case Text():
            yield plain_paragraph("PaperText", [(block.text, "")])
        case Figures():
            yield plain_table(block, width)
            yield plain_paragraph("PaperCell", [])
        case Entry():
            yield plain_paragraph("PaperEntry", [(block.head, "")])
            for label, text in block.lines:
                runs = [(f"{label}: ", "w:i")] if label else []
                yield plain_paragraph("PaperLine", [*runs, (text, "")])


def _signature(document: Doc, paper: Paper) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    no_borders(table)
    half = _text_width(paper) / 2
    left, right = table.rows[0].cells
    left.width = right.width = Mm(half)
    recipients = paper.layout.recipients
    write(left.paragraphs[0], recipients.head.text, recipients.head)
    for one in paper.recipients:
        paragraph = left.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        write(paragraph, f"- {one}", recipients.item)
    _lines(right, paper.signer, half)
    for _ in range(4):
        right.add_paragraph()
    _centred(right.add_paragraph(), paper.signer_name, half)
