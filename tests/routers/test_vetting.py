"""What waits for vetting, and groups of probable duplicates, for those who vet."""

from typing import Any

import pytest

from tests.conftest import World
from tests.routers.problems import refused
from tests.routers.test_similar import OTHER_ROAD, ROAD, SAME_ROAD

WATER = "Giá nước sạch tăng, có hỗ trợ hộ nghèo không?"


async def got(world: World, path: str, who: str = "moderator") -> dict[str, Any]:
    response = await world.get(who, f"/vetting{path}")
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def summed_up(groups: list[dict[str, Any]]) -> list[tuple[int, list[int]]]:
    return [
        (group["lead"]["number"], [other["number"] for other in group["others"]])
        for group in groups
    ]


async def test_what_waits_is_listed_by_age_and_counted_by_site(world: World) -> None:
    first = await world.submit("na-ri")
    second = await world.submit("cho-don")
    third = await world.submit("na-ri")
    await world.do("moderator", await world.submit("ba-be"), "approve")
    told = await got(world, "")
    assert [question["number"] for question in told["items"]] == [first, second, third]
    assert told["next_cursor"] is None
    assert [(site["site"], site["unvetted"]) for site in told["sites"]] == [
        ("na-ri", 2),
        ("cho-don", 1),
    ]
    assert told["sites"][0]["oldest"] == told["items"][0]["submitted_at"]


async def test_what_waits_comes_in_pages_and_the_counts_are_of_all(world: World) -> None:
    numbers = [await world.submit() for _ in range(3)]
    page = await got(world, "?limit=2")
    rest = await got(world, f"?limit=2&cursor={page['next_cursor']}")
    assert [q["number"] for q in page["items"] + rest["items"]] == numbers
    assert page["sites"] == rest["sites"]
    assert page["sites"][0]["unvetted"] == 3


async def test_probable_duplicates_are_grouped_under_a_lead(world: World) -> None:
    road = await world.submit(text=ROAD)
    await world.submit(text=OTHER_ROAD)
    same = await world.submit("na-ri", text=SAME_ROAD)
    water = [await world.submit(text=WATER) for _ in range(2)]
    groups = (await got(world, "/duplicates"))["items"]
    assert summed_up(groups) == [(road, [same]), (water[0], [water[1]])]
    assert [group["count"] for group in groups] == [1, 1]
    assert groups[0]["others"][0]["score"] >= 70
    assert groups[0]["lead"] == (await world.get("moderator", f"/questions/{road}")).json()


async def test_question_further_on_its_way_leads_and_can_take_the_others_in(world: World) -> None:
    early = await world.submit(text=ROAD)
    queued = await world.submit(text=ROAD)
    assert (await world.do("moderator", queued, "enqueue")).is_success
    assert summed_up((await got(world, "/duplicates"))["items"]) == [(queued, [early])]
    assert (await world.do("moderator", early, "merge", {"into": queued})).is_success
    assert (await got(world, "/duplicates"))["items"] == []


async def test_questions_that_are_gone_or_back_at_their_site_are_in_no_group(world: World) -> None:
    await world.submit(text=ROAD)
    returned, withdrawn = [await world.submit(text=ROAD) for _ in range(2)]
    await world.do("moderator", returned, "return", {"note": "Xin ghi rõ"})
    await world.do("moderator", withdrawn, "withdraw")
    assert (await got(world, "/duplicates"))["items"] == []


async def test_groups_come_in_pages(world: World) -> None:
    leads = []
    for text in (ROAD, WATER):
        leads.append(await world.submit(text=text))
        await world.submit(text=text)
    page = await got(world, "/duplicates?limit=1")
    rest = await got(world, f"/duplicates?limit=1&cursor={page['next_cursor']}")
    assert [g["lead"]["number"] for g in page["items"] + rest["items"]] == leads


async def test_large_group_shows_twenty_and_counts_all(world: World) -> None:
    for _ in range(23):
        await world.submit(text=ROAD)
    (group,) = (await got(world, "/duplicates"))["items"]
    assert (len(group["others"]), group["count"]) == (20, 22)


@pytest.mark.parametrize(
    ("path", "right"), [("", "question.approve"), ("/duplicates", "question.merge")]
)
async def test_only_those_who_vet_are_told(world: World, path: str, right: str) -> None:
    for who in ("chair", "cho-don", "official", "screen"):
        told = refused(await world.get(who, f"/vetting{path}"), 403, "missing_permission")
        assert told["permission"] == right
    refused(await world.get("stranger", f"/vetting{path}"), 404, "not_found")
