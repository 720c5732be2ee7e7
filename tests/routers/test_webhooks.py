"""Webhooks over HTTP: what may be asked for, what is shown, secrets shown once."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from app.actions import webhooks as actions
from app.models.journal import StoredAnswer
from app.models.webhook import Webhook
from tests.conftest import OTHER, World
from tests.routers.problems import refused

GIVEN = {
    "url": "https://khong-co.invalid/nhan?khoa=bi-mat",
    "description": "Cổng thông tin tỉnh",
    "events": ["floor.moved_on", "question.*"],
    "scopes": ["events.read", "question.see"],
    "is_active": False,
}
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"])


async def add(world: World, **more: Any) -> dict[str, Any]:
    made = await world.post("admin", "/webhooks", GIVEN | more)
    assert made.status_code == 201, made.text
    webhook: dict[str, Any] = made.json()
    return webhook


async def entries(world: World) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await world.get("moderator", "/events?limit=200")).json()[
        "items"
    ]
    return [one for one in items if one["type"].startswith("webhook.")]


async def test_webhook_is_shown_as_it_was_given_and_its_secret_once(world: World) -> None:
    made = await add(world)
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    path = f"/webhooks/{made['id']}"
    one = await world.get("admin", path)
    assert one.json() == made
    assert one.headers["etag"] == '"1"'
    assert (await world.get("admin", "/webhooks")).json()["items"] == [made]
    assert {field: made[field] for field in GIVEN} == GIVEN
    assert made["paused"] == "by_hand"


async def test_neither_secret_nor_address_is_journalled_or_kept_for_repeats(world: World) -> None:
    made = await world.post("admin", "/webhooks", GIVEN, idempotency_key="a")
    path = f"/webhooks/{made.json()['id']}"
    again = await world.post("admin", "/webhooks", GIVEN, idempotency_key="a")
    assert again.json() == made.json() | {"secret": None}
    changed = await world.post("admin", f"{path}/secret", idempotency_key="b")
    repeated = await world.post("admin", f"{path}/secret", idempotency_key="b")
    assert repeated.json() == changed.json() | {"secret": None}
    given = {"url": "https://khac.invalid/khac-bi-mat"}
    await world.send("admin", "PATCH", path, given, if_match="*")
    kept = json.dumps(await entries(world))
    async with world.session() as session:
        kept += "".join(answer.body for answer in await session.scalars(select(StoredAnswer)))
    assert "whsec_" not in kept
    assert "bi-mat" not in json.dumps(await entries(world))
    async with world.session() as session:
        row = (await session.scalars(select(Webhook))).one()
    assert (row.old_secret, row.secret) == (made.json()["secret"], changed.json()["secret"])


async def test_each_change_is_an_entry_of_the_journal(world: World) -> None:
    made = await add(world)
    path, id_ = f"/webhooks/{made['id']}", made["id"]
    given = {"description": None, "is_active": True, "events": "all"}
    changed = await world.send("admin", "PATCH", path, given, if_match='"1"')
    assert changed.json()["events"] == "all"
    assert changed.json()["description"] is None
    await world.post("admin", f"{path}/secret")
    gone = await world.send("admin", "DELETE", path)
    assert gone.status_code == 204
    refused(await world.get("admin", path), 404, "not_found")
    assert [(one["type"], one["payload"]) for one in await entries(world)] == [
        ("webhook.added", {"webhook": id_}),
        ("webhook.changed", {"webhook": id_, "fields": ["description", "events", "is_active"]}),
        ("webhook.rekeyed", {"webhook": id_}),
        ("webhook.removed", {"webhook": id_}),
    ]


@on_sqlite
async def test_change_needs_the_version_it_is_of(world: World) -> None:
    path = f"/webhooks/{(await add(world))['id']}"
    given = {"description": "Khác"}
    refused(await world.send("admin", "PATCH", path, given), 428, "precondition_required")
    stale = await world.send("admin", "PATCH", path, given, if_match='"7"')
    assert refused(stale, 412, "stale_version")["version"] == 1
    done = await world.send("admin", "PATCH", path, given, if_match='"1"')
    assert done.headers["etag"] == '"2"'
    stale = await world.send("admin", "DELETE", path, if_match='"1"')
    refused(stale, 412, "stale_version")


@on_sqlite
@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("url", "https://127.0.0.1/", "address_not_allowed"),
        ("url", "http://169.254.169.254/latest/meta-data", "address_not_allowed"),
        ("url", "https://[::1]/", "address_not_allowed"),
        ("url", "ftp://cong.example.vn/", "not_a_url"),
        ("url", "https://a:b@cong.example.vn/", "not_a_url"),
        ("url", "https://cổng.vn/", "string_pattern_mismatch"),
        ("url", "https://cong.example.vn/\r\nX: 1", "string_pattern_mismatch"),
        ("url", "https://cong.example.vn/" + "a" * 1000, "string_too_long"),
        ("events", ["question.eaten"], "unknown_event"),
        ("events", ["*"], "unknown_event"),
        ("scopes", ["question.submit"], "unknown_scope"),
        ("scopes", ["keys.manage"], "unknown_scope"),
        ("scopes", [], "too_short"),
        ("secret", "whsec_AAAA", "extra_forbidden"),
    ],
)
async def test_what_cannot_stand_is_refused(
    world: World, field: str, value: Any, reason: str
) -> None:
    made = await add(world)
    problems = [
        await world.post("admin", "/webhooks", GIVEN | {field: value}),
        await world.send("admin", "PATCH", f"/webhooks/{made['id']}", {field: value}, if_match="*"),
    ]
    for problem in problems:
        (error, *_) = refused(problem, 422, "invalid_request")["errors"]
        assert (error["field"].partition(".")[0], error["code"]) == (field, reason)
    assert len((await world.get("admin", "/webhooks")).json()["items"]) == 1


@on_sqlite
@pytest.mark.parametrize("field", ["url", "events", "scopes", "is_active"])
async def test_what_has_to_be_there_cannot_be_taken_away(world: World, field: str) -> None:
    path = f"/webhooks/{(await add(world))['id']}"
    answer = await world.send("admin", "PATCH", path, {field: None}, if_match="*")
    (error,) = refused(answer, 422, "invalid_request")["errors"]
    assert error["code"] == "null_not_allowed"


@on_sqlite
async def test_conference_has_so_many_webhooks_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 2)
    first = await add(world)
    await add(world)
    problem = refused(await world.post("admin", "/webhooks", GIVEN), 409, "too_many_webhooks")
    assert problem["limit"] == 2
    await world.send("admin", "DELETE", f"/webhooks/{first['id']}")
    await add(world)


@on_sqlite
async def test_delivery_that_is_not_there_cannot_be_sent_again(world: World) -> None:
    made = await add(world)
    path = f"/webhooks/{made['id']}/deliveries/1/retry"
    refused(await world.post("admin", path), 404, "not_found")


@on_sqlite
async def test_webhook_of_another_conference_is_not_there(world: World) -> None:
    id_ = (await add(world))["id"]
    path = f"conferences/{OTHER}/webhooks/{id_}"
    for method, below, body in (
        ("GET", "", None),
        ("PATCH", "", {"is_active": True}),
        ("DELETE", "", None),
        ("POST", "/secret", None),
        ("POST", "/test", None),
        ("GET", "/deliveries", None),
        ("POST", "/deliveries/1/retry", None),
    ):
        answer = await world.send("admin", method, path + below, body, if_match="*")
        refused(answer, 404, "not_found")


@on_sqlite
async def test_key_cannot_be_given_the_right_to_manage_webhooks(world: World) -> None:
    given = {"name": "Khoá", "scopes": ["webhooks.manage"]}
    refused(await world.post("admin", "/keys", given), 422, "invalid_request")


@on_sqlite
async def test_list_goes_on_where_its_page_ended(world: World) -> None:
    ids = [(await add(world))["id"] for _ in range(3)]
    page = (await world.get("admin", "/webhooks?limit=2")).json()
    rest = (await world.get("admin", f"/webhooks?limit=2&cursor={page['next_cursor']}")).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == ids
    assert rest["next_cursor"] is None


@on_sqlite
async def test_trial_of_an_address_that_is_not_there_says_so(world: World) -> None:
    made = await add(world, url="https://khong-co.invalid/")
    tried = await world.post("admin", f"/webhooks/{made['id']}/test")
    assert tried.status_code == 200
    assert tried.json()["status_code"] is None
    assert tried.json()["error"] == "unknown_host"
