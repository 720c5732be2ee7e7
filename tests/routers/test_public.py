"""What everybody may read without signing in: which questions, how cached, and nothing private."""

from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import insert, select
from sqlmodel import col

from app.deps.counts import Counts
from app.deps.limiting import Requests
from app.domain.lifecycle import State
from app.domain.text import search_key
from app.models.conference import Conference
from app.models.programme import Site
from app.models.question import Kind, Origin, Question
from tests.conftest import CONFERENCE, OFFICIAL, OTHER, World, question
from tests.routers.files import attach
from tests.routers.problems import refused
from tests.routers.publishing import (
    ANSWER,
    FORMS,
    PUBLIC,
    everything,
    numbers,
    open_up,
    publish,
    published,
)

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])
ATOM = {"a": "http://www.w3.org/2005/Atom"}


async def test_published_question_is_read_by_anybody(world: World) -> None:
    await open_up(world)
    number = await published(world, topic="cong-tac-can-bo-nu")
    (item,) = (await world.client.get(f"/api/v1/{PUBLIC}/questions")).json()["items"]
    assert item == {
        "number": number,
        "site": "cho-don",
        "topic": "cong-tac-can-bo-nu",
        "kind": "question",
        "text": "Bao giờ xã có đường bê tông?",
        "asker": None,
        "official": OFFICIAL,
        "answer": ANSWER,
        "published_at": item["published_at"],
    }
    alone = await world.client.get(f"/api/v1/{PUBLIC}/questions/{number}")
    assert alone.json() == item
    conference = (await world.client.get(f"/api/v1/{PUBLIC}")).json()
    assert conference["count"] == 1
    assert [one["slug"] for one in conference["sites"]] == ["cho-don"]
    assert [one["slug"] for one in conference["topics"]] == ["cong-tac-can-bo-nu"]
    assert [one["slug"] for one in conference["officials"]] == [OFFICIAL]
    assert set(conference) == {
        *("slug", "title", "theme", "timezone", "rehearsal"),
        *("sites", "topics", "officials", "count"),
    }


@one_database
async def test_nothing_is_found_of_a_conference_that_is_not_public(world: World) -> None:
    number = await published(world)
    addresses = (*FORMS, f"/api/v1/{PUBLIC}/questions/{number}", f"/{PUBLIC}/{number}")
    for is_public in (False, True, False):
        await open_up(world, is_public=is_public)
        for path in addresses:
            answer = await world.client.get(path)
            assert answer.status_code == (200 if is_public else 404), path
            assert (ANSWER in answer.text) == (is_public and path != f"/api/v1/{PUBLIC}"), path
    for path in FORMS:
        gone = await world.client.get(path.replace(CONFERENCE, "khong-co"))
        assert gone.status_code == 404


@one_database
async def test_question_that_is_not_published_is_not_there(world: World) -> None:
    await open_up(world)
    number = await world.queued()
    for path in (f"/api/v1/{PUBLIC}/questions/{number}", f"/{PUBLIC}/{number}"):
        assert (await world.client.get(path)).status_code == 404, path
    other = await world.client.get(f"/api/v1/public/{OTHER}/questions")
    refused(other, 404, "not_found")


@one_database
async def test_asker_is_named_only_when_she_agreed(world: World) -> None:
    await open_up(world)
    asker = {"name": "Người Đồng Ý", "position": "Tổ trưởng", "phone": "0900 000 009"}
    named = await published(world, asker={**asker, "may_show_name": True})
    unnamed = await published(world, asker={**asker, "name": "Người Kín", "may_show_name": False})
    shown = (await world.client.get(f"/api/v1/{PUBLIC}/questions")).json()["items"]
    assert {item["number"]: item["asker"] for item in shown} == {
        named: {"name": "Người Đồng Ý", "position": "Tổ trưởng", "organisation": None},
        unnamed: None,
    }
    for path, text in (await everything(world, named)).items():
        assert "Người Kín" not in text, path
        assert "0900" not in text, path


