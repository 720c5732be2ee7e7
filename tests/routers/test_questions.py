"""Questions over HTTP: found, seen by each role, revised, assigned, answered, their history."""

import unicodedata
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.conftest import OFFICIAL, OTHER_OFFICIAL, World
from tests.routers.problems import errors, refused, stock

TOPIC = "cong-tac-can-bo-nu"
LATE = {"agency": "so-noi-vu", "due": "2025-04-30"}
NO = {"reason": "off_topic", "note": "Ngoài nội dung"}


async def done(w: World, number: int, *commands: str, who: str = "moderator", **given: Any) -> Any:
    shown = None
    for command in commands:
        response = await w.do(who, number, command, given or None)
        assert response.status_code == 200, response.text
        shown = response.json()
    return shown


async def put(world: World, number: int, what: str, **given: Any) -> httpx.Response:
    return await world.send("moderator", "PUT", f"/questions/{number}/{what}", given)


async def assigned(world: World, number: int, lead: str, *supporting: str) -> Any:
    response = await put(world, number, "assignment", lead=lead, supporting=supporting)
    assert response.status_code == 200, response.text
    return response.json()["assignment"]


async def revise(world: World, who: str, number: int, **given: Any) -> httpx.Response:
    return await world.send(who, "PATCH", f"/questions/{number}", given, if_match="*")


async def found(world: World, query: str, who: str = "moderator") -> list[int]:
    response = await world.get(who, f"/questions?{query}")
    assert response.status_code == 200, response.text
    return [item["number"] for item in response.json()["items"]]


async def every_state(world: World) -> int:
    """Make one question in each state and some with officials; return how many."""
    numbers = [
        await world.submit(["cho-don", "na-ri"][n % 2], text=f"Câu hỏi thứ {n}") for n in range(13)
    ]
    _, back, fit, queued, now, said, late, no, merged, gone, mine, theirs, _ = numbers
    await assigned(world, no, OFFICIAL)
    await assigned(world, mine, OFFICIAL, OTHER_OFFICIAL)
    await assigned(world, theirs, OTHER_OFFICIAL)
    await done(world, back, "return", note="Xin ghi rõ")
    await done(world, fit, "approve")
    await done(world, queued, "enqueue")
    await done(world, said, "enqueue", "call", "finish")
    await put(world, said, "answer", summary="Đã trả lời", official=OFFICIAL)
    await done(world, now, "enqueue", "call")
    await done(world, late, "enqueue")
    await done(world, late, "defer", **LATE)
    await done(world, no, "reject", **NO)
    await done(world, merged, "merge", into=queued)
    await done(world, gone, "withdraw")
    await done(world, theirs, "approve")
    return len(numbers)


async def test_list_is_filtered_by_states_site_topic_official_and_origin(world: World) -> None:
    a = await world.submit(topic=TOPIC, origin="collected")
    b = await world.submit("na-ri", topic=TOPIC)
    c = await world.submit("na-ri", origin="collected")
    d = await world.submit()
    await done(world, b, "approve")
    await done(world, c, "enqueue")
    await assigned(world, a, OFFICIAL, OTHER_OFFICIAL)
    await assigned(world, d, OTHER_OFFICIAL)
    for query, expected in {
        "": [a, b, c, d],
        "state=approved": [b],
        "state=approved&state=queued": [b, c],
        f"topic={TOPIC}": [a, b],
        f"official={OTHER_OFFICIAL}": [a, d],
        "origin=live": [b, d],
        f"site=na-ri&topic={TOPIC}&origin=live&state=approved": [b],
    }.items():
        assert await found(world, query) == expected, query
    for query in ("state=open", "origin=x", "site=Na-Ri", "q=" + "x" * 201):
        assert errors(await world.get("moderator", f"/questions?{query}")), query


