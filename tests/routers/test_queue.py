"""The queue: moves, arrangements, who could fairly go next, and when."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select, update
from sqlmodel import col

from app.domain.ordering import RankTooLong, rank_between, spread
from app.models.question import Answer, Question
from tests.conftest import CONFERENCE, World
from tests.routers.problems import refused


async def queue(world: World) -> dict[str, Any]:
    response = await world.get("moderator", "/queue")
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()
    return shown


async def order(world: World) -> list[int]:
    """Return the numbers of the queue, as it is sent and as a screen sorts it."""
    items = (await queue(world))["items"]
    numbers = [item["number"] for item in items]
    by_rank = sorted(items, key=lambda item: (item["rank"], item["id"]))
    assert [item["number"] for item in by_rank] == numbers
    return numbers


async def move(
    world: World, number: int, before: int | None, version: int | None = None
) -> httpx.Response:
    """Move in the queue as it is, or as it was at `version`."""
    seen = (await world.conference()).queue_version if version is None else version
    body = {"question": number, "before": before, "version": seen}
    return await world.post("chair", "/queue/move", body)


async def arrange(world: World, by: str, version: int | None = None) -> httpx.Response:
    seen = (await world.conference()).queue_version if version is None else version
    return await world.post("chair", "/queue/arrange", {"by": by, "version": seen})


async def set_ranks(world: World, ranks: dict[int, str]) -> None:
    """Give queued questions these rank keys, behind the application's back."""
    async with world.app.state.services.database.write() as session:
        for number, rank in ranks.items():
            row = update(Question).where(col(Question.number) == number)
            await session.execute(row.values(rank=rank))


def used_up_gap() -> tuple[str, str, str]:
    """Return three keys as many moves into one gap leave them: no key fits below the second."""
    low, high = spread(2)
    above = high
    with contextlib.suppress(RankTooLong):
        while True:
            above, high = high, rank_between(low, high)
    return low, high, above


async def etags(world: World, numbers: Sequence[int]) -> dict[int, tuple[str, dict[str, Any]]]:
    answers = {n: await world.get("moderator", f"/questions/{n}") for n in numbers}
    return {
        n: (answer.headers["etag"], {k: v for k, v in answer.json().items() if k != "version"})
        for n, answer in answers.items()
    }


async def test_question_moves_before_a_neighbour_or_to_the_end(world: World) -> None:
    a, b, c, d = [await world.queued() for _ in range(4)]
    for number, before, expected in (
        (d, b, [a, d, b, c]),
        (a, None, [d, b, c, a]),
        (c, d, [c, d, b, a]),
        (b, a, [c, d, b, a]),
        (a, a, [c, d, b, a]),
        (c, None, [d, b, a, c]),
    ):
        seen = (await queue(world))["version"]
        moved = await move(world, number, before)
        assert moved.status_code == 200, moved.text
        assert moved.json()["question"]["number"] == number
        assert await order(world) == expected, (number, before)
        now = (await queue(world))["version"]
        assert moved.json()["version"] == now >= seen


async def test_one_move_changes_one_row(world: World) -> None:
    numbers = [await world.queued() for _ in range(4)]
    before = await etags(world, numbers)
    await move(world, numbers[3], numbers[1])
    after = await etags(world, numbers)
    assert [n for n in numbers if after[n] != before[n]] == [numbers[3]]


async def test_enqueued_question_goes_to_the_end_or_before_another(world: World) -> None:
    a, b = await world.queued(), await world.queued()
    c, d = await world.submit(), await world.submit()
    assert (await world.do("moderator", c, "enqueue", {"before": a})).status_code == 200
    assert await order(world) == [c, a, b]
    refused(await world.do("moderator", d, "enqueue", {"before": d}), 409, "not_queued")
    e = await world.submit()
    refused(await world.do("moderator", d, "enqueue", {"before": e}), 409, "not_queued")
    shown = (await world.get("moderator", f"/questions/{d}")).json()
    assert (shown["state"], await order(world)) == ("submitted", [c, a, b])


async def test_move_in_a_queue_that_has_changed_since_is_refused(world: World) -> None:
    a, b = await world.queued(), await world.queued()
    seen = (await queue(world))["version"]
    c = await world.queued()
    for version in (seen, seen + 10, 0):
        for response in (await move(world, b, a, version), await arrange(world, "topic", version)):
            problem = refused(response, 409, "stale_queue")
            assert problem["version"] == (await queue(world))["version"]
    assert await order(world) == [a, b, c]


async def test_only_queued_questions_move_and_only_before_queued_ones(world: World) -> None:
    a, b, outside = await world.queued(), await world.queued(), await world.submit()
    await world.do("moderator", outside, "approve")
    answering = await world.queued()
    await world.do("chair", answering, "call")
    for number in (outside, answering):
        assert refused(await move(world, number, a), 409, "not_queued")["number"] == number
        assert refused(await move(world, b, number), 409, "not_queued")["number"] == number
    refused(await move(world, b, 999), 404, "not_found")
    assert await order(world) == [a, b]


async def test_of_two_moves_at_once_in_the_same_queue_one_is_refused(world: World) -> None:
    a, b, c = [await world.queued() for _ in range(3)]
    seen = (await queue(world))["version"]
    both = await asyncio.gather(move(world, c, a, seen), move(world, b, a, seen))
    assert sorted(response.status_code for response in both) == [200, 409]
    assert await order(world) == ([c, a, b] if both[0].status_code == 200 else [b, a, c])


async def test_questions_enqueued_at_once_each_have_a_place(world: World) -> None:
    numbers = [await world.submit() for _ in range(6)]
    await asyncio.gather(*(world.do("moderator", number, "enqueue") for number in numbers))
    queued = await order(world)
    assert sorted(queued) == numbers
    ranks = [item["rank"] for item in (await queue(world))["items"]]
    assert len(set(ranks)) == len(numbers)


