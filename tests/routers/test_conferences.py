"""Conferences: made, taken through their phases, archived, counted, and told as events."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.domain.lifecycle import Phase
from app.models.question import Answer
from tests.conftest import CONFERENCE, OFFICIAL, OTHER, OTHER_OFFICIAL, World, question
from tests.routers.problems import errors, refused, stock

NEW = "conferences/moi-2026"
START = "2025-03-05T01:00:00Z"
PHASES = [str(phase) for phase in Phase]


async def made(world: World, given: dict[str, Any]) -> dict[str, Any]:
    response = await world.post("admin", "conferences", {"slug": "moi-2026"} | given)
    assert response.status_code == 201, response.text
    assert response.headers["location"] == f"/api/v1/{NEW}"
    got = await world.get("admin", NEW)
    assert got.headers["etag"] == response.headers["etag"] == '"1"'
    shown: dict[str, Any] = response.json()
    assert got.json() == shown
    return shown


async def switch(world: World, *phases: str) -> None:
    for to in phases:
        switched = await world.post("moderator", "/phase", {"to": to})
        assert switched.status_code == 200, switched.text
        assert switched.json()["phase"] == to


async def done(world: World, number: int, command: str, json: Any = None) -> None:
    response = await world.do("moderator", number, command, json)
    assert response.status_code == 200, response.text


async def test_preset_furnishes_the_conference(world: World) -> None:
    shown = await made(world, {"preset": "bac-kan-2025"})
    assert shown["title"].startswith("Hội nghị đối thoại trực tuyến")
    assert (shown["phase"], shown["timezone"]) == ("draft", "Asia/Ho_Chi_Minh")
    counts = {"sites": 9, "topics": 8, "agencies": 12, "officials": 11, "agenda": 6}
    for kind, count in counts.items():
        items = (await world.get("admin", f"{NEW}/{kind}")).json()["items"]
        assert [item["order"] for item in items] == list(range(count)), kind
    sites = (await world.get("admin", f"{NEW}/sites")).json()["items"]
    assert [site["slug"] for site in sites if site["kind"] == "hall"] == ["hoi-truong-tinh"]
    assert (await world.get("admin", f"{NEW}/agenda/doi-thoai")).json()["order"] == 3


async def test_what_is_given_goes_before_the_preset(world: World) -> None:
    given = {"title": "Tên riêng", "timezone": "Asia/Bangkok", "rehearsal": True}
    shown = await made(world, {"preset": "bac-kan-2025"} | given)
    assert shown.items() >= given.items()


async def test_conference_from_nothing_is_empty(world: World) -> None:
    shown = await made(world, {"title": "Đối thoại mới"})
    assert (shown["theme"], shown["timezone"]) == (None, "Asia/Ho_Chi_Minh")
    for kind in ("sites", "topics", "agencies", "officials", "agenda", "questions"):
        assert (await world.get("admin", f"{NEW}/{kind}")).json()["items"] == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"preset": "khong-co"}, "preset"),
        ({}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "Mới", "timezone": "Asia/Bac_Kan"}, "timezone"),
        ({"title": "Mới", "starts_at": START, "ends_at": "2025-03-05T07:30:00+07:00"}, "ends_at"),
        ({"title": "Mới", "starts_at": "2025-03-05T08:00:00"}, "starts_at"),
    ],
)
async def test_conference_that_cannot_stand_is_not_made(
    world: World, given: dict[str, Any], field: str
) -> None:
    before = await stock(world)
    response = await world.post("admin", "conferences", {"slug": "moi-2026"} | given)
    assert list(errors(response)) == [field]
    assert await stock(world) == before
    refused(await world.get("admin", NEW), 404, "not_found")


async def test_slug_of_another_conference_is_taken(world: World) -> None:
    given = {"slug": CONFERENCE, "title": "Mới"}
    problem = refused(await world.post("admin", "conferences", given), 409, "name_taken")
    assert (problem["field"], problem["value"]) == ("slug", CONFERENCE)


async def test_only_an_administrator_makes_and_changes_conferences(world: World) -> None:
    given = {"slug": "moi-2026", "title": "Mới"}
    for who in ("moderator", "chair", "stranger"):
        refused(await world.post(who, "conferences", given), 403, "missing_permission")
    path = f"conferences/{CONFERENCE}"
    changed = await world.send("moderator", "PATCH", path, {"title": "Mới"}, if_match="*")
    assert refused(changed, 403)["permission"] == "conference.setup"


async def test_end_before_the_start_that_stands_is_refused(world: World) -> None:
    path = f"conferences/{CONFERENCE}"
    assert (
        await world.send("admin", "PATCH", path, {"starts_at": START}, if_match='"1"')
    ).status_code == 200
    for given in ({"ends_at": START}, {"title": None}, {"timezone": "Bac_Kan"}):
        refusal = await world.send("admin", "PATCH", path, given, if_match="*")
        assert list(errors(refusal)) == list(given)
    assert (await world.get("admin", path)).json()["version"] == 2


async def test_phases_go_forward_and_one_step_back(world: World) -> None:
    await switch(world, *PHASES[1:5], *PHASES[3::-1], "vetting", "closed", "live")
    for to in ("live", "collecting", "draft"):
        problem = refused(await world.post("moderator", "/phase", {"to": to}), 409, "illegal_phase")
        assert (problem["phase"], problem["to"]) == ("live", to)
    await switch(world, "archived")


async def test_phase_is_switched_by_a_moderator(world: World) -> None:
    for who in ("chair", "cho-don", "official", "screen"):
        refused(await world.post(who, "/phase", {"to": "live"}), 403, "missing_permission")
    assert list(errors(await world.post("moderator", "/phase", {"to": "later"}))) == ["to"]


async def test_archived_conference_is_read_and_not_changed(world: World) -> None:
    number = await world.queued()
    await switch(world, "archived")
    before = await stock(world)
    readiness = {"line": "ok", "microphone": True, "delegate_present": True}
    commands: list[tuple[str, str, str, Any]] = [
        ("moderator", "POST", "/questions", question()),
        ("moderator", "PATCH", f"/questions/{number}", {"text": "Khác"}),
        ("moderator", "POST", f"/questions/{number}/call", None),
        ("moderator", "PUT", f"/questions/{number}/assignment", {"lead": OFFICIAL}),
        ("moderator", "PUT", f"/questions/{number}/answer", {"summary": "Đã trả lời"}),
        ("chair", "POST", "/floor/next", {"expected_current": None, "expected_next": number}),
        ("chair", "POST", "/floor/undo", None),
        ("moderator", "POST", "/queue/arrange", {"by": "arrival", "version": 1}),
        ("cho-don", "POST", "/sites/cho-don/readiness", readiness),
        ("admin", "POST", "/topics", {"slug": "moi", "name": "Mới"}),
        ("admin", "PATCH", f"/officials/{OFFICIAL}", {"present": False}),
        ("admin", "DELETE", "/agenda/tang-qua", None),
        ("admin", "PATCH", f"conferences/{CONFERENCE}", {"title": "Mới"}),
        ("moderator", "POST", "/phase", {"to": "closed"}),
    ]
    for who, method, path, given in commands:
        response = await world.send(who, method, path, given, if_match="*")
        refused(response, 409, "conference_archived")
    assert await stock(world) == before
    for path in ("/questions", f"/questions/{number}", "/queue", "/floor", "/summary", "/events"):
        assert (await world.get("moderator", path)).status_code == 200, path


async def test_everybody_lists_the_own_conferences_only(world: World) -> None:
    given = {"name": "Cổng thông tin", "scopes": ["question.see"]}
    key = (await world.post("admin", "/keys", given)).json()["key"]
    both, mine = [CONFERENCE, OTHER], [CONFERENCE]
    expected = {"admin": both, "other-moderator": [OTHER], "stranger": []}
    for who in ("admin", "moderator", "cho-don", "screen", "other-moderator", "stranger"):
        listed = (await world.get(who, "conferences")).json()["items"]
        assert [item["slug"] for item in listed] == expected.get(who, mine), who
        for slug in both:
            status = (await world.get(who, f"conferences/{slug}")).status_code
            assert status == (200 if slug in expected.get(who, mine) else 404)
    listed = (await world.get(None, "conferences", authorization=f"Bearer {key}")).json()["items"]
    assert [item["slug"] for item in listed] == mine


async def test_summary_counts_questions_turns_and_minutes(world: World) -> None:
    topic = "cong-tac-can-bo-nu"
    first, second, third, fourth = [
        await world.submit(site, **more)
        for site, more in [
            ("cho-don", {"topic": topic}),
            ("cho-don", {}),
            ("na-ri", {}),
            ("ba-be", {}),
        ]
    ]
    other = await world.post("other-moderator", f"conferences/{OTHER}/questions", question())
    assert other.status_code == 201
    given = {"lead": OFFICIAL, "supporting": [OTHER_OFFICIAL]}
    await world.send("moderator", "PUT", f"/questions/{first}/assignment", given)
    for number in (first, second):
        for command in ("enqueue", "call", "finish"):
            await done(world, number, command)
    await done(world, third, "enqueue")
    await done(world, third, "call")
    await done(world, third, "put_back")
    await done(world, third, "defer", {"agency": "so-y-te", "due": "2025-04-30"})
    await done(world, fourth, "enqueue")
    await done(world, fourth, "call")
    end = datetime(2025, 3, 5, 2, 0, tzinfo=UTC)
    async with world.app.state.services.database.write() as session:
        ended = update(Answer).where(col(Answer.ended_at).is_not(None))
        await session.execute(
            ended.values(started_at=end - timedelta(minutes=2, seconds=45), ended_at=end)
        )
    assert (await world.get("chair", "/summary")).json() == {
        "by_state": {"answered": 2, "deferred": 1, "answering": 1},
        "by_site": {"cho-don": 2, "na-ri": 1, "ba-be": 1},
        "by_topic": {topic: 1},
        "by_official": {OFFICIAL: 1},
        "by_agency": {"so-y-te": 1},
        "turns_by_site": {
            "cho-don": {"turns": 2, "minutes": 5.5},
            "ba-be": {"turns": 1, "minutes": 0.0},
        },
    }
    for who in ("cho-don", "official", "screen"):
        assert refused(await world.get(who, "/summary"), 403)["permission"] == "summary.read"


async def test_events_come_in_order_without_gaps(world: World) -> None:
    first, second = await world.submit(), await world.submit("na-ri")
    await done(world, second, "merge", {"into": first})
    await switch(world, "live")
    refused(await world.do("moderator", second, "call"), 409)
    await done(world, first, "enqueue")
    seen: list[dict[str, Any]] = []
    last_seq = 1
    while (after := seen[-1]["seq"] if seen else 0) < last_seq:
        page = (await world.get("moderator", f"/events?after={after}&limit=2")).json()
        assert 1 <= len(page["items"]) <= 2
        seen += page["items"]
        last_seq = page["last_seq"]
    assert [event["seq"] for event in seen] == list(range(1, last_seq + 1))
    assert [(event["type"], event["questions"]) for event in seen] == [
        ("conference.created", []),
        ("question.submitted", [first]),
        ("question.submitted", [second]),
        ("question.merged", [first, second]),
        ("conference.phase_switched", []),
        ("question.queued", [first]),
    ]
    assert seen[3]["payload"] == {"from": "submitted", "into": first}
    past = (await world.get("moderator", f"/events?after={last_seq + 5}")).json()
    assert (past["items"], past["last_seq"]) == ([], last_seq)


async def test_events_are_for_those_who_may_read_the_journal(world: World) -> None:
    for who in ("chair", "cho-don", "official", "screen"):
        assert refused(await world.get(who, "/events"), 403)["permission"] == "events.read"
    for query in ("after=-1", "limit=0", "limit=201", "after=x"):
        assert list(errors(await world.get("moderator", f"/events?{query}")))
