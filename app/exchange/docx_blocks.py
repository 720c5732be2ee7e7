"""Paragraphs and tables of a DOCX as plain elements, in a time that does not grow with the rest."""

import re
from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from app.exchange.docx_parts import element
from app.exchange.paper import Figures

TWIPS = 56.6929
"""To a millimetre."""
_BREAKS = re.compile("(\r\n|\r|\n|\t)")


def plain_paragraph(style: str, runs: Sequence[tuple[str, str]]) -> BaseOxmlElement:
    """Return a paragraph of texts, each with the property it has (`w:i`, `w:b`) or none."""
    paragraph = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    properties.append(element("w:pStyle", {"w:val": style}))
    paragraph.append(properties)
    for text, look in runs:
        paragraph.append(_run(text, look))
    return paragraph


def _run(text: str, look: str) -> BaseOxmlElement:
    run = OxmlElement("w:r")
    if look:
        properties = OxmlElement("w:rPr")
        properties.append(OxmlElement(look))
        run.append(properties)
    for piece in filter(None, _BREAKS.split(text)):
        if piece == "\t":
            run.append(OxmlElement("w:tab"))
        elif _BREAKS.fullmatch(piece):
            run.append(OxmlElement("w:br"))
        else:
            written = element("w:t", {"xml:space": "preserve"})
            written.text = piece
            run.append(written)
    return run


def plain_table(block: Figures, width: float) -> BaseOxmlElement:
    """Return a table with borders; `width` in millimetres. Its head stands on every page."""
    widths = [str(round(width * share / sum(block.widths) * TWIPS)) for share in block.widths]
    table = OxmlElement("w:tbl")
    properties = OxmlElement("w:tblPr")
    properties.append(element("w:tblStyle", {"w:val": "TableGrid"}))
    properties.append(element("w:tblW", {"w:w": "0", "w:type": "auto"}))
    properties.append(element("w:tblLayout", {"w:type": "fixed"}))
    grid = OxmlElement("w:tblGrid")
    for one in widths:
        grid.append(element("w:gridCol", {"w:w": one}))
    table.append(properties)
    table.append(grid)
    table.append(_row(block.heads, widths, [True] * len(widths), is_head=True))
    for row in block.rows:
        table.append(_row(row, widths, block.centred, is_head=False))
    return table


def _row(
    texts: Sequence[str], widths: Sequence[str], centred: Sequence[bool], *, is_head: bool
) -> BaseOxmlElement:
    row = OxmlElement("w:tr")
    if is_head:
        properties = OxmlElement("w:trPr")
        properties.append(OxmlElement("w:tblHeader"))
        row.append(properties)
    for text, width, is_centred in zip(texts, widths, centred, strict=True):
        cell = OxmlElement("w:tc")
        properties = OxmlElement("w:tcPr")
        properties.append(element("w:tcW", {"w:w": width, "w:type": "dxa"}))
        cell.append(properties)
        paragraph = plain_paragraph("PaperCell", [(text, "w:b" if is_head else "")])
        if is_centred:
            paragraph[0].append(element("w:jc", {"w:val": "center"}))
        cell.append(paragraph)
        row.append(cell)
    return row
