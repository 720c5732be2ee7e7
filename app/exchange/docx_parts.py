"""What python-docx has no words for: page numbers, rules, tables without borders, styles."""

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from app.exchange.layouts import Layout, Line, Style

_JUSTIFIED, _LEFT = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


def make_styles(document: Doc, layout: Layout) -> None:
    """Set the letters of the whole document, and make the styles of blocks."""
    normal = document.styles["Normal"]
    normal.font.name = layout.font
    normal.font.size = Pt(layout.size)
    normal.paragraph_format.space_after = Pt(0)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for which in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(which), layout.font)
    for name, bold, before, after, first, align in (
        ("Paper Heading", True, 12, 6, 0, _LEFT),
        ("Paper Text", False, 0, 6, 10, _JUSTIFIED),
        ("Paper Entry", True, 9, 3, 0, _LEFT),
        ("Paper Line", False, 0, 3, 0, _JUSTIFIED),
        ("Paper Cell", False, 2, 2, 0, _LEFT),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.bold = bold
        look = style.paragraph_format
        look.space_before, look.space_after = Pt(before), Pt(after)
        look.first_line_indent, look.alignment = Mm(first), align
        look.keep_with_next = bold
    document.styles["Paper Cell"].font.size = Pt(12)


def write(paragraph: Paragraph, text: str, style: Style) -> Run:
    """Add text in the look of a layout's line."""
    run = paragraph.add_run(text)
    run.font.size = Pt(style.size)
    run.bold, run.italic, run.underline = style.bold, style.italic, style.underline
    return run


def number_pages(section: Section, size: float) -> None:
    """Put the page's number into the middle of the top margin, from the second page on."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(size)
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            code = element("w:instrText", {"xml:space": "preserve"})
            code.text = " PAGE "
            run._r.append(code)
        run._r.append(element("w:fldChar", {"w:fldCharType": kind}))


def rule_below(paragraph: Paragraph, line: Line, width: float) -> None:
    """Draw a rule below the text, a share of its width; `width` is the column's, in millimetres."""
    below = element("w:p", {})
    paragraph._p.addnext(below)
    rule = Paragraph(below, paragraph._parent)
    long = min(_width_of(line), width * 0.95) * (line.rule or 0)
    look = rule.paragraph_format
    look.left_indent = look.right_indent = Mm((width - long) / 2)
    look.line_spacing = Pt(3)
    look.space_after = Pt(3)
    borders = element("w:pBdr", {})
    sides = {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "auto"}
    borders.append(element("w:top", sides))
    rule._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _width_of(line: Line) -> float:
    """Estimate how wide a text is, in millimetres: capitals are wider than small letters."""
    letters = sum(0.70 if c.isupper() else 0.27 if c in " .,-" else 0.49 for c in line.text)
    return letters * line.size * 0.3528 * (1.03 if line.bold else 1.0)


def no_borders(table: Table) -> None:
    """Let a table only place its cells, at the widths these have."""
    table.autofit = False
    table.style = None


def element(name: str, attributes: dict[str, str]) -> BaseOxmlElement:
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(attribute), value)
    return made
