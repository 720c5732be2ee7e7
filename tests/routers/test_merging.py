"""Merging: one question stands for several, and everybody who asked stays on record."""

from typing import Any

import httpx

from tests.conftest import World, question
from tests.routers.problems import refused


async def ask(world: World, site: str, name: str, *, named: bool = False) -> int:
    asker = question()["asker"] | {"name": name, "may_show_name": named}
    return await world.submit(site, asker=asker)


async def merge(world: World, number: int, into: int) -> httpx.Response:
    return await world.do("moderator", number, "merge", {"into": into})


async def merged(world: World, number: int, into: int) -> None:
    response = await merge(world, number, into)
    assert response.status_code == 200, response.text
    assert response.json()["state"] == "merged"
    assert response.json()["merged_into"] == into


async def shown(world: World, number: int, who: str = "moderator") -> dict[str, Any]:
    response = await world.get(who, f"/questions/{number}")
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def askers(world: World, number: int) -> list[tuple[str, str]]:
    origins = (await shown(world, number))["origins"]
    return [(origin["site"], origin["asker"]["name"]) for origin in origins]


async def put_into(world: World, number: int, state: str) -> None:
    """Take a submitted question to a state, by commands."""
    ways: dict[str, list[tuple[str, Any]]] = {
        "submitted": [],
        "returned": [("return", {"note": "Xin ghi rõ"})],
        "approved": [("approve", None)],
        "queued": [("enqueue", None)],
        "answering": [("enqueue", None), ("call", None)],
        "answered": [("enqueue", None), ("call", None), ("finish", None)],
        "deferred": [("approve", None), ("defer", {"agency": "ubnd-tinh", "due": "2025-07-01"})],
        "rejected": [("reject", {"reason": "off_topic", "note": "Ngoài nội dung"})],
        "withdrawn": [("withdraw", None)],
    }
    for command, body in ways[state]:
        response = await world.do("moderator", number, command, body)
        assert response.status_code == 200, response.text


async def test_merging_keeps_every_asker_and_site_on_the_lead(world: World) -> None:
    lead = await ask(world, "cho-don", "An")
    others = [
        await ask(world, "na-ri", "Bình"),
        await ask(world, "cho-don", "Chi"),
        await ask(world, "ba-be", "An"),
    ]
    for number in others:
        await merged(world, number, lead)
    everybody = [("cho-don", "An"), ("na-ri", "Bình"), ("cho-don", "Chi"), ("ba-be", "An")]
    assert await askers(world, lead) == everybody
    await put_into(world, lead, "answering")
    assert await askers(world, lead) == everybody


async def test_merging_into_a_question_that_was_merged_itself_is_refused(world: World) -> None:
    a, b, c = [await world.submit() for _ in range(3)]
    await merged(world, a, b)
    problem = refused(await merge(world, c, a), 409, "cannot_lead")
    assert (problem["number"], problem["state"]) == (a, "merged")


async def test_chain_is_pointed_to_the_last_lead(world: World) -> None:
    a, b = await ask(world, "cho-don", "An"), await ask(world, "na-ri", "Bình")
    c, d = await ask(world, "ba-be", "Chi"), await ask(world, "pac-nam", "Dung")
    await merged(world, a, b)
    await merged(world, b, c)
    await merged(world, c, d)
    for number in (a, b, c):
        assert (await shown(world, number))["merged_into"] == d
        assert await askers(world, number) == [(await askers(world, number))[0]]
    assert await askers(world, d) == [
        *(("pac-nam", "Dung"), ("cho-don", "An"), ("na-ri", "Bình"), ("ba-be", "Chi"))
    ]


async def test_merge_is_one_entry_of_the_journal_about_all_it_touches(world: World) -> None:
    a, b, c = [await world.submit() for _ in range(3)]
    await merged(world, a, b)
    seq = (await world.conference()).last_seq
    versions = [(await shown(world, number))["version"] for number in (a, b, c)]
    await merged(world, b, c)
    (event,) = (await world.get("moderator", f"/events?after={seq}")).json()["items"]
    assert (event["type"], event["questions"]) == ("question.merged", [a, b, c])
    now = [(await shown(world, number))["version"] for number in (a, b, c)]
    assert now == [version + 1 for version in versions]


