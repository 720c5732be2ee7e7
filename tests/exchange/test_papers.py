"""Papers: measured as the rules for official papers have it, in both layouts and both forms."""

import io
import re
import unicodedata
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.shared import Mm, Pt
from pypdf import PdfReader

from app.exchange.builder import build
from app.exchange.layouts import FOLDER, layout_names, read_layout
from app.exchange.order import Form, Kind, Order
from app.exchange.paper import Details
from tests.exchange.material import SUMMARY, TEXT, material, promise, question

LAYOUTS = layout_names()
HOSTILE = [
    '#panic("x") #let a = 1; #image("/etc/passwd")',
    "$x^2$ @ref *đậm* _nghiêng_ `mã` <nhãn> \\ / // ~ -- ... 'a' \"b\"",
    "= Tiêu đề",
    "- gạch\n+ cộng\n/ a: b",
    "</w:t></w:p> &amp; ]]>",
    "{signer_name} {0} {{x}} %s",
    "👩‍🌾 🇻🇳 \u202eabc",
    "a\x00b\x0bc\ud800d",
]
MANY = [question(n, f"Câu hỏi thứ {n} của hội nghị: {TEXT}") for n in range(1, 41)]


def made(form: Form, *questions: dict[str, Any], kind: Kind = "report", **details: Any) -> bytes:
    order = Order(
        kind=kind,
        form=form,
        today=date(2025, 3, 8),
        agency="so-xay-dung",
        details=Details(**details),
        material=material(*questions),
    )
    return build(order)


def word(*questions: dict[str, Any], **details: Any) -> Doc:
    return Document(io.BytesIO(made("docx", *questions, **details)))