async def test_search_ignores_case_and_diacritics_and_takes_signs_literally(world: World) -> None:
    texts = ["Đường vào xã giảm 50% kinh phí", "Giảm 500 đồng mỗi ki-lô-gam"]
    texts += ["Cột ho_ten trong bảng kê 2/3", "Cột hoten trong bảng kê 203", r"Đường dẫn C:\phunu"]
    for text in texts:
        await world.submit(text=text)
    for expected, wanted in [
        ([1, 5], ["duong", unicodedata.normalize("NFD", "Đường")]),
        ([1], ["ĐƯỜNG VÀO", "duong   vao", "50%", "%"]),
        ([3], ["_", "ho_ten", "2/3", "/"]),
        ([4], ["hoten"]),
        ([5], ["\\"]),
        ([3, 4], ["bang ke"]),
    ]:
        for q in wanted:
            assert await found(world, f"q={quote(q, safe='')}") == expected, q
    await revise(world, "moderator", 2, text="Trường học ở đâu?")
    assert await found(world, "q=truong") == [2]
    assert await found(world, "q=ki-lo-gam") == []


async def test_search_for_nothing_finds_everything(world: World) -> None:
    numbers = [await world.submit(), await world.submit()]
    for query in ("q=", "q=%20%20"):
        assert await found(world, query) == numbers


async def test_everybody_lists_exactly_what_they_can_open(world: World) -> None:
    count = await every_state(world)
    made = await world.post("admin", "/keys", {"name": "Cổng", "scopes": ["question.see"]})
    told = [4, 5, 6, 7]
    some = {"chair": [3, *told, 12], "official": [*told, 8, 11], "official-2": [*told, 11, 12]}
    sites = {"cho-don": [1, 3, *told, 9, 11, 13], "na-ri": [2, *told, 8, 10, 12]}
    most = {who: [*range(1, count + 1)] for who in ("admin", "moderator")}
    everyone: dict[Any, list[int]] = most | some | sites | {"screen": told, None: told}
    for who, expected in everyone.items():
        head = {"authorization": f"Bearer {made.json()['key']}"} if who is None else {}
        items = (await world.get(who, "/questions", **head)).json()["items"]
        assert [item["number"] for item in items] == expected, who
        opened = [await world.get(who, f"/questions/{n + 1}", **head) for n in range(count)]
        assert [got.json() for got in opened if got.status_code == 200] == items, who
        for got in opened:
            if got.status_code != 200:
                refused(got, 404, "not_found")
    assert await found(world, "state=submitted&site=na-ri", "cho-don") == []
    assert await found(world, f"official={OTHER_OFFICIAL}", "official") == [11]
    assert await found(world, "q=cau hoi thu 0", "screen") == []


@pytest.mark.parametrize("who", ["cho-don", "moderator"])
async def test_returned_question_is_submitted_again_by_its_revision(world: World, who: str) -> None:
    number = await world.submit(text="Bao giờ có điện?")
    await done(world, number, "return", note="Xin ghi rõ thôn")
    for text in ("Bao giờ thôn Nà Áng có điện?", "Khi nào thôn Nà Áng có điện?"):
        revised = (await revise(world, who, number, text=text, topic=TOPIC)).json()
        assert (revised["state"], revised["reason"]) == ("submitted", None)
        assert (revised["text"], revised["original_text"]) == (text, "Bao giờ có điện?")


async def test_revision_is_for_the_own_site_before_approval(world: World) -> None:
    number = await world.submit()
    before = await stock(world)
    refused(await revise(world, "na-ri", number, text="Khác"), 404, "not_found")
    refused(await revise(world, "chair", number, text="Khác"), 403, "missing_permission")
    assert await stock(world) == before
    await done(world, number, "approve")
    late = await revise(world, "cho-don", number, text="Khác")
    assert refused(late, 409, "illegal_transition")["state"] == "approved"


async def test_history_tells_what_happened_to_those_who_may_know(world: World) -> None:
    number, other = await world.submit(), await world.submit("na-ri")
    await done(world, number, "return", note="Xin ghi rõ")
    await revise(world, "cho-don", number, text="Bao giờ có điện?")
    await done(world, other, "merge", into=number)
    await done(world, number, "enqueue")
    url = f"/questions/{number}/history"
    full = (await world.get("moderator", url)).json()["items"]
    names = ["submitted", "returned", "revised", "merged", "queued"]
    assert [entry["type"] for entry in full] == [f"question.{name}" for name in names]
    assert full[1]["payload"] == {"from": "submitted", "note": "Xin ghi rõ"}
    bare = [{k: v for k, v in entry.items() if k != "payload"} for entry in full]
    for who in ("cho-don", "chair"):
        assert (await world.get(who, url)).json()["items"] == bare
    merged = (await world.get("na-ri", f"/questions/{other}/history")).json()["items"]
    assert [entry["seq"] for entry in merged] == [full[0]["seq"] + 1, full[3]["seq"]]
    refused(await world.get("na-ri", url), 404, "not_found")
    for who in ("official", "screen"):
        assert refused(await world.get(who, url), 403)["permission"] == "question.history"


