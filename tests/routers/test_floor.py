"""The floor: one button, two tablets, and a step that is taken back as if it had not been."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import SQLModel, col

from app.models.question import Answer, FollowUp
from tests.conftest import OFFICIAL, OTHER, OTHER_OFFICIAL, World, question
from tests.routers.problems import refused

DEFER = {"agency": "ubnd-tinh", "due": "2025-07-01"}
Step = tuple[str, int | None, int | None]
"""`next` with what the tablet showed, or a command with its question's number."""


async def take(world: World, step: Step, who: str = "chair") -> httpx.Response:
    command, number, following = step
    if command == "next":
        return await move_on(world, number, following, who)
    return await world.do(who, number or 0, command, DEFER if command == "defer" else None)


async def move_on(
    world: World, current: int | None, following: int | None, who: str = "chair"
) -> httpx.Response:
    expected = {"expected_current": current, "expected_next": following}
    return await world.post(who, "/floor/next", expected)


async def move(world: World, number: int, before: int) -> httpx.Response:
    version = (await world.conference()).queue_version
    body = {"question": number, "before": before, "version": version}
    return await world.post("moderator", "/queue/move", body)


async def undo(world: World) -> httpx.Response:
    return await world.post("chair", "/floor/undo")


async def done(response: httpx.Response) -> None:
    assert response.status_code == 200, response.text


async def one_of(both: Sequence[httpx.Response], code: str) -> dict[str, Any]:
    """Return the problem of the one that was refused; the other was done."""
    good, bad = sorted(both, key=lambda response: response.status_code)
    await done(good)
    return refused(bad, 409, code)


async def stands(world: World) -> tuple[int | None, int | None, bool]:
    """Return the floor: the number answered now, the next one, and whether undo is offered."""
    floor = (await world.get("chair", "/floor")).json()
    numbers = [floor[name] and floor[name]["number"] for name in ("current", "next")]
    return numbers[0], numbers[1], floor["can_undo"]


async def picture(world: World) -> dict[str, Any]:
    """Return all questions as moderators see them (but their versions), all turns and promises."""
    page = (await world.get("moderator", "/questions?limit=200")).json()
    seen = [{k: v for k, v in item.items() if k != "version"} for item in page["items"]]
    order = sorted((item["rank"], item["id"]) for item in seen if item["rank"] is not None)
    rows = {kind.__name__: await kept(world, kind) for kind in (Answer, FollowUp)}
    return {"questions": seen, "order": [id_ for _, id_ in order]} | rows


async def kept(world: World, kind: type[Answer | FollowUp]) -> list[dict[str, Any]]:
    unsaid = {"id"} if kind is Answer else set()  # nobody outside is told a turn's id
    async with world.session() as session:
        rows = await session.scalars(select(kind).order_by(col(kind.id)))
        return [SQLModel.model_dump(row, exclude=unsaid) for row in rows]


async def last_seq(world: World) -> int:
    return (await world.conference()).last_seq


async def test_each_step_at_the_floor_is_taken_back_without_a_trace(world: World) -> None:
    a, b, c = [await world.queued(site) for site in ("cho-don", "na-ri", "ba-be")]
    d = await world.submit()
    await done(await world.do("moderator", d, "approve"))
    await world.send("moderator", "PUT", f"/questions/{a}/assignment", {"lead": OFFICIAL})
    steps: list[Step] = [
        *(("next", None, a), ("next", a, b), ("put_back", b, None), ("call", c, None)),
        *(("defer", c, None), ("recall", c, None), ("defer", b, None), ("defer", d, None)),
        *(("recall", a, None), ("next", None, a), ("finish", a, None), ("call", c, None)),
        ("next", c, None),
    ]
    for step in steps:
        before = await picture(world)
        await done(await take(world, step))
        after = await picture(world)
        assert after != before, step
        assert (await stands(world))[2], step
        seq = await last_seq(world)
        await done(await undo(world))
        assert await picture(world) == before, step
        assert await last_seq(world) == seq + 1, step
        assert not (await stands(world))[2], step
        await done(await take(world, step))
    states = {q["number"]: q["state"] for q in (await picture(world))["questions"]}
    assert states == {a: "answered", b: "deferred", c: "answered", d: "deferred"}


