"""Similar questions: the ones worth merging, for those who may, and no others."""

from typing import Any

import pytest

from tests.conftest import CONFERENCE, World, question
from tests.routers.problems import refused

ROAD = "Đường 254 qua xã Nghĩa Tá hư hỏng nặng, bao giờ sửa?"
SAME_ROAD = "Đề nghị tỉnh cho biết bao giờ sửa đường 254 đoạn qua xã Nghĩa Tá đã hư hỏng nặng?"
OTHER_ROAD = "Đường 257 qua xã Nghĩa Tá hư hỏng nặng, bao giờ sửa?"


async def similar(world: World, number: int, who: str = "moderator") -> list[dict[str, Any]]:
    response = await world.get(who, f"/questions/{number}/similar")
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def test_same_matter_is_found_wherever_it_was_asked(world: World) -> None:
    number = await world.submit(text=ROAD)
    same = await world.submit("na-ri", text=SAME_ROAD)
    await world.submit(text=OTHER_ROAD)
    await world.submit(text="Giá nước sạch tăng, có hỗ trợ hộ nghèo không?")
    (item,) = await similar(world, number)
    assert set(item) == {"number", "score", "question"}
    assert item["number"] == same
    assert 70 <= item["score"] <= 100
    assert item["question"] == (await world.get("moderator", f"/questions/{same}")).json()
    assert [item["number"] for item in await similar(world, same)] == [number]


async def test_five_at_most_the_best_first(world: World) -> None:
    number = await world.submit(text=ROAD)
    worse = [await world.submit(text=f"{ROAD} Dân đi lại rất khổ.") for _ in range(4)]
    exact = [await world.submit("na-ri", text=ROAD) for _ in range(3)]
    items = await similar(world, number)
    assert [item["number"] for item in items] == [*exact, *worse[:2]]
    scores = [item["score"] for item in items]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 100


async def test_questions_that_are_gone_are_left_out(world: World) -> None:
    number = await world.submit(text=ROAD)
    gone = [await world.submit(text=ROAD) for _ in range(3)]
    await world.do("moderator", gone[0], "reject", {"reason": "off_topic", "note": "Ngoài"})
    await world.do("moderator", gone[1], "withdraw")
    await world.do("moderator", gone[2], "merge", {"into": number})
    assert await similar(world, number) == []
    await world.do("moderator", gone[0], "restore")
    assert [item["number"] for item in await similar(world, number)] == [gone[0]]


async def test_other_conferences_are_not_looked_at(world: World) -> None:
    number = await world.submit(text=ROAD)
    path = "conferences/khac-2026/questions"
    there = await world.post("admin", path, question(text=ROAD))
    assert there.status_code == 201, there.text
    assert await similar(world, number) == []


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_key_is_offered_only_what_it_may_see(world: World) -> None:
    hidden, number = await world.submit(text=ROAD), await world.submit(text=ROAD)
    await world.do("moderator", number, "enqueue")
    made = await world.post(
        "admin", "/keys", {"name": "Khoá", "scopes": ["question.merge", "question.see"]}
    )
    bearer = {"authorization": f"Bearer {made.json()['key']}"}
    seen = await world.get(None, f"/questions/{number}/similar", **bearer)
    assert seen.json() == {"items": []}
    refused(await world.get(None, f"/questions/{hidden}/similar", **bearer), 404, "not_found")


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_only_who_may_merge_is_answered(world: World) -> None:
    number = await world.queued()
    for who in ("chair", "cho-don", "official", "screen"):
        problem = refused(
            await world.get(who, f"/questions/{number}/similar"), 403, "missing_permission"
        )
        assert problem["permission"] == "question.merge"
    refused(await world.get("moderator", "/questions/999/similar"), 404, "not_found")
    path = f"conferences/{CONFERENCE}/questions/{number}/similar"
    refused(await world.get("stranger", path), 404, "not_found")
