"""Lists: bounds, opaque cursors, and that paging neither repeats nor skips."""

import base64
import json
from typing import Any

import httpx
import pytest

from tests.conftest import World, question
from tests.routers.problems import errors, refused

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])
LISTS = [
    "/questions",
    "/sites",
    "/topics",
    "/agencies",
    "/officials",
    "/agenda",
    "/members",
    "/keys",
    "users",
    "conferences",
]


def name_of(item: dict[str, Any]) -> Any:
    return item.get("slug") or item["id"]


async def follow(world: World, page: httpx.Response) -> httpx.Response:
    """Get the page that a page's Link names."""
    link = page.headers["link"]
    assert link.startswith("<")
    assert link.endswith('>; rel="next"')
    headers = {"authorization": "Bearer token-of-admin"}
    return await world.client.get(link[1:].partition(">")[0], headers=headers)


async def walk(world: World, path: str) -> list[Any]:
    """Get all pages, link by link."""
    page = await world.get("admin", path)
    names = [name_of(item) for item in page.json()["items"]]
    while page.json()["next_cursor"] is not None:
        page = await follow(world, page)
        assert page.status_code == 200, page.text
        names += [name_of(item) for item in page.json()["items"]]
    assert "link" not in page.headers
    return names


async def test_pages_put_together_are_the_whole_list(world: World) -> None:
    for _ in range(3):
        await world.submit()
    for name in ("a", "b", "c"):
        await world.post("admin", "/keys", {"name": name, "scopes": ["queue.see"]})
    for path in LISTS:
        whole = [name_of(item) for item in (await world.get("admin", path)).json()["items"]]
        assert len(whole) > 1, path
        for limit in (1, 2, len(whole)):
            assert await walk(world, f"{path}?limit={limit}") == whole, path


@one_database
async def test_limit_has_bounds(world: World) -> None:
    for path in LISTS:
        for wrong in ("0", "-1", "201", "9" * 30, "x", "1.5", ""):
            response = await world.get("admin", f"{path}?limit={wrong}")
            assert list(errors(response)) == ["limit"], (path, wrong)
        assert (await world.get("admin", f"{path}?limit=200")).status_code == 200


@one_database
async def test_page_holds_fifty_unless_told(world: World) -> None:
    for _ in range(51):
        await world.submit()
    page = await world.get("moderator", "/questions")
    assert len(page.json()["items"]) == 50
    rest = await follow(world, page)
    assert [item["number"] for item in rest.json()["items"]] == [51]


@one_database
async def test_link_keeps_the_filters(world: World) -> None:
    for site in ("cho-don", "na-ri", "cho-don", "na-ri", "cho-don"):
        await world.submit(site)
    page = await world.get("admin", "/questions?site=cho-don&q=đường&limit=2")
    rest = await follow(world, page)
    assert [item["number"] for item in rest.json()["items"]] == [5]


@one_database
async def test_questions_handed_in_while_paging_neither_repeat_nor_skip(world: World) -> None:
    for _ in range(4):
        await world.submit()
    page = await world.get("admin", "/questions?limit=2")
    seen = [item["number"] for item in page.json()["items"]]
    while page.json()["next_cursor"] is not None:
        if len(seen) < 6:
            await world.submit("na-ri")
        page = await follow(world, page)
        seen += [item["number"] for item in page.json()["items"]]
    assert seen == sorted(set(seen))
    assert len(seen) == (await world.conference()).last_number


@one_database
async def test_sites_added_while_paging_neither_repeat_nor_skip(world: World) -> None:
    whole = await walk(world, "/sites")
    page = await world.get("admin", "/sites?limit=4")
    seen = [item["slug"] for item in page.json()["items"]]
    # One before the cursor, one with the order of the cursor's own item, one at the end.
    for slug, order in (("dau", 0), ("giua", 3), ("cuoi", None)):
        given = {"slug": slug, "name": slug, "order": order}
        assert (await world.post("admin", "/sites", given)).status_code == 201
    while page.json()["next_cursor"] is not None:
        page = await follow(world, page)
        seen += [item["slug"] for item in page.json()["items"]]
    assert len(seen) == len(set(seen))
    assert [slug for slug in seen if slug in whole] == whole


def forged(position: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


async def test_forged_cursors_are_refused(world: World) -> None:
    await world.submit()
    cursors = [
        "x",
        "%00",
        "đ",
        "=====",
        forged([]),
        forged(1),
        forged({"after": 1}),
        forged(["1"]),
        forged([None]),
        forged([True]),
        forged([1.5]),
        forged([1, 2, 3]),
        forged([2**31]),
        forged([-(2**63)]),
        forged([float("nan")]),
        forged([[[[[]]]]]),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ]
    for path in LISTS:
        for cursor in cursors:
            refused(await world.get("admin", f"{path}?cursor={cursor}"), 400, "bad_cursor")
    too_long = await world.get("admin", f"/questions?cursor={'A' * 201}")
    assert list(errors(too_long)) == ["cursor"]


@one_database
async def test_cursor_shows_nothing_the_caller_may_not_see(world: World) -> None:
    """A site's moderator pages over what the site sees; other sites leave no trace."""
    for site in ("na-ri", "cho-don", "na-ri", "cho-don"):
        made = await world.post("moderator", "/questions", question(site))
        assert made.status_code == 201
    page = await world.get("cho-don", "/questions?limit=1")
    assert [item["number"] for item in page.json()["items"]] == [2]
    cursor = page.json()["next_cursor"]
    page = await world.get("cho-don", f"/questions?limit=1&cursor={cursor}")
    assert [item["number"] for item in page.json()["items"]] == [4]
