"""Prepared answers: who writes, who clears, and that the chair sees them only once cleared."""

from typing import Any

import httpx
import pytest

from tests.conftest import OFFICIAL, OTHER_OFFICIAL, World
from tests.live.screens import watched
from tests.routers.problems import errors, refused

TEXT = "Tỉnh bố trí vốn, làm xong trong quý III."
one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def assigned(world: World, *, is_queued: bool = True) -> int:
    """Return the number of a question that both officials are to answer."""
    number = await (world.queued() if is_queued else world.submit())
    given = {"lead": OFFICIAL, "supporting": [OTHER_OFFICIAL]}
    done = await world.send("moderator", "PUT", f"/questions/{number}/assignment", given)
    assert done.status_code == 200, done.text
    return number


async def draft(
    world: World, who: str, number: int, text: str = TEXT, **more: Any
) -> httpx.Response:
    headers = {name: more.pop(name) for name in ("if_match",) if name in more}
    path = f"/questions/{number}/prepared-answer"
    return await world.send(who, "PUT", path, {"text": text} | more, **headers)


async def step(world: World, who: str, number: int, name: str, **headers: str) -> httpx.Response:
    body = {"note": "Nêu rõ nguồn vốn."} if name == "return" else None
    return await world.do(who, number, f"prepared-answer/{name}", body, **headers)


async def shown_to(world: World, who: str, number: int) -> Any:
    response = await world.get(who, f"/questions/{number}")
    assert response.status_code == 200, response.text
    return response.json().get("prepared_answer", "absent")


async def test_answer_goes_from_draft_to_the_chair(world: World) -> None:
    number = await assigned(world)
    drafted = await draft(world, "official", number)
    assert drafted.status_code == 200, drafted.text
    seen = None
    prepared = drafted.json()["prepared_answer"]
    assert set(prepared) == {"agency", "state", "text", "note", "updated_at", "updated_by"}
    assert (prepared["agency"], prepared["state"]) == ("ubnd-tinh", "draft")
    assert (prepared["text"], prepared["note"], prepared["updated_by"]) == (TEXT, None, "official")
    for who, name, state in (
        ("official", "submit", "submitted"),
        ("moderator", "return", "draft"),
        ("official", "submit", "submitted"),
        ("moderator", "clear", "cleared"),
    ):
        done = await step(world, who, number, name)
        assert done.status_code == 200, done.text
        prepared = done.json()["prepared_answer"]
        assert prepared["state"] == state
        assert prepared["note"] == ("Nêu rõ nguồn vốn." if name == "return" else None)
        assert prepared["updated_by"] == who
        seen = await shown_to(world, "chair", number)
        assert (seen is not None) == (name == "clear")
    assert seen == {k: v for k, v in prepared.items() if k != "note"}


async def test_each_view_is_shown_what_is_for_it_in_every_state(world: World) -> None:
    number = await assigned(world)
    for who in ("moderator", "chair", "official"):
        assert await shown_to(world, who, number) is None
    for name in ("draft", "submit", "return", "clear"):
        done = await (
            draft(world, "official", number)
            if name == "draft"
            else step(world, "moderator", number, name)
        )
        assert done.status_code == 200, done.text
        for who in ("moderator", "admin", "official", "official-2"):
            assert (await shown_to(world, who, number))["text"] == TEXT, who
        for who in ("cho-don", "na-ri", "screen"):
            assert await shown_to(world, who, number) == "absent", who
        chair = await shown_to(world, "chair", number)
        assert (chair and chair["text"]) == (TEXT if name == "clear" else None)
        assert chair is None or "note" not in chair


async def test_new_draft_of_a_cleared_answer_is_taken_from_the_chair(world: World) -> None:
    number = await assigned(world)
    await draft(world, "official", number)
    await step(world, "moderator", number, "clear")
    again = await draft(world, "official", number, "Viết lại.")
    assert again.json()["prepared_answer"]["state"] == "draft"
    assert await shown_to(world, "chair", number) is None
    await step(world, "moderator", number, "clear")
    returned = await step(world, "moderator", number, "return")
    assert returned.json()["prepared_answer"]["note"] == "Nêu rõ nguồn vốn."
    assert await shown_to(world, "chair", number) is None
    redrafted = await draft(world, "official", number)
    assert redrafted.json()["prepared_answer"]["note"] == "Nêu rõ nguồn vốn."


