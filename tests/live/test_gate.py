"""The gate: so many at once, the others in order, and who finds no room is asked to come again."""

import asyncio

import pytest

from app.live.gate import AT_ONCE, LATER_MS, Gate, GateIsFull
from app.live.protocol import Close
from tests.conftest import World, token_of
from tests.faults.sockets import line
from tests.live.screens import until
from tests.servers import serving

SITE = "site&site=cho-don"


async def test_so_many_pass_at_once_and_in_the_order_in_which_they_came() -> None:
    gate, inside, most, order = Gate(100), 0, 0, []

    async def pass_(number: int) -> None:
        nonlocal inside, most
        async with gate.passing():
            inside += 1
            most = max(most, inside)
            order.append(number)
            await asyncio.sleep(0)
            inside -= 1

    async with asyncio.TaskGroup() as group:
        for number in range(5 * AT_ONCE):
            group.create_task(pass_(number))
    assert most == AT_ONCE
    assert order == sorted(order)


async def test_who_finds_no_room_to_wait_is_asked_to_come_again_at_another_time() -> None:
    gate, leave = Gate(1), asyncio.Event()

    async def stay() -> None:
        async with gate.passing():
            await leave.wait()

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE + 1):
            group.create_task(stay())
        await asyncio.sleep(0)
        later = []
        for _ in range(20):
            with pytest.raises(GateIsFull) as full:
                async with gate.passing():
                    pass
            later.append(full.value.retry_after_ms)
        leave.set()
    assert all(LATER_MS[0] <= ms <= LATER_MS[1] for ms in later)
    assert len(set(later)) > 1
    async with gate.passing():
        pass


async def test_screen_that_finds_the_gate_full_is_told_when_to_come_again_the_chair_comes_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    others, leading = Gate(0), Gate(1)
    monkeypatch.setattr(world.app.state.services.hub, "_gates", (others, leading))
    async with serving(world.app) as url:
        async with line(url, SITE, token_of("cho-don")) as site:
            assert await site.is_closed() == Close.TOO_MANY
        async with line(url, "chair", token_of("chair")) as chair:
            await chair.hears("snapshot")
    assert site.client.bye is not None
    assert LATER_MS[0] <= site.client.bye["retry_after_ms"] <= LATER_MS[1]


async def test_one_screen_too_many_is_told_when_to_come_again_and_may_once_another_has_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.app.state.services.settings, "max_connections", 1)
    async with serving(world.app) as url:
        async with line(url, "hall", token_of("screen")) as first:
            await first.hears("snapshot")
            async with line(url, SITE, token_of("cho-don")) as second:
                assert await second.is_closed() == Close.TOO_MANY
            assert second.client.bye is not None
            assert second.client.bye["retry_after_ms"] >= LATER_MS[0]
        await until(lambda: not world.app.state.services.hub.is_full(), "the first has left")
        async with line(url, SITE, token_of("cho-don")) as again:
            await again.hears("snapshot")
