"""Attachments: what is taken, who sees them, that they come back whole and harmless."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import func, select

from app.models.preparation import Attachment, AttachmentContent
from tests.conftest import CONFERENCE, OFFICIAL, World, running
from tests.live.screens import watched
from tests.routers.files import JPEG, PDF, PNG, address, attach
from tests.routers.problems import refused, stock

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def added(world: World, number: int, who: str = "cho-don", **more: Any) -> dict[str, Any]:
    response = await attach(world, who, number, **more)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


async def kept(world: World) -> tuple[int, int]:
    """Count rows and bytes, by the database itself."""
    async with world.session() as session:
        rows = await session.scalar(select(func.count()).select_from(Attachment))
        contents = await session.scalar(select(func.count()).select_from(AttachmentContent))
    return rows or 0, contents or 0


@pytest.fixture
async def small_world(database_url: str) -> AsyncIterator[World]:
    """The application with small bounds, so that tests need not send megabytes."""
    async with running(database_url, max_body_bytes=2048, max_attachment_bytes=20_000) as world:
        yield world


async def test_file_comes_back_as_it_was_sent(world: World) -> None:
    number = await world.submit()
    for content, media_type in ((PNG, "image/png"), (JPEG, "image/jpeg"), (PDF, "application/pdf")):
        response = await attach(world, "cho-don", number, content, "đơn kiến nghị.bin")
        assert response.status_code == 201, response.text
        made = response.json()
        assert set(made) == {"id", "name", "media_type", "size", "added_at", "added_by"}
        assert (made["media_type"], made["size"]) == (media_type, len(content))
        assert (made["name"], made["added_by"]) == ("đơn kiến nghị.bin", "cho-don")
        path = response.headers["location"].removeprefix("/api/v1/")
        assert path == f"conferences/{CONFERENCE}{address(number, made['id'])}"
        file = await world.get("moderator", path)
        assert (file.content, file.headers["content-type"]) == (content, media_type)
    listed = (await world.get("cho-don", address(number))).json()["items"]
    assert [item["media_type"] for item in listed] == ["image/png", "image/jpeg", "application/pdf"]


@one_database
async def test_file_is_sent_so_that_no_browser_runs_it(world: World) -> None:
    number = await world.submit()
    made = await added(world, number, name='ảnh "xóm" 1;\r\n.png')
    headers = (await world.get("moderator", address(number, made["id"]))).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["cache-control"] == "private"
    disposition = headers["content-disposition"]
    assert disposition.startswith('inline; filename="')
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == made["name"]
    assert disposition.isascii()
    assert disposition.count('"') == 2
    letter = await added(world, number, content=PDF, name="đơn.pdf")
    sent = await world.get("moderator", address(number, letter["id"]))
    assert sent.headers["content-disposition"].startswith("attachment; ")


@one_database
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.png", b"Xin chao"),
        ("anh.png", b"<!doctype html><script>alert(1)</script>"),
        ("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("anh.png", PNG[:-8]),
        ("anh.jpg", JPEG[:-2]),
        ("don.pdf", PDF[:20]),
        ("trong.pdf", b""),
    ],
)
async def test_what_is_no_picture_or_document_is_refused(
    world: World, name: str, content: bytes
) -> None:
    number = await world.submit()
    before = await stock(world)
    refused(await attach(world, "cho-don", number, content, name), 415, "unsupported_attachment")
    assert (await stock(world), await kept(world)) == (before, (0, 0))


@one_database
async def test_form_without_the_file_is_refused(world: World) -> None:
    number = await world.submit()
    url = f"/api/v1/conferences/{CONFERENCE}{address(number)}"
    headers = {"authorization": "Bearer token-of-cho-don", "idempotency-key": "k1"}
    sent: list[tuple[dict[str, Any], int, str]] = [
        ({"files": {"other": ("a.png", PNG)}}, 422, "invalid_request"),
        ({"files": [("file", ("a.png", PNG)), ("file", ("b.png", PNG))]}, 400, "malformed_request"),
        ({"files": {"file": ("a.png", PNG)}, "data": {"x": "y"}}, 400, "malformed_request"),
        ({"json": {"file": "a"}}, 415, "unsupported_attachment"),
        ({"content": PNG}, 415, "unsupported_attachment"),
    ]
    for request, status, code in sent:
        refused(await world.client.post(url, headers=headers, **request), status, code)
    broken = headers | {"content-type": "multipart/form-data"}
    refused(await world.client.post(url, headers=broken, content=b"--x"), 400, "malformed_request")
    assert await kept(world) == (0, 0)


@one_database
async def test_file_over_the_limit_is_refused_and_one_below_it_is_taken(small_world: World) -> None:
    number = await small_world.submit()
    # What follows the end of a picture is not looked at: phones put films there.
    for size, status in ((20_000, 201), (20_001, 413), (60_000, 413)):
        content = JPEG + bytes(size - len(JPEG))
        response = await attach(small_world, "cho-don", number, content)
        assert response.status_code == status, response.text
        if status == 413:
            refused(response, 413, "too_large")
    assert await kept(small_world) == (1, 1)


@one_database
async def test_every_other_address_keeps_its_own_limit(small_world: World) -> None:
    number = await small_world.submit()
    large = {"text": "a" * 3000}
    for method, path in (
        ("POST", "/questions"),
        ("PUT", f"/questions/{number}/prepared-answer"),
        ("POST", f"{address(number)}/"),
        ("POST", f"{address(number)}/1"),
        ("DELETE", address(number, 1)),
    ):
        refused(await small_world.send("moderator", method, path, large), 413, "too_large")


async def test_sixth_file_is_refused_also_when_all_come_at_once(world: World) -> None:
    number = await world.submit()
    sent = [attach(world, "cho-don", number, name=f"{n}.png") for n in range(7)]
    statuses = [response.status_code for response in await asyncio.gather(*sent)]
    assert sorted(statuses) == [201] * 5 + [409] * 2
    problem = refused(await attach(world, "moderator", number), 409, "too_many_attachments")
    assert problem["limit"] == 5
    assert await kept(world) == (5, 5)


async def test_removed_file_is_gone_with_its_bytes_and_makes_room(world: World) -> None:
    number, other = await world.submit(), await world.submit()
    ids = [(await added(world, number))["id"] for _ in range(5)]
    wrong = await world.send("cho-don", "DELETE", address(other, ids[0]))
    refused(wrong, 404, "not_found")
    gone = await world.send("cho-don", "DELETE", address(number, ids[0]))
    assert (gone.status_code, gone.content) == (204, b"")
    again = await world.send("cho-don", "DELETE", address(number, ids[0]))
    assert refused(again, 404, "not_found")["what"] == "attachment"
    refused(await world.get("cho-don", address(number, ids[0])), 404, "not_found")
    assert await kept(world) == (4, 4)
    assert (await added(world, number))["id"] > max(ids)


async def test_repeat_under_the_same_key_adds_one_file(world: World) -> None:
    number = await world.submit()
    # The boundary of the form is made up anew each time, as browsers do.
    made = await attach(world, "cho-don", number, key="k1")
    again = await attach(world, "cho-don", number, key="k1")
    types = {sent.request.headers["content-type"] for sent in (made, again)}
    assert len(types) == 2
    assert (again.status_code, again.content) == (201, made.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert await kept(world) == (1, 1)
    for other in (
        await attach(world, "cho-don", number, JPEG, key="k1"),
        await attach(world, "cho-don", number, name="khac.png", key="k1"),
    ):
        refused(other, 422, "idempotency_key_reused")
    keyless = await attach(world, "cho-don", number, key="")
    refused(keyless, 400, "idempotency_key_required")


async def test_desk_and_own_site_are_shown_attachments_and_nobody_else(world: World) -> None:
    number = await world.queued()
    await world.send("moderator", "PUT", f"/questions/{number}/assignment", {"lead": OFFICIAL})
    made = await added(world, number)
    brief = {name: made[name] for name in ("id", "name", "media_type", "size")}
    for who in ("moderator", "admin", "cho-don"):
        shown = (await world.get(who, f"/questions/{number}")).json()
        assert shown["attachments"] == [brief], who
    for who in ("chair", "na-ri", "official", "official-2", "screen"):
        shown = (await world.get(who, f"/questions/{number}")).json()
        assert "attachments" not in shown, who


async def test_only_desk_and_own_site_get_the_file(world: World) -> None:
    number = await world.queued()
    id_ = (await added(world, number))["id"]
    for path in (address(number), address(number, id_)):
        for who in ("moderator", "admin", "cho-don"):
            assert (await world.get(who, path)).status_code == 200, who
        for who in ("chair", "official", "screen"):
            problem = refused(await world.get(who, path), 403, "missing_permission")
            assert problem["permission"] == "attachment.see"
        for who in ("na-ri", "stranger", "other-moderator"):
            refused(await world.get(who, path), 404, "not_found")


async def test_moderator_of_another_site_adds_and_removes_nothing(world: World) -> None:
    number = await world.submit()
    id_ = (await added(world, number))["id"]
    refused(await attach(world, "na-ri", number), 404, "not_found")
    refused(await world.send("na-ri", "DELETE", address(number, id_)), 404, "not_found")
    await world.do("moderator", number, "enqueue")
    refused(await attach(world, "na-ri", number), 403, "missing_permission")
    refused(await world.send("na-ri", "DELETE", address(number, id_)), 403, "missing_permission")
    assert await kept(world) == (1, 1)


@one_database
async def test_attachment_of_another_question_or_none_is_not_found(world: World) -> None:
    number, other = await world.submit(), await world.submit()
    id_ = (await added(world, number))["id"]
    for path in (address(other, id_), address(number, id_ + 1), address(999, id_), address(999)):
        refused(await world.get("moderator", path), 404, "not_found")
    refused(await attach(world, "moderator", 999), 404, "not_found")


async def test_adding_and_removing_change_the_questions_version(world: World) -> None:
    number = await world.submit()
    id_ = (await added(world, number))["id"]
    assert (await world.get("moderator", f"/questions/{number}")).headers["etag"] == '"2"'
    stale = await world.send("cho-don", "DELETE", address(number, id_), if_match='"1"')
    assert refused(stale, 412, "stale_version")["version"] == 2
    done = await world.send("cho-don", "DELETE", address(number, id_), if_match='"2"')
    assert done.status_code == 204
    shown = (await world.get("moderator", f"/questions/{number}")).json()
    assert (shown["version"], shown["attachments"]) == (3, [])


async def test_screens_of_the_desk_and_the_site_are_told_and_the_hall_is_not(world: World) -> None:
    number = await world.queued()
    async with (
        watched(world, "desk") as desk,
        watched(world, "site/cho-don") as own,
        watched(world, "hall") as hall,
    ):
        for screen in (desk, own, hall):
            await screen.hears("snapshot")
        await added(world, number, name="nguyen-van-a.png")
        for screen in (desk, own):
            (question,) = (await screen.hears("change"))["upsert"]["questions"]
            assert [file["name"] for file in question["attachments"]] == ["nguyen-van-a.png"]
        await hall.reaches((await world.conference()).last_seq)
        assert {message["type"] for message in hall.unread} <= {"tick"}


@one_database
async def test_journal_tells_of_a_file_without_its_name(world: World) -> None:
    number = await world.submit()
    id_ = (await added(world, number, name="nguyen-van-a.png"))["id"]
    await world.send("cho-don", "DELETE", address(number, id_))
    entries = (await world.get("moderator", "/events?limit=200")).json()["items"][-2:]
    assert [(entry["type"], entry["payload"]) for entry in entries] == [
        ("attachment.added", {"attachment": id_, "media_type": "image/png", "size": len(PNG)}),
        ("attachment.removed", {"attachment": id_}),
    ]
    assert [entry["questions"] for entry in entries] == [[number], [number]]


@one_database
async def test_archived_conference_takes_and_loses_no_file(world: World) -> None:
    number = await world.submit()
    id_ = (await added(world, number))["id"]
    await world.post("admin", "/phase", {"to": "archived"})
    refused(await attach(world, "cho-don", number), 409, "conference_archived")
    gone = await world.send("cho-don", "DELETE", address(number, id_))
    refused(gone, 409, "conference_archived")
    assert (await world.get("cho-don", address(number, id_))).content == PNG
