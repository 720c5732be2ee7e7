"""Sites, topics, agencies, officials, agenda: set up, used on the day, not removed while in use."""

from typing import Any

import pytest

from tests.conftest import OFFICIAL, World
from tests.routers.problems import errors, refused, stock

NEW: dict[str, dict[str, Any]] = {
    "sites": {"slug": "diem-moi", "name": "Điểm mới"},
    "topics": {"slug": "chu-de-moi", "name": "Chủ đề mới"},
    "agencies": {"slug": "so-moi", "name": "Sở mới"},
    "officials": {"slug": "lanh-dao-moi", "name": "Lãnh đạo mới", "agency": "ubnd-tinh"},
    "agenda": {"slug": "muc-moi", "title": "Mục mới", "planned_start": "11:30"},
}
READINESS = {"line": "poor", "microphone": True, "delegate_present": False}
every_kind = pytest.mark.parametrize("kind", NEW)


async def slugs(world: World, kind: str) -> list[str]:
    items = (await world.get("screen", f"/{kind}?limit=200")).json()["items"]
    assert items == sorted(items, key=lambda item: (item["order"], item["id"]))
    return [item["slug"] for item in items]


async def add(world: World, kind: str, **more: Any) -> str:
    made = await world.post("admin", f"/{kind}", NEW[kind] | more)
    assert made.status_code == 201, made.text
    slug: str = made.json()["slug"]
    return slug


async def remove(world: World, path: str, by: str | None = None) -> None:
    """Remove a thing, or be told what uses it."""
    before = await stock(world)
    removed = await world.send("admin", "DELETE", path)
    if by is None:
        assert removed.status_code == 204, removed.text
        refused(await world.get("admin", path), 404, "not_found")
    else:
        assert refused(removed, 409, "still_in_use")["by"] == by
        assert await stock(world) == before
        assert (await world.get("admin", path)).status_code == 200


async def assign(world: World, number: int, official: str) -> None:
    url = f"/questions/{number}/assignment"
    assigned = await world.send("moderator", "PUT", url, {"lead": official})
    assert assigned.status_code == 200, assigned.text


async def done(world: World, number: int, command: str, json: Any = None) -> None:
    response = await world.do("moderator", number, command, json)
    assert response.status_code == 200, response.text


@every_kind
async def test_new_thing_goes_to_the_end(world: World, kind: str) -> None:
    before = await slugs(world, kind)
    made = await world.post("admin", f"/{kind}", NEW[kind])
    slug = NEW[kind]["slug"]
    assert made.headers["location"].endswith(f"/conferences/bac-kan-2025/{kind}/{slug}")
    assert made.json().items() >= NEW[kind].items()
    assert await slugs(world, kind) == [*before, slug]
    got = await world.get("screen", f"/{kind}/{slug}")
    assert got.headers["etag"] == made.headers["etag"] == '"1"'
    assert got.json().items() <= made.json().items()


@every_kind
async def test_new_thing_goes_where_its_order_says(world: World, kind: str) -> None:
    before = await slugs(world, kind)
    slug = await add(world, kind, order=1)
    assert await slugs(world, kind) == [*before[:2], slug, *before[2:]]


@every_kind
async def test_thing_is_changed_and_moved_under_if_match(world: World, kind: str) -> None:
    before = await slugs(world, kind)
    slug = await add(world, kind)
    path = f"/{kind}/{slug}"
    given = {"title" if kind == "agenda" else "name": "Tên khác", "order": 0}
    changed = await world.send("admin", "PATCH", path, given, if_match='"1"')
    assert changed.status_code == 200, changed.text
    assert changed.json().items() >= given.items()
    assert changed.headers["etag"] == '"2"'
    assert await slugs(world, kind) == [before[0], slug, *before[1:]]
    refused(await world.send("admin", "PATCH", path, given, if_match='"1"'), 412)


@every_kind
async def test_thing_nobody_uses_is_removed_once(world: World, kind: str) -> None:
    before = await slugs(world, kind)
    slug = await add(world, kind)
    await remove(world, f"/{kind}/{slug}")
    assert await slugs(world, kind) == before
    assert await add(world, kind) == slug


@every_kind
async def test_two_things_of_a_kind_do_not_share_a_slug(world: World, kind: str) -> None:
    slug = await add(world, kind)
    before = await stock(world)
    problem = refused(await world.post("admin", f"/{kind}", NEW[kind]), 409, "name_taken")
    assert problem["value"] == slug
    assert await stock(world) == before


@every_kind
async def test_only_who_sets_up_adds_and_removes(world: World, kind: str) -> None:
    slug = await add(world, kind)
    for who in ("moderator", "chair", "cho-don", "official", "screen"):
        for method, path in [("POST", f"/{kind}"), ("DELETE", f"/{kind}/{slug}")]:
            response = await world.send(who, method, path, NEW[kind])
            assert refused(response, 403)["permission"] == "conference.setup"


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("sites", "seated_at", "khong-co"),
        ("officials", "agency", "khong-co"),
        ("officials", "topics", ["cong-tac-can-bo-nu", "khong-co"]),
    ],
)
async def test_reference_to_what_the_conference_has_not_is_refused(
    world: World, kind: str, field: str, value: Any
) -> None:
    slug = await add(world, kind)
    before = await stock(world)
    added = await world.post("admin", f"/{kind}", NEW[kind] | {"slug": "khac", field: value})
    changed = await world.send("admin", "PATCH", f"/{kind}/{slug}", {field: value}, if_match='"1"')
    for response in (added, changed):
        problem = refused(response, 422, "unknown_reference")
        assert (problem["field"], problem["value"]) == (field, "khong-co")
    assert await stock(world) == before