async def test_answer_is_recorded_once_there_was_a_turn(world: World) -> None:
    number = await world.queued()
    refused(await put(world, number, "answer", summary="Đã trả lời"), 409, "not_answered")
    await assigned(world, number, OFFICIAL)
    await done(world, number, "call")
    said = (await put(world, number, "answer", summary="Tỉnh hỗ trợ")).json()["answer"]
    assert (said["official"], said["summary"]) == (OFFICIAL, "Tỉnh hỗ trợ")
    await done(world, number, "finish")
    given: dict[str, Any] = {"official": OTHER_OFFICIAL, "summary": "Hội hỗ trợ"}
    said = (await put(world, number, "answer", **given)).json()["answer"]
    assert said.items() >= given.items()
    assert "summary" not in (await world.get("screen", f"/questions/{number}")).json()["answer"]


async def test_assignment_is_set_replaced_and_removed(world: World) -> None:
    number = await world.submit()
    given = {"lead": OFFICIAL, "supporting": [OTHER_OFFICIAL], "note": "Nhờ chuẩn bị"}
    shown = (await put(world, number, "assignment", **given)).json()["assignment"]
    assert shown == given | {"status": "pending", "declined": []}
    await done(world, number, "assignment/accept", who="official-2")
    third = "lanh-dao-so-y-te"
    shown = await assigned(world, number, OTHER_OFFICIAL, third)
    expected = {"lead": OTHER_OFFICIAL, "supporting": [third], "status": "accepted"}
    assert shown == expected | {"note": None, "declined": []}
    refused(await world.get("official", f"/questions/{number}"), 404)
    unknown = await put(world, number, "assignment", lead="khong-co")
    refused(unknown, 422, "unknown_reference")
    twice = await put(world, number, "assignment", lead=OFFICIAL, supporting=[OFFICIAL])
    refused(twice, 422, "invalid_request")
    assert (await world.get("admin", f"/questions/{number}")).json()["assignment"] == shown
    url = f"/questions/{number}/assignment"
    assert (await world.send("moderator", "DELETE", url)).json()["assignment"] is None
    refused(await world.send("moderator", "DELETE", url), 409, "not_assigned")


async def test_officials_answer_for_themselves_whether_they_take_it(world: World) -> None:
    number = await world.submit()
    await assigned(world, number, OFFICIAL, OTHER_OFFICIAL)
    await done(world, number, "assignment/accept", who="official")
    shown = await done(world, number, "assignment/decline", who="official-2", reason="Vắng")
    assert shown["assignment"]["declined"] == [{"official": OTHER_OFFICIAL, "reason": "Vắng"}]
    refused(await world.do("moderator", number, "assignment/accept"), 403, "missing_permission")
    await assigned(world, number, OFFICIAL)
    refused(await world.do("official-2", number, "assignment/accept"), 404, "not_found")


@pytest.mark.parametrize("end", ["answered", "deferred", "rejected", "merged", "withdrawn"])
async def test_assignment_after_the_end_is_refused(world: World, end: str) -> None:
    number = await world.queued()
    await assigned(world, number, OFFICIAL)
    if end == "merged":
        await done(world, number, "merge", into=await world.submit())
    elif end == "answered":
        await done(world, number, "call", "finish")
    else:
        ways: dict[str, tuple[str, dict[str, str]]] = {"withdrawn": ("withdraw", {})}
        ways |= {"deferred": ("defer", LATE), "rejected": ("reject", NO)}
        command, given = ways[end]
        await done(world, number, command, **given)
    url = f"/questions/{number}/assignment"
    late = [
        await put(world, number, "assignment", lead=OTHER_OFFICIAL),
        await world.send("moderator", "DELETE", url),
        await world.do("official", number, "assignment/accept"),
    ]
    for response in late:
        assert refused(response, 409, "question_ended")["state"] == end
