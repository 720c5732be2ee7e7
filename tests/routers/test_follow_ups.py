"""Follow-ups: promised, worked on, replied to, forwarded; who sees them and how far."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from app.exchange.holidays import read_calendar
from tests.conftest import World
from tests.routers.files import JPEG, PDF, PNG
from tests.routers.problems import refused
from tests.routers.promises import (
    AGENCY,
    PROMISE,
    REPLY,
    answered,
    changed,
    patch,
    promise,
    promised,
)

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def wrong(response: httpx.Response) -> dict[str, str]:
    """The wrong fields of a 422, and what is wrong with each by its code."""
    return {e["field"]: e["code"] for e in refused(response, 422, "invalid_request")["errors"]}


def today() -> date:
    return datetime.now(UTC).astimezone(ZONE).date()


def usual() -> str:
    return read_calendar("").due(today()).isoformat()


async def test_promise_goes_from_the_chair_to_the_reply_the_site_is_told(world: World) -> None:
    number = await answered(world)
    made = await promise(world, number)
    assert (made["agency"], made["state"], made["promise"]) == (AGENCY, "open", PROMISE)
    assert (made["due"], made["overdue"], made["version"]) == (usual(), False, 1)
    assert made["question"]["number"] == made["number"] == number
    begun = await changed(world, "official", made["id"], state="in_progress", reply=REPLY)
    assert (begun["state"], begun["reply"], begun["version"]) == ("in_progress", REPLY, 2)
    assert begun["updated_by"] == "official"
    told = (await world.get("cho-don", f"/questions/{number}")).json()["follow_ups"]
    assert [set(one) for one in told] == [{"id", "agency", "due", "state", "promise"}]
    done = await changed(world, "official", made["id"], state="resolved", document_number="412/UB")
    assert (done["state"], done["days_left"]) == ("resolved", None)
    assert done["closed_at"] is not None
    (told,) = (await world.get("cho-don", f"/questions/{number}")).json()["follow_ups"]
    assert (told["state"], told["reply"], told["document_number"]) == ("resolved", REPLY, "412/UB")


async def test_everybody_is_shown_as_much_of_a_promise_as_the_rendering_has(world: World) -> None:
    number = await answered(world)
    made = await promise(world, number)
    await changed(world, "official", made["id"], state="explained", reply=REPLY)
    full = {"id", "agency", "due", "state", "promise", "document_number", "reply"}
    for who, fields in (
        ("moderator", full),
        ("chair", full),
        ("cho-don", full),
        ("na-ri", None),
        ("screen", None),
        ("official-2", None),
    ):
        shown = (await world.get(who, f"/questions/{number}")).json()
        promises = shown.get("follow_ups")
        assert (None if promises is None else set(promises[0])) == fields, who
        if fields is None:
            assert REPLY not in str(shown)


@one_database
async def test_promise_is_recorded_while_answering_and_after_and_not_before(world: World) -> None:
    number = await world.queued()
    given = {"agency": AGENCY, "promise": PROMISE}
    early = await world.post("chair", f"/questions/{number}/follow-ups", given)
    refused(early, 409, "not_answered")
    await world.do("chair", number, "call")
    for command in ("finish", None):
        made = await world.post("chair", f"/questions/{number}/follow-ups", given)
        assert made.status_code == 201, made.text
        assert made.headers["etag"] == '"1"'
        assert (await world.get("chair", made.headers["location"][8:])).json() == made.json()
        if command is not None:
            await world.do("chair", number, command)
    deferred = await world.queued()
    await world.do("chair", deferred, "defer", {"agency": AGENCY})
    await promise(world, deferred, "moderator")


@one_database
async def test_deferring_without_a_date_gives_the_usual_working_days(world: World) -> None:
    number = await world.queued()
    done = (await world.do("chair", number, "defer", {"agency": AGENCY})).json()
    assert [one["due"] for one in done["follow_ups"]] == [usual()]
    other = await world.queued()
    given = {"agency": AGENCY, "due": "2031-01-02"}
    done = (await world.do("chair", other, "defer", given)).json()
    assert [one["due"] for one in done["follow_ups"]] == ["2031-01-02"]


@one_database
async def test_promise_names_an_agency_of_the_conference(world: World) -> None:
    number = await answered(world)
    given = {"agency": "khong-co", "promise": PROMISE}
    path = f"/questions/{number}/follow-ups"
    refused(await world.post("chair", path, given), 422, "unknown_reference")
    refused(await world.post("chair", path, {"agency": AGENCY}), 422, "invalid_request")


async def test_forwarded_follow_up_belongs_to_the_other_agency(world: World) -> None:
    made = await promised(world)
    path = f"/follow-ups/{made['id']}"
    refused(await world.get("official-2", path), 404, "not_found")
    sent = await changed(
        world, "official", made["id"], state="forwarded", agency="hoi-lhpn-tinh", note="Của Hội."
    )
    assert (sent["agency"], sent["state"]) == ("hoi-lhpn-tinh", "forwarded")
    refused(await world.get("official", path), 404, "not_found")
    taken = await changed(world, "official-2", made["id"], state="in_progress")
    assert taken["forwarded_from"] == AGENCY
    steps = (await world.get("official-2", f"{path}/history")).json()["items"]
    assert [step["type"] for step in steps] == [
        "follow_up.opened",
        "follow_up.forwarded",
        "follow_up.changed",
    ]
    assert (steps[1]["agency"], steps[1]["forwarded_to"]) == (AGENCY, "hoi-lhpn-tinh")
    assert (steps[1]["note"], steps[1]["actor"]) == ("Của Hội.", "official")
    assert steps[2]["changes"]["state"] == {"from": "forwarded", "to": "in_progress"}


@one_database
async def test_what_a_step_needs_has_to_be_said(world: World) -> None:
    made = (await promised(world))["id"]
    for given, field, code in (
        ({"state": "resolved"}, "reply", "missing"),
        ({"state": "explained", "reply": None}, "reply", "missing"),
        ({"state": "forwarded"}, "agency", "missing"),
        ({"state": "forwarded", "agency": AGENCY}, "agency", "same_agency"),
        ({"state": "in_progress", "agency": "so-y-te"}, "agency", "goes_with_forwarded"),
        ({"agency": "so-y-te"}, "agency", "goes_with_forwarded"),
        ({"state": None}, "state", "null_not_allowed"),
    ):
        response = await patch(world, "moderator", made, **given)
        assert wrong(response) == {field: code}, given
    unknown = await patch(world, "official", made, state="forwarded", agency="khong-co")
    refused(unknown, 422, "unknown_reference")
    shown = (await world.get("moderator", f"/follow-ups/{made}")).json()
    assert (shown["state"], shown["version"]) == ("open", 1)


async def test_only_a_moderator_moves_the_date_and_opens_again_what_was_closed(
    world: World,
) -> None:
    made = (await promised(world))["id"]
    problem = refused(
        await patch(world, "official", made, due="2031-01-02"), 403, "missing_permission"
    )
    assert problem["permission"] == "follow_up.manage"
    await changed(world, "official", made, state="resolved", reply=REPLY)
    refused(await patch(world, "official", made, reply="Khác."), 403, "missing_permission")
    again = {"state": "open", "note": "Chưa nêu nguồn vốn."}
    refused(await patch(world, "official", made, **again), 403, "missing_permission")
    assert wrong(await patch(world, "moderator", made, state="open")) == {"note": "missing"}
    shown = await changed(world, "moderator", made, due="2031-01-02", **again)
    assert (shown["state"], shown["due"], shown["closed_at"]) == ("open", "2031-01-02", None)
    assert shown["reply"] == REPLY
    stale = await patch(world, "official", made, state="in_progress", if_match='"1"')
    refused(stale, 412, "stale_version")
    refused(
        await world.send("official", "PATCH", f"/follow-ups/{made}", {"state": "in_progress"}),
        428,
        "precondition_required",
    )


@one_database
async def test_step_from_a_wrong_state_says_from_where_it_would_go(world: World) -> None:
    made = (await promised(world))["id"]
    await changed(world, "official", made, state="resolved", reply=REPLY)
    response = await patch(world, "moderator", made, state="in_progress")
    problem = refused(response, 409, "illegal_follow_up")
    assert (problem["state"], problem["allowed_from"]) == ("resolved", ["forwarded", "open"])


async def test_each_role_sees_its_own_follow_ups(world: World) -> None:
    one = (await promised(world, "cho-don"))["id"]
    two = (await promised(world, "na-ri", agency="hoi-lhpn-tinh"))["id"]
    for who, expected in (
        ("admin", {one, two}),
        ("moderator", {one, two}),
        ("chair", {one, two}),
        ("official", {one}),
        ("official-2", {two}),
        ("cho-don", {one}),
        ("na-ri", {two}),
    ):
        items = (await world.get(who, "/follow-ups")).json()["items"]
        assert {item["id"] for item in items} == expected, who
        for id_ in (one, two):
            for path in (f"/follow-ups/{id_}", f"/follow-ups/{id_}/history"):
                response = await world.get(who, path)
                assert response.status_code == (200 if id_ in expected else 404), (who, path)
    refused(await patch(world, "chair", one, state="in_progress"), 403, "missing_permission")
    refused(await patch(world, "cho-don", one, state="in_progress"), 403, "missing_permission")
    refused(await patch(world, "official-2", one, state="in_progress"), 404, "not_found")
    refused(await world.get("screen", "/follow-ups"), 403, "missing_permission")


@one_database
async def test_site_is_told_of_the_steps_without_names_notes_and_drafts(world: World) -> None:
    made = (await promised(world))["id"]
    await changed(world, "official", made, reply="Bản nháp.", note="Chờ ý kiến.")
    await changed(world, "official", made, state="resolved", reply=REPLY)
    told = await world.get("cho-don", f"/follow-ups/{made}/history")
    assert [set(step) for step in told.json()["items"]] == [
        {"seq", "type", "at", "agency", "changes"},
        {"seq", "type", "at", "changes"},
    ]
    assert "nháp" not in told.text
    assert "Chờ" not in told.text
    shown = (await world.get("cho-don", f"/follow-ups/{made}")).json()
    assert shown["reply"] == REPLY
    assert "updated_by" not in shown


async def test_overdue_come_first_then_by_date_and_paging_stays_true(world: World) -> None:
    number = await answered(world)
    days = [30, -3, 5, -10, 5, 0, -3, 12]
    made = [
        await promise(world, number, due=(today() + timedelta(days=n)).isoformat()) for n in days
    ]
    late = await promise(world, number, due=(today() - timedelta(days=20)).isoformat())
    await changed(world, "official", late["id"], state="resolved", reply=REPLY)
    made.append(late)
    expected = sorted(
        made, key=lambda one: (one["id"] == late["id"] or not one["overdue"], one["due"], one["id"])
    )
    seen, path = [], "/follow-ups?limit=2"
    while path:
        page = (await world.get("moderator", path)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        path = f"/follow-ups?limit=2&cursor={cursor}" if cursor else ""
        # What comes in between neither repeats nor skips what was there.
        soon = (today() - timedelta(days=400)).isoformat()
        await promise(world, number, due=soon)
    assert seen == [one["id"] for one in expected]


@one_database
async def test_list_is_narrowed_by_agency_state_site_date_and_words(world: World) -> None:
    one = await promised(world, "cho-don", due="2025-01-02", promise="Làm đường Đồng Lạc")
    two = await promised(world, "na-ri", agency="so-y-te", due="2031-01-02")
    await changed(world, "moderator", two["id"], state="in_progress", document_number="55/SYT-KH")
    for query, expected in (
        ("agency=ubnd-tinh", {one["id"]}),
        ("site=na-ri", {two["id"]}),
        ("state=open", {one["id"]}),
        ("state=open&state=in_progress", {one["id"], two["id"]}),
        ("overdue=true", {one["id"]}),
        ("overdue=false", {two["id"]}),
        ("q=duong dong", {one["id"]}),
        ("q=55/syt", {two["id"]}),
        (f"q={two['number']}", {two["id"]}),
        ("q=BE TONG", {one["id"], two["id"]}),
        ("q=khong co chu nay", set()),
    ):
        items = (await world.get("moderator", f"/follow-ups?{query}")).json()["items"]
        assert {item["id"] for item in items} == expected, query
    (late,) = (await world.get("moderator", "/follow-ups?overdue=true")).json()["items"]
    assert late["days_left"] == (date(2025, 1, 2) - today()).days < 0


@one_database
@pytest.mark.parametrize("cursor", ["x", "WzEsMl0=", "WzAsMCwwLDBd", "WzksMSw5OTk5OTk5LDBd"])
async def test_cursor_that_leads_nowhere_is_refused(world: World, cursor: str) -> None:
    response = await world.get("moderator", f"/follow-ups?cursor={cursor}")
    refused(response, 400, "bad_cursor")


async def test_enclosure_is_the_replys_and_not_the_questions(world: World) -> None:
    made = await promised(world)
    path, number = f"/follow-ups/{made['id']}/attachments", made["number"]
    added = await world.post("official", path, ("Công văn.pdf", PDF))
    assert added.status_code == 201, added.text
    file = added.json()["id"]
    assert added.headers["location"].endswith(f"{path}/{file}")
    shown = (await world.get("moderator", f"/follow-ups/{made['id']}")).json()
    assert [one["name"] for one in shown["attachments"]] == ["Công văn.pdf"]
    assert shown["version"] == 2
    question = (await world.get("moderator", f"/questions/{number}")).json()
    assert question["attachments"] == []
    listed = (await world.get("cho-don", f"/questions/{number}/attachments")).json()
    assert listed == {"items": []}
    foreign = f"/questions/{number}/attachments/{file}"
    refused(await world.get("cho-don", foreign), 404, "not_found")
    refused(await world.send("cho-don", "DELETE", foreign), 404, "not_found")
    assert (await world.get("official", f"{path}/{file}")).content == PDF
    refused(await world.get("cho-don", f"{path}/{file}"), 404, "not_found")
    await changed(world, "official", made["id"], state="resolved", reply=REPLY)
    assert (await world.get("cho-don", f"{path}/{file}")).content == PDF
    refused(await world.send("cho-don", "DELETE", f"{path}/{file}"), 403, "missing_permission")
    gone = await world.send("moderator", "DELETE", f"{path}/{file}")
    assert gone.status_code == 204
    refused(await world.get("official", f"{path}/{file}"), 404, "not_found")
    types = [
        step["type"]
        for step in (await world.get("official", f"/follow-ups/{made['id']}/history")).json()[
            "items"
        ]
    ]
    assert types == [
        "follow_up.opened",
        "follow_up.attached",
        "follow_up.changed",
        "follow_up.detached",
    ]


@one_database
async def test_questions_file_is_none_of_the_reply(world: World) -> None:
    made = await promised(world)
    path = f"/questions/{made['number']}/attachments"
    file = (await world.post("cho-don", path, ("anh.png", PNG))).json()["id"]
    foreign = f"/follow-ups/{made['id']}/attachments/{file}"
    refused(await world.get("moderator", foreign), 404, "not_found")
    refused(await world.send("moderator", "DELETE", foreign), 404, "not_found")
    text = await world.post(
        "official", f"/follow-ups/{made['id']}/attachments", ("a.png", b"words")
    )
    refused(text, 415, "unsupported_attachment")
    for n in range(5):
        sent = (f"{n}.jpg", JPEG)
        await world.post("official", f"/follow-ups/{made['id']}/attachments", sent)
    full = await world.post("official", f"/follow-ups/{made['id']}/attachments", ("5.jpg", JPEG))
    refused(full, 409, "too_many_attachments")


async def test_undone_deferral_takes_its_follow_up_away_and_undone_recall_brings_it_back(
    world: World,
) -> None:
    number = await world.queued()
    await world.do("chair", number, "defer", {"agency": AGENCY, "due": "2031-01-02"})
    (item,) = (await world.get("moderator", "/follow-ups")).json()["items"]
    await world.do("chair", number, "recall")
    assert (await world.get("moderator", "/follow-ups")).json()["items"] == []
    assert (await world.post("chair", "/floor/undo")).status_code == 200
    (back,) = (await world.get("moderator", "/follow-ups")).json()["items"]
    assert back | {"question": None} == item | {"question": None}
    assert (await world.get("official", f"/follow-ups/{item['id']}")).status_code == 200
    steps = (await world.get("moderator", f"/follow-ups/{item['id']}/history")).json()["items"]
    assert [step["type"] for step in steps] == ["question.deferred"]
    other = await world.queued()
    await world.do("chair", other, "defer", {"agency": AGENCY})
    await world.post("chair", "/floor/undo")
    items = (await world.get("moderator", "/follow-ups")).json()["items"]
    assert [one["id"] for one in items] == [item["id"]]


async def test_follow_up_that_is_worked_on_is_not_undone_away(world: World) -> None:
    number = await world.queued()
    await world.do("chair", number, "defer", {"agency": AGENCY})
    (item,) = (await world.get("moderator", "/follow-ups")).json()["items"]
    assert (await world.get("chair", "/floor")).json()["can_undo"]
    await changed(world, "official", item["id"], reply=REPLY)
    assert not (await world.get("chair", "/floor")).json()["can_undo"]
    refused(await world.post("chair", "/floor/undo"), 409, "nothing_to_undo")
    await world.do("chair", number, "recall")
    assert len((await world.get("moderator", "/follow-ups")).json()["items"]) == 1


async def test_what_was_promised_in_words_outlives_recall_and_undo(world: World) -> None:
    number = await world.queued()
    await world.do("chair", number, "call")
    made = await promise(world, number)
    await world.do("chair", number, "defer", {"agency": AGENCY})
    await world.do("chair", number, "recall")
    items = (await world.get("moderator", "/follow-ups")).json()["items"]
    assert [item["id"] for item in items] == [made["id"]]
    assert (await world.post("chair", "/floor/undo")).status_code == 200
    items = (await world.get("moderator", "/follow-ups")).json()["items"]
    assert made["id"] in {item["id"] for item in items}
    assert len(items) == 2


@one_database
async def test_key_follows_up_as_far_as_its_scopes(world: World) -> None:
    made = (await promised(world))["id"]
    given = {"name": "Văn phòng", "scopes": ["follow_up.see"]}
    key = (await world.post("admin", "/keys", given)).json()["key"]
    bearer = {"authorization": f"Bearer {key}"}
    (item,) = (await world.get(None, "/follow-ups", **bearer)).json()["items"]
    assert (item["id"], item["question"]) == (made, None)
    sent = await world.send(
        None, "PATCH", f"/follow-ups/{made}", {"state": "in_progress"}, if_match="*", **bearer
    )
    assert refused(sent, 403, "missing_permission")["permission"] == "follow_up.update"


@one_database
async def test_journal_tells_what_changed_of_which_follow_up(world: World) -> None:
    made = await promised(world)
    await changed(world, "official", made["id"], document_number="1/UB", note="Gửi nháp.")
    events = (await world.get("moderator", "/events?limit=200")).json()["items"]
    opened, touched = (one for one in events if one["type"].startswith("follow_up."))
    assert opened["payload"] == {
        "follow_up": made["id"],
        "agency": AGENCY,
        "promise": PROMISE,
        "due": made["due"],
    }
    assert touched["payload"] == {
        "follow_up": made["id"],
        "changes": {"document_number": {"from": None, "to": "1/UB"}},
        "note": "Gửi nháp.",
    }
    assert touched["questions"] == [made["number"]]
