"""The gate: so many at once, the others in order, and who finds no room is asked to come again."""

import asyncio

import pytest

from app.live.gate import AT_ONCE, LATER_MS, Gate, GateIsFull


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