@one_database
async def test_nothing_private_is_in_any_of_the_forms(world: World) -> None:
    """Each private field of a question's whole life holds a mark; no public body may hold one."""
    await open_up(world)
    asker = {"name": "MARK1", "position": "MARK2", "organisation": "MARK3", "phone": "0900"}
    number = await world.submit(text="MARK4 nguyên văn", asker=asker)
    path = f"/questions/{number}"
    await attach(world, "moderator", number)
    await world.do("moderator", number, "return", {"note": "MARK5"})
    revised = {"text": "Bao giờ có điện?"}
    assert (await world.send("moderator", "PATCH", path, revised, if_match="*")).status_code == 200
    await world.do("moderator", number, "enqueue")
    assignment = {"lead": OFFICIAL, "note": "MARK6"}
    await world.send("moderator", "PUT", f"{path}/assignment", assignment)
    await world.send("official", "PUT", f"{path}/prepared-answer", {"text": "MARK7"})
    await world.do("moderator", number, "prepared-answer/submit")
    await world.do("moderator", number, "prepared-answer/return", {"note": "MARK8"})
    await world.do("official", number, "assignment/decline", {"reason": "MARK9"})
    follower = await world.submit("na-ri", text="MARK10", asker=asker)
    await world.do("moderator", follower, "merge", {"into": number})
    await world.do("moderator", number, "call")
    await world.do("moderator", number, "finish")
    await world.send("moderator", "PUT", f"{path}/answer", {"summary": "MARK11"})
    assert (await publish(world, number, "Có điện trong năm.")).status_code == 200
    full = (await world.get("moderator", path)).text
    for mark in ("MARK1", "MARK4", "MARK6", "MARK7", "MARK8", "MARK9", "MARK11", "0900"):
        assert mark in full, mark
    for address, text in (await everything(world, number)).items():
        assert "Có điện trong năm." in text or address == f"/api/v1/{PUBLIC}", address
        for private in ("MARK", "0900", "anh.png", "moderator", "na-ri"):
            assert private not in text, (address, private)


async def test_search_ignores_case_and_diacritics_in_questions_and_answers(world: World) -> None:
    await open_up(world)
    road = await published(world, text="Bao giờ ĐƯỜNG được đổ bê tông?")
    water = await published(world, "Sẽ có nước sạch.", text="Bao giờ có?", site="na-ri")
    assert await numbers(world, "?q=duong") == [road]
    assert await numbers(world, "?q=N%C6%AF%E1%BB%9AC") == [water]
    assert await numbers(world, "?q=nu%CC%9Bo%CC%9B%CC%81c") == [water]
    assert await numbers(world, "?q=%25") == []
    assert await numbers(world, "?site=na-ri") == [water]
    assert await numbers(world, "?topic=cong-tac-can-bo-nu") == []
    assert await numbers(world, "?q=bao&site=cho-don") == [road]


@one_database
async def test_who_has_the_newest_is_sent_nothing_and_changes_are_noticed(world: World) -> None:
    await open_up(world)
    number = await published(world)
    steps: list[tuple[str, str, Any]] = [
        ("publish", "POST", {"answer": "Lời khác."}),
        ("unpublish", "POST", None),
        ("publish", "POST", None),
        ("recall", "POST", None),
    ]
    for command, _, body in steps:
        for path in FORMS:
            await known_and_not_sent(world, path)
        before = [(await world.client.get(path)).headers["etag"] for path in FORMS]
        done = await world.do("moderator", number, command, body)
        assert done.status_code == 200, done.text
        for path, etag in zip(FORMS, before, strict=True):
            anew = await world.client.get(path, headers={"if-none-match": etag})
            assert anew.status_code == 200, (path, command)
            assert anew.headers["etag"] != etag


async def known_and_not_sent(world: World, path: str) -> None:
    first = await world.client.get(path)
    assert first.headers["cache-control"] == "public, max-age=60"
    assert first.headers["vary"] == "Accept-Encoding"
    etag = first.headers["etag"]
    for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = await world.client.get(path, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b""), (path, known)
        for name in ("etag", "cache-control", "vary"):
            assert again.headers[name] == first.headers[name]


@one_database
async def test_commands_that_change_nothing_public_leave_what_is_cached(world: World) -> None:
    await open_up(world)
    await published(world)
    before = (await world.client.get(FORMS[1])).headers["etag"]
    other = await world.queued()
    await world.do("moderator", other, "call")
    ready = {"line": "ok", "microphone": True, "delegate_present": True}
    done = await world.post("cho-don", "/sites/cho-don/readiness", ready)
    assert done.status_code == 200, done.text
    assert (await world.client.get(FORMS[1])).headers["etag"] == before


@one_database
@pytest.mark.parametrize(
    ("path", "change", "shown"),
    [
        (f"conferences/{CONFERENCE}", {"title": "Đối thoại tên mới"}, 0),
        ("/sites/cho-don", {"name": "Xã mới"}, 0),
        (f"/officials/{OFFICIAL}", {"name": "Tên chức vụ mới"}, 0),
    ],
)
async def test_new_name_is_public_at_once(
    world: World, path: str, change: dict[str, str], shown: int
) -> None:
    await open_up(world)
    await published(world)
    (new,) = change.values()
    assert new not in (await world.client.get(FORMS[shown])).text
    done = await world.send("admin", "PATCH", path, change, if_match="*")
    assert done.status_code == 200, done.text
    assert new in (await world.client.get(FORMS[shown])).text
    assert new in (await world.client.get(f"/{PUBLIC}")).text


