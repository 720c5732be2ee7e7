"""ETag and If-Match: nobody overwrites what somebody else has changed meanwhile."""

from typing import Any

import pytest

from tests.conftest import OFFICIAL, World
from tests.routers.problems import refused, stock

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

THINGS: dict[str, dict[str, Any]] = {
    "conferences/bac-kan-2025": {"title": "Tên mới"},
    "/sites/cho-don": {"expected_delegates": 7},
    "/topics/cong-tac-can-bo-nu": {"name": "Tên mới"},
    "/agencies/ubnd-tinh": {"name": "Tên mới"},
    f"/officials/{OFFICIAL}": {"present": False},
    "/agenda/doi-thoai": {"planned_minutes": 45},
    "/questions/1": {"text": "Bao giờ có điện?"},
}
COMMANDS: dict[str, Any] = {
    "return": {"note": "Xin ghi rõ"},
    "approve": None,
    "reject": {"reason": "off_topic", "note": "Ngoài nội dung"},
    "merge": {"into": 2},
    "withdraw": None,
    "enqueue": {"before": None},
    "dequeue": None,
    "call": None,
    "put_back": None,
    "finish": None,
    "defer": {"agency": "ubnd-tinh", "due": "2025-04-30"},
    "recall": None,
    "restore": None,
    "assignment/accept": None,
    "assignment/decline": {"reason": "Vắng"},
}


async def test_single_objects_carry_their_version_as_etag(world: World) -> None:
    await world.submit()
    for path in THINGS:
        got = await world.get("admin", path)
        assert got.headers["etag"] == f'"{got.json()["version"]}"', path


async def test_change_without_if_match_is_refused(world: World) -> None:
    await world.submit()
    before = await stock(world)
    for path, given in THINGS.items():
        refused(await world.send("admin", "PATCH", path, given), 428, "precondition_required")
    assert await stock(world) == before


async def test_account_is_changed_under_if_match_as_everything_else(world: World) -> None:
    user = (await world.get("admin", "users")).json()["items"][0]["id"]
    response = await world.send("admin", "PATCH", f"users/{user}", {"name": "Tên mới"})
    refused(response, 428, "precondition_required")


async def test_change_with_the_current_version_gets_the_next_one(world: World) -> None:
    await world.submit()
    for path, given in THINGS.items():
        etag = (await world.get("admin", path)).headers["etag"]
        changed = await world.send("admin", "PATCH", path, given, if_match=etag)
        assert changed.status_code == 200, changed.text
        assert changed.json()["version"] == int(etag.strip('"')) + 1
        assert changed.headers["etag"] == (await world.get("admin", path)).headers["etag"]
        for field, value in given.items():
            assert changed.json()[field] == value


async def test_change_with_a_stale_version_is_refused_and_told_the_current_one(
    world: World,
) -> None:
    await world.submit()
    for path, given in THINGS.items():
        etag = (await world.get("admin", path)).headers["etag"]
        assert (await world.send("admin", "PATCH", path, given, if_match=etag)).status_code == 200
        shown = (await world.get("admin", path)).json()
        stale = await world.send("admin", "PATCH", path, given, if_match=etag)
        assert refused(stale, 412, "stale_version")["version"] == shown["version"]
        assert (await world.get("admin", path)).json() == shown


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        ("*", 200),
        ('"1"', 200),
        ('"7", "1"', 200),
        ('W/"1", "1"', 200),
        ('W/"1"', 412),
        ('"2"', 412),
        ("1", 412),
        ('"01"', 412),
        ('"99999999999999999999"', 412),
        ('"', 412),
    ],
)
async def test_if_match_is_read_as_the_standard_says(
    world: World, if_match: str, status: int
) -> None:
    given = {"name": "Tên mới"}
    changed = await world.send("admin", "PATCH", "/sites/cho-don", given, if_match=if_match)
    assert changed.status_code == status, changed.text
    number = await world.submit()
    command = await world.do("moderator", number, "approve", if_match=if_match)
    assert command.status_code == status, command.text


async def test_every_command_of_a_question_honours_if_match(world: World) -> None:
    number = await world.submit()
    await world.submit()
    given = {"lead": OFFICIAL}
    assigned = await world.send("moderator", "PUT", f"/questions/{number}/assignment", given)
    assert assigned.json()["version"] == 2
    before = await stock(world)
    for command, body in COMMANDS.items():
        who = "official" if command.startswith("assignment") else "moderator"
        stale = await world.do(who, number, command, body, if_match='"1"')
        assert refused(stale, 412, "stale_version")["version"] == 2, command
    for method, path, body in [
        ("PUT", "assignment", given),
        ("DELETE", "assignment", None),
        ("PUT", "answer", {"summary": "Đã trả lời"}),
    ]:
        url = f"/questions/{number}/{path}"
        stale = await world.send("moderator", method, url, body, if_match='"1"')
        refused(stale, 412, "stale_version")
    assert await stock(world) == before


async def test_commands_of_a_conference_and_a_site_honour_if_match(world: World) -> None:
    before = await stock(world)
    readiness = {"line": "ok", "microphone": True, "delegate_present": True}
    path = "/sites/cho-don/readiness"
    told = await world.post("moderator", path, readiness, if_match='"99"')
    switched = await world.post("moderator", "/phase", {"to": "collecting"}, if_match='"99"')
    refused(switched, 412, "stale_version")
    refused(told, 412, "stale_version")
    assert await stock(world) == before


async def test_removal_honours_if_match(world: World) -> None:
    path = "/agenda/tang-qua"
    refused(await world.send("admin", "DELETE", path, if_match='"2"'), 412, "stale_version")
    assert (await world.send("admin", "DELETE", path, if_match='"1"')).status_code == 204
