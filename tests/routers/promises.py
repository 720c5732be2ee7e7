"""Promises as they are made and kept in tests."""

from typing import Any

import httpx

from tests.conftest import World

PROMISE = "Trả lời bằng văn bản về kinh phí của chi hội."
REPLY = "Tỉnh đã bố trí kinh phí chi trả trong quý II."
AGENCY = "ubnd-tinh"
"""The agency of `official`; that of `official-2` is hoi-lhpn-tinh."""


async def answered(world: World, site: str = "cho-don") -> int:
    """Return the number of a question that has had its turn."""
    number = await world.queued(site)
    for command in ("call", "finish"):
        done = await world.do("chair", number, command)
        assert done.status_code == 200, done.text
    return number


async def promise(
    world: World, number: int, who: str = "chair", agency: str = AGENCY, **more: Any
) -> dict[str, Any]:
    """Record a promise; return the follow-up."""
    given = {"agency": agency, "promise": PROMISE} | more
    made = await world.post(who, f"/questions/{number}/follow-ups", given)
    assert made.status_code == 201, made.text
    shown: dict[str, Any] = made.json()
    return shown


async def promised(world: World, site: str = "cho-don", **more: Any) -> dict[str, Any]:
    """Return a follow-up of a new question."""
    return await promise(world, await answered(world, site), **more)


async def patch(
    world: World, who: str, follow_up: int, *, if_match: str = "*", **given: Any
) -> httpx.Response:
    """Change a follow-up."""
    path = f"/follow-ups/{follow_up}"
    return await world.send(who, "PATCH", path, given, if_match=if_match)


async def changed(world: World, who: str, follow_up: int, **given: Any) -> dict[str, Any]:
    """Change a follow-up, which succeeds; return it."""
    done = await patch(world, who, follow_up, **given)
    assert done.status_code == 200, done.text
    shown: dict[str, Any] = done.json()
    return shown
