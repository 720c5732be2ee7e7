"""A large import: screens follow it by one snapshot each, and nothing is held up for long."""

import asyncio
import time

import pytest

from app.live import feed
from tests.conftest import World
from tests.live.screens import fresh_states, watched
from tests.sheets import apply, hand_in, questions, workbook

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def test_many_questions_at_once_are_told_by_a_snapshot(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "SNAPSHOT_FROM", 20)
    shown = await hand_in(world, workbook(questions(25)))
    async with watched(world, "desk") as desk, watched(world, "hall") as hall:
        await desk.hears("snapshot")
        await hall.hears("snapshot")
        left = desk.client
        assert (await apply(world, shown["id"])).json()["applied"]["count"] == 25
        seq, fresh = await fresh_states(world, ["desk", "hall"])
        await desk.hears("snapshot")
        for screen, view in ((desk, "desk"), (hall, "hall")):
            await screen.reaches(seq)
            assert screen.client.state() == fresh[view]
        await world.queued("na-ri")
        await hall.hears("change")
        seq, fresh = await fresh_states(world, ["desk", "hall"])
        for screen, view in ((desk, "desk"), (hall, "hall")):
            await screen.reaches(seq)
            assert screen.client.state() == fresh[view]
    assert left.seq == seq


async def test_few_questions_are_told_by_one_change(world: World) -> None:
    shown = await hand_in(world, workbook(questions(5)))
    async with watched(world, "desk") as desk:
        await desk.hears("snapshot")
        await apply(world, shown["id"])
        change = await desk.hears("change")
        assert len(change["upsert"]["questions"]) == 5
        assert [event["type"] for event in change["events"]] == ["import.applied"]


@pytest.mark.timeout(300)
@one_database
async def test_ten_thousand_rows_are_read_and_five_thousand_applied_beside_the_screens(
    world: World,
) -> None:
    rows = questions(10_000)
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            longest = max(longest, time.monotonic() - before)

    content = workbook(rows)
    watching = asyncio.create_task(watch())
    began = time.monotonic()
    shown = await hand_in(world, content)
    took, held = time.monotonic() - began, longest
    assert shown["counts"]["new"] == 10_000, shown["counts"]
    longest, began = 0.0, time.monotonic()
    done = await apply(world, shown["id"], list(range(2, 5002)))
    print(
        f"10,000 rows: {took:.1f} s, the loop held up for at most {held:.2f} s; "
        f"5,000 applied: {time.monotonic() - began:.1f} s, at most {longest:.2f} s"
    )
    watching.cancel()
    assert done.json()["applied"] == done.json()["applied"] | {"count": 5000, "last": 5000}
