"""Signing in and out: tokens, cookies, foreign pages, guessing, the first administrator."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from app.actions import sessions
from app.models.access import Credential, User
from app.passwords import hash_password
from tests.conftest import World, question, running
from tests.routers.problems import refused

PASSWORD = "đường về bản 1975"
ONE = "sqlite"
one_database = pytest.mark.parametrize("database_kind", [ONE])


@pytest.fixture(scope="module")
async def password_hash() -> str:
    return await hash_password(PASSWORD)


@pytest.fixture
async def signing(world: World, password_hash: str) -> World:
    """The world where the moderator and the admin have a password."""
    await let_in(world, password_hash)
    return world


async def let_in(world: World, password_hash: str) -> None:
    async with world.app.state.services.database.write() as session:
        who = col(User.username).in_(["moderator", "admin"])
        await session.execute(update(User).where(who).values(password_hash=password_hash))


async def sign_in(
    world: World, path: str, password: str = PASSWORD, **headers: str
) -> httpx.Response:
    form = {"username": "moderator", "password": password}
    return await world.client.post(f"/api/v1/auth/{path}", data=form, headers=headers)


async def me(world: World, **headers: str) -> httpx.Response:
    return await world.client.get("/api/v1/me", headers=headers)


async def test_token_lets_in_until_it_is_given_back(signing: World) -> None:
    made = await sign_in(signing, "token")
    assert made.status_code == 200, made.text
    assert made.headers["cache-control"] == "no-store"
    given = made.json()
    assert given["token_type"].lower() == "bearer"
    assert given["expires_in"] > 0
    bearer = f"Bearer {given['access_token']}"
    shown = (await me(signing, authorization=bearer)).json()
    assert shown["username"] == "moderator"
    assert shown["memberships"] == [
        {"conference": "bac-kan-2025", "role": "moderator", "site": None, "official": None}
    ]
    url = "/api/v1/auth/session"
    out = await signing.client.delete(url, headers={"authorization": bearer})
    assert out.status_code == 204
    refused(await me(signing, authorization=bearer), 401, "not_signed_in")


@one_database
async def test_secrets_are_kept_hashed_only(signing: World) -> None:
    token = (await sign_in(signing, "token")).json()["access_token"]
    async with signing.session() as session:
        rows = list(await session.scalars(select(Credential)))
    assert token not in "".join(row.model_dump_json() for row in rows)


async def test_cookie_is_for_the_browser_alone_and_ends_with_signing_out(signing: World) -> None:
    made = await sign_in(signing, "session")
    assert made.status_code == 204
    cookie = made.headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "path=/"):
        assert word in cookie
    assert "secure" not in cookie
    assert "domain" not in cookie
    secret = signing.client.cookies["doithoai_session"]
    assert (await me(signing)).status_code == 200
    assert (await signing.client.delete("/api/v1/auth/session")).status_code == 204
    assert "doithoai_session" not in signing.client.cookies
    refused(await me(signing, cookie=f"doithoai_session={secret}"), 401, "not_signed_in")


@one_database
async def test_cookie_insists_on_https_where_there_is_https(
    database_url: str, password_hash: str
) -> None:
    async with running(database_url, public_url="https://doithoai.example") as world:
        await let_in(world, password_hash)
        assert "secure" in (await sign_in(world, "session")).headers["set-cookie"].lower()


@one_database
async def test_foreign_page_cannot_act_with_the_cookie(signing: World) -> None:
    foreign = {"origin": "https://ke-xau.example"}
    refused(await sign_in(signing, "session", **foreign), 403, "foreign_origin")
    await sign_in(signing, "session")
    url = "/api/v1/conferences/bac-kan-2025/questions"
    key = {"idempotency-key": "k1"}
    for origin in (
        "https://ke-xau.example",
        "null",
        "http://test.ke-xau.example",
        "http://test:81",
    ):
        headers = key | {"origin": origin}
        response = await signing.client.post(url, json=question(), headers=headers)
        refused(response, 403, "foreign_origin")
    out = await signing.client.delete("/api/v1/auth/session", headers=foreign)
    refused(out, 403, "foreign_origin")
    for own in (key | {"origin": "http://test"}, key | {"origin": "http://127.0.0.1:8000"}, key):
        assert (await signing.client.post(url, json=question(), headers=own)).status_code == 201


@one_database
async def test_bearer_needs_no_origin_of_ours(world: World) -> None:
    made = await world.post("moderator", "/questions", question(), origin="https://khac.example")
    assert made.status_code == 201


@one_database
async def test_wrong_name_and_wrong_password_are_told_alike(signing: World) -> None:
    wrong = await sign_in(signing, "token", "sai mật khẩu")
    form = {"username": "khong-ai", "password": PASSWORD}
    unknown = await signing.client.post("/api/v1/auth/token", data=form)
    assert refused(wrong, 401, "bad_credentials") == refused(unknown, 401, "bad_credentials")


@one_database
async def test_guessing_is_stopped_for_that_name_even_with_the_right_password(
    database_url: str, password_hash: str
) -> None:
    async with running(database_url, sign_in_failures=2) as world:
        await let_in(world, password_hash)
        for _ in range(2):
            refused(await sign_in(world, "token", "sai"), 401, "bad_credentials")
        for path in ("token", "session"):
            stopped = await sign_in(world, path)
            assert 1 <= int(stopped.headers["retry-after"]) <= 300
            refused(stopped, 429, "too_many_requests")
        form = {"username": "admin", "password": PASSWORD}
        other = await world.client.post("/api/v1/auth/token", data=form)
        assert other.status_code == 200, "others are not locked out"


@one_database
async def test_guesses_made_at_once_do_not_pass_the_limit(
    database_url: str, password_hash: str
) -> None:
    async with running(database_url, sign_in_failures=2) as world:
        await let_in(world, password_hash)
        guesses = await asyncio.gather(*(sign_in(world, "token", "sai") for _ in range(6)))
        assert sorted(r.status_code for r in guesses) == [401, 401, 429, 429, 429, 429]


@one_database
@pytest.mark.parametrize("value", ["Bearer", "Bearer ", "Basic YTpi", "Bearer " + "x" * 300, "x"])
async def test_worthless_credentials_are_no_failure(world: World, value: str) -> None:
    refused(await me(world, authorization=value), 401, "not_signed_in")


async def first_admin(world: World, secret: str, username: str) -> httpx.Response:
    given = {"secret": secret, "username": username, "name": "Quản trị", "password": PASSWORD}
    return await world.client.post("/api/v1/auth/first-admin", json=given)


async def new_link(world: World) -> str:
    async with world.app.state.services.database.write() as session:
        return await sessions.new_first_admin_link(session, datetime.now(UTC))


async def test_first_administrators_link_works_once(world: World) -> None:
    secret = await new_link(world)
    refused(await first_admin(world, "sai", "chi-huong"), 401, "bad_credentials")
    assert (await first_admin(world, secret, "chi-huong")).status_code == 204
    refused(await first_admin(world, secret, "ke-khac"), 401, "bad_credentials")
    form = {"username": "chi-huong", "password": PASSWORD}
    token = (await world.client.post("/api/v1/auth/token", data=form)).json()["access_token"]
    assert (await me(world, authorization=f"Bearer {token}")).json()["is_admin"] is True


async def test_first_administrators_link_opened_twice_at_once_works_once(world: World) -> None:
    secret = await new_link(world)
    async with world.session() as session:
        before = await session.scalar(select(func.count()).select_from(User)) or 0
    both = await asyncio.gather(*(first_admin(world, secret, name) for name in ("mot", "hai")))
    assert sorted(response.status_code for response in both) == [204, 401]
    async with world.session() as session:
        assert await session.scalar(select(func.count()).select_from(User)) == before + 1
