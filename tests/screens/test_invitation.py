"""A guest opens an invitation's link, chooses a name and a password, and is at work."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.conftest import CONFERENCE, OFFICIAL
from tests.screens.looking import keep_picture, violations
from tests.screens.stage import PASSWORD, Stage

GUEST = "mot-mat-khau-cua-khach"


def invite(stage: Stage, **more: Any) -> Any:
    given = {"role": "site_moderator", "site": "ba-be", "name": "Điểm cầu Ba Bể"} | more
    return stage.send("admin", "POST", "/invitations", given)


def test_a_guest_becomes_a_member_and_is_at_the_screen(stage: Stage, page: Page) -> None:
    page.goto(invite(stage)["link"])
    main = page.get_by_role("main")
    expect(main).to_contain_text("Điểm cầu Ba Bể")
    expect(main).to_contain_text("Phụ trách điểm cầu")
    name = page.get_by_label("Tên đăng nhập")
    expect(name).to_be_focused()
    expect(name).to_have_value("diem-cau-ba-be")
    keep_picture(page, "invitation")
    password = page.get_by_label("Mật khẩu", exact=True)
    password.fill(GUEST)
    page.get_by_label("Hiện mật khẩu").check()
    expect(password).to_have_attribute("type", "text")
    expect(password).to_have_value(GUEST)
    page.get_by_role("button", name="Nhận lời mời").click()
    page.wait_for_url(f"**/site?conference={CONFERENCE}")


def test_what_is_wrong_is_told_and_the_name_stays(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.url}/?theme=dark{invite(stage)['link'].removeprefix(f'{stage.url}/')}")
    name = page.get_by_label("Tên đăng nhập")
    name.fill("moderator")
    page.get_by_label("Mật khẩu", exact=True).fill("ngắn")
    page.get_by_role("button", name="Nhận lời mời").click()
    expect(page.get_by_text("Mật khẩu cần ít nhất 10 ký tự.")).to_be_visible()
    expect(page.get_by_label("Mật khẩu", exact=True)).to_be_focused()
    page.get_by_label("Mật khẩu", exact=True).fill(GUEST)
    page.get_by_role("button", name="Nhận lời mời").click()
    expect(page.get_by_text("Tên đăng nhập “moderator” đã có người dùng.")).to_be_visible()
    expect(name).to_be_focused()
    expect(name).to_have_value("moderator")
    keep_picture(page, "invitation-taken")
    name.fill("người lạ")
    page.get_by_role("button", name="Nhận lời mời").click()
    expect(page.get_by_text("Tên đăng nhập chỉ dùng chữ thường")).to_be_visible()


def test_a_link_that_was_used_says_so_kindly(stage: Stage, browser: Browser, page: Page) -> None:
    made = invite(stage, name="Người dùng một lần", role="chair", site=None)
    page.goto(made["link"])
    page.get_by_label("Mật khẩu", exact=True).fill(GUEST)
    page.get_by_role("button", name="Nhận lời mời").click()
    page.wait_for_url("**/chair?conference=*")
    late = browser.new_page()
    late.goto(made["link"])
    expect(late.get_by_role("heading", name="Lời mời này không dùng được nữa")).to_be_visible()
    keep_picture(late, "invitation-used")
    late.get_by_role("link", name="Đến trang đăng nhập").click()
    expect(late.get_by_label("Tên đăng nhập")).to_be_focused()
    late.close()


def test_a_link_that_ends_while_it_is_open(stage: Stage, page: Page) -> None:
    made = invite(stage, role="official", site=None, official=OFFICIAL)
    page.goto(made["link"])
    page.get_by_label("Mật khẩu", exact=True).fill(GUEST)
    stage.send("admin", "DELETE", f"/invitations/{made['id']}")
    page.get_by_role("button", name="Nhận lời mời").click()
    expect(page.get_by_role("heading", name="Lời mời này không dùng được nữa")).to_be_visible()


def test_who_is_signed_in_already_is_told(stage: Stage, page: Page) -> None:
    hostile = "\u202e<script>alert(1)</script>" + "W" * 150
    stage.enter(page.context, "moderator")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(invite(stage, name=hostile)["link"])
    expect(page.get_by_text("Máy này đang đăng nhập bằng tài khoản “moderator”.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    keep_picture(page, "invitation-hostile")


def test_a_wrong_password_keeps_the_name(stage: Stage, page: Page) -> None:
    page.goto(f"{stage.url}/?next=/chair%3Fconference%3D{CONFERENCE}")
    name = page.get_by_label("Tên đăng nhập")
    expect(name).to_be_focused()
    name.fill("chair")
    page.get_by_label("Mật khẩu").fill("không phải")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tên đăng nhập hoặc mật khẩu không đúng.")).to_be_visible()
    expect(name).to_have_value("chair")
    expect(page.get_by_label("Mật khẩu")).to_be_focused()
    assert violations(page) == []
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/chair?conference={CONFERENCE}")


def test_conferences_of_the_same_title_are_told_apart(stage: Stage, page: Page) -> None:
    title = stage.send("admin", "GET", f"conferences/{CONFERENCE}")["title"]
    given = {"slug": "dien-tap", "title": title, "rehearsal": True}
    stage.send("admin", "POST", "conferences", given)
    stage.enter(page.context, "admin")
    page.goto(stage.url)
    items = page.get_by_role("main").get_by_role("listitem")
    expect(items.filter(has_text="DIỄN TẬP")).to_contain_text("dien-tap")
    expect(items.filter(has_not_text="DIỄN TẬP")).to_contain_text(CONFERENCE)
    keep_picture(page, "signin-choose")
    page.get_by_role("link", name="Tạo hoặc chọn hội nghị để thiết lập").click()
    expect(page.get_by_role("heading", name="Chọn hội nghị")).to_be_visible()
