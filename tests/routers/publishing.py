"""A conference that publishes: shared by the tests of commands, addresses and pages."""

from typing import Any

import httpx

from tests.conftest import CONFERENCE, OFFICIAL, World

ANSWER = "Tỉnh bố trí vốn, làm xong trong quý III."
PUBLIC = f"public/{CONFERENCE}"
FORMS = (
    *(f"/api/v1/{PUBLIC}{end}" for end in ("", "/questions", "/questions.csv", "/feed.atom")),
    f"/{PUBLIC}",
)
"""Every address at which all that is published can be read."""


async def answered(world: World, summary: str | None = ANSWER, **more: Any) -> int:
    """Return the number of a question that has had its turn and, but for `None`, a summary."""
    number = await world.submit(**more)
    path = f"/questions/{number}"
    await world.do("moderator", number, "enqueue")
    await world.send("moderator", "PUT", f"{path}/assignment", {"lead": OFFICIAL})
    for command in ("call", "finish"):
        done = await world.do("moderator", number, command)
        assert done.status_code == 200, done.text
    if summary is not None:
        done = await world.send("moderator", "PUT", f"{path}/answer", {"summary": summary})
        assert done.status_code == 200, done.text
    return number


async def publish(world: World, number: int, answer: str | None = None) -> httpx.Response:
    given = None if answer is None else {"answer": answer}
    return await world.do("moderator", number, "publish", given)


async def published(world: World, answer: str | None = None, **more: Any) -> int:
    """Return the number of a question that is public."""
    number = await answered(world, **more)
    done = await publish(world, number, answer)
    assert done.status_code == 200, done.text
    return number


async def open_up(world: World, *, is_public: bool = True, **more: Any) -> None:
    """Make the conference public, or close it again."""
    given, path = {"is_public": is_public} | more, f"conferences/{CONFERENCE}"
    done = await world.send("admin", "PATCH", path, given, if_match="*")
    assert done.status_code == 200, done.text


async def everything(world: World, number: int) -> dict[str, str]:
    """Return what each public address says, with the page and the object of one question."""
    more = (f"/api/v1/{PUBLIC}/questions/{number}", f"/{PUBLIC}/{number}", f"/{PUBLIC}?lang=en")
    return {path: (await world.client.get(path)).text for path in (*FORMS, *more)}


async def numbers(world: World, query: str = "") -> list[int]:
    """Return the numbers that the public list holds."""
    found = await world.client.get(f"/api/v1/{PUBLIC}/questions{query}")
    assert found.status_code == 200, found.text
    return [item["number"] for item in found.json()["items"]]
