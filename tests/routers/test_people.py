"""Accounts, members and API keys."""

import asyncio
from typing import Any

import pytest

from app.domain.roles import SCOPES
from tests.conftest import OTHER, World, question
from tests.routers.problems import errors, refused

PASSWORD = "đường về bản 1975"
ACCOUNT = {"username": "chi-lan", "name": "Chị Lan", "password": PASSWORD}
one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def add_account(world: World) -> dict[str, Any]:
    made = await world.post("admin", "users", ACCOUNT)
    assert made.status_code == 201, made.text
    shown: dict[str, Any] = made.json()
    return shown


async def token(world: World, password: str = PASSWORD) -> str:
    form = {"username": "chi-lan", "password": password}
    made = await world.client.post("/api/v1/auth/token", data=form)
    assert made.status_code == 200, made.text
    return f"Bearer {made.json()['access_token']}"


async def make_key(world: World, *scopes: str) -> tuple[int, str]:
    made = await world.post("admin", "/keys", {"name": "Bảng tin", "scopes": list(scopes)})
    assert made.status_code == 201, made.text
    return made.json()["id"], f"Bearer {made.json()['key']}"


async def test_account_is_opened_and_shown_without_its_password(world: World) -> None:
    made = await add_account(world)
    assert made == {
        "id": made["id"],
        "username": "chi-lan",
        "name": "Chị Lan",
        "is_admin": False,
        "is_active": True,
        "version": 1,
    }
    listed = (await world.get("admin", "users?limit=200")).json()["items"]
    assert made in listed
    refused(await world.post("admin", "users", ACCOUNT), 409, "name_taken")


async def test_accounts_of_one_name_at_once_are_told_as_a_name_taken(world: World) -> None:
    all_at_once = await asyncio.gather(*(world.post("admin", "users", ACCOUNT) for _ in range(6)))
    assert sorted(response.status_code for response in all_at_once) == [201, *[409] * 5]


async def test_conferences_of_one_name_at_once_are_told_as_a_name_taken(world: World) -> None:
    given = {"slug": "moi-2026", "title": "Mới"}
    all_at_once = await asyncio.gather(
        *(world.post("admin", "conferences", given) for _ in range(6))
    )
    assert sorted(response.status_code for response in all_at_once) == [201, *[409] * 5]


async def test_membership_given_again_and_again_at_once_is_there_once(world: World) -> None:
    given = {"username": "stranger", "role": "chair"}
    all_at_once = await asyncio.gather(*(world.post("admin", "/members", given) for _ in range(6)))
    listed = (await world.get("admin", "/members?limit=200")).json()["items"]
    assert [m["role"] for m in listed if m["username"] == "stranger"] == ["chair"]
    assert sorted(response.status_code for response in all_at_once) == [201, *[409] * 5]


@one_database
async def test_new_password_ends_every_session(world: World) -> None:
    user = await add_account(world)
    old = [await token(world), await token(world)]
    change = {"password": "một mật khẩu khác"}
    changed = await world.send("admin", "PATCH", f"users/{user['id']}", change, if_match="*")
    assert changed.status_code == 200
    for bearer in old:
        refused(await world.get(None, "me", authorization=bearer), 401, "not_signed_in")
    new = await token(world, "một mật khẩu khác")
    assert (await world.get(None, "me", authorization=new)).status_code == 200


@one_database
async def test_closed_account_is_out_at_once_and_cannot_come_back(world: World) -> None:
    user = await add_account(world)
    bearer = await token(world)
    path = f"users/{user['id']}"
    await world.send("admin", "PATCH", path, {"is_active": False}, if_match="*")
    refused(await world.get(None, "me", authorization=bearer), 401, "not_signed_in")
    form = {"username": "chi-lan", "password": PASSWORD}
    closed = await world.client.post("/api/v1/auth/token", data=form)
    refused(closed, 401, "bad_credentials")
    await world.send("admin", "PATCH", path, {"is_active": True}, if_match="*")
    refused(await world.get(None, "me", authorization=bearer), 401, "not_signed_in")
    await token(world)