async def test_question_put_back_or_recalled_is_first(world: World) -> None:
    a, b, c = [await world.queued() for _ in range(3)]
    await world.do("chair", b, "call")
    await world.do("chair", b, "put_back")
    assert await order(world) == [b, a, c]
    await world.do("chair", c, "call")
    await world.do("chair", c, "finish")
    await world.do("chair", c, "recall")
    assert await order(world) == [c, b, a]


async def test_queue_is_arranged_by_rotation_topic_or_arrival(world: World) -> None:
    sites = ["cho-don", "cho-don", "cho-don", "na-ri", "na-ri", "ba-be"]
    topics = ["khoi-nghiep-hop-tac-xa", None, "cong-tac-can-bo-nu"] * 2
    a, b, c, d, e, f = [
        await world.submit(site, topic=topic) for site, topic in zip(sites, topics, strict=True)
    ]
    for number in (c, b, a, e, d, f):
        await world.do("moderator", number, "enqueue")
    for by, expected in (
        ("rotation", [c, e, f, b, d, a]),
        ("topic", [c, f, d, a, e, b]),
        ("arrival", [a, b, c, d, e, f]),
    ):
        arranged = await arrange(world, by)
        assert arranged.status_code == 200, arranged.text
        assert arranged.json() == {"version": (await queue(world))["version"], "order": expected}
        assert await order(world) == expected
    refused(await arrange(world, "chance"), 422, "invalid_request")


async def test_rotation_makes_up_for_the_turns_a_site_has_had(world: World) -> None:
    had = await world.queued("cho-don")
    await world.do("chair", had, "call")
    await world.do("chair", had, "finish")
    a, b, c = (
        await world.queued("cho-don"),
        await world.queued("na-ri"),
        await world.queued("na-ri"),
    )
    await arrange(world, "rotation")
    assert await order(world) == [b, a, c]


async def test_suggestion_is_of_the_site_with_fewest_turns_and_says_why(world: World) -> None:
    assert (await queue(world))["suggestion"] is None
    a, b = await world.queued("cho-don"), await world.queued("cho-don")
    c, d = await world.queued("na-ri"), await world.queued("na-ri")
    assert (await queue(world))["suggestion"]["number"] == a
    await world.do("chair", a, "call")
    suggestion = (await queue(world))["suggestion"]
    assert suggestion["number"] == c
    assert "Huyện Na Rì" in suggestion["why"]
    assert f"câu số {c}" in suggestion["why"]
    english = await world.get("moderator", "/queue", accept_language="en")
    assert "has had 0 of 1 turns" in english.json()["suggestion"]["why"]
    assert await order(world) == [b, c, d]


async def test_forecast_goes_through_the_queue_at_the_pace_of_the_turns_so_far(
    world: World,
) -> None:
    had, *waiting = [await world.queued() for _ in range(4)]
    await world.do("chair", had, "call")
    await world.do("chair", had, "finish")
    async with world.app.state.services.database.write() as session:
        turn = (await session.scalars(select(Answer))).one()
        turn.started_at = turn.ended_at - timedelta(minutes=6)
    forecast = (await queue(world))["forecast"]
    assert [entry["number"] for entry in forecast] == waiting
    first, second, third = [datetime.fromisoformat(entry["starts_at"]) for entry in forecast]
    assert second - first == third - second == timedelta(minutes=6)
    ends = {"ends_at": (first + timedelta(minutes=8)).isoformat()}
    await world.send("admin", "PATCH", f"conferences/{CONFERENCE}", ends, if_match="*")
    assert [entry["number"] for entry in (await queue(world))["forecast"]] == waiting[:2]


async def test_queue_whose_rank_keys_have_run_out_keeps_its_order(world: World) -> None:
    a, b, c, d = [await world.queued() for _ in range(4)]
    low, high, above = used_up_gap()
    await set_ranks(world, {a: low, b: high, c: above, d: "k00000"})
    assert (await move(world, d, b)).status_code == 200
    assert await order(world) == [a, d, b, c]
    e = await world.submit()
    await set_ranks(world, {a: low, d: high, b: above, c: "k00000"})
    assert (await world.do("moderator", e, "enqueue", {"before": d})).status_code == 200
    assert await order(world) == [a, e, d, b, c]


async def test_screens_are_told_of_every_rank_that_a_move_has_changed(world: World) -> None:
    numbers = [await world.queued() for _ in range(4)]
    low, high, above = used_up_gap()
    await set_ranks(world, dict(zip(numbers, (low, high, above, "k00000"), strict=True)))
    before = await etags(world, numbers)
    await move(world, numbers[3], numbers[1])
    after = await etags(world, numbers)
    changed = {n for n in numbers if after[n][1] != before[n][1]}
    assert {n for n in numbers if after[n][0] != before[n][0]} == changed
    last = (await world.conference()).last_seq
    async with world.session() as session:
        rows = (await session.scalars(select(Question))).all()
    assert {row.number for row in rows if row.seen["listed"] == last} == changed


async def test_undo_finds_a_place_where_the_rank_keys_have_run_out(world: World) -> None:
    a, b, c, d = [await world.queued() for _ in range(4)]
    low, high, above = used_up_gap()
    await set_ranks(world, {a: low, b: high, c: above, d: "k00000"})
    await world.do("chair", b, "call")
    await move(world, d, c)
    undone = await world.post("chair", "/floor/undo")
    assert undone.status_code == 200, undone.text
    assert await order(world) in ([a, b, d, c], [a, d, b, c])