async def test_turns_open_end_and_vanish_with_the_floor(world: World) -> None:
    number = await world.queued()
    path = f"/questions/{number}/assignment"
    await world.send("moderator", "PUT", path, {"lead": OFFICIAL})
    called = (await world.do("chair", number, "call")).json()["answer"]
    assert (called["official"], called["ended_at"]) == (OFFICIAL, None)
    put_back = (await world.do("chair", number, "put_back")).json()
    assert (put_back["answer"], await kept(world, Answer)) == (None, [])
    await world.do("chair", number, "call")
    finished = (await world.do("chair", number, "finish")).json()["answer"]
    assert finished["ended_at"] >= finished["started_at"]
    await world.do("chair", number, "recall")
    again = (await world.do("chair", number, "call")).json()["answer"]
    assert again["ended_at"] is None
    assert len(await kept(world, Answer)) == 2


async def test_deferral_opens_a_follow_up_and_recall_takes_it_away(world: World) -> None:
    number = await world.queued()
    await done(await world.do("chair", number, "call"))
    deferred = (await world.do("chair", number, "defer", DEFER)).json()
    (promise,) = deferred["follow_ups"]
    assert promise | DEFER | {"state": "open"} == promise
    assert deferred["answer"]["ended_at"] is not None
    recalled = (await world.do("chair", number, "recall")).json()
    assert (recalled["state"], recalled["follow_ups"]) == ("queued", [])


async def test_deferral_to_an_unknown_agency_changes_nothing(world: World) -> None:
    number = await world.queued()
    before, seq = await picture(world), await last_seq(world)
    response = await world.do("chair", number, "defer", DEFER | {"agency": "khong-co"})
    refused(response, 422, "unknown_reference")
    assert (await picture(world), await last_seq(world)) == (before, seq)


async def test_next_with_a_stale_expectation_does_nothing_and_says_what_is_true(
    world: World,
) -> None:
    a, b, c = [await world.queued() for _ in range(3)]
    await done(await move_on(world, None, a))
    before, seq = await picture(world), await last_seq(world)
    floor = (await world.get("chair", "/floor")).json()
    for expected in ((None, b), (None, a), (a, c), (a, None), (b, c), (c, b), (a, 999), (a, a)):
        problem = refused(await move_on(world, *expected), 409, "stale_floor")
        assert problem["floor"] == floor, expected
    assert (await picture(world), await last_seq(world)) == (before, seq)
    await done(await move(world, c, b))
    problem = refused(await move_on(world, a, b), 409, "stale_floor")
    assert problem["floor"]["next"]["number"] == c
    refused(await world.post("chair", "/floor/next", {"expected_current": a}), 422)


async def test_second_tap_does_not_skip_a_question(world: World) -> None:
    a, b = await world.queued(), await world.queued()
    await done(await move_on(world, None, a))
    refused(await move_on(world, None, a), 409, "stale_floor")
    assert await stands(world) == (a, b, True)


async def test_next_finishes_the_last_question_and_then_has_nothing_to_do(world: World) -> None:
    number = await world.queued()
    await done(await move_on(world, None, number))
    await done(await move_on(world, number, None))
    assert (await stands(world))[:2] == (None, None)
    seq = await last_seq(world)
    await done(await move_on(world, None, None))
    assert await last_seq(world) == seq


async def test_two_tablets_at_once_have_one_effect(world: World) -> None:
    a, b = await world.queued(), await world.queued()
    rounds: list[tuple[str, list[Step]]] = [
        ("stale_floor", [("next", None, a), ("next", None, a)]),
        ("stale_floor", [("next", a, b), ("next", a, b)]),
        ("illegal_transition", [("finish", b, None), ("finish", b, None)]),
        ("illegal_transition", [("recall", a, None), ("recall", a, None)]),
        ("illegal_transition", [("defer", a, None), ("defer", a, None)]),
    ]
    for code, steps in rounds:
        seq = await last_seq(world)
        both = await asyncio.gather(
            *(
                take(world, step, who)
                for step, who in zip(steps, ("chair", "moderator"), strict=True)
            )
        )
        await one_of(both, code)
        assert await last_seq(world) == seq + 1, steps
    await one_of(await asyncio.gather(undo(world), undo(world)), "nothing_to_undo")


async def test_two_questions_called_at_once_do_not_both_get_the_floor(world: World) -> None:
    a, b = await world.queued(), await world.queued()
    calls = await asyncio.gather(
        take(world, ("call", a, None)), take(world, ("call", b, None), "moderator")
    )
    problem = await one_of(calls, "floor_taken")
    current = problem["current"]
    assert await stands(world) == (current, a + b - current, True)


