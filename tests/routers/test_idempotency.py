"""Idempotency-Key: one effect and one answer, however often a request is repeated."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from app.actions import questions as actions
from app.models.journal import StoredAnswer
from tests.conftest import World, question
from tests.routers.files import PDF, PNG
from tests.routers.problems import refused, stock
from tests.routers.promises import promised
from tests.sheets import HEAD, csv_of, row_of

PASSWORD = "mật khẩu thử số 1"
CREATIONS: dict[str, Any] = {
    "/questions": question(),
    "/questions/1/attachments": ("anh.png", PNG),
    "/questions/1/follow-ups": {"agency": "ubnd-tinh", "promise": "Sẽ trả lời."},
    "/follow-ups/1/attachments": ("cong-van.pdf", PDF),
    "/calendars": {"agency": "ubnd-tinh"},
    "/preparation": {"questions": [2], "agency": "ubnd-tinh"},
    "conferences": {"slug": "moi-2026", "title": "Hội nghị mới"},
    "users": {"username": "nguoi-moi", "name": "Người mới", "password": PASSWORD},
    "/members": {"username": "stranger", "role": "chair"},
    "/keys": {"name": "Bảng tin", "scopes": ["queue.see"]},
    "/invitations": {"role": "chair", "name": "Thư ký chủ tọa"},
    "/sites": {"slug": "diem-moi", "name": "Điểm mới"},
    "/topics": {"slug": "noi-dung-moi", "name": "Nội dung mới"},
    "/agencies": {"slug": "co-quan-moi", "name": "Cơ quan mới"},
    "/officials": {"slug": "nguoi-moi", "name": "Người mới"},
    "/agenda": {"slug": "muc-moi", "title": "Mục mới"},
    "/imports": ("cau-hoi.csv", csv_of([HEAD, row_of("Bao giờ có đường?")])),
    "/webhooks": {"url": "https://cong.example.vn/", "scopes": ["queue.see"], "is_active": False},
}
one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def stored(world: World) -> list[StoredAnswer]:
    async with world.session() as session:
        return list(await session.scalars(select(StoredAnswer)))


@one_database
async def test_every_creation_needs_a_key(world: World) -> None:
    for path, given in CREATIONS.items():
        response = await world.post("admin", path, given, idempotency_key="")
        refused(response, 400, "idempotency_key_required")
    assert await stored(world) == []


@one_database
@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb", "kho\N{LATIN SMALL LETTER A WITH ACUTE}"])
async def test_key_that_is_no_key_is_refused(world: World, key: str) -> None:
    url = "/api/v1/conferences/bac-kan-2025/questions"
    sent = [
        (b"authorization", b"Bearer token-of-moderator"),
        (b"idempotency-key", key.encode()),
    ]
    response = await world.client.post(url, json=question(), headers=sent)
    refused(response, 400, "idempotency_key_required")


async def test_repeated_creation_gets_the_same_answer_and_happens_once(world: World) -> None:
    assert (await promised(world))["id"] == 1
    kept = len(await stored(world))
    for path, given in CREATIONS.items():
        first = await world.post("admin", path, given, idempotency_key=f"key of {path}")
        assert first.status_code == 201, first.text
        before = await stock(world)
        again = await world.post("admin", path, given, idempotency_key=f"key of {path}")
        assert again.status_code == 201
        assert again.headers["idempotency-replayed"] == "true"
        assert "idempotency-replayed" not in first.headers
        for header in ("etag", "location", "content-type"):
            assert again.headers.get(header) == first.headers.get(header), path
        if path not in {"/keys", "/invitations", "/webhooks", "/calendars"}:
            assert again.content == first.content
        assert await stock(world) == before
    assert len(await stored(world)) == kept + len(CREATIONS)


async def test_key_with_another_body_is_refused(world: World) -> None:
    await world.post("moderator", "/questions", question(), idempotency_key="k1")
    before = await stock(world)
    other = question(text="Câu khác hẳn?")
    response = await world.post("moderator", "/questions", other, idempotency_key="k1")
    refused(response, 422, "idempotency_key_reused")
    assert await stock(world) == before


@one_database
async def test_key_used_at_another_address_is_refused(world: World) -> None:
    one, two = await world.submit(), await world.submit()
    assert (await world.do("moderator", one, "approve", idempotency_key="k1")).status_code == 200
    response = await world.do("moderator", two, "approve", idempotency_key="k1")
    refused(response, 422, "idempotency_key_reused")


async def test_repeat_while_the_first_is_in_flight_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, plain = asyncio.Event(), asyncio.Event(), actions.submit

    async def slow(deed: Any, given: Any) -> Any:
        begun.set()
        await may_end.wait()
        return await plain(deed, given)

    monkeypatch.setattr(actions, "submit", slow)
    send = world.post("moderator", "/questions", question(), idempotency_key="k1")
    first = asyncio.create_task(send)
    await begun.wait()
    second = await world.post("moderator", "/questions", question(), idempotency_key="k1")
    assert second.headers["retry-after"] == "1"
    refused(second, 409, "request_in_flight")
    may_end.set()
    assert (await first).status_code == 201
    third = await world.post("moderator", "/questions", question(), idempotency_key="k1")
    assert third.headers["idempotency-replayed"] == "true"
    assert (await world.conference()).last_number == 1


async def test_twenty_repeats_at_once_have_one_effect(world: World) -> None:
    sends = [
        world.post("moderator", "/questions", question(), idempotency_key="k1") for _ in range(20)
    ]
    responses = await asyncio.gather(*sends)
    assert {r.status_code for r in responses} <= {201, 409}
    made = [r.json()["number"] for r in responses if r.status_code == 201]
    assert set(made) == {1}
    assert (await world.conference()).last_number == 1


@one_database
async def test_key_belongs_to_its_caller(world: World) -> None:
    for number, who in enumerate(["moderator", "moderator-2", "cho-don"], start=1):
        made = await world.post(who, "/questions", question(), idempotency_key="k1")
        assert made.status_code == 201
        assert made.json()["number"] == number


async def test_repeated_command_under_its_key_is_answered_as_the_first_time(world: World) -> None:
    number = await world.submit()
    first = await world.do("moderator", number, "approve", idempotency_key="k1")
    again = await world.do("moderator", number, "approve", idempotency_key="k1")
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["idempotency-replayed"] == "true"
    refused(await world.do("moderator", number, "approve"), 409, "illegal_transition")


@one_database
async def test_commands_may_go_without_a_key(world: World) -> None:
    number = await world.submit()
    response = await world.do("moderator", number, "approve", idempotency_key="")
    assert response.status_code == 200


@one_database
async def test_two_taps_under_one_key_move_the_floor_once(world: World) -> None:
    first, second = await world.queued(), await world.queued()
    given = {"expected_current": None, "expected_next": first}
    taps = [await world.post("chair", "/floor/next", given, idempotency_key="t") for _ in range(2)]
    assert [tap.status_code for tap in taps] == [200, 200]
    assert taps[0].content == taps[1].content
    floor = (await world.get("chair", "/floor")).json()
    assert (floor["current"]["number"], floor["next"]["number"]) == (first, second)


async def test_refused_request_does_not_burn_its_key(world: World) -> None:
    wrong = question() | {"topic": "khong-co"}
    response = await world.post("moderator", "/questions", wrong, idempotency_key="k1")
    refused(response, 422, "unknown_reference")
    wrong = question() | {"text": ""}
    response = await world.post("moderator", "/questions", wrong, idempotency_key="k1")
    refused(response, 422, "invalid_request")
    assert await stored(world) == []
    made = await world.post("moderator", "/questions", question(), idempotency_key="k1")
    assert made.status_code == 201
    assert "idempotency-replayed" not in made.headers


@one_database
async def test_stored_answer_of_an_api_key_holds_no_secret(world: World) -> None:
    given = CREATIONS["/keys"]
    made = await world.post("admin", "/keys", given, idempotency_key="k1")
    secret = made.json()["key"]
    again = await world.post("admin", "/keys", given, idempotency_key="k1")
    assert again.json() == made.json() | {"key": None}
    (row,) = await stored(world)
    assert secret not in row.model_dump_json()


@one_database
async def test_stored_answer_of_an_invitation_holds_no_secret(world: World) -> None:
    given = CREATIONS["/invitations"]
    made = await world.post("admin", "/invitations", given, idempotency_key="k1")
    secret = made.json()["link"].partition("#invitation=")[2]
    again = await world.post("admin", "/invitations", given, idempotency_key="k1")
    assert again.json() == made.json() | {"link": None, "qr": None}
    (row,) = await stored(world)
    assert secret not in row.model_dump_json()
    assert "data:image" not in row.body


@one_database
async def test_fingerprint_holds_no_password(world: World) -> None:
    given = CREATIONS["users"]
    first = await world.post("admin", "users", given, idempotency_key="k1")
    other = given | {"password": "một mật khẩu khác"}
    again = await world.post("admin", "users", other, idempotency_key="k1")
    assert again.status_code == 201, "a fast hash over the password would let it be guessed"
    assert again.content == first.content
    (row,) = await stored(world)
    assert PASSWORD not in row.model_dump_json()
    renamed = await world.post("admin", "users", given | {"name": "B"}, idempotency_key="k1")
    refused(renamed, 422, "idempotency_key_reused")


@one_database
@pytest.mark.parametrize("body", [b'["password"]', b'"password"', b'{"a": ["password"]}'])
async def test_odd_body_with_the_word_password_is_refused_not_failed_over(
    world: World, body: bytes
) -> None:
    headers = {
        "authorization": "Bearer token-of-admin",
        "idempotency-key": "k1",
        "content-type": "application/json",
    }
    response = await world.client.post("/api/v1/users", content=body, headers=headers)
    refused(response, 422, "invalid_request")
    plain = headers | {"content-type": "text/plain"}
    response = await world.client.post("/api/v1/users", content=b'x "password"', headers=plain)
    refused(response, 415, "unsupported_media_type")
