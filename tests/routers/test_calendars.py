"""Calendars: an agency's due dates as other programs read them, and no more than the public has."""

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.models.calendar import CalendarFeed
from app.models.journal import StoredAnswer
from tests.conftest import World, running
from tests.routers.problems import refused
from tests.routers.promises import AGENCY, PROMISE, REPLY, answered, changed, promise, promised

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


async def made(world: World, agency: str = AGENCY) -> dict[str, Any]:
    response = await world.post("moderator", "/calendars", {"agency": agency})
    assert response.status_code == 201, response.text
    calendar: dict[str, Any] = response.json()
    return calendar


async def read(world: World, link: str) -> list[dict[str, Any]]:
    """Read a calendar as a program would, signed in as nobody."""
    response = await world.get(None, link.partition("/api/v1/")[2])
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["cache-control"] == "private, max-age=300"
    calendar = Calendar.from_ical(response.text)
    return [dict(event) for event in calendar.walk("VEVENT")]


async def test_calendar_has_the_due_dates_of_its_agency_and_no_others(world: World) -> None:
    number = await answered(world)
    later = await promise(world, number, due="2031-05-06")
    sooner = await promise(world, number, due="2031-05-02")
    await promise(world, number, agency="so-y-te", due="2031-05-03")
    link = (await made(world))["link"]
    events = await read(world, link)
    assert [event["DTSTART"].dt for event in events] == [date(2031, 5, 2), date(2031, 5, 6)]
    assert all(event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1) for event in events)
    assert [str(event["UID"]) for event in events] == [
        f"follow-up-{one['id']}.bac-kan-2025@doithoai" for one in (sooner, later)
    ]
    assert [int(event["SEQUENCE"]) for event in events] == [1, 1]
    summary = str(events[0]["SUMMARY"])
    assert summary == f"Hạn trả lời: câu số {number} – Huyện Chợ Đồn – Bao giờ xã có đường bê tông?"


async def test_event_keeps_its_name_and_counts_its_changes(world: World) -> None:
    follow_up = await promised(world)
    link = (await made(world))["link"]
    (before,) = await read(world, link)
    await changed(world, "moderator", follow_up["id"], due="2031-05-02")
    await changed(world, "official", follow_up["id"], state="resolved", reply=REPLY)
    (after,) = await read(world, link)
    assert after["UID"] == before["UID"]
    assert (int(before["SEQUENCE"]), int(after["SEQUENCE"])) == (1, 3)
    assert after["DTSTART"].dt == date(2031, 5, 2)
    assert str(after["SUMMARY"]).startswith("Đã trả lời: câu số ")
    other = {"state": "open", "note": "Bổ sung."}
    await changed(world, "moderator", follow_up["id"], **other)
    await changed(world, "official", follow_up["id"], state="forwarded", agency="so-y-te")
    assert await read(world, link) == []


@one_database
async def test_calendar_tells_nothing_that_is_private(world: World) -> None:
    long = "Đề nghị tỉnh cho biết khi nào có đường. " * 20
    number = await world.submit(text=long)
    for command in ("enqueue", "call", "finish"):
        await world.do("moderator", number, command)
    follow_up = await promise(world, number)
    await changed(world, "official", follow_up["id"], reply=REPLY, document_number="412/UB")
    link = (await made(world))["link"]
    text = (await world.get(None, link.partition("/api/v1/")[2])).text
    unfolded = text.replace("\r\n ", "")
    for private in (PROMISE, REPLY, "412/UB", "Nguyễn Thị Thử", "0900 000 001", "official"):
        assert private not in unfolded
    (event,) = await read(world, link)
    assert str(event["SUMMARY"]).endswith("…")
    assert len(str(event["SUMMARY"])) < 200


async def test_ended_calendar_and_one_that_never_was_are_not_found(world: World) -> None:
    calendar = await made(world)
    path = calendar["link"].partition("/api/v1/")[2]
    listed = (await world.get("moderator", "/calendars")).json()["items"]
    assert listed == [{k: v for k, v in calendar.items() if k != "link"}]
    gone = await world.send("moderator", "DELETE", f"/calendars/{calendar['id']}")
    assert gone.status_code == 204
    refused(await world.get(None, path), 404, "not_found")
    refused(await world.get(None, "calendars/khong-co.ics"), 404, "not_found")
    again = await world.send("moderator", "DELETE", f"/calendars/{calendar['id']}")
    refused(again, 404, "not_found")
    assert (await world.get("moderator", "/calendars")).json()["items"] == []
    unknown = await world.post("moderator", "/calendars", {"agency": "khong-co"})
    refused(unknown, 422, "unknown_reference")


@one_database
async def test_address_is_shown_once_and_kept_nowhere(world: World) -> None:
    given = {"agency": AGENCY}
    first = (await world.post("moderator", "/calendars", given, idempotency_key="k1")).json()
    again = (await world.post("moderator", "/calendars", given, idempotency_key="k1")).json()
    assert again == first | {"link": None}
    secret = first["link"].rpartition("/")[2].removesuffix(".ics")
    async with world.session() as session:
        rows = [
            *(row.model_dump_json() for row in await session.scalars(select(CalendarFeed))),
            *(row.model_dump_json() for row in await session.scalars(select(StoredAnswer))),
        ]
    assert len(rows) == 2
    assert all(secret not in row for row in rows)


@one_database
async def test_who_guesses_addresses_has_to_wait(database_url: str) -> None:
    async with running(database_url, sign_in_failures=3) as world:
        link = (await made(world))["link"].partition("/api/v1/")[2]
        for n in range(3):
            refused(await world.get(None, f"calendars/{n}.ics"), 404, "not_found")
        refused(await world.get(None, link), 429, "too_many_requests")


@one_database
async def test_calendar_goes_with_its_agency(world: World) -> None:
    link = (await made(world, "cong-an-tinh"))["link"].partition("/api/v1/")[2]
    await world.send("admin", "DELETE", "/officials/lanh-dao-cong-an-tinh")
    gone = await world.send("admin", "DELETE", "/agencies/cong-an-tinh")
    assert gone.status_code == 204, gone.text
    refused(await world.get(None, link), 404, "not_found")
