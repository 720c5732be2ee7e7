"""Publishing: who may, what can be published, with which words, and when it ends by itself."""

from typing import Any

import pytest

from app.domain.events import EventType
from tests.conftest import World
from tests.routers.problems import errors, refused
from tests.routers.promises import changed
from tests.routers.publishing import (
    ANSWER,
    answered,
    everything,
    numbers,
    open_up,
    publish,
    published,
)

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def publication(world: World, number: int) -> Any:
    return (await world.get("moderator", f"/questions/{number}")).json()["published"]


async def test_summary_is_published_and_taken_back_at_once(world: World) -> None:
    await open_up(world)
    number = await answered(world)
    assert await numbers(world) == []
    done = await publish(world, number)
    assert done.status_code == 200, done.text
    assert done.json()["published"]["answer"] == ANSWER
    assert await numbers(world) == [number]
    back = await world.do("moderator", number, "unpublish")
    assert back.json()["published"] is None
    assert await numbers(world) == []
    for path, text in (await everything(world, number)).items():
        assert ANSWER not in text, path


@one_database
async def test_moderators_own_words_are_published_in_place_of_the_summary(world: World) -> None:
    await open_up(world)
    number = await published(world, "Đã bố trí vốn.")
    for path, text in (await everything(world, number)).items():
        assert ANSWER not in text, path
    assert await publication(world, number) == {
        "at": (await publication(world, number))["at"],
        "answer": "Đã bố trí vốn.",
    }


@one_database
async def test_summary_changed_later_is_not_published_by_that(world: World) -> None:
    await open_up(world)
    number = await published(world)
    changed = {"summary": "Bản mới, chưa duyệt để công khai."}
    await world.send("moderator", "PUT", f"/questions/{number}/answer", changed)
    for path, text in (await everything(world, number)).items():
        assert "Bản mới" not in text, path
    assert (await publish(world, number)).json()["published"]["answer"] == changed["summary"]
    assert "Bản mới" in (await everything(world, number))[f"/public/bac-kan-2025/{number}"]


async def test_question_without_an_answer_cannot_be_published(world: World) -> None:
    number = await world.submit()
    for command in ("approve", "enqueue", "call"):
        problem = refused(await publish(world, number, "Không."), 409, "not_publishable")
        assert problem["state"] in {"submitted", "approved", "queued"}
        await world.do("moderator", number, command)
    refused(await publish(world, number, "Không."), 409, "not_publishable")
    await world.do("moderator", number, "finish")
    assert list(errors(await publish(world, number))) == ["answer"]
    assert (await publish(world, number, "Có.")).status_code == 200


@one_database
async def test_deferred_question_is_published_once_its_reply_has_come(world: World) -> None:
    await open_up(world)
    number = await world.queued()
    given = {"agency": "ubnd-tinh", "due": "2025-07-01"}
    deferred = (await world.do("moderator", number, "defer", given)).json()
    refused(await publish(world, number, "Sẽ trả lời."), 409, "not_publishable")
    follow_up = deferred["follow_ups"][0]["id"]
    await changed(world, "official", follow_up, reply="Văn bản số 12: đã bố trí vốn.")
    refused(await publish(world, number), 409, "not_publishable")
    await changed(world, "official", follow_up, state="resolved")
    done = await publish(world, number)
    assert done.json()["published"]["answer"] == "Văn bản số 12: đã bố trí vốn."
    (item,) = (await world.client.get("/api/v1/public/bac-kan-2025/questions")).json()["items"]
    assert (item["number"], item["official"]) == (number, None)


async def test_recalled_question_is_no_longer_public_and_undo_brings_it_back(world: World) -> None:
    await open_up(world)
    number = await published(world)
    before = await publication(world, number)
    recalled = await world.do("chair", number, "recall")
    assert recalled.status_code == 200, recalled.text
    assert await numbers(world) == []
    assert await publication(world, number) is None
    refused(await world.do("moderator", number, "unpublish"), 409, "not_published")
    await world.post("chair", "/floor/undo")
    assert await numbers(world) == [number]
    assert await publication(world, number) == before


@one_database
async def test_question_answered_again_is_not_public_until_it_is_published_again(
    world: World,
) -> None:
    await open_up(world)
    number = await published(world)
    for command in ("recall", "call", "finish"):
        await world.do("moderator", number, command)
        assert await numbers(world) == [], command
    await publish(world, number, "Trả lời bổ sung.")
    assert await numbers(world) == [number]


@one_database
async def test_finish_that_is_undone_takes_what_was_published_back(world: World) -> None:
    await open_up(world)
    number = await world.queued()
    for command in ("call", "finish"):
        await world.do("moderator", number, command)
    await publish(world, number, "Trả lời.")
    assert await numbers(world) == [number]
    await world.post("chair", "/floor/undo")
    assert await numbers(world) == []
    assert await publication(world, number) is None


@one_database
async def test_question_merged_into_a_published_one_leaves_what_is_public(world: World) -> None:
    await open_up(world)
    number = await published(world)
    before = await everything(world, number)
    other = await world.submit("na-ri", text="Câu hỏi gộp sau")
    await world.do("moderator", other, "merge", {"into": number})
    assert await everything(world, number) == before


@one_database
async def test_only_moderators_are_shown_what_is_published_among_the_rest(world: World) -> None:
    number = await published(world)
    for who in ("chair", "cho-don", "official", "screen"):
        shown = await world.get(who, f"/questions/{number}")
        assert "published" not in shown.json(), who
        refused(await world.do(who, number, "publish"), 403, "missing_permission")
        refused(await world.do(who, number, "unpublish"), 403, "missing_permission")


@one_database
async def test_both_commands_are_in_the_journal(world: World) -> None:
    number = await published(world, "Lời công khai.")
    await world.do("moderator", number, "unpublish")
    events = (await world.get("moderator", "/events?limit=200")).json()["items"][-2:]
    assert [event["type"] for event in events] == [EventType.PUBLISHED, EventType.UNPUBLISHED]
    assert [event["payload"] for event in events] == [{"answer": "Lời công khai."}, {}]
    assert [event["questions"] for event in events] == [[number], [number]]


@one_database
async def test_commands_honour_if_match_and_repeat_as_the_first_time(world: World) -> None:
    number = await answered(world)
    stale = await world.do("moderator", number, "publish", if_match='"1"')
    refused(stale, 412, "stale_version")
    answers = [
        await world.do("moderator", number, "publish", idempotency_key="mot-lan") for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["idempotency-replayed"] == "true"


@one_database
@pytest.mark.parametrize(
    "body", [{"answer": ""}, {"answer": "x" * 4001}, {"answer": "a\x00b"}, {"text": "x"}]
)
async def test_bad_words_are_refused(world: World, body: dict[str, str]) -> None:
    number = await answered(world)
    refused(await world.do("moderator", number, "publish", body), 422, "invalid_request")
    assert await publication(world, number) is None
