"""The desk: questions are vetted with the keyboard alone, beside others who do the same."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import OFFICIAL
from tests.screens.desks import choose, enter, opened, row, state_of
from tests.screens.looking import keep_picture
from tests.screens.stage import Stage


@pytest.fixture
def desk(page: Page, stage: Stage) -> Iterator[Page]:
    """The desk of a moderator; nothing went wrong on it."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    enter(page, stage)
    yield page
    assert wrong == []


def test_vetting_goes_on_by_keyboard_alone(desk: Page, stage: Stage) -> None:
    first, second, third, fourth = (
        stage.submit("cho-don", f"Bàn phím {n}: bao giờ xã có đường?") for n in range(4)
    )
    desk.keyboard.press("/")
    desk.keyboard.type("ban phim")
    expect(row(desk, fourth)).to_be_visible()
    desk.keyboard.press("Enter")
    opened(desk, first)
    expect(row(desk, first)).to_be_focused()

    desk.keyboard.press("d")
    opened(desk, second)
    expect(row(desk, second)).to_be_focused()
    assert state_of(stage, first) == "approved"

    desk.keyboard.press("t")
    note = desk.get_by_label("Nội dung cần sửa")
    expect(note).to_be_focused()
    desk.keyboard.type("Đề nghị ghi rõ thôn dd xx.")
    keep_picture(desk, "desk-return")
    desk.keyboard.press("Control+Enter")
    opened(desk, third)
    expect(row(desk, third)).to_be_focused()
    assert state_of(stage, second) == "returned"

    desk.keyboard.press("x")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Không thuộc nội dung đối thoại.")
    keep_picture(desk, "desk-reject")
    desk.keyboard.press("Control+Enter")
    opened(desk, fourth)
    rejected = stage.send("moderator", "GET", f"/questions/{third}")
    assert (rejected["state"], rejected["reason"]["code"]) == ("rejected", "off_topic")

    desk.keyboard.press("p")
    desk.get_by_label("Người trả lời chính").select_option(OFFICIAL)
    keep_picture(desk, "desk-assign")
    desk.keyboard.press("Tab")
    desk.get_by_label("Ghi chú cho người trả lời").press("Control+Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    desk.keyboard.press("h")
    expect(row(desk, fourth)).to_have_count(0)
    assert state_of(stage, fourth) == "queued"


def test_enter_reads_the_question_and_escape_goes_back_to_its_row(desk: Page, stage: Stage) -> None:
    number = stage.submit("na-ri", "Đọc câu này.")
    row(desk, number).focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name=f"Câu {number}", exact=True)).to_be_focused()
    desk.keyboard.press("Escape")
    expect(row(desk, number)).to_be_focused()
    other = stage.submit("na-ri", "Đọc câu sau.")
    expect(row(desk, other)).to_be_visible()
    desk.keyboard.press("ArrowDown")
    expect(row(desk, other)).to_be_focused()
    opened(desk, other)
    desk.keyboard.press("k")
    opened(desk, number)


def test_what_is_touched_is_large_enough(desk: Page, stage: Stage) -> None:
    number = stage.queued("na-ri", "Chạm vào đây.")
    for at, name in enumerate(["Mới", "Đã duyệt", "Hàng đợi", "Đã trả lời", "Để riêng"]):
        desk.get_by_role("tab", name=name).click()
        if at == 2:
            choose(desk, number)
        small = desk.evaluate(
            """() => [...document.querySelectorAll("button, select, input, summary, a")]
            .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
            .filter(([, { width, height }]) => width && (width < 44 || height < 44))
            .map(([text]) => text)"""
        )
        assert small == []


def test_a_picture_of_a_full_desk(desk: Page, stage: Stage) -> None:
    texts = [
        "Đường vào thôn Bản Tàn lầy lội quanh năm, học sinh phải nghỉ học khi mưa; "
        "bao giờ xã được bố trí vốn để đổ bê tông?",
        "Bao giờ đường vào thôn Bản Tàn được đổ bê tông? Học sinh phải nghỉ học khi mưa to.",
        "Hợp tác xã miến dong của chị em muốn vay vốn ưu đãi thì thủ tục ra sao, ai bảo lãnh?",
        "Trạm y tế xã thiếu bác sĩ đã hai năm nay, tỉnh có kế hoạch gì?",
        "Tỷ lệ cán bộ nữ ở cấp xã còn thấp; đề nghị tỉnh cho biết giải pháp trong nhiệm kỳ tới.",
        "Chị em đi làm ăn xa, con nhỏ ở nhà với ông bà; xã có lớp bán trú không?",
        "Giá dong riềng xuống thấp, đề nghị có doanh nghiệp bao tiêu.",
    ]
    topics = ["phat-trien-kinh-te-xa-hoi", "phat-trien-kinh-te-xa-hoi", "khoi-nghiep-hop-tac-xa"]
    sites = ["cho-don", "na-ri", "ba-be", "pac-nam"]
    numbers = [
        stage.submit(sites[at % 4], text, topic=topics[at % 3]) for at, text in enumerate(texts)
    ]
    choose(desk, numbers[1])
    expect(desk.get_by_role("button", name=f"Gộp vào câu {numbers[0]}")).to_be_visible()
    keep_picture(desk, "desk")
    desk.get_by_role("button", name="Tuỳ chọn").or_(desk.locator(".menu summary")).first.click()
    desk.get_by_role("button", name="Nền tối").click()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("button", name="Nền sáng")).to_be_hidden()
    keep_picture(desk, "desk-dark")
    desk.keyboard.press("c")
    expect(desk.get_by_role("dialog")).to_be_visible()
    keep_picture(desk, "desk-compare")
