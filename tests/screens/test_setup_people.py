"""Letting people and systems in: accounts, roles, invitations, screens, keys."""

import re

import httpx
from playwright.sync_api import Page, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture
from tests.screens.stage import PASSWORD, Stage
from tests.screens.test_setup import make_conference, open_section, overflow, row

NEW = "mot-mat-khau-moi-tinh"


def sign_in(stage: Stage, username: str, password: str) -> int:
    form = {"username": username, "password": password}
    return httpx.post(f"{stage.url}/api/v1/auth/session", data=form).status_code


def test_an_account_is_made_with_its_role(stage: Stage, page: Page) -> None:
    open_section(stage, page, "nguoi-dung")
    page.get_by_role("button", name="Tạo tài khoản").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Họ và tên").fill("Người Mới Đến")
    username = dialog.get_by_label("Tên đăng nhập")
    expect(username).to_have_value("nguoi-moi-den")
    dialog.get_by_label("Mật khẩu").fill(NEW)
    dialog.get_by_role("button", name="Hiện").click()
    expect(dialog.get_by_label("Mật khẩu")).to_have_attribute("type", "text")
    dialog.get_by_label("Vai trò").select_option("site_moderator")
    dialog.get_by_label("Điểm cầu").select_option("pac-nam")
    keep_picture(page, "setup-account")
    dialog.get_by_role("button", name="Thêm").click()
    expect(row(page, "Người Mới Đến").first).to_contain_text("Phụ trách điểm cầu – Huyện Pác Nặm")
    assert sign_in(stage, "nguoi-moi-den", NEW) == 204


def test_another_administrator_is_made_and_renamed(stage: Stage, page: Page) -> None:
    open_section(stage, page, "nguoi-dung")
    page.get_by_role("button", name="Tạo tài khoản").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Họ và tên").fill("Quản Trị Hai")
    dialog.get_by_label("Mật khẩu").fill(NEW)
    dialog.get_by_label("Vai trò").select_option(label="Quản trị (mọi hội nghị)")
    dialog.get_by_role("button", name="Thêm").click()
    expect(dialog).to_have_count(0)
    page.get_by_text("Tất cả tài khoản trên máy chủ").click()
    expect(row(page, "Quản Trị Hai")).to_contain_text("Quản trị")
    page.get_by_role("button", name="Sửa: Quản Trị Hai").click()
    dialog.get_by_label("Họ và tên").fill("Quản Trị Thứ Hai")
    dialog.get_by_role("button", name="Lưu").click()
    expect(row(page, "Quản Trị Thứ Hai")).to_be_visible()


def test_a_name_that_is_taken_is_told_at_the_name(stage: Stage, page: Page) -> None:
    open_section(stage, page, "nguoi-dung")
    page.get_by_role("button", name="Tạo tài khoản").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Họ và tên").fill("Moderator")
    dialog.get_by_label("Mật khẩu").fill(NEW)
    dialog.get_by_label("Vai trò").select_option("chair")
    dialog.get_by_role("button", name="Thêm").click()
    username = dialog.get_by_label("Tên đăng nhập")
    expect(username).to_be_focused()
    expect(username).to_have_accessible_description(re.compile("“moderator” đã được dùng"))
    expect(dialog.get_by_label("Mật khẩu")).to_have_value(NEW)


def test_roles_are_given_and_taken_away(stage: Stage, page: Page) -> None:
    open_section(stage, page, "nguoi-dung")
    page.get_by_role("button", name="Thêm người đã có tài khoản").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tài khoản").select_option("moderator-2")
    dialog.get_by_label("Vai trò").select_option("chair")
    dialog.get_by_role("button", name="Thêm").click()
    mine = page.locator(".row").filter(has_text="Chủ tọa").filter(has_text="moderator-2")
    expect(mine).to_be_visible()
    mine.get_by_role("button", name="Bỏ vai trò").click()
    keep_picture(page, "setup-leave-out")
    page.get_by_role("dialog").get_by_role("button", name="Bỏ vai trò").click()
    expect(mine).to_have_count(0)


def test_a_new_password_and_a_closed_account(stage: Stage, page: Page) -> None:
    given = {"username": "tam-thoi", "name": "Tạm Thời", "password": PASSWORD}
    stage.send("admin", "POST", "users", given)
    open_section(stage, page, "nguoi-dung")
    page.get_by_text("Tất cả tài khoản trên máy chủ").click()
    page.get_by_role("button", name="Mật khẩu mới: Tạm Thời").click()
    page.get_by_role("dialog").get_by_label("Mật khẩu").fill(NEW)
    page.get_by_role("button", name="Đặt mật khẩu").click()
    expect(page.get_by_text("Đã đặt mật khẩu mới: Tạm Thời")).to_be_visible()
    assert sign_in(stage, "tam-thoi", PASSWORD) == 401
    assert sign_in(stage, "tam-thoi", NEW) == 204
    page.get_by_role("button", name="Khoá tài khoản: Tạm Thời").click()
    page.get_by_role("dialog").get_by_role("button", name="Khoá tài khoản").click()
    expect(row(page, "Tạm Thời")).to_contain_text("Đã khoá")
    keep_picture(page, "setup-accounts")
    assert sign_in(stage, "tam-thoi", NEW) == 401
    expect(page.get_by_role("button", name="Khoá tài khoản: admin")).to_have_count(0)