@one_database
async def test_only_administrators_manage_people_and_keys(world: World) -> None:
    for who in ("moderator", "chair", "cho-don", "official", "screen"):
        refused(await world.get(who, "users"), 403, "missing_permission")
        for path, needed in [("/members", "people.manage"), ("/keys", "keys.manage")]:
            problem = refused(await world.get(who, path), 403, "missing_permission")
            assert problem["permission"] == needed
    for path in ("/members", "/keys"):
        refused(await world.get("stranger", path), 404, "not_found")
        refused(await world.get(None, path), 401, "not_signed_in")


@one_database
async def test_role_needs_what_it_is_bound_to(world: World) -> None:
    for given, field in [
        ({"role": "site_moderator"}, "site"),
        ({"role": "chair", "site": "cho-don"}, "site"),
        ({"role": "official"}, "official"),
        ({"role": "moderator", "official": "chu-tich-ubnd-tinh"}, "official"),
        ({"role": "admin"}, "role"),
        ({"role": "integration"}, "role"),
    ]:
        response = await world.post("admin", "/members", {"username": "stranger"} | given)
        assert list(errors(response)) == [field]
    for given, field in [
        ({"username": "khong-ai", "role": "chair"}, "username"),
        ({"username": "stranger", "role": "site_moderator", "site": "khong-co"}, "site"),
        ({"username": "stranger", "role": "official", "official": "khong-co"}, "official"),
    ]:
        response = await world.post("admin", "/members", given)
        assert refused(response, 422, "unknown_reference")["field"] == field


async def test_removed_member_is_a_stranger_again(world: World) -> None:
    given = {"username": "stranger", "role": "chair"}
    made = (await world.post("admin", "/members", given)).json()
    assert (await world.get("stranger", "/queue")).status_code == 200
    path = f"/members/{made['id']}"
    assert (await world.send("admin", "DELETE", path)).status_code == 204
    refused(await world.get("stranger", "/queue"), 404, "not_found")
    refused(await world.send("admin", "DELETE", path), 404, "not_found")
    elsewhere = f"conferences/{OTHER}{(path)}"
    refused(await world.send("admin", "DELETE", elsewhere), 404, "not_found")


async def test_key_may_do_what_its_scopes_name_and_nothing_else(world: World) -> None:
    number = await world.submit()
    _, key = await make_key(world, "question.submit", "queue.see")
    made = await world.post(None, "/questions", question(), authorization=key)
    assert made.status_code == 201
    assert (await world.get(None, "/queue", authorization=key)).status_code == 200
    for method, path in [
        ("GET", "/questions"),
        ("POST", f"/questions/{number}/approve"),
        ("GET", "/events"),
        ("GET", "/keys"),
        ("POST", "/floor/undo"),
    ]:
        response = await world.send(None, method, path, authorization=key)
        refused(response, 403, "missing_permission")
    refused(await world.get(None, "me", authorization=key), 401)
    refused(await world.get(None, "users", authorization=key), 403)
    listed = (await world.get(None, "conferences", authorization=key)).json()["items"]
    assert [item["slug"] for item in listed] == ["bac-kan-2025"]


@one_database
async def test_key_is_a_stranger_to_other_conferences(world: World) -> None:
    _, key = await make_key(world, *sorted(SCOPES))
    for path in ("", "/queue", "/questions", "/sites", "/events"):
        response = await world.get(None, f"conferences/{OTHER}{path}", authorization=key)
        refused(response, 404, "not_found")


async def test_revoked_key_is_worth_nothing_at_once(world: World) -> None:
    id_, key = await make_key(world, "queue.see")
    assert (await world.get(None, "/queue", authorization=key)).status_code == 200
    elsewhere = f"conferences/{OTHER}/keys/{id_}"
    refused(await world.send("admin", "DELETE", elsewhere), 404, "not_found")
    assert (await world.send("admin", "DELETE", f"/keys/{id_}")).status_code == 204
    refused(await world.get(None, "/queue", authorization=key), 401, "not_signed_in")
    (listed,) = (await world.get("admin", "/keys")).json()["items"]
    assert listed["revoked_at"] is not None
    assert "key" not in listed
