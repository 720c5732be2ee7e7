"""Handing questions to agencies: who is shown them from then on, and how far agencies have come."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.conftest import OFFICIAL, OTHER_OFFICIAL, World
from tests.live.screens import watched
from tests.routers.problems import errors, refused, stock
from tests.routers.test_permissions import make_key

AGENCY, OTHER_AGENCY = "ubnd-tinh", "hoi-lhpn-tinh"
PAST, FUTURE = "2024-05-01", "2099-05-01"
NOTE = "Xin nêu số liệu năm 2024."
one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def ask(world: World, number: int, agency: str = AGENCY, **more: Any) -> Any:
    """Hand a question over as a moderator; return it."""
    path = f"/questions/{number}/preparation"
    done = await world.send("moderator", "PUT", path, {"agency": agency} | more)
    assert done.status_code == 200, done.text
    return done.json()


async def draft(world: World, who: str, number: int, **more: Any) -> httpx.Response:
    path = f"/questions/{number}/prepared-answer"
    return await world.send(who, "PUT", path, {"text": "Tỉnh bố trí vốn."} | more)


async def move(world: World, agency: str | None, official: str = OFFICIAL) -> None:
    """Let an official speak for another agency."""
    path = f"/officials/{official}"
    done = await world.send("admin", "PATCH", path, {"agency": agency}, if_match="*")
    assert done.status_code == 200, done.text


async def overview(world: World, who: str = "moderator", **wanted: Any) -> Any:
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    found = await world.get(who, f"/preparation?{query}")
    assert found.status_code == 200, found.text
    return found.json()


async def test_agency_is_asked_asked_anew_and_asked_no_longer(world: World) -> None:
    number = await world.submit(origin="collected")
    shown = (await ask(world, number, due=FUTURE, note=NOTE))["preparation"]
    asked_at = shown.pop("asked_at")
    assert datetime.fromisoformat(asked_at) <= datetime.now(UTC)
    assert shown == {"agency": AGENCY, "due": FUTURE, "note": NOTE}
    shown = (await ask(world, number, OTHER_AGENCY))["preparation"]
    assert (shown["agency"], shown["due"], shown["note"]) == (OTHER_AGENCY, None, None)
    refused(await world.get("official", f"/questions/{number}"), 404, "not_found")
    path = f"/questions/{number}/preparation"
    gone = await world.send("moderator", "DELETE", path)
    assert gone.json()["preparation"] is None
    refused(await world.send("moderator", "DELETE", path), 409, "not_asked")
    refused(await world.get("official-2", f"/questions/{number}"), 404, "not_found")
    entries = (await world.get("moderator", "/events?limit=200")).json()["items"][-3:]
    assert [(entry["type"], entry["payload"]) for entry in entries] == [
        ("preparation.asked", {"agency": AGENCY, "due": FUTURE, "note": NOTE}),
        ("preparation.asked", {"agency": OTHER_AGENCY, "due": None, "note": None}),
        ("preparation.withdrawn", {"agency": OTHER_AGENCY}),
    ]


async def test_people_of_the_agency_write_and_hand_in_without_being_assigned(world: World) -> None:
    number = await world.submit()
    refused(await draft(world, "official", number), 404, "not_found")
    await ask(world, number, note=NOTE)
    seen = (await world.get("official", f"/questions/{number}")).json()
    assert seen["preparation"]["note"] == NOTE
    assert "phone" not in seen["asker"]
    assert "reason" not in seen
    made = await draft(world, "official", number)
    assert made.json()["prepared_answer"]["agency"] == AGENCY
    assert list(errors(await draft(world, "official", number, agency=OTHER_AGENCY))) == ["agency"]
    refused(await draft(world, "official-2", number), 404, "not_found")
    handed_in = await world.do("official", number, "prepared-answer/submit")
    assert handed_in.json()["prepared_answer"]["state"] == "submitted"
    returned = await world.do("moderator", number, "prepared-answer/return", {"note": NOTE})
    assert returned.status_code == 200
    seen = (await world.get("official", f"/questions/{number}")).json()
    assert seen["prepared_answer"]["note"] == NOTE
    refused(await world.do("official", number, "assignment/accept"), 409, "not_assigned")


async def test_who_joins_the_agency_is_asked_and_who_leaves_it_no_longer(world: World) -> None:
    number = await world.submit()
    await ask(world, number, OTHER_AGENCY)
    path = f"/questions/{number}"
    refused(await world.get("official", path), 404, "not_found")
    await move(world, OTHER_AGENCY)
    assert (await draft(world, "official", number)).status_code == 200
    listed = (await world.get("official", "/questions")).json()["items"]
    assert [question["number"] for question in listed] == [number]
    await move(world, None)
    refused(await world.get("official", path), 404, "not_found")
    assert (await world.get("official", "/questions")).json()["items"] == []
    assert (await world.get("official-2", path)).status_code == 200


async def test_screens_of_officials_follow_who_joins_and_leaves(world: World) -> None:
    number, other = await world.submit(), await world.submit()
    await ask(world, number, note=NOTE)
    await ask(world, other, OTHER_AGENCY)
    async with (
        watched(world, f"official/{OFFICIAL}") as one,
        watched(world, "official/nguoi-moi") as new,
        watched(world, "hall") as hall,
    ):
        for screen in (one, new, hall):
            await screen.hears("snapshot")
        assert one.client.numbers("submitted") == [number]
        given = {"slug": "nguoi-moi", "name": "Người mới", "agency": AGENCY}
        await world.post("admin", "/officials", given)
        (question,) = (await new.hears("change"))["upsert"]["questions"]
        assert question["number"] == number
        await move(world, OTHER_AGENCY)
        await one.reaches((await world.conference()).last_seq)
        assert one.client.numbers("submitted") == [other]
        gone = await world.send("admin", "DELETE", "/officials/nguoi-moi")
        assert gone.status_code == 204
        seq = (await world.conference()).last_seq
        await new.reaches(seq)
        assert new.client.numbers("submitted") == []
        await hall.reaches(seq)
        assert NOTE not in str(hall.unread)
        assert hall.client.numbers("submitted") == []


@one_database
async def test_change_of_an_official_that_leaves_the_agency_alone_touches_no_question(
    world: World,
) -> None:
    number = await world.submit()
    version = (await ask(world, number))["version"]
    for given in ({"present": False}, {"agency": AGENCY}, {"name": "Tên mới"}):
        await world.send("admin", "PATCH", f"/officials/{OFFICIAL}", given, if_match="*")
    assert (await world.get("moderator", f"/questions/{number}")).json()["version"] == version


async def test_several_are_handed_over_at_once_all_or_none(world: World) -> None:
    numbers = [await world.submit() for _ in range(3)]
    given = {"questions": numbers, "agency": AGENCY, "due": FUTURE}
    ended = await world.submit()
    await world.do("moderator", ended, "withdraw")
    before = await stock(world)
    wrong = await world.post("moderator", "/preparation", given | {"questions": [*numbers, ended]})
    assert refused(wrong, 409, "question_ended")["number"] == ended
    wrong = await world.post("moderator", "/preparation", given | {"questions": [*numbers, 999]})
    refused(wrong, 404, "not_found")
    wrong = await world.post("moderator", "/preparation", given | {"agency": "khong-co"})
    refused(wrong, 422, "unknown_reference")
    for questions in ([], [numbers[0]] * 2, [0], [2**31], list(range(1, 202))):
        wrong = await world.post("moderator", "/preparation", given | {"questions": questions})
        assert next(iter(errors(wrong))).startswith("questions")
    assert await stock(world) == before
    done = await world.post("moderator", "/preparation", given)
    assert done.status_code == 201
    assert [question["number"] for question in done.json()["items"]] == numbers
    (entry,) = (await world.get("moderator", "/events?limit=200")).json()["items"][-1:]
    assert (entry["type"], entry["questions"]) == ("preparation.asked", numbers)
    assert (await overview(world))["agencies"][0]["asked"] == 3


async def test_usual_due_date_is_five_days_before_the_conference(world: World) -> None:
    number = await world.submit()
    starts = datetime.now(UTC) + timedelta(days=40)
    path, given = "conferences/bac-kan-2025", {"starts_at": starts.isoformat()}
    await world.send("admin", "PATCH", path, given, if_match="*")
    due = date.fromisoformat((await ask(world, number))["preparation"]["due"])
    assert due - datetime.now(UTC).date() in {timedelta(days=days) for days in (34, 35, 36)}
    assert (await ask(world, number, due=None))["preparation"]["due"] is None


async def test_progress_counts_by_agency_and_lists_what_is_overdue_first(world: World) -> None:
    numbers = [await world.submit() for _ in range(7)]
    later, waiting, late, handed_in, cleared, ended, other = numbers
    for number, due in ((later, FUTURE), (waiting, None), (late, PAST), (handed_in, PAST)):
        await ask(world, number, due=due)
    await ask(world, cleared, due="2024-04-01")
    await ask(world, ended, due=PAST)
    await ask(world, other, OTHER_AGENCY, due=PAST)
    for number in (late, handed_in, cleared):
        await draft(world, "official", number)
    await world.do("official", handed_in, "prepared-answer/submit")
    await world.do("moderator", cleared, "prepared-answer/clear")
    await world.do("moderator", ended, "withdraw")
    shown = await overview(world, agency=AGENCY)
    figures = {"total": 5, "asked": 2, "draft": 1, "returned": 0, "submitted": 1, "cleared": 1}
    assert shown["agencies"] == [{"agency": AGENCY, **figures, "overdue": 1, "due": PAST}]
    order = [late, cleared, handed_in, later, waiting]
    assert [item["number"] for item in shown["items"]] == order
    assert [item["overdue"] for item in shown["items"]] == [True, False, False, False, False]
    assert shown["items"][0]["question"]["text"]
    for wanted, found in (
        ({"state": "asked"}, [later, waiting]),
        ({"overdue": "true"}, [late]),
        ({"overdue": "false", "state": "cleared"}, [cleared]),
        ({"state": "returned"}, []),
    ):
        items = (await overview(world, agency=AGENCY, **wanted))["items"]
        assert [item["number"] for item in items] == found
    everything = await overview(world)
    assert [one["agency"] for one in everything["agencies"]] == [AGENCY, OTHER_AGENCY]
    assert await all_pages(world) == [item["number"] for item in everything["items"]]
    assert await all_pages(world) == [late, other, *order[1:]]


async def all_pages(world: World) -> list[int]:
    numbers: list[int] = []
    wanted: dict[str, Any] = {"limit": 2}
    while True:
        page = await overview(world, **wanted)
        numbers += [item["number"] for item in page["items"]]
        if page["next_cursor"] is None:
            return numbers
        wanted["cursor"] = page["next_cursor"]


async def test_draft_that_was_returned_is_told_from_a_first_draft(world: World) -> None:
    number = await world.submit()
    await ask(world, number, due=PAST)
    await draft(world, "official", number)
    await world.do("official", number, "prepared-answer/submit")
    assert (await overview(world))["agencies"][0]["overdue"] == 0
    await world.do("moderator", number, "prepared-answer/return", {"note": NOTE})
    (agency,) = (await overview(world))["agencies"]
    assert (agency["returned"], agency["draft"], agency["overdue"]) == (1, 0, 1)
    await world.do("moderator", number, "enqueue")
    await world.do("chair", number, "call")
    await world.do("chair", number, "finish")
    (agency,) = (await overview(world))["agencies"]
    assert (agency["returned"], agency["overdue"], agency["due"]) == (1, 0, None)


async def test_officials_see_the_progress_of_their_own_agency_only(world: World) -> None:
    mine, other = await world.submit(), await world.submit()
    await ask(world, mine)
    await ask(world, other, OTHER_AGENCY)
    shown = await overview(world, "official")
    assert [one["agency"] for one in shown["agencies"]] == [AGENCY]
    assert [item["number"] for item in shown["items"]] == [mine]
    assert shown["items"][0]["question"]["preparation"]["agency"] == AGENCY
    nothing: dict[str, Any] = {"agencies": [], "items": [], "next_cursor": None}
    assert await overview(world, "official", agency=OTHER_AGENCY) == nothing
    await move(world, None)
    assert await overview(world, "official") == nothing


@one_database
async def test_key_sees_the_progress_and_no_question_its_scopes_do_not_name(world: World) -> None:
    number = await world.submit()
    await ask(world, number)
    key = (await make_key(world, "preparation.see", "question.see"))["key"]
    shown = await world.get(None, "/preparation", authorization=f"Bearer {key}")
    (item,) = shown.json()["items"]
    assert (item["number"], item["question"]) == (number, None)
    key = (await make_key(world, "preparation.ask"))["key"]
    given = {"agency": OTHER_AGENCY}
    path = f"/questions/{number}/preparation"
    done = await world.send(None, "PUT", path, given, authorization=f"Bearer {key}")
    assert done.status_code == 200


@one_database
async def test_only_moderators_hand_over(world: World) -> None:
    number = await world.queued()
    for who in ("chair", "cho-don", "official", "screen"):
        path = f"/questions/{number}/preparation"
        refusals = [
            await world.send(who, "PUT", path, {"agency": AGENCY}),
            await world.send(who, "DELETE", path),
            await world.post(who, "/preparation", {"agency": AGENCY, "questions": [number]}),
        ]
        for response in refusals:
            problem = refused(response, 403, "missing_permission")
            assert problem["permission"] == "preparation.ask"
    for who in ("chair", "cho-don", "screen"):
        problem = refused(await world.get(who, "/preparation"), 403, "missing_permission")
        assert problem["permission"] == "preparation.see"


@one_database
async def test_question_that_has_ended_is_handed_over_no_more(world: World) -> None:
    number = await world.submit()
    await ask(world, number)
    await world.do("moderator", number, "withdraw")
    path = f"/questions/{number}/preparation"
    refused(await world.send("moderator", "PUT", path, {"agency": AGENCY}), 409, "question_ended")
    refused(await world.send("moderator", "DELETE", path), 409, "question_ended")


@one_database
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "agency"),
        ({"agency": "Sở"}, "agency"),
        ({"agency": AGENCY, "due": "mai"}, "due"),
        ({"agency": AGENCY, "note": ""}, "note"),
        ({"agency": AGENCY, "note": "a" * 1001}, "note"),
        ({"agency": AGENCY, "to": "x"}, "to"),
    ],
)
async def test_what_is_given_is_bounded(world: World, given: Any, field: str) -> None:
    path = f"/questions/{await world.submit()}/preparation"
    assert list(errors(await world.send("moderator", "PUT", path, given))) == [field]


@one_database
async def test_version_guards_against_handing_over_past_others(world: World) -> None:
    number = await world.submit()
    version = (await ask(world, number))["version"]
    path, given = f"/questions/{number}/preparation", {"agency": OTHER_AGENCY}
    await world.do("moderator", number, "approve")
    stale = await world.send("moderator", "PUT", path, given, if_match=f'"{version}"')
    assert refused(stale, 412, "stale_version")["version"] == version + 1


@one_database
async def test_agency_that_is_asked_cannot_be_removed(world: World) -> None:
    await world.post("admin", "/agencies", {"slug": "moi", "name": "Mới"})
    await ask(world, await world.submit(), "moi")
    gone = await world.send("admin", "DELETE", "/agencies/moi")
    assert refused(gone, 409, "still_in_use")["by"] == "preparations"


@one_database
async def test_moderator_who_writes_means_the_agency_asked(world: World) -> None:
    number = await world.submit()
    given = {"lead": OTHER_OFFICIAL}
    await world.send("moderator", "PUT", f"/questions/{number}/assignment", given)
    await ask(world, number)
    made = await draft(world, "moderator", number)
    assert made.json()["prepared_answer"]["agency"] == AGENCY


@one_database
@pytest.mark.parametrize("cursor", ["x", "WzAsLTUsMV0=", "WzAsOTk5OTk5OTk5LDFd", "WzAsMV0="])
async def test_cursor_of_no_page_does_no_harm(world: World, cursor: str) -> None:
    await ask(world, await world.submit())
    found = await world.get("moderator", f"/preparation?cursor={cursor}")
    assert found.status_code in {200, 400}, found.text


@one_database
async def test_floor_is_undone_whatever_was_asked_meanwhile(world: World) -> None:
    number = await world.queued()
    tap = {"expected_current": None, "expected_next": number}
    await world.post("chair", "/floor/next", tap)
    await ask(world, number, note=NOTE)
    undone = await world.post("chair", "/floor/undo")
    assert undone.status_code == 200
    assert undone.json()["next"]["preparation"]["note"] == NOTE