@one_database
async def test_steps_out_of_turn_are_refused(world: World) -> None:
    number = await assigned(world)
    for name in ("submit", "clear", "return"):
        refused(await step(world, "moderator", number, name), 409, "not_prepared")
    await draft(world, "official", number)
    problem = refused(await step(world, "moderator", number, "return"), 409, "illegal_preparation")
    assert (problem["step"], problem["state"]) == ("return", "draft")
    assert problem["allowed_from"] == ["cleared", "submitted"]
    await step(world, "official", number, "submit")
    refused(await step(world, "official", number, "submit"), 409, "illegal_preparation")
    await step(world, "moderator", number, "clear")
    for name in ("submit", "clear"):
        refused(await step(world, "moderator", number, name), 409, "illegal_preparation")


async def test_officials_write_for_what_is_assigned_to_them_and_nothing_else(world: World) -> None:
    hidden, listed = await world.submit(), await world.queued()
    refused(await draft(world, "official", hidden), 404, "not_found")
    refused(await draft(world, "official", listed), 409, "not_assigned")
    number = await assigned(world)
    await draft(world, "official", number)
    shared = await draft(world, "official-2", number, "Hội phối hợp.")
    assert shared.json()["prepared_answer"]["agency"] == "hoi-lhpn-tinh"
    await world.send("moderator", "PUT", f"/questions/{number}/assignment", {"lead": OFFICIAL})
    refused(await draft(world, "official-2", number), 409, "not_assigned")
    refused(await step(world, "official-2", number, "submit"), 409, "not_assigned")
    assert (await step(world, "official", number, "submit")).status_code == 200


async def test_official_names_no_other_agency(world: World) -> None:
    number = await assigned(world)
    wrong = await draft(world, "official", number, agency="so-noi-vu")
    assert list(errors(wrong)) == ["agency"]
    own = await draft(world, "official", number, agency="ubnd-tinh")
    assert own.status_code == 200
    await world.send("admin", "PATCH", f"/officials/{OFFICIAL}", {"agency": None}, if_match="*")
    assert errors(await draft(world, "official", number)) == {"agency": "phải có"}


async def test_moderator_names_the_agency_or_means_that_of_who_leads(world: World) -> None:
    alone, number = await world.submit(), await assigned(world, is_queued=False)
    assert list(errors(await draft(world, "moderator", alone))) == ["agency"]
    named = await draft(world, "moderator", alone, agency="so-noi-vu")
    assert named.json()["prepared_answer"]["agency"] == "so-noi-vu"
    meant = await draft(world, "moderator", number)
    assert meant.json()["prepared_answer"]["agency"] == "ubnd-tinh"
    wrong = await draft(world, "moderator", number, agency="khong-co")
    refused(wrong, 422, "unknown_reference")
    assert (await step(world, "moderator", number, "submit")).status_code == 200


@one_database
async def test_agency_of_a_prepared_answer_cannot_be_removed(world: World) -> None:
    number = await world.submit()
    await world.post("admin", "/agencies", {"slug": "moi", "name": "Mới"})
    await draft(world, "moderator", number, agency="moi")
    gone = await world.send("admin", "DELETE", "/agencies/moi")
    assert refused(gone, 409, "still_in_use")["by"] == "prepared_answers"


@one_database
async def test_only_moderators_clear_and_return(world: World) -> None:
    number = await assigned(world)
    await draft(world, "official", number)
    await step(world, "official", number, "submit")
    for who in ("official", "chair", "cho-don", "screen"):
        for name in ("clear", "return"):
            problem = refused(await step(world, who, number, name), 403, "missing_permission")
            assert problem["permission"] == "prepared_answer.clear"
    for who in ("chair", "cho-don", "screen"):
        refused(await draft(world, who, number), 403, "missing_permission")