@one_database
async def test_pages_of_other_servers_may_read_these_addresses_and_no_others(world: World) -> None:
    await open_up(world)
    origin = {"origin": "https://bao.example"}
    for path in FORMS[:4]:
        answer = await world.client.get(path, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*", path
        assert "access-control-allow-credentials" not in answer.headers
    for path in (FORMS[4], "/api/v1/me", f"/api/v1/conferences/{CONFERENCE}"):
        answer = await world.client.get(path, headers=origin)
        assert "access-control-allow-origin" not in answer.headers, path


@one_database
async def test_answers_are_compressed_for_whom_can_read_it(world: World) -> None:
    await open_up(world)
    await published(world)
    for path in FORMS:
        plain = await world.client.get(path, headers={"accept-encoding": "identity"})
        packed = await world.client.get(path, headers={"accept-encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.content == plain.content


@one_database
async def test_one_address_may_read_much_but_not_for_ever(world: World) -> None:
    await open_up(world)
    world.app.state.services.public_reading = Requests(Counts("public", 3, None))
    for _ in range(3):
        assert (await world.client.get(FORMS[0])).status_code == 200
    for path in FORMS:
        answer = await world.client.get(path)
        refused(answer, 429, "too_many_requests")
        assert int(answer.headers["retry-after"]) >= 1


@one_database
async def test_bad_parameters_are_refused(world: World) -> None:
    await open_up(world)
    for query in ("q=" + "a" * 201, "site=%00", "limit=0", "limit=201", "topic=A"):
        answer = await world.client.get(f"{FORMS[1]}?{query}")
        refused(answer, 422, "invalid_request")
    refused(await world.client.get(f"{FORMS[1]}?cursor=x"), 400, "bad_cursor")
    refused(await world.client.get(f"{FORMS[2]}?lang=fr"), 422, "invalid_request")


async def many(world: World, count: int) -> None:
    """Put published questions into the database, past the commands: a thousand take a while."""
    async with world.app.state.services.database.write() as session:
        conference = (
            await session.scalars(select(Conference).where(col(Conference.slug) == CONFERENCE))
        ).one()
        mine = col(Site.conference_id) == conference.id
        site = (await session.scalars(select(Site).where(mine))).first()
        at = conference.created_at
        row = {
            "conference_id": conference.id,
            "site_id": site.id,
            "kind": Kind.QUESTION,
            "origin": Origin.LIVE,
            "asker_name": "Kín",
            "state": State.ANSWERED,
            **dict.fromkeys(("state_since", "submitted_at", "published_at"), at),
            "published_answer": "Trả lời.",
            "seen": {},
        }
        texts = {number: f"Câu hỏi thứ {number}" for number in range(1, count + 1)}
        rows = [
            row
            | {"number": number, "text": text, "original_text": text}
            | {"text_search": search_key(text)}
            for number, text in texts.items()
        ]
        await session.execute(insert(Question), rows)
        conference.published_seq += 1
        conference.last_number = count


async def test_thousand_questions_are_paged_without_a_gap_or_a_repeat(world: World) -> None:
    await open_up(world)
    await many(world, 1000)
    path, seen = f"/api/v1/{PUBLIC}/questions?limit=200&q=hoi%20thu", []
    for _ in range(5):
        answer = await world.client.get(path)
        page = answer.json()
        seen += [item["number"] for item in page["items"]]
        link = answer.headers.get("link", "")
        path = link.partition(">")[0].removeprefix("<")
        assert (page["next_cursor"] is None) == (not link)
    assert seen == list(range(1, 1001))
    assert (await world.client.get(f"/{PUBLIC}?page=50")).text.count("<article") == 20
    assert (await world.client.get(FORMS[2])).text.count("\r\n") == 1001
    feed = ElementTree.fromstring((await world.client.get(FORMS[3])).content)
    assert len(feed.findall("a:entry", ATOM)) == 50


@one_database
async def test_link_to_the_next_page_says_nothing_that_somebody_else_asked(world: World) -> None:
    await open_up(world)
    await many(world, 3)
    for query in ("limit=2&x=lua-dao", "limit=2"):
        answer = await world.client.get(f"/api/v1/{PUBLIC}/questions?{query}")
        assert "lua-dao" not in answer.headers["link"]


@one_database
async def test_reading_needs_no_account_and_knows_none(world: World) -> None:
    await open_up(world)
    number = await published(world)
    for path in FORMS[:4]:
        alone = await world.client.get(path)
        with_token = await world.get("moderator", path.removeprefix("/api/v1/"))
        assert with_token.content == alone.content, path
        assert "set-cookie" not in alone.headers, path
    page = await world.client.get(f"/{PUBLIC}/{number}")
    assert question()["text"] in page.text
    assert (await world.client.post(FORMS[1], json={})).status_code == 405