async def test_optional_field_can_be_emptied_and_a_needed_one_cannot(world: World) -> None:
    path = f"/officials/{await add(world, 'officials')}"
    emptied = await world.send("admin", "PATCH", path, {"agency": None}, if_match="*")
    assert emptied.json()["agency"] is None
    nameless = await world.send("admin", "PATCH", path, {"name": None}, if_match='"2"')
    assert list(errors(nameless)) == ["name"]


async def test_site_in_use_stays(world: World) -> None:
    await remove(world, "/sites/na-ri", by="members")
    await remove(world, "/sites/hoi-truong-tinh", by="sites")
    await world.submit("ba-be")
    await remove(world, "/sites/ba-be", by="questions")
    await remove(world, "/sites/pac-nam")


async def test_topic_in_use_stays(world: World) -> None:
    await remove(world, "/topics/cong-tac-can-bo-nu", by="officials")
    topic = await add(world, "topics")
    number = await world.submit(topic=topic)
    await remove(world, f"/topics/{topic}", by="questions")
    given = {"topic": None}
    await world.send("moderator", "PATCH", f"/questions/{number}", given, if_match="*")
    await remove(world, f"/topics/{topic}")


async def test_agency_in_use_stays(world: World) -> None:
    await remove(world, "/agencies/ubnd-tinh", by="officials")
    agency = await add(world, "agencies")
    number = await world.queued()
    await done(world, number, "defer", {"agency": agency, "due": "2025-04-30"})
    await remove(world, f"/agencies/{agency}", by="follow_ups")


async def test_official_in_use_stays(world: World) -> None:
    await remove(world, f"/officials/{OFFICIAL}", by="members")
    official = await add(world, "officials")
    number = await world.queued()
    await assign(world, number, official)
    await remove(world, f"/officials/{official}", by="assignments")
    for command in ("call", "finish", "recall"):
        await done(world, number, command)
    await world.send("moderator", "DELETE", f"/questions/{number}/assignment")
    await remove(world, f"/officials/{official}", by="answers")


async def test_undo_never_fails_over_an_official_removed_since(world: World) -> None:
    official = await add(world, "officials")
    number = await world.queued()
    await assign(world, number, official)
    await done(world, number, "call")
    await done(world, number, "put_back")
    await world.send("moderator", "DELETE", f"/questions/{number}/assignment")
    await world.send("admin", "DELETE", f"/officials/{official}")
    assert (await world.post("chair", "/floor/undo")).status_code in {200, 409}


async def test_undo_never_fails_over_an_agency_removed_since(world: World) -> None:
    agency = await add(world, "agencies")
    number = await world.queued()
    await done(world, number, "defer", {"agency": agency, "due": "2025-04-30"})
    await done(world, number, "recall")
    await world.send("admin", "DELETE", f"/agencies/{agency}")
    assert (await world.post("chair", "/floor/undo")).status_code in {200, 409}


async def test_readiness_is_shown_to_desk_chair_and_the_site_itself_only(world: World) -> None:
    path = "/sites/cho-don"
    assert (await world.get("chair", path)).json()["readiness"] is None
    told = await world.post("cho-don", f"{path}/readiness", READINESS)
    assert told.status_code == 200, told.text
    for who in ("admin", "moderator", "chair", "cho-don", "na-ri", "official", "screen"):
        listed = (await world.get(who, "/sites")).json()["items"]
        alone = (await world.get(who, path)).json()
        assert alone in listed
        if who in {"na-ri", "official", "screen"}:
            assert "readiness" not in alone
        else:
            assert alone["readiness"].items() >= READINESS.items()
    sites = (await world.get("cho-don", "/sites")).json()["items"]
    assert [site["slug"] for site in sites if "readiness" in site] == ["cho-don"]


async def test_readiness_is_reported_for_the_own_site_or_by_a_moderator(world: World) -> None:
    before = await stock(world)
    for who, status in [("na-ri", 404), ("chair", 403), ("official", 403), ("screen", 403)]:
        refused(await world.post(who, "/sites/cho-don/readiness", READINESS), status)
    assert await stock(world) == before
    told = await world.post("moderator", "/sites/cho-don/readiness", READINESS)
    assert told.json()["readiness"].items() >= READINESS.items()


@pytest.mark.parametrize("who", ["moderator", "chair"])
@pytest.mark.parametrize(
    ("path", "free", "bound"),
    [
        (f"/officials/{OFFICIAL}", {"present": False}, {"name": "Tên khác"}),
        ("/agenda/doi-thoai", {"started_at": "2025-03-05T01:45:00Z"}, {"title": "Tên khác"}),
        ("/agenda/doi-thoai", {"ended_at": "2025-03-05T03:55:00Z"}, {"planned_minutes": 5}),
    ],
)
async def test_on_the_day_presence_and_actual_times_are_marked_and_nothing_else(
    world: World, who: str, path: str, free: dict[str, Any], bound: dict[str, Any]
) -> None:
    marked = await world.send(who, "PATCH", path, free, if_match='"1"')
    assert marked.status_code == 200, marked.text
    assert marked.json().items() >= free.items()
    for given in (bound, free | bound):
        problem = refused(await world.send(who, "PATCH", path, given, if_match="*"), 403)
        assert problem["permission"] == "conference.setup"
    refused(await world.send("cho-don", "PATCH", path, free, if_match="*"), 403)
    assert (await world.get(who, path)).json() == marked.json()