@one_database
async def test_question_that_has_ended_is_prepared_no_more(world: World) -> None:
    number = await assigned(world)
    await draft(world, "official", number)
    await world.do("chair", number, "call")
    assert (await step(world, "moderator", number, "clear")).status_code == 200
    await world.do("chair", number, "finish")
    problem = refused(await draft(world, "official", number), 409, "question_ended")
    assert problem["state"] == "answered"
    refused(await step(world, "moderator", number, "return"), 409, "question_ended")
    assert (await shown_to(world, "chair", number))["text"] == TEXT


async def test_versions_guard_against_writing_over_others(world: World) -> None:
    number = await assigned(world)
    first = await draft(world, "official", number)
    version = first.json()["version"]
    assert first.headers["etag"] == f'"{version}"'
    second = await draft(world, "official-2", number, if_match=f'"{version}"')
    assert second.json()["version"] == version + 1
    stale = await draft(world, "official", number, "Đè lên.", if_match=f'"{version}"')
    assert refused(stale, 412, "stale_version")["version"] == version + 1
    stale = await step(world, "moderator", number, "clear", if_match=f'"{version}"')
    refused(stale, 412, "stale_version")
    assert await shown_to(world, "chair", number) is None


@one_database
async def test_repeat_of_a_step_is_answered_as_the_first_time(world: World) -> None:
    number = await assigned(world)
    await draft(world, "official", number)
    first = await step(world, "official", number, "submit", idempotency_key="k1")
    again = await step(world, "official", number, "submit", idempotency_key="k1")
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["idempotency-replayed"] == "true"


@one_database
@pytest.mark.parametrize("text", ["", "   ", "a" * 4001, "a\x00b", None])
async def test_text_is_bounded_and_clean(world: World, text: str | None) -> None:
    number = await assigned(world)
    path = f"/questions/{number}/prepared-answer"
    assert list(errors(await world.send("official", "PUT", path, {"text": text}))) == ["text"]


async def test_screens_of_the_chair_are_told_when_it_is_cleared_and_the_hall_never(
    world: World,
) -> None:
    number = await assigned(world)
    async with (
        watched(world, "chair") as chair,
        watched(world, "hall") as hall,
        watched(world, "site/cho-don") as own,
        watched(world, f"official/{OTHER_OFFICIAL}") as other,
    ):
        for screen in (chair, hall, own, other):
            await screen.hears("snapshot")
        await draft(world, "official", number)
        (question,) = (await chair.hears("change"))["upsert"]["questions"]
        assert question["prepared_answer"] is None
        (question,) = (await other.hears("change"))["upsert"]["questions"]
        assert question["prepared_answer"]["text"] == TEXT
        await step(world, "moderator", number, "clear")
        change = await chair.hears("change")
        (question,) = change["upsert"]["questions"]
        assert question["prepared_answer"]["text"] == TEXT
        assert [event["type"] for event in change["events"]] == ["prepared_answer.cleared"]
        seq = (await world.conference()).last_seq
        for screen in (hall, own):
            await screen.reaches(seq)
            assert TEXT not in str(screen.unread)
            assert TEXT not in str(screen.client.state())
        assert {message["type"] for message in hall.unread} <= {"tick"}


@one_database
async def test_journal_holds_the_steps_and_the_note_and_not_the_text(world: World) -> None:
    number = await assigned(world)
    await draft(world, "official", number)
    for name in ("submit", "return", "clear"):
        await step(world, "moderator", number, name)
    entries = (await world.get("moderator", "/events?limit=200")).json()["items"][-4:]
    agency = {"agency": "ubnd-tinh"}
    assert [(entry["type"], entry["payload"]) for entry in entries] == [
        ("prepared_answer.drafted", agency | {"from": None}),
        ("prepared_answer.submitted", agency | {"from": "draft"}),
        ("prepared_answer.returned", agency | {"from": "submitted", "note": "Nêu rõ nguồn vốn."}),
        ("prepared_answer.cleared", agency | {"from": "draft"}),
    ]


@one_database
async def test_refusals_are_told_in_vietnamese_and_english(world: World) -> None:
    number = await assigned(world)
    await draft(world, "official", number)
    told = await step(world, "moderator", number, "return")
    assert told.json()["detail"] == "Dự thảo trả lời đang “dự thảo”, không thể trả lại."
    told = await step(world, "moderator", number, "return", accept_language="en")
    assert told.json()["detail"] == "The prepared answer is draft; “return” is not possible."