def pages(*questions: dict[str, Any], **details: Any) -> list[str]:
    """The text of each page of a PDF, on one line."""
    reader = PdfReader(io.BytesIO(made("pdf", *questions, **details)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def text_of(document: Doc) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def squeezed(text: str) -> str:
    """Text without the places where a line may break."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def test_state_papers_follow_decree_30_and_party_papers_guidance_36() -> None:
    assert LAYOUTS == ["party", "state"]
    for name in LAYOUTS:
        layout = read_layout(name)
        margins = layout.margins
        assert 20 <= margins.top <= 25
        assert 20 <= margins.bottom <= 25
        assert 30 <= margins.left <= 35
        assert 15 <= margins.right <= 20
        assert layout.font == "Times New Roman"
        assert 13 <= layout.size <= 14
        assert 13 <= layout.page_number_size <= 14


@pytest.mark.parametrize("layout", LAYOUTS)
def test_document_is_a4_with_the_margins_of_its_layout(layout: str) -> None:
    (section,) = word(question(1), layout=layout).sections
    margins = read_layout(layout).margins
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for side in ("top", "bottom", "left", "right"):
        margin = getattr(section, f"{side}_margin")
        assert abs(margin - Mm(getattr(margins, side))) < Mm(0.1)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_document_is_in_times_new_roman_of_14_points(layout: str) -> None:
    normal = word(question(1), layout=layout).styles["Normal"]
    assert normal.font.name == "Times New Roman"
    assert normal.font.size == Pt(14)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_document_numbers_its_pages_above_the_text_from_the_second_on(layout: str) -> None:
    (section,) = word(question(1), layout=layout).sections
    assert section.different_first_page_header_footer
    assert " PAGE " in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    assert section.header.paragraphs[0].alignment == 1


@pytest.mark.parametrize(
    ("layout", "right", "left"),
    [
        ("state", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
         ["UBND TỈNH", "SỞ NỘI VỤ"]),
        ("party", ["ĐẢNG CỘNG SẢN VIỆT NAM"], ["UBND TỈNH", "SỞ NỘI VỤ", "*"]),
    ],
)  # fmt: skip
def test_head_stands_in_two_halves(layout: str, right: list[str], left: list[str]) -> None:
    document = word(
        question(1), layout=layout, parent="UBND tỉnh", body="Sở Nội vụ", number="7-BC/TU",
        place="Bắc Kạn", day=date(2025, 1, 9), signer_name="Trần Văn Mẫu",
        recipients=["Tỉnh ủy", "Lưu"],
    )  # fmt: skip
    head = document.tables[0]
    (one, two), (number, place) = (row.cells for row in head.rows)
    assert [p.text for p in one.paragraphs if p.text] == left
    assert [p.text for p in two.paragraphs if p.text] == right
    assert number.text == ("Số: 7-BC/TU" if layout == "state" else "Số 7-BC/TU")
    assert place.text == "Bắc Kạn, ngày 09 tháng 01 năm 2025"
    assert place.paragraphs[0].runs[0].italic
    foot = document.tables[-1].rows[0].cells
    assert foot[0].text.splitlines() == ["Nơi nhận:", "- Tỉnh ủy", "- Lưu"]
    assert foot[1].text.split() == ["BÍ", "THƯ", "TỈNH", "ỦY", "Trần", "Văn", "Mẫu"]


def test_what_is_not_given_is_left_to_be_filled_in_by_hand() -> None:
    (first, *_) = pages(question(1))
    assert "……, ngày 08 tháng 03 năm 2025" in first
    assert "Số: ……/BC-……" in first


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_question_is_in_the_document(layout: str) -> None:
    text = text_of(word(*MANY, layout=layout))
    for one in MANY:
        assert one["text"] in text
    assert text.count(SUMMARY) == len(MANY)
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_question_is_in_the_pdf_and_pages_are_numbered_from_the_second_on(
    layout: str,
) -> None:
    found = pages(*MANY, layout=layout)
    assert len(found) > 3
    whole = squeezed("".join(page.removeprefix(f"{n} ") for n, page in enumerate(found, 1)))
    for one in MANY:
        assert squeezed(one["text"]) in whole
    assert not found[0].startswith("1")
    assert [page.split()[0] for page in found[1:]] == [str(n) for n in range(2, len(found) + 1)]


def test_pdf_is_a4_in_letters_of_its_own() -> None:
    reader = PdfReader(io.BytesIO(made("pdf", *MANY)))
    fonts: set[str] = set()
    for page in reader.pages:
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
        resources: Any = page["/Resources"]
        fonts |= {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert fonts
    assert all("Tinos" in font for font in fonts)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_never_markup(text: str) -> None:
    given = question(1, text, answer={"official": None, "summary": text})
    kept = text.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").replace("\ud800", "\ufffd")
    shown = text_of(word(given, subject=text, signer_name=text, number=text))
    assert shown.count(kept) >= 2
    for page in pages(given, subject=text, signer_name=text, number=text)[:1]:
        if text.isprintable() and all(ord(c) < 0x2000 for c in text):
            assert squeezed(kept) in squeezed(page)


def test_word_longer_than_the_page_is_broken_and_kept() -> None:
    found = pages(question(1, "ỡ" * 4000))
    assert "".join(found).count("ỡ") == 4000 + "".join(pages(question(1))).count("ỡ")
    assert "ỡ" * 4000 in text_of(word(question(1, "ỡ" * 4000)))


@pytest.mark.parametrize(("by", "groups"), [
    ("topic", ["1. Công tác cán bộ nữ", "2. Phụ nữ khởi nghiệp", "3. Ngoài các nội dung"]),
    ("site", ["1. Huyện Chợ Đồn", "2. Huyện Na Rì"]),
    ("agency", ["1. Sở Xây dựng", "2. Sở Y tế", "3. Chưa giao cơ quan"]),
])  # fmt: skip
def test_report_is_grouped_as_asked_with_its_figures(by: str, groups: list[str]) -> None:
    questions = [
        question(1, topic="khoi-nghiep"),
        question(2, site="na-ri", assignment=None, follow_ups=[promise()]),
        question(3, topic=None, assignment=None, state="deferred"),
    ]
    order = Order(
        kind="report", form="docx", today=date(2025, 3, 8), material=material(*questions)
    ).model_copy(update={"by": by})
    document = Document(io.BytesIO(build(order)))
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Paper Heading"]
    found = [heading for heading in headings if heading[0].isdigit()]
    assert len(found) == len(groups)
    assert all(name.startswith(group) for name, group in zip(found, groups, strict=True))
    total = [cell.text for cell in document.tables[1].rows[-1].cells]
    assert total == ["Tổng cộng", "3", "2", "1", "0", "0"]


def test_merged_question_names_every_site_and_asker() -> None:
    other = {"name": "Lò Thị Mẫu", "position": None, "organisation": None}
    first = question(1)["origins"][0]
    text = text_of(word(question(1, origins=[first, {"site": "na-ri", "asker": other}])))
    assert "số 1 – Huyện Chợ Đồn, Huyện Na Rì" in text
    assert "Nguyễn Thị Thử, Chi hội trưởng, Xã Đồng Thắng; Lò Thị Mẫu" in text


def test_asker_who_is_not_shown_is_not_named() -> None:
    hidden = question(1, asker=None, origins=[{"site": "cho-don", "asker": None}])
    assert "Người hỏi" not in text_of(word(hidden))


def test_conclusions_without_duties_say_so() -> None:
    assert "Không có nội dung giao cơ quan" in text_of(
        Document(io.BytesIO(made("docx", question(1), kind="conclusions")))
    )


def test_another_file_is_another_layout(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("layouts")
    content = (FOLDER / "state.json").read_text("utf-8").replace("Tự do", "Tự Do")
    (folder / "khac.json").write_text(content, "utf-8")
    monkeypatch.setattr("app.exchange.layouts.FOLDER", folder)
    assert "Tự Do" in text_of(word(question(1), layout="khac"))
