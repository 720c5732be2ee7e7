"""Reminders of follow-ups: each once for a due date, by one of several workers."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import update

from app.domain.followups import FollowUpState
from app.jobs.reminders import remind_all
from app.models.question import FollowUp
from tests.conftest import World

DAYS = 2
DUE = date(2030, 3, 10)


async def promise(world: World, due: date = DUE) -> int:
    number = await world.queued()
    given = {"agency": "ubnd-tinh", "due": due.isoformat()}
    assert (await world.do("chair", number, "defer", given)).status_code == 200
    return number


async def remind(world: World, day: date, hour: int = 1) -> None:
    now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    await remind_all(world.app.state.services.database, now, DAYS)


async def reminded(world: World) -> list[tuple[str, list[int]]]:
    items = (await world.get("moderator", "/events?limit=200")).json()["items"]
    return [(one["type"], one["questions"]) for one in items if "due" in one["type"]]


async def test_follow_up_is_reminded_of_once_before_and_once_after_its_day(world: World) -> None:
    number = await promise(world)
    soon, over = ("follow_up.due_soon", [number]), ("follow_up.overdue", [number])
    for day, expected in {
        date(2030, 3, 7): [],
        date(2030, 3, 8): [soon],
        date(2030, 3, 9): [soon],
        DUE: [soon],
        date(2030, 3, 11): [soon, over],
        date(2030, 4, 1): [soon, over],
    }.items():
        await remind(world, day)
        await remind(world, day)
        assert await reminded(world) == expected, day


async def test_entry_names_follow_up_agency_and_day_and_the_system(world: World) -> None:
    number = await promise(world)
    before = (await world.get("moderator", f"/questions/{number}")).json()
    await remind(world, DUE)
    entry: dict[str, Any] = (await world.get("moderator", "/events?limit=200")).json()["items"][-1]
    promised = before["follow_ups"][0]["id"]
    assert entry["actor"] == "system"
    assert entry["payload"] == {"follow_up": promised, "agency": "ubnd-tinh", "due": "2030-03-10"}
    after = (await world.get("moderator", f"/questions/{number}")).json()
    assert after == before
    history = (await world.get("moderator", f"/questions/{number}/history")).json()["items"]
    assert history[-1]["type"] == "follow_up.due_soon"


async def test_day_is_that_of_the_conference(world: World) -> None:
    """At 18:00 UTC it is the next day in Viet Nam."""
    await promise(world)
    await remind(world, DUE, hour=16)
    assert [name for name, _ in await reminded(world)] == ["follow_up.due_soon"]
    await remind(world, DUE, hour=18)
    assert [name for name, _ in await reminded(world)] == [
        "follow_up.due_soon",
        "follow_up.overdue",
    ]


async def test_another_due_date_is_reminded_of_anew(world: World) -> None:
    await promise(world)
    await remind(world, DUE)
    async with world.app.state.services.database.write() as session:
        await session.execute(update(FollowUp).values(due=DUE + timedelta(days=1)))
    await remind(world, DUE)
    assert len(await reminded(world)) == 2


async def test_what_was_resolved_is_not_reminded_of(world: World) -> None:
    await promise(world)
    async with world.app.state.services.database.write() as session:
        await session.execute(update(FollowUp).values(state=FollowUpState.RESOLVED))
    await remind(world, date(2030, 5, 1))
    assert await reminded(world) == []


async def test_several_workers_remind_once(world: World) -> None:
    numbers = [await promise(world) for _ in range(5)]
    await asyncio.gather(*(remind(world, DUE) for _ in range(4)))
    assert sorted(about[0] for _, about in await reminded(world)) == numbers


async def test_archived_conference_is_left_alone(world: World) -> None:
    await promise(world)
    for phase in ("collecting", "vetting", "live", "closed", "archived"):
        assert (await world.post("moderator", "/phase", {"to": phase})).status_code == 200
    await remind(world, date(2030, 5, 1))
    assert await reminded(world) == []


async def test_many_are_reminded_of_in_parts(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr("app.actions.reminders.AT_ONCE", 2)
    monkeypatch.setattr("app.jobs.reminders.AT_ONCE", 2)
    for _ in range(5):
        await promise(world)
    await remind(world, DUE)
    assert len(await reminded(world)) == 5
