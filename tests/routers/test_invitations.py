"""Invitations: a link with which a person opens an account and has the role at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update

from app.models.access import Membership, User
from app.models.invitation import Invitation
from tests.conftest import CONFERENCE, OFFICIAL, OTHER, World, running
from tests.routers.problems import errors, refused

PASSWORD = "đường về bản 1975"
SITE = {"role": "site_moderator", "site": "cho-don", "name": "Phụ trách Chợ Đồn"}
one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def invite(world: World, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """Invite somebody; return the answer with `secret`, which stands in the link."""
    response = await world.post("admin", "/invitations", given or SITE)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made | {"secret": made["link"].partition("#invitation=")[2]}


async def read(world: World, secret: str) -> httpx.Response:
    return await world.client.post("/api/v1/auth/invitation", json={"secret": secret})


async def accept(world: World, secret: str, username: str = "chi-lan") -> httpx.Response:
    given = {"secret": secret, "username": username, "password": PASSWORD}
    return await world.client.post("/api/v1/auth/invitation/accept", json=given)


async def me(world: World, username: str = "chi-lan") -> dict[str, Any]:
    form = {"username": username, "password": PASSWORD}
    made = await world.client.post("/api/v1/auth/token", data=form)
    assert made.status_code == 200, made.text
    bearer = f"Bearer {made.json()['access_token']}"
    shown: dict[str, Any] = (await world.get(None, "me", authorization=bearer)).json()
    return shown


async def expire(world: World) -> None:
    async with world.app.state.services.database.write() as session:
        ago = datetime.now(UTC) - timedelta(seconds=1)
        await session.execute(update(Invitation).values(expires_at=ago))


async def count(world: World, kind: type[Any]) -> int:
    async with world.session() as session:
        return await session.scalar(select(func.count()).select_from(kind)) or 0


async def test_invited_person_opens_an_account_and_has_the_role(world: World) -> None:
    made = await invite(world)
    assert made["link"].startswith("http://127.0.0.1:8000/#invitation=")
    assert made["qr"].startswith("data:image/svg+xml")
    assert (made["role"], made["site"], made["official"]) == ("site_moderator", "cho-don", None)
    assert (made["name"], made["used_at"]) == (SITE["name"], None)
    offer = await read(world, made["secret"])
    assert offer.status_code == 200, offer.text
    assert offer.json() == {
        "name": SITE["name"],
        "role": "site_moderator",
        "site": "cho-don",
        "official": None,
        "bound_to": "Huyện Chợ Đồn",
        "conference": {"slug": CONFERENCE, "title": (await world.conference()).title},
        "expires_at": made["expires_at"],
        "username": "phu-trach-cho-don",
    }
    accepted = await accept(world, made["secret"], "phu-trach-cho-don")
    assert (accepted.status_code, accepted.content) == (204, b"")
    shown = await me(world, "phu-trach-cho-don")
    assert shown["name"] == SITE["name"]
    assert shown["is_admin"] is False
    assert shown["memberships"] == [
        {"conference": CONFERENCE, "role": "site_moderator", "site": "cho-don", "official": None}
    ]
    (listed,) = (await world.get("admin", "/invitations")).json()["items"]
    assert listed["id"] == made["id"]
    assert listed["used_at"] is not None
    assert not {"link", "qr", "secret_hash"} & listed.keys()


async def test_official_is_invited_for_the_own_official(world: World) -> None:
    made = await invite(world, {"role": "official", "official": OFFICIAL, "name": "Đại biểu"})
    assert (await read(world, made["secret"])).json()["official"] == OFFICIAL
    assert (await accept(world, made["secret"])).status_code == 204
    assert (await me(world))["memberships"][0]["official"] == OFFICIAL


async def test_link_is_kept_hashed_only(world: World) -> None:
    made = await invite(world)
    async with world.session() as session:
        rows = list(await session.scalars(select(Invitation)))
    assert made["secret"] not in "".join(row.model_dump_json() for row in rows)


async def test_unknown_used_expired_and_ended_links_are_told_alike(world: World) -> None:
    used, ended, expired = [await invite(world) for _ in range(3)]
    assert (await accept(world, used["secret"])).status_code == 204
    path = f"/invitations/{ended['id']}"
    assert (await world.send("admin", "DELETE", path)).status_code == 204
    told = [refused(await read(world, "sai"), 401, "bad_invitation")]
    for made in (used, ended):
        told.append(refused(await read(world, made["secret"]), 401, "bad_invitation"))
        told.append(refused(await accept(world, made["secret"], "ba"), 401, "bad_invitation"))
    await expire(world)
    told.append(refused(await read(world, expired["secret"]), 401, "bad_invitation"))
    told.append(refused(await accept(world, expired["secret"], "ba"), 401, "bad_invitation"))
    assert all(problem == told[0] for problem in told)


async def test_invitation_accepted_twice_at_once_makes_one_account(world: World) -> None:
    made = await invite(world)
    users, members = await count(world, User), await count(world, Membership)
    both = await asyncio.gather(*(accept(world, made["secret"], name) for name in ("mot", "hai")))
    assert sorted(response.status_code for response in both) == [204, 401]
    assert await count(world, User) == users + 1
    assert await count(world, Membership) == members + 1


async def test_taken_name_leaves_the_link_good(world: World) -> None:
    made = await invite(world)
    problem = refused(await accept(world, made["secret"], "moderator"), 409, "name_taken")
    assert (problem["field"], problem["value"]) == ("username", "moderator")
    assert (await accept(world, made["secret"])).status_code == 204


@one_database
async def test_suggested_name_is_free_and_a_user_name(world: World) -> None:
    made = await invite(world, {"role": "chair", "name": "Moderator"})
    assert (await read(world, made["secret"])).json()["username"] == "moderator-3"
    made = await invite(world, {"role": "site_moderator", "site": "cho-don", "name": "王"})
    assert (await read(world, made["secret"])).json()["username"] == "site-moderator"
    long = await invite(world, {"role": "chair", "name": "Đồng chí " + "ế" * 150})
    suggested = (await read(world, long["secret"])).json()["username"]
    assert (await accept(world, long["secret"], suggested)).status_code == 204


@one_database
async def test_ended_invitation_is_gone_and_a_used_one_cannot_be_ended(world: World) -> None:
    open_, used = await invite(world), await invite(world)
    await accept(world, used["secret"])
    paths = [f"/invitations/{made['id']}" for made in (open_, used)]
    elsewhere = f"conferences/{OTHER}{paths[0]}"
    refused(await world.send("admin", "DELETE", elsewhere), 404, "not_found")
    assert (await world.send("admin", "DELETE", paths[0])).status_code == 204
    for path in paths:
        refused(await world.send("admin", "DELETE", path), 404, "not_found")
    listed = (await world.get("admin", "/invitations")).json()["items"]
    assert [item["id"] for item in listed] == [used["id"]]


@one_database
async def test_invitations_are_listed_in_pages(world: World) -> None:
    made = [(await invite(world))["id"] for _ in range(3)]
    first = (await world.get("admin", "/invitations?limit=2")).json()
    rest = (await world.get("admin", f"/invitations?cursor={first['next_cursor']}")).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == made
    assert (await world.get("admin", f"conferences/{OTHER}/invitations")).json()["items"] == []


@one_database
async def test_role_needs_what_it_is_bound_to(world: World) -> None:
    for given, field in [
        ({"role": "site_moderator"}, "site"),
        ({"role": "chair", "site": "cho-don"}, "site"),
        ({"role": "official"}, "official"),
        ({"role": "admin"}, "role"),
        ({"role": "integration"}, "role"),
        ({"role": "chair", "name": ""}, "name"),
    ]:
        response = await world.post("admin", "/invitations", {"name": "Ai đó"} | given)
        assert list(errors(response)) == [field]
    given = {"role": "site_moderator", "site": "khong-co", "name": "Ai đó"}
    response = await world.post("admin", "/invitations", given)
    assert refused(response, 422, "unknown_reference")["field"] == "site"


async def test_invitation_goes_with_its_site(world: World) -> None:
    await world.post("admin", "/sites", {"slug": "moi", "name": "Mới"})
    made = await invite(world, SITE | {"site": "moi"})
    removed = await world.send("admin", "DELETE", "/sites/moi")
    assert removed.status_code == 204, removed.text
    refused(await accept(world, made["secret"]), 401, "bad_invitation")
    assert (await world.get("admin", "/invitations")).json()["items"] == []


@one_database
async def test_invitation_lasts_as_long_as_was_set(database_url: str) -> None:
    async with running(database_url, invitation_hours=2, public_url="http://test/") as world:
        made = await invite(world)
        assert made["link"].startswith("http://test/#invitation=")
        lasts = datetime.fromisoformat(made["expires_at"]) - datetime.fromisoformat(
            made["created_at"]
        )
        assert lasts == timedelta(hours=2)


@one_database
async def test_guessing_secrets_is_stopped_for_that_address(database_url: str) -> None:
    async with running(database_url, sign_in_failures=3) as world:
        made = await invite(world)
        guesses = [read(world, "sai"), accept(world, "sai"), read(world, "sai nữa")]
        for guess in guesses:
            refused(await guess, 401, "bad_invitation")
        for stopped in (await read(world, made["secret"]), await accept(world, made["secret"])):
            assert 1 <= int(stopped.headers["retry-after"]) <= 300
            refused(stopped, 429, "too_many_requests")


@one_database
async def test_good_links_opened_at_once_are_not_taken_for_guessing(database_url: str) -> None:
    async with running(database_url, sign_in_failures=2) as world:
        made = [await invite(world) for _ in range(4)]
        for link in made:
            assert (await read(world, link["secret"])).status_code == 200
        accepted = [await accept(world, link["secret"], f"ai-{n}") for n, link in enumerate(made)]
        assert [response.status_code for response in accepted] == [204] * 4


@one_database
async def test_short_password_and_odd_name_are_told_by_their_fields(world: World) -> None:
    made = await invite(world)
    given = {"secret": made["secret"], "username": "Chị Lan", "password": "ngắn"}
    response = await world.client.post("/api/v1/auth/invitation/accept", json=given)
    assert set(errors(response)) == {"username", "password"}