async def test_undo_takes_back_one_step_and_no_more(world: World) -> None:
    a, b = await world.queued(), await world.queued()
    refused(await undo(world), 409, "nothing_to_undo")
    await done(await move_on(world, None, a))
    await done(await move_on(world, a, b))
    await done(await undo(world))
    assert await stands(world) == (a, b, False)
    refused(await undo(world), 409, "nothing_to_undo")
    assert await stands(world) == (a, b, False)


@pytest.mark.parametrize("later", ["withdraw", "dequeue", "reject", "merge", "record an answer"])
async def test_undo_is_refused_after_a_later_change_to_the_same_question(
    world: World, later: str
) -> None:
    a, b = await world.queued(), await world.queued()
    await done(await world.do("chair", a, "call"))
    if later == "record an answer":
        summary = {"summary": "Tỉnh đã bố trí vốn."}
        await done(await world.send("chair", "PUT", f"/questions/{a}/answer", summary))
    else:
        bodies = {"reject": {"reason": "off_topic", "note": "Ngoài"}, "merge": {"into": b}}
        await done(await world.do("chair", a, "put_back"))
        await done(await world.do("moderator", a, later, bodies.get(later)))
    before = await picture(world)
    assert not (await stands(world))[2]
    refused(await undo(world), 409, "nothing_to_undo")
    assert await picture(world) == before


async def test_undo_finds_the_old_place_again_when_others_have_moved_there(world: World) -> None:
    a, b, c = [await world.queued() for _ in range(3)]
    await done(await move(world, c, a))
    await done(await move_on(world, None, c))
    await done(await move(world, b, a))
    await done(await undo(world))
    assert (await picture(world))["order"] == [c, b, a]


@pytest.mark.parametrize(("step", "back"), [("call", "put_back"), ("defer", "recall")])
async def test_undo_works_although_another_conference_has_gone_on(
    world: World, step: str, back: str
) -> None:
    number = await world.queued()
    elsewhere = f"conferences/{OTHER}/questions"
    assert (await world.post("other-moderator", elsewhere, question())).status_code == 201
    await done(await world.post("other-moderator", f"{elsewhere}/1/enqueue"))
    await done(await take(world, (step, number, None)))
    before = await picture(world)
    await done(await take(world, (back, number, None)))
    body = DEFER if step == "defer" else None
    await done(await world.post("other-moderator", f"{elsewhere}/1/{step}", body))
    theirs = [await kept(world, Answer), await kept(world, FollowUp)]
    await done(await undo(world))
    after = await picture(world)
    assert after["questions"] == before["questions"]
    for kind, rows in zip((Answer, FollowUp), theirs, strict=True):
        assert all(row in after[kind.__name__] for row in rows)


async def test_turn_belongs_to_whom_it_is_given_while_it_goes_on(world: World) -> None:
    number = await world.queued()
    path = f"/questions/{number}/assignment"
    await done(await world.send("moderator", "PUT", path, {"lead": OFFICIAL}))
    await done(await world.do("chair", number, "call"))
    for lead in (OTHER_OFFICIAL, OFFICIAL):
        given = {"lead": lead, "supporting": []}
        answer = (await world.send("chair", "PUT", path, given)).json()["answer"]
        assert (answer["official"], answer["ended_at"]) == (lead, None)
        seen = (await world.get("screen", f"/questions/{number}")).json()
        assert seen["answer"]["official"] == lead
    gone = (await world.send("chair", "DELETE", path)).json()
    assert gone["answer"]["official"] is None


async def test_turn_that_is_over_keeps_who_answered(world: World) -> None:
    number = await world.queued()
    path = f"/questions/{number}/assignment"
    await done(await world.send("moderator", "PUT", path, {"lead": OFFICIAL}))
    await done(await world.do("chair", number, "call"))
    await done(await world.do("chair", number, "put_back"))
    await done(await world.do("chair", number, "call"))
    await done(await world.do("chair", number, "finish"))
    await done(await world.do("chair", number, "recall"))
    answer = (await world.send("chair", "PUT", path, {"lead": OTHER_OFFICIAL})).json()["answer"]
    assert answer["official"] == OFFICIAL
