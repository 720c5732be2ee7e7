"""Desk and chair are told which screens are open and who has which question open."""

import json
from collections.abc import Mapping

import pytest

from app.live import presence as presence_module
from tests.conftest import World
from tests.live.client import Json
from tests.live.screens import Screen, holder_of, until, watched
from tests.live.test_asyncapi import validate
from tests.routers.problems import refused


async def shows(screen: Screen, wanted: Mapping[str, object]) -> Json:
    """Wait until the screen was told this of who is where."""

    def is_so() -> bool:
        screen.fold()
        told = screen.client.presence or {}
        return all(told.get(name) == value for name, value in wanted.items())

    await until(is_so, f"presence {wanted}")
    assert screen.client.presence is not None
    return screen.client.presence


async def test_desk_sees_sites_and_screens_come_and_go(world: World) -> None:
    async with watched(world, "desk") as desk, watched(world, "chair") as chair:
        await shows(desk, {"sites": {}, "screens": {"chair": 1, "desk": 1}})
        async with watched(world, "site/cho-don"), watched(world, "site/cho-don"):
            await shows(desk, {"sites": {"cho-don": 2}})
            await shows(chair, {"sites": {"cho-don": 2}})
        await shows(desk, {"sites": {}})


async def test_nobody_else_is_told(world: World) -> None:
    async with (
        watched(world, "desk") as desk,
        watched(world, "hall") as hall,
        watched(world, "site/cho-don") as site,
    ):
        await shows(desk, {"screens": {"desk": 1, "hall": 1}})
        for screen in (hall, site):
            screen.fold()
            assert screen.client.presence is None


async def test_desk_sees_who_has_a_question_open_until_it_is_let_go(world: World) -> None:
    number = await world.submit()
    holder = await holder_of(world, "moderator")
    async with watched(world, "desk", holder=holder) as desk:
        answer = await world.send("moderator", "PUT", "/handling", {"question": number})
        assert answer.status_code == 204, answer.text
        told = await until_handling(desk, [number])
        assert told["handling"][0]["username"] == "moderator"
        validate(json.dumps(told))
        await world.send("moderator", "PUT", "/handling", {"question": None})
        await until_handling(desk, [])


async def test_who_leaves_the_desk_handles_nothing(world: World) -> None:
    number = await world.submit()
    holder = await holder_of(world, "moderator-2")
    async with watched(world, "chair") as chair:
        async with watched(world, "desk", holder=holder):
            await world.send("moderator-2", "PUT", "/handling", {"question": number})
            await until_handling(chair, [number])
        await until_handling(chair, [])


async def test_handling_ends_when_it_is_not_said_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence_module, "HANDLING_SECONDS", 2.0)
    number = await world.submit()
    holder = await holder_of(world, "moderator")
    async with watched(world, "desk", holder=holder) as desk:
        await world.send("moderator", "PUT", "/handling", {"question": number})
        await until_handling(desk, [number])
        await until_handling(desk, [])


async def test_saying_it_again_keeps_when_it_began(world: World) -> None:
    first, second = await world.submit(), await world.submit()
    holder = await holder_of(world, "moderator")
    async with watched(world, "desk", holder=holder) as desk:
        await world.send("moderator", "PUT", "/handling", {"question": first})
        since = (await until_handling(desk, [first]))["handling"][0]["since"]
        await world.send("moderator", "PUT", "/handling", {"question": first})
        async with watched(world, "hall"):
            told = await shows(desk, {"screens": {"desk": 1, "hall": 1}})
        assert told["handling"][0]["since"] == since
        await world.send("moderator", "PUT", "/handling", {"question": second})
        assert (await until_handling(desk, [second]))["handling"][0]["since"] > since


async def test_question_that_does_not_exist_is_refused(world: World) -> None:
    answer = await world.send("moderator", "PUT", "/handling", {"question": 4711})
    refused(answer, 404, "not_found")


async def until_handling(screen: Screen, numbers: list[int]) -> Json:
    """Wait until exactly these questions are handled."""

    def is_so() -> bool:
        screen.fold()
        told = screen.client.presence or {"handling": [{"question": None}]}
        return [one["question"] for one in told["handling"]] == numbers

    await until(is_so, f"handling {numbers}")
    assert screen.client.presence is not None
    return screen.client.presence
