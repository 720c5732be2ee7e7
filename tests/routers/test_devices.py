"""Screens sign in by a code that a person approves (RFC 8628); screens are listed and removed."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from app.actions.sessions import secret_hash
from app.domain.user_codes import ALPHABET
from app.live.connection import Holder
from app.live.protocol import Close
from app.models.access import Credential, Membership, User
from app.models.device import DeviceSignIn, Screen
from app.queries import access
from app.routers import devices
from tests.conftest import CONFERENCE, OTHER, World, running
from tests.live.screens import soon, watched
from tests.routers.problems import errors, refused

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
NAME = "Màn hình hội trường"
DAY = 86400
one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def begin(world: World) -> dict[str, Any]:
    response = await world.client.post("/api/v1/auth/device")
    assert response.status_code == 200, response.text
    started: dict[str, Any] = response.json()
    return started


async def poll(world: World, code: str, path: str = "token", **headers: str) -> httpx.Response:
    form = {"grant_type": DEVICE_CODE, "device_code": code}
    return await world.client.post(f"/api/v1/auth/{path}", data=form, headers=headers)


async def approve(
    world: World,
    code: str,
    who: str | None = "moderator",
    conference: str = CONFERENCE,
    **more: str,
) -> httpx.Response:
    given = {"user_code": code, "conference": conference, "name": NAME}
    return await world.post(who, "auth/device/approve", given, **more)


async def deny(world: World, code: str, who: str = "moderator") -> httpx.Response:
    given = {"user_code": code, "conference": CONFERENCE}
    return await world.post(who, "auth/device/deny", given)


async def let_in(world: World) -> dict[str, Any]:
    """Let a screen in; return it with its `token`."""
    started = await begin(world)
    made = await approve(world, started["user_code"])
    assert made.status_code == 200, made.text
    token = (await poll(world, started["device_code"])).json()["access_token"]
    screen: dict[str, Any] = made.json() | {"token": token}
    return screen


async def listed(world: World) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await world.get("moderator", "/screens")).json()["items"]
    return items


async def remove(world: World, screen: dict[str, Any]) -> httpx.Response:
    return await world.send("moderator", "DELETE", f"/screens/{screen['id']}")


async def change(world: World, **values: Any) -> None:
    """Let time pass for every sign-in that waits."""
    async with world.app.state.services.database.write() as session:
        await session.execute(update(DeviceSignIn).values(values))


async def count(world: World, kind: type[Any]) -> int:
    async with world.session() as session:
        return await session.scalar(select(func.count()).select_from(kind)) or 0


def told(response: httpx.Response, code: str, error: str) -> dict[str, Any]:
    problem = refused(response, 400, code)
    assert problem["error"] == error
    return problem


async def test_device_gets_its_codes_as_the_rfc_says(world: World) -> None:
    response = await world.client.post("/api/v1/auth/device", data={"client_id": "hall"})
    assert response.headers["cache-control"] == "no-store"
    started = response.json()
    shown = started["user_code"]
    assert re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", shown)
    assert started["verification_uri"] == "http://127.0.0.1:8000/device"
    assert started["verification_uri_complete"] == f"http://127.0.0.1:8000/device?code={shown}"
    assert (started["expires_in"], started["interval"]) == (600, 3)
    assert started["qr"].startswith("data:image/svg+xml")
    async with world.session() as session:
        (row,) = await session.scalars(select(DeviceSignIn))
    assert started["device_code"] not in row.model_dump_json()


async def test_screen_signs_in_once_its_code_was_approved(world: World) -> None:
    started = await begin(world)
    told(await poll(world, started["device_code"]), "device_pending", "authorization_pending")
    made = await approve(world, started["user_code"])
    assert made.status_code == 200, made.text
    screen = made.json()
    assert screen == {"id": screen["id"], "name": NAME, "username": screen["username"]}
    assert screen["username"].startswith("man-hinh-")
    assert (await listed(world))[0]["signed_in_at"] is None
    given = await poll(world, started["device_code"])
    assert given.status_code == 200, given.text
    assert given.headers["cache-control"] == "no-store"
    assert given.json()["token_type"] == "bearer"
    bearer = f"Bearer {given.json()['access_token']}"
    me = (await world.get(None, "me", authorization=bearer)).json()
    assert (me["username"], me["name"], me["is_admin"]) == (screen["username"], NAME, False)
    assert me["memberships"] == [
        {"conference": CONFERENCE, "role": "screen", "site": None, "official": None}
    ]
    assert (await world.get(None, "/queue", authorization=bearer)).status_code == 200
    (item,) = await listed(world)
    assert item["approved_by"] == "moderator"
    assert item["signed_in_at"] >= item["approved_at"]
    assert {name: item[name] for name in screen} == screen


async def test_browser_of_a_screen_stays_signed_in_for_weeks(world: World) -> None:
    started = await begin(world)
    told(
        await poll(world, started["device_code"], "session"),
        "device_pending",
        "authorization_pending",
    )
    await approve(world, started["user_code"])
    given = await poll(world, started["device_code"], "session", origin="http://test")
    assert (given.status_code, given.content) == (204, b"")
    cookie = given.headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "path=/", f"max-age={30 * DAY}"):
        assert word in cookie
    me = (await world.client.get("/api/v1/me")).json()
    assert me["username"].startswith("man-hinh-")
    secret = world.client.cookies["doithoai_session"]
    async with world.session() as session:
        statement = select(Credential).where(col(Credential.secret_hash) == secret_hash(secret))
        row = (await session.scalars(statement)).one()
    assert row.expires_at - row.created_at == timedelta(days=30)


@one_database
async def test_screens_session_lasts_as_long_as_was_set(database_url: str) -> None:
    more: dict[str, Any] = {"screen_session_days": 3, "public_url": "https://doithoai.example"}
    async with running(database_url, **more) as world:
        started = await begin(world)
        await approve(world, started["user_code"])
        cookie = (await poll(world, started["device_code"], "session")).headers["set-cookie"]
        assert f"max-age={3 * DAY}" in cookie.lower()
        assert "secure" in cookie.lower()


@one_database
async def test_foreign_page_cannot_fetch_a_screens_session(world: World) -> None:
    started = await begin(world)
    await approve(world, started["user_code"])
    foreign = {"origin": "https://ke-xau.example"}
    refused(await poll(world, started["device_code"], "session", **foreign), 403, "foreign_origin")
    assert (await poll(world, started["device_code"], "session")).status_code == 204


@one_database
async def test_code_may_be_typed_in_any_case_with_spaces_and_dashes(world: World) -> None:
    for dress in (
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: f" {code.lower().replace('-', ' – ')} ",
        "-".join,
    ):
        started = await begin(world)
        assert (await approve(world, dress(started["user_code"]))).status_code == 200
        assert (await poll(world, started["device_code"])).status_code == 200


async def test_device_that_asks_too_often_is_told_to_slow_down(world: World) -> None:
    code = (await begin(world))["device_code"]
    told(await poll(world, code), "device_pending", "authorization_pending")
    told(await poll(world, code), "device_slow_down", "slow_down")
    await change(world, polled_at=datetime.now(UTC) - timedelta(seconds=3))
    told(await poll(world, code), "device_pending", "authorization_pending")


async def test_of_two_questions_at_once_one_is_too_many(world: World) -> None:
    code = (await begin(world))["device_code"]
    both = await asyncio.gather(*(poll(world, code) for _ in range(2)))
    assert sorted(r.json()["error"] for r in both) == ["authorization_pending", "slow_down"]


async def test_unknown_used_and_expired_codes_are_told_alike(world: World) -> None:
    used, expired = await begin(world), await begin(world)
    await approve(world, used["user_code"])
    assert (await poll(world, used["device_code"])).status_code == 200
    first = told(await poll(world, "sai"), "device_expired", "expired_token")
    assert told(await poll(world, used["device_code"]), "device_expired", "expired_token") == first
    await change(world, expires_at=datetime.now(UTC))
    told(await poll(world, expired["device_code"]), "device_expired", "expired_token")
    codes = [used["user_code"], expired["user_code"], "BCDF-GHJK", "không phải mã", "-"]
    for code in codes:
        problems = [
            refused(await approve(world, code), 404, "not_found"),
            refused(await deny(world, code), 404, "not_found"),
        ]
        assert {problem["what"] for problem in problems} == {"code"}


async def test_approval_after_the_end_lets_nobody_in(world: World) -> None:
    started = await begin(world)
    await approve(world, started["user_code"])
    await change(world, expires_at=datetime.now(UTC))
    told(await poll(world, started["device_code"]), "device_expired", "expired_token")


async def test_denied_device_is_told_so_and_cannot_be_approved(world: World) -> None:
    started = await begin(world)
    denied = await deny(world, started["user_code"].lower())
    assert (denied.status_code, denied.content) == (204, b"")
    told(await poll(world, started["device_code"]), "device_denied", "access_denied")
    refused(await approve(world, started["user_code"]), 404, "not_found")
    refused(await deny(world, started["user_code"]), 404, "not_found")
    assert await listed(world) == []


async def test_code_approved_twice_at_once_makes_one_screen(world: World) -> None:
    code = (await begin(world))["user_code"]
    before = [await count(world, kind) for kind in (User, Membership, Screen)]
    both = await asyncio.gather(
        *(approve(world, code, who) for who in ("moderator", "moderator-2"))
    )
    assert sorted(response.status_code for response in both) == [200, 404]
    after = [await count(world, kind) for kind in (User, Membership, Screen)]
    assert after == [n + 1 for n in before]


async def test_code_approved_and_denied_at_once_is_one_of_both(world: World) -> None:
    started = await begin(world)
    code = started["user_code"]
    yes, no = await asyncio.gather(approve(world, code), deny(world, code))
    assert {yes.status_code, no.status_code} in ({200, 404}, {404, 204})
    given = await poll(world, started["device_code"])
    assert given.status_code == (200 if yes.status_code == 200 else 400)


async def test_two_questions_at_once_get_one_token(world: World) -> None:
    started = await begin(world)
    await approve(world, started["user_code"])
    before = await count(world, Credential)
    polls = await asyncio.gather(*(poll(world, started["device_code"]) for _ in range(4)))
    assert sorted(response.status_code for response in polls) == [200, 400, 400, 400]
    assert await count(world, Credential) == before + 1


async def test_repeated_approval_is_answered_as_the_first_time(world: World) -> None:
    code = (await begin(world))["user_code"]
    first = await approve(world, code, idempotency_key="k1")
    again = await approve(world, code, idempotency_key="k1")
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert len(await listed(world)) == 1


@one_database
async def test_who_may_not_approve_in_the_conference_named_is_refused(world: World) -> None:
    code = (await begin(world))["user_code"]
    for who in ("chair", "cho-don", "official", "screen"):
        problem = refused(await approve(world, code, who), 403, "missing_permission")
        assert problem["permission"] == "screen.approve"
        refused(await deny(world, code, who), 403, "missing_permission")
    for who, conference in [
        ("stranger", CONFERENCE),
        ("other-moderator", CONFERENCE),
        ("moderator", OTHER),
        ("admin", "khong-co"),
    ]:
        problem = refused(await approve(world, code, who, conference), 404, "not_found")
        assert problem["what"] == "conference"
    refused(await approve(world, code, None), 401, "not_signed_in")
    assert (await approve(world, code, "admin", OTHER)).status_code == 200
    assert await listed(world) == []


@one_database
async def test_key_cannot_be_given_the_right_to_approve(world: World) -> None:
    made = await world.post("admin", "/keys", {"name": "K", "scopes": ["screen.approve"]})
    assert list(errors(made)) == ["scopes"]


@one_database
async def test_foreign_page_cannot_approve_with_the_cookie(world: World) -> None:
    code = (await begin(world))["user_code"]
    foreign = {"cookie": "doithoai_session=token-of-moderator", "origin": "https://ke-xau.example"}
    refused(await approve(world, code, None, **foreign), 403, "foreign_origin")


async def test_removed_screen_is_signed_out_and_stays_out(world: World) -> None:
    screen = await let_in(world)
    bearer = f"Bearer {screen['token']}"
    elsewhere = f"conferences/{OTHER}/screens/{screen['id']}"
    refused(await world.send("admin", "DELETE", elsewhere), 404, "not_found")
    assert (await remove(world, screen)).status_code == 204
    refused(await world.get(None, "me", authorization=bearer), 401, "not_signed_in")
    refused(await remove(world, screen), 404, "not_found")
    assert await listed(world) == []
    members = (await world.get("admin", "/members?limit=200")).json()["items"]
    assert screen["username"] not in {member["username"] for member in members}
    users = (await world.get("admin", "users?limit=200")).json()["items"]
    assert [u["is_active"] for u in users if u["username"] == screen["username"]] == [False]


async def test_screen_removed_before_it_fetched_its_sign_in_gets_none(world: World) -> None:
    started = await begin(world)
    screen = (await approve(world, started["user_code"])).json()
    assert (await remove(world, screen)).status_code == 204
    told(await poll(world, started["device_code"]), "device_denied", "access_denied")


async def test_screen_removed_while_it_fetches_its_sign_in_is_out(world: World) -> None:
    started = await begin(world)
    screen = (await approve(world, started["user_code"])).json()
    fetched, removed = await asyncio.gather(
        poll(world, started["device_code"]), remove(world, screen)
    )
    assert removed.status_code == 204
    if fetched.status_code == 200:
        bearer = f"Bearer {fetched.json()['access_token']}"
        refused(await world.get(None, "me", authorization=bearer), 401, "not_signed_in")


async def test_removed_screens_socket_closes_at_once(world: World) -> None:
    screen = await let_in(world)
    async with world.session() as session:
        user = await access.user_by_name(session, screen["username"])
    assert user is not None
    holder = Holder(user.id, None, secret_hash(screen["token"]), None)
    async with watched(world, "hall", holder=holder) as open_:
        await open_.hears("snapshot")
        assert (await remove(world, screen)).status_code == 204
        assert open_.left is not None
        await soon(asyncio.wait([open_.left]), "the screen is closed", 3)
        assert open_.connection.leaving is not None
        assert open_.connection.leaving.code == Close.SIGNED_OUT


@one_database
async def test_no_password_lets_a_screen_in(world: World) -> None:
    screen = await let_in(world)
    for password in ("", " ", "man-hinh", "None"):
        form = {"username": screen["username"], "password": password}
        response = await world.client.post("/api/v1/auth/token", data=form)
        refused(response, 401 if password else 422)


@one_database
async def test_screens_are_listed_in_pages(world: World) -> None:
    made = [(await let_in(world))["id"] for _ in range(3)]
    first = (await world.get("moderator", "/screens?limit=2")).json()
    cursor = quote(first["next_cursor"])
    rest = (await world.get("moderator", f"/screens?cursor={cursor}")).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == made


@one_database
async def test_guessing_user_codes_is_stopped_for_that_approver(database_url: str) -> None:
    async with running(database_url, sign_in_failures=2) as world:
        code = (await begin(world))["user_code"]
        refused(await approve(world, "BCDF-GHJK"), 404, "not_found")
        refused(await deny(world, "BCDF-GHJL"), 404, "not_found")
        for stopped in (await approve(world, code), await deny(world, code)):
            assert 1 <= int(stopped.headers["retry-after"]) <= 300
            refused(stopped, 429, "too_many_requests")
        assert (await approve(world, code, "moderator-2")).status_code == 200


@one_database
async def test_one_address_gets_only_so_many_codes(world: World) -> None:
    for _ in range(30):
        await begin(world)
    stopped = await world.client.post("/api/v1/auth/device")
    assert 1 <= int(stopped.headers["retry-after"]) <= 300
    refused(stopped, 429, "too_many_requests")


@one_database
async def test_only_so_many_codes_wait_in_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "MOST_PENDING", 2)
    for _ in range(2):
        await begin(world)
    refused(await world.client.post("/api/v1/auth/device"), 429, "too_many_requests")
    await change(world, expires_at=datetime.now(UTC))
    await begin(world)


@one_database
async def test_form_without_what_its_grant_needs_is_told_the_fields(world: World) -> None:
    for form, fields in [
        ({}, {"username", "password"}),
        ({"username": "moderator"}, {"password"}),
        ({"grant_type": "password", "device_code": "x"}, {"username", "password"}),
        ({"grant_type": DEVICE_CODE, "username": "moderator"}, {"device_code"}),
        ({"grant_type": "client_credentials"}, {"grant_type"}),
    ]:
        for path in ("token", "session"):
            response = await world.client.post(f"/api/v1/auth/{path}", data=form)
            assert set(errors(response)) == fields