def test_an_invitation_is_shown_once_copied_and_ended(stage: Stage, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_section(stage, page, "loi-moi")
    page.get_by_role("button", name="Mời bằng liên kết").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Vai trò").select_option("moderator")
    dialog.get_by_label("Tên người được mời").fill("Khách Được Mời")
    dialog.get_by_role("button", name="Tạo liên kết").click()
    expect(dialog.get_by_text("Chỉ hiện một lần")).to_be_visible()
    expect(dialog.get_by_role("img", name="Mã QR của liên kết: Khách Được Mời")).to_be_visible()
    expect(dialog.get_by_role("button", name="Sao chép")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Đã sao chép.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{stage.url}/#invitation=")
    expect(dialog.get_by_label("Liên kết")).to_have_value(link)
    keep_picture(page, "setup-link")
    page.emulate_media(media="print")
    keep_picture(page, "setup-link-print")
    expect(page.locator(".sheet-address")).to_have_text(link)
    expect(dialog.get_by_role("button", name="Sao chép")).to_be_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Mở lại").click()
    expect(dialog.get_by_label("Liên kết")).to_have_value(link)
    dialog.get_by_role("button", name="Xong").click()
    expect(row(page, "Khách Được Mời")).to_contain_text("Còn hạn")
    expect(page.get_by_role("button", name="Mở lại")).to_have_count(0)
    keep_picture(page, "setup-invitations")
    page.get_by_role("button", name="Thu hồi: Khách Được Mời").click()
    page.get_by_role("dialog").get_by_role("button", name="Thu hồi").click()
    expect(row(page, "Khách Được Mời")).to_have_count(0)


def test_all_sites_that_are_missing_are_invited_at_once(stage: Stage, page: Page) -> None:
    make_conference(stage, "moi-het", preset=CONFERENCE)
    open_section(stage, page, "loi-moi", "moi-het")
    page.get_by_role("button", name="Mời các điểm cầu còn thiếu").click()
    page.get_by_role("button", name="Tạo các liên kết").click()
    expect(page.locator(".sheet")).to_have_count(8)
    keep_picture(page, "setup-links")
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf()))
    assert pages == 8
    page.get_by_role("button", name="Xong").click()
    expect(page.locator(".row")).to_have_count(8)
    expect(page.get_by_role("button", name="Mời các điểm cầu còn thiếu")).to_have_count(0)


def test_screens_are_listed_and_taken_out(stage: Stage, page: Page) -> None:
    code = httpx.post(f"{stage.url}/api/v1/auth/device").raise_for_status().json()
    given = {"user_code": code["user_code"], "conference": CONFERENCE, "name": "Màn chiếu chính"}
    stage.send("moderator", "POST", "auth/device/approve", given)
    open_section(stage, page, "man-hinh")
    expect(row(page, "Màn chiếu chính")).to_contain_text("moderator cho vào lúc")
    keep_picture(page, "setup-screens")
    page.get_by_role("button", name="Gỡ: Màn chiếu chính").click()
    page.get_by_role("dialog").get_by_role("button", name="Gỡ").click()
    expect(page.get_by_text("Chưa có màn hình nào vào bằng mã.")).to_be_visible()


def test_a_key_is_made_with_ticked_rights_and_shown_once(stage: Stage, page: Page) -> None:
    open_section(stage, page, "khoa-api")
    page.get_by_role("button", name="Tạo khoá").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên hệ thống").fill("Cổng thông tin")
    dialog.get_by_role("button", name="Tạo khoá").click()
    expect(dialog.get_by_role("group", name="Quyền của khoá")).to_be_focused()
    dialog.get_by_label("Gửi câu hỏi").check()
    dialog.get_by_label("Đọc nhật ký (có nội dung và lý do)").check()
    keep_picture(page, "setup-key-form")
    dialog.get_by_role("button", name="Tạo khoá").click()
    secret = dialog.get_by_label("Khoá bí mật")
    expect(secret).to_be_focused()
    headers = {"Authorization": f"Bearer {secret.input_value()}"}
    events = f"{stage.url}/api/v1/conferences/{CONFERENCE}/events"
    assert httpx.get(events, headers=headers).status_code == 200
    keep_picture(page, "setup-key")
    dialog.get_by_role("button", name="Xong").click()
    expect(row(page, "Cổng thông tin")).to_contain_text("Gửi câu hỏi")
    page.get_by_role("button", name="Thu hồi: Cổng thông tin").click()
    page.get_by_role("dialog").get_by_role("button", name="Thu hồi").click()
    expect(row(page, "Cổng thông tin")).to_contain_text("Đã thu hồi")
    assert httpx.get(events, headers=headers).status_code == 401
    assert overflow(page) <= 0


def test_every_right_of_a_key_has_its_words(blank: Page) -> None:
    from app.domain.roles import SCOPES

    listed = blank.evaluate("async () => (await import('/static/i18n/office-scopes.js')).SCOPES")
    assert sorted(listed) == sorted(str(scope) for scope in SCOPES)
