"""Commands that overtake each other: a later one commits while an earlier one is held.

On PostgreSQL only, where transactions really run side by side.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any
from uuid import uuid4

import httpx
import pytest
from structlog.testing import capture_logs

from app.actions import deed, journal, people
from tests.conftest import World, question, running
from tests.live.screens import PATIENCE, Screen, fresh_states, holder_of, soon, until, watched

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
REJECTED = {"reason": "off_topic", "note": "ngoài chủ đề"}
Sending = Awaitable[httpx.Response]


@asynccontextmanager
async def _held(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, *, after: bool
) -> AsyncIterator[tuple[asyncio.Event, asyncio.Event]]:
    """Hold the first call of a function, before or after its work.

    Give two events: one says that the call is held, the other lets it go on.
    """
    is_held, go_on, plain = asyncio.Event(), asyncio.Event(), getattr(module, name)

    async def hold_first(*given: Any, **named: Any) -> Any:
        if is_held.is_set():
            return await plain(*given, **named)
        is_held.set()
        done = await plain(*given, **named) if after else None
        async with asyncio.timeout(PATIENCE):
            await go_on.wait()
        return done if after else await plain(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, hold_first)
        try:
            yield is_held, go_on
        finally:
            go_on.set()


async def _check_whole(world: World, *screens: Screen) -> None:
    """The journal has no gap, and every view shows what is true."""
    listed = (await world.get("moderator", "/events?limit=200")).json()
    assert [e["seq"] for e in listed["items"]] == list(range(1, listed["last_seq"] + 1))
    for screen in screens:
        of = str(screen.connection.view)
        seq, fresh = await fresh_states(world, [of])
        await screen.reaches(seq)
        assert screen.client.state() == fresh[of], of


async def _all(count: int, send: Callable[[int], Sending]) -> list[httpx.Response]:
    return await asyncio.gather(*(send(place) for place in range(count)))


def _codes(responses: Iterable[httpx.Response]) -> list[str]:
    return sorted(
        "done" if response.is_success else response.json()["code"] for response in responses
    )


async def test_command_waits_for_one_that_took_its_number_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await world.submit()
    async with watched(world, "hall") as hall, watched(world, "desk") as desk:
        async with _held(monkeypatch, journal, "take_number", after=True) as (is_held, go_on):
            first = asyncio.create_task(world.do("moderator", number, "enqueue"))
            await soon(is_held.wait(), "the first is held")
            second = asyncio.create_task(world.post("na-ri", "/questions", question("na-ri")))
            third = asyncio.create_task(world.get("moderator", "/questions"))
            await soon(third, "reading waits for nobody")
            assert not second.done()
            assert third.result().json()["items"][0]["state"] == "submitted"
            go_on.set()
            assert [r.status_code for r in await asyncio.gather(first, second)] == [200, 201]
        await _check_whole(world, hall, desk)
        assert hall.client.numbers("queued") == [number]
    entries = (await world.get("moderator", "/events?after=1")).json()["items"]
    assert [e["type"].partition(".")[2] for e in entries] == ["submitted", "queued", "submitted"]


async def test_command_that_was_overtaken_sees_what_the_other_did(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await world.queued(), await world.queued("na-ri")
    shown = {"expected_current": None, "expected_next": first}
    async with watched(world, "chair") as chair:
        async with _held(monkeypatch, deed, "begin", after=False) as (is_held, go_on):
            slow = asyncio.create_task(world.post("chair", "/floor/next", shown))
            await soon(is_held.wait(), "the first is held")
            assert (await world.post("moderator", "/floor/next", shown)).status_code == 200
            go_on.set()
            refused = await slow
        assert refused.json()["code"] == "stale_floor"
        floor = refused.json()["floor"]
        assert (floor["current"]["number"], floor["next"]["number"]) == (first, second)
        await _check_whole(world, chair)


async def test_command_that_fails_leaves_no_gap(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, plain = await world.submit(), journal.take_number

    async def take_and_fail(*given: Any) -> int:
        await plain(*given)
        raise RuntimeError("after the number was taken")

    async with watched(world, "desk") as desk:
        with monkeypatch.context() as patch, capture_logs():
            patch.setattr(journal, "take_number", take_and_fail)
            assert (await world.do("moderator", number, "approve")).status_code == 500
        assert (await world.do("moderator", number, "reject", REJECTED)).status_code == 200
        await _check_whole(world, desk)


@pytest.mark.parametrize("attempt", range(3))
async def test_only_one_of_two_commands_on_a_question_has_its_effect(
    world: World, attempt: int
) -> None:
    number = await world.submit()
    async with watched(world, "desk") as desk:
        responses = await asyncio.gather(
            world.do("moderator", number, "reject", REJECTED),
            world.do("moderator-2", number, "return", {"note": "xin nói rõ hơn"}),
        )
        assert _codes(responses) == ["done", "illegal_transition"]
        (done,) = [r.json()["state"] for r in responses if r.is_success]
        (told,) = [r.json()["state"] for r in responses if not r.is_success]
        assert done == told
        await _check_whole(world, desk)
    history = (await world.get("moderator", f"/questions/{number}/history")).json()["items"]
    assert [entry["type"] for entry in history][1:] == [f"question.{done}"]


async def test_only_one_of_two_revisions_of_one_version_is_taken(world: World) -> None:
    number = await world.submit()
    responses = await _all(
        2,
        lambda place: world.send(
            "cho-don", "PATCH", f"/questions/{number}", {"text": f"Câu {place}"}, if_match='"1"'
        ),
    )
    assert sorted(response.status_code for response in responses) == [200, 412]
    (taken,) = [r.json()["text"] for r in responses if r.is_success]
    assert (await world.get("moderator", f"/questions/{number}")).json()["text"] == taken


async def test_only_one_of_many_moves_in_the_same_queue_is_made(world: World) -> None:
    numbers = [await world.queued() for _ in range(4)]
    version = (await world.conference()).queue_version
    async with watched(world, "hall") as hall:
        responses = await _all(
            8,
            lambda place: world.post(
                "moderator",
                "/queue/move",
                {"question": numbers[place % 3 + 1], "before": numbers[0], "version": version},
            ),
        )
        assert _codes(responses) == ["done"] + ["stale_queue"] * 7
        (moved,) = [r.json()["question"]["number"] for r in responses if r.is_success]
        await _check_whole(world, hall)
        rest = [number for number in numbers if number != moved]
        assert hall.client.numbers("queued") == [moved, *rest]


async def test_sixteen_taps_on_next_move_the_floor_once(world: World, database_url: str) -> None:
    first, second = await world.queued(), await world.queued()
    shown = {"expected_current": None, "expected_next": first}
    async with running(database_url) as elsewhere, watched(elsewhere, "hall") as hall:
        workers = (world, elsewhere)
        responses = await _all(
            16, lambda place: workers[place % 2].post("chair", "/floor/next", shown)
        )
        assert _codes(responses) == ["done"] + ["stale_floor"] * 15
        for refused in (r.json()["floor"] for r in responses if not r.is_success):
            assert (refused["current"]["number"], refused["next"]["number"]) == (first, second)
        await _check_whole(world, hall)
        assert hall.client.numbers("answering") == [first]


async def test_questions_submitted_at_once_have_all_their_numbers(
    world: World, database_url: str
) -> None:
    async with running(database_url) as elsewhere, watched(world, "desk") as desk:
        workers = (world, elsewhere)
        responses = await _all(
            24, lambda place: workers[place % 2].post("cho-don", "/questions", question())
        )
        assert sorted(r.json()["number"] for r in responses) == list(range(1, 25))
        await _check_whole(world, desk)


async def test_same_key_at_two_workers_at_once_makes_one_question(
    world: World, database_url: str
) -> None:
    key = uuid4().hex
    async with running(database_url) as elsewhere:
        workers = (world, elsewhere)
        responses = await _all(
            8,
            lambda place: workers[place % 2].post(
                "cho-don", "/questions", question(), idempotency_key=key
            ),
        )
    assert set(_codes(responses)) <= {"done", "request_in_flight"}
    assert {r.json()["number"] for r in responses if r.is_success} == {1}
    assert len((await world.get("moderator", "/questions")).json()["items"]) == 1


async def test_right_withdrawn_by_an_overtaken_command_still_closes_the_screen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = (await world.get("admin", "/members?limit=200")).json()["items"]
    (member,) = [m["id"] for m in members if m["username"] == "na-ri"]
    async with watched(world, "site/na-ri", holder=await holder_of(world, "na-ri")) as screen:
        async with _held(monkeypatch, people, "remove_member", after=True) as (is_held, go_on):
            removal = asyncio.create_task(world.send("admin", "DELETE", f"/members/{member}"))
            await soon(is_held.wait(), "the removal is held")
            for who in ("screen", "official"):  # the second only after a whole look at the first
                async with watched(world, "hall", holder=await holder_of(world, who)) as other:
                    assert (await world.send(who, "DELETE", "auth/session")).status_code == 204
                    await until(lambda: _has_to_leave(other), "the hub has seen the sign-out")
            go_on.set()
            assert (await removal).status_code == 204
        await until(lambda: _has_to_leave(screen), "the screen has to leave", 3)


def _has_to_leave(screen: Screen) -> bool:
    return screen.connection.leaving is not None
