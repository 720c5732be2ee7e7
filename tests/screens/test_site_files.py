"""A photo of a slip: made small, freed of what the camera wrote into it, sent once."""

import struct
import zlib

import httpx
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.conftest import CONFERENCE
from tests.screens.looking import keep_picture
from tests.screens.stage import COOKIE, Stage
from tests.screens.test_site import PHONE, card, open_site, write


def png(width: int, height: int) -> bytes:
    """A picture large enough to be worth making smaller."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    rows = b"".join(b"\0" + bytes((x * y) % 256 for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pieces = (
        chunk(b"IHDR", head)
        + chunk(b"eXIf", b"MM\0*GPS here")
        + chunk(b"IDAT", zlib.compress(rows))
    )
    return b"\x89PNG\r\n\x1a\n" + pieces + chunk(b"IEND", b"")


def test_a_photo_is_made_small_and_arrives_with_its_question(page: Page, stage: Stage) -> None:
    page.set_viewport_size(PHONE)
    open_site(page, stage)
    photo: FilePayload = {
        "name": "phiếu số 7.png",
        "mimeType": "image/png",
        "buffer": png(2400, 1200),
    }
    page.locator("input[capture]").set_input_files(photo)
    expect(page.get_by_text("phiếu số 7.jpg")).to_be_visible()
    page.reload()
    expect(page.get_by_text("phiếu số 7.jpg")).to_be_visible()
    keep_picture(page, "site-phone-photo")
    write(page, "Câu có ảnh phiếu")
    expect(page.locator("p.unsent-count")).to_contain_text("Mọi câu đã gửi", timeout=20_000)
    (made,) = stage.send("cho-don", "GET", "/questions?q=anh phieu")["items"]
    (kept,) = made["attachments"]
    assert (kept["name"], kept["media_type"]) == ("phiếu số 7.jpg", "image/jpeg")
    path = f"conferences/{CONFERENCE}/questions/{made['number']}/attachments/{kept['id']}"
    content = httpx.get(
        f"{stage.url}/api/v1/{path}", cookies={COOKIE: stage.cookie("cho-don")}
    ).content
    assert content.startswith(b"\xff\xd8\xff")
    assert b"GPS here" not in content
    assert _size_of_jpeg(content) == (1600, 800)
    card(page, "Câu có ảnh phiếu").locator("summary").click()
    expect(page.get_by_role("link", name="phiếu số 7.jpg")).to_be_visible()


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    place = 2
    while not 0xC0 <= content[place + 1] <= 0xC2:
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    height, width = struct.unpack(">HH", content[place + 5 : place + 9])
    return width, height


def test_a_lost_answer_does_not_double_the_photo(page: Page, stage: Stage) -> None:
    open_site(page, stage)
    lost: list[int] = []

    def lose_once(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route("**/attachments", lose_once)
    photo: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": png(40, 30)}
    other: FilePayload = {**photo, "name": "b.png"}
    page.locator("input[multiple]").set_input_files([photo, other])
    expect(page.get_by_text("b.jpg")).to_be_visible()
    write(page, "Câu có hai ảnh")
    expect(page.locator("p.unsent-count")).to_contain_text("Mọi câu đã gửi", timeout=20_000)
    assert lost == [201]
    (made,) = stage.send("cho-don", "GET", "/questions?q=hai anh")["items"]
    assert [one["name"] for one in made["attachments"]] == ["a.jpg", "b.jpg"]


def test_a_file_that_is_no_picture_is_said_at_once(page: Page, stage: Stage) -> None:
    open_site(page, stage)
    wrong: FilePayload = {"name": "danh sách.xlsx", "mimeType": "image/png", "buffer": b"PK\3\4"}
    page.locator("input[multiple]").set_input_files([wrong])
    expect(page.get_by_text("Không đọc được “danh sách.xlsx”")).to_be_visible()