async def test_restored_question_is_taken_out_of_the_lead_again(world: World) -> None:
    a, b = await ask(world, "cho-don", "An"), await ask(world, "na-ri", "Bình")
    lead = await ask(world, "ba-be", "Chi")
    await merged(world, a, b)
    await merged(world, b, lead)
    before = (await shown(world, lead))["version"]
    restored = (await world.do("moderator", b, "restore")).json()
    assert (restored["state"], restored["merged_into"]) == ("submitted", None)
    assert await askers(world, b) == [("na-ri", "Bình")]
    assert await askers(world, lead) == [("ba-be", "Chi"), ("cho-don", "An")]
    assert (await shown(world, lead))["version"] == before + 1
    assert (await shown(world, a))["merged_into"] == lead
    await merged(world, b, lead)
    assert len(await askers(world, lead)) == 3


async def test_merged_question_leaves_the_queue_and_each_site_sees_where_it_went(
    world: World,
) -> None:
    lead, other = await world.queued("cho-don"), await world.queued("na-ri")
    await merged(world, other, lead)
    items = (await world.get("screen", "/queue")).json()["items"]
    assert [item["number"] for item in items] == [lead]
    assert [origin["site"] for origin in items[0]["origins"]] == ["cho-don", "na-ri"]
    own = await shown(world, other, "na-ri")
    assert (own["state"], own["merged_into"], own["rank"]) == ("merged", lead, None)
    refused(await world.get("cho-don", f"/questions/{other}"), 404, "not_found")


async def test_only_those_who_agreed_are_named_to_the_hall_and_to_other_sites(
    world: World,
) -> None:
    lead = await ask(world, "cho-don", "An")
    await merged(world, await ask(world, "na-ri", "Bình", named=True), lead)
    await merged(world, await ask(world, "ba-be", "Chi"), lead)
    await put_into(world, lead, "queued")
    for who in ("screen", "na-ri", "official-2"):
        origins = (await shown(world, lead, who))["origins"]
        named = [origin["asker"] and origin["asker"]["name"] for origin in origins]
        assert named == [None, "Bình", None], who
        assert "0900 000 001" not in str(origins)


async def test_lead_must_be_another_question_whose_life_goes_on_or_was_answered(
    world: World,
) -> None:
    number = await world.submit()
    problem = refused(await merge(world, number, number), 422, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == ["into"]
    refused(await merge(world, number, 999), 422, "unknown_reference")
    for state in ("returned", "rejected", "withdrawn"):
        lead = await world.submit()
        await put_into(world, lead, state)
        problem = refused(await merge(world, number, lead), 409, "cannot_lead")
        assert (problem["number"], problem["state"]) == (lead, state)
    assert (await shown(world, number))["state"] == "submitted"
    assert (await shown(world, number))["version"] == 1
    for state in ("submitted", "approved", "queued", "answered", "deferred", "answering"):
        lead, other = await world.submit(), await world.submit()
        await put_into(world, lead, state)
        await merged(world, other, lead)
        assert (await shown(world, lead))["state"] == state


async def test_question_of_another_conference_is_no_lead(world: World) -> None:
    elsewhere = "conferences/khac-2026/questions"
    for _ in range(2):
        await world.post("other-moderator", elsewhere, question())
    number = await world.submit()
    refused(await merge(world, number, 2), 422, "unknown_reference")


async def test_lead_stands_for_others_and_is_neither_withdrawn_nor_rejected(world: World) -> None:
    lead = await world.submit("cho-don")
    others = [await world.submit("na-ri"), await world.submit("ba-be")]
    for number in others:
        await merged(world, number, lead)
    before = await shown(world, lead)
    for who in ("cho-don", "moderator"):
        problem = refused(await world.do(who, lead, "withdraw"), 409, "leads_others")
        assert problem["merged"] == others
    body = {"reason": "off_topic", "note": "Ngoài nội dung"}
    refused(await world.do("moderator", lead, "reject", body), 409, "leads_others")
    assert await shown(world, lead) == before
    for number in others:
        await world.do("moderator", number, "restore")
    assert (await world.do("cho-don", lead, "withdraw")).status_code == 200


async def test_merging_does_not_take_the_floor_or_the_undo_away(world: World) -> None:
    lead, other = await world.queued(), await world.queued()
    await world.do("chair", lead, "call")
    await merged(world, other, lead)
    floor = (await world.get("chair", "/floor")).json()
    assert (floor["current"]["number"], floor["next"], floor["can_undo"]) == (lead, None, True)
    assert len(floor["current"]["origins"]) == 2
    undone = (await world.post("chair", "/floor/undo")).json()
    assert undone["next"]["number"] == lead
    assert len(undone["next"]["origins"]) == 2
