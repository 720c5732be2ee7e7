"""Every address of the server: who gets in, who is refused, and by which name of the right.

The tables are written by hand. A route that is in none of them fails the first test.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import func, select, update
from sqlmodel import col

from app.domain.events import EventType
from app.domain.webhooks import DeliveryState
from app.models.access import Membership, User
from app.models.device import DeviceSignIn
from app.models.webhook import Delivery
from tests.conftest import CONFERENCE, OFFICIAL, OTHER, World, question
from tests.routers.files import PNG, attach
from tests.routers.problems import refused
from tests.routers.promises import AGENCY, promised
from tests.sheets import HEAD, csv_of, hand_in, row_of

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

OPEN = {
    *("/", "/hall", "/chair", "/desk", "/site", "/official", "/follow-ups", "/setup"),
    *("/device", "/imports", "/sw.js", "/manifest.webmanifest"),
    *("/static", "/vendor", "/docs", "/openapi.json", "/asyncapi.json"),
    *("/healthz", "/readyz", "/metrics"),
    *("/api/v1/auth/token", "/api/v1/auth/session", "/api/v1/auth/first-admin"),
    *("/api/v1/auth/device", "/api/v1/auth/invitation", "/api/v1/auth/invitation/accept"),
    *("/public/{conference}", "/public/{conference}/{number}", "/api/v1/public/{conference}"),
    *("/api/v1/public/{conference}/questions", "/api/v1/public/{conference}/questions/{number}"),
    *("/api/v1/public/{conference}/questions.csv", "/api/v1/public/{conference}/feed.atom"),
    "/api/v1/calendars/{token}.ics",
}
"""Addresses for everybody: what signs people in, the server about itself, pages without data,
what was published, and calendars, for whoever has the address."""

BY_CLOSE_CODE = {"/api/v1/conferences/{conference}/live"}
"""The socket, which says in its own codes who may not."""


@dataclass(frozen=True)
class Case:
    """Who may, who may not although a member, the right it takes, and a body that is valid."""

    may: str
    may_not: str | None
    right: str | None
    body: Any = None
    of_a_site: bool = field(default=False, kw_only=True)


SLUGS = {
    "sites": ("cho-don", "pac-nam"),
    "topics": ("cong-tac-can-bo-nu", "kien-nghi-hien-ke"),
    "agencies": ("ubnd-tinh", "cong-an-tinh"),
    "officials": (OFFICIAL, "lanh-dao-cong-an-tinh"),
    "agenda": ("doi-thoai", "tang-qua"),
}
"""One thing of each kind to look at and change, and one to remove."""
FILES = {"sheet": "csv", "paper": "docx", "file": "xlsx", "agency": "ubnd-tinh"}
"""One of each kind of file."""
THING = {"slug": "moi", "name": "Mới"}
ITEM = {"slug": "moi", "title": "Mới"}
SHEET = csv_of([HEAD, row_of("Bao giờ có đường?")])
C = "/conferences/{conference}"
Q = C + "/questions/{number}"
W = C + "/webhooks/{webhook_id}"
WEBHOOK = {"url": "https://khong-co.invalid/", "scopes": ["question.see"], "is_active": False}
F = C + "/follow-ups/{follow_up}"
ROUTES: dict[str, Case] = {
    "GET /me": Case("screen", None, None),
    "GET /conferences": Case("screen", None, None),
    "POST /conferences": Case("admin", "moderator", "conference.setup", ITEM),
    "GET /users": Case("admin", "moderator", "people.manage"),
    "POST /users": Case("admin", "moderator", "people.manage",
        {"username": "moi", "name": "Mới", "password": "mat-khau-dai"}),
    "GET /users/{user_id}": Case("admin", "moderator", "people.manage"),
    "PATCH /users/{user_id}": Case("admin", "moderator", "people.manage", {"name": "Tên mới"}),
    f"GET {C}": Case("key", None, "conference.see"),
    f"PATCH {C}": Case("admin", "moderator", "conference.setup", {"title": "Tên mới"}),
    f"POST {C}/phase": Case("moderator", "chair", "conference.phase", {"to": "live"}),
    f"GET {C}/members": Case("admin", "moderator", "people.manage"),
    f"POST {C}/members": Case(
        "admin", "moderator", "people.manage", {"username": "stranger", "role": "screen"}),
    f"DELETE {C}/members/{{member_id}}": Case("admin", "moderator", "people.manage"),
    f"GET {C}/keys": Case("admin", "moderator", "keys.manage"),
    f"POST {C}/keys": Case(
        "admin", "moderator", "keys.manage", {"name": "Khoá", "scopes": ["queue.see"]}),
    f"DELETE {C}/keys/{{key_id}}": Case("admin", "moderator", "keys.manage"),
    f"GET {C}/invitations": Case("admin", "moderator", "people.manage"),
    f"POST {C}/invitations": Case(
        "admin", "moderator", "people.manage", {"role": "chair", "name": "Thư ký"}),
    f"DELETE {C}/invitations/{{invitation_id}}": Case("admin", "moderator", "people.manage"),
    f"GET {C}/screens": Case("moderator", "chair", "screen.approve"),
    f"DELETE {C}/screens/{{screen_id}}": Case("moderator", "chair", "screen.approve"),
    "POST /auth/device/approve": Case("moderator", "chair", "screen.approve",
        {"user_code": "BCDF-GHJK", "conference": CONFERENCE, "name": "Hội trường"}),
    "POST /auth/device/deny": Case("moderator", "chair", "screen.approve",
        {"user_code": "LMNP-QRST", "conference": CONFERENCE}),
    **{f"GET {C}/{many}{one}": Case("screen", None, "conference.see")
       for many in SLUGS for one in ("", "/{slug}")},
    **{f"POST {C}/{many}": Case("admin", "moderator", "conference.setup", THING)
       for many in SLUGS if many != "agenda"},
    f"POST {C}/agenda": Case("admin", "moderator", "conference.setup", ITEM),
    **{f"PATCH {C}/{many}/{{slug}}": Case("admin", "moderator", "conference.setup", {"order": 3})
       for many in ("sites", "topics", "agencies")},
    f"PATCH {C}/officials/{{slug}}": Case(
        "chair", "cho-don", "official.presence", {"present": False}),
    f"PATCH {C}/agenda/{{slug}}": Case(
        "chair", "cho-don", "official.presence", {"started_at": "2025-06-14T01:00:00Z"}),
    **{f"DELETE {C}/{many}/{{slug}}": Case("admin", "moderator", "conference.setup")
       for many in SLUGS},
    f"POST {C}/sites/{{slug}}/readiness": Case("cho-don", "chair", "site.readiness",
        {"line": "ok", "microphone": True, "delegate_present": True},
        of_a_site=True),
    f"POST {C}/questions": Case("cho-don", "chair", "question.submit", question(), of_a_site=True),
    f"GET {C}/questions": Case("screen", "key", "question.see"),
    f"GET {C}/vetting": Case("moderator", "chair", "question.approve"),
    f"GET {C}/vetting/duplicates": Case("moderator", "chair", "question.merge"),
    f"GET {Q}": Case("cho-don", "key", "question.see", of_a_site=True),
    f"PATCH {Q}": Case("cho-don", "chair", "question.revise", {"text": "Mới"}, of_a_site=True),
    f"POST {Q}/return": Case("moderator", "chair", "question.return", {"note": "Xin ghi rõ"}),
    f"POST {Q}/approve": Case("moderator", "chair", "question.approve"),
    f"POST {Q}/reject": Case(
        "moderator", "chair", "question.reject", {"reason": "off_topic", "note": "Ngoài"}),
    f"POST {Q}/merge": Case("moderator", "chair", "question.merge", {"into": 1}),
    f"POST {Q}/withdraw": Case("cho-don", "chair", "question.withdraw", of_a_site=True),
    f"POST {Q}/restore": Case("moderator", "chair", "question.restore"),
    f"POST {Q}/enqueue": Case("moderator", "chair", "question.enqueue", {"before": None}),
    f"POST {Q}/dequeue": Case("chair", "cho-don", "question.dequeue"),
    f"POST {Q}/call": Case("chair", "official", "question.call"),
    f"POST {Q}/put_back": Case("chair", "screen", "question.put_back"),
    f"POST {Q}/finish": Case("chair", "cho-don", "question.finish"),
    f"POST {Q}/defer": Case(
        "chair", "official", "question.defer", {"agency": "ubnd-tinh", "due": "2025-07-01"}),
    f"POST {Q}/recall": Case("chair", "cho-don", "question.recall"),
    f"PUT {Q}/assignment": Case("moderator", "official", "question.assign", {"lead": OFFICIAL}),
    f"DELETE {Q}/assignment": Case("moderator", "cho-don", "question.assign"),
    f"POST {Q}/assignment/accept": Case("official", "moderator", "assignment.accept"),
    f"POST {Q}/assignment/decline": Case(
        "official", "admin", "assignment.accept", {"reason": "Vắng mặt"}),
    f"PUT {Q}/answer": Case("chair", "official", "answer.record", {"summary": "Sẽ làm."}),
    f"PUT {Q}/prepared-answer": Case(
        "official", "cho-don", "prepared_answer.draft", {"text": "Sẽ làm."}),
    f"POST {Q}/prepared-answer/submit": Case("official", "chair", "prepared_answer.draft"),
    f"POST {Q}/prepared-answer/return": Case(
        "moderator", "official", "prepared_answer.clear", {"note": "Xin ghi rõ"}),
    f"POST {Q}/prepared-answer/clear": Case("moderator", "official", "prepared_answer.clear"),
    f"POST {Q}/publish": Case("moderator", "chair", "question.publish"),
    f"POST {Q}/unpublish": Case("moderator", "chair", "question.publish"),
    f"PUT {Q}/preparation": Case(
        "moderator", "chair", "preparation.ask", {"agency": "ubnd-tinh"}),
    f"DELETE {Q}/preparation": Case("moderator", "official", "preparation.ask"),
    f"POST {C}/preparation": Case(
        "moderator", "cho-don", "preparation.ask", {"questions": [1, 2], "agency": "ubnd-tinh"}),
    f"GET {C}/preparation": Case("official", "chair", "preparation.see"),
    f"POST {Q}/attachments": Case(
        "cho-don", "chair", "attachment.add", ("anh.png", PNG), of_a_site=True),
    f"GET {Q}/attachments": Case("cho-don", "chair", "attachment.see", of_a_site=True),
    f"GET {Q}/attachments/{{attachment}}": Case(
        "cho-don", "official", "attachment.see", of_a_site=True),
    f"DELETE {Q}/attachments/{{attachment}}": Case(
        "cho-don", "chair", "attachment.add", of_a_site=True),
    f"POST {Q}/follow-ups": Case(
        "chair", "official", "follow_up.open", {"agency": "ubnd-tinh", "promise": "Sẽ làm."}),
    f"GET {C}/usual-due": Case("chair", "official", "follow_up.open"),
    f"GET {C}/follow-ups": Case("cho-don", "screen", "follow_up.see"),
    f"GET {F}": Case("official", "screen", "follow_up.see", of_a_site=True),
    f"GET {F}/history": Case("chair", "screen", "follow_up.see", of_a_site=True),
    f"PATCH {F}": Case("official", "chair", "follow_up.update", {"reply": "Đã làm."}),
    f"POST {F}/attachments": Case("official", "chair", "follow_up.update", ("anh.png", PNG)),
    f"GET {F}/attachments/{{attachment}}": Case("official", "screen", "follow_up.see"),
    f"DELETE {F}/attachments/{{attachment}}": Case("official", "cho-don", "follow_up.update"),
    f"GET {C}/calendars": Case("moderator", "official", "follow_up.manage"),
    f"POST {C}/calendars": Case(
        "moderator", "chair", "follow_up.manage", {"agency": "ubnd-tinh"}),
    f"DELETE {C}/calendars/{{calendar}}": Case("moderator", "chair", "follow_up.manage"),
    f"GET {Q}/similar": Case("moderator", "chair", "question.merge"),
    f"GET {Q}/history": Case("cho-don", "screen", "question.history", of_a_site=True),
    f"GET {C}/queue": Case("screen", "key", "queue.see"),
    f"POST {C}/queue/move": Case("chair", "cho-don", "queue.order", {"question": 2, "version": 0}),
    f"POST {C}/queue/arrange": Case(
        "chair", "official", "queue.order", {"by": "arrival", "version": 0}),
    f"GET {C}/floor": Case("screen", "key", "floor.see"),
    f"POST {C}/floor/next": Case(
        "chair", "cho-don", "floor.run", {"expected_current": None, "expected_next": None}),
    f"POST {C}/floor/undo": Case("chair", "screen", "floor.run"),
    f"GET {C}/events": Case("moderator", "chair", "events.read"),
    f"PUT {C}/handling": Case("moderator", "chair", "question.approve", {"question": 1}),
    f"GET {C}/summary": Case("key", "screen", "summary.read"),
    f"GET {C}/imports": Case("cho-don", "chair", "question.import"),
    f"POST {C}/imports": Case("cho-don", "official", "question.import", ("cau-hoi.csv", SHEET)),
    f"GET {C}/imports/template.xlsx": Case("cho-don", "screen", "question.import"),
    f"GET {C}/imports/{{import_id}}": Case("moderator", "chair", "question.import"),
    f"POST {C}/imports/{{import_id}}/apply": Case(
        "moderator", "chair", "question.import", {"rows": None}),
    f"DELETE {C}/imports/{{import_id}}": Case("moderator", "chair", "question.import"),
    f"GET {C}/webhooks": Case("admin", "moderator", "webhooks.manage"),
    f"POST {C}/webhooks": Case("admin", "moderator", "webhooks.manage", WEBHOOK),
    f"GET {W}": Case("admin", "moderator", "webhooks.manage"),
    f"PATCH {W}": Case("admin", "moderator", "webhooks.manage", {"description": "Cổng"}),
    f"POST {W}/secret": Case("admin", "moderator", "webhooks.manage"),
    f"POST {W}/test": Case("admin", "moderator", "webhooks.manage"),
    f"GET {W}/deliveries": Case("admin", "moderator", "webhooks.manage"),
    f"POST {W}/deliveries/{{delivery_id}}/retry": Case("admin", "moderator", "webhooks.manage"),
    f"DELETE {W}": Case("admin", "moderator", "webhooks.manage"),
    f"GET {C}/exports/questions.{{sheet}}": Case("screen", "key", "export.questions"),
    **{f"GET {C}/exports/{file}.{{paper}}": Case("chair", "official", "export.report")
       for file in ("report", "conclusions")},
    f"GET {C}/exports/agencies/{{agency}}.{{file}}": Case("chair", "cho-don", "export.report"),
    "DELETE /auth/session": Case("moderator-2", None, None),
}  # fmt: skip
"""Method and address below /api/v1 → its case."""

SUBMITTED, QUEUED = 1, 2


class Doors:
    """Knocks at every address, with everything there that an address may name."""

    def __init__(self, world: World, key: str, ids: dict[str, int]) -> None:
        self._world = world
        self._key = key
        self._ids = ids

    @classmethod
    async def build(cls, world: World) -> "Doors":
        assert await world.submit() == SUBMITTED
        assert await world.queued() == QUEUED
        for number in (SUBMITTED, QUEUED):
            path = f"/questions/{number}/assignment"
            await world.send("moderator", "PUT", path, {"lead": OFFICIAL})
        made = await make_key(world, "summary.read")
        spare = await make_key(world, "floor.see")
        async with world.session() as session:
            user_id = await session.scalar(
                select(col(User.id)).where(col(User.username) == "stranger")
            )
            second = select(col(Membership.id)).join(User, col(User.id) == col(Membership.user_id))
            member_id = await session.scalar(second.where(col(User.username) == "official-2"))
        assert user_id is not None
        assert member_id is not None
        file = await attach(world, "cho-don", SUBMITTED)
        ids = {
            "attachment": file.json()["id"],
            "user_id": user_id,
            "member_id": member_id,
            "key_id": spare["id"],
        }
        ids |= {"invitation_id": await invite(world), "screen_id": await let_in(world)}
        ids["import_id"] = (await hand_in(world, SHEET))["id"]
        ids |= await deliver(world)
        ids |= await follow_up(world)
        return cls(world, made["key"], ids)

    async def knock(self, who: str | None, route: str) -> httpx.Response:
        """Send the route's valid request as somebody."""
        case = ROUTES[route]
        method, _, path = route.partition(" ")
        kind = path.split("/")[3] if path.count("/") > 2 else ""
        number = SUBMITTED if case.of_a_site else QUEUED
        slug = SLUGS.get(kind, ("", ""))[method == "DELETE"]
        names = {"conference": CONFERENCE, "number": number, "slug": slug} | self._ids
        if "/follow-ups/" in path:
            names["attachment"] = self._ids["enclosure"]
        names |= FILES
        sent = {"if_match": "*"} if method == "PATCH" else {}
        if who == "key":
            sent["authorization"] = f"Bearer {self._key}"
        user = None if who == "key" else who
        address = path.format(**names).removeprefix("/")
        return await self._world.send(user, method, address, case.body, **sent)


async def invite(world: World) -> int:
    made = await world.post("admin", "/invitations", {"role": "chair", "name": "Thư ký"})
    assert made.status_code == 201, made.text
    id_: int = made.json()["id"]
    return id_


async def deliver(world: World) -> dict[str, int]:
    """Add a webhook, and a delivery of it."""
    made = await world.post("admin", "/webhooks", WEBHOOK)
    assert made.status_code == 201, made.text
    at = datetime.now(UTC)
    delivery = Delivery(
        webhook_id=made.json()["id"],
        seq=1,
        event=EventType.SUBMITTED,
        state=DeliveryState.DELIVERED,
        first_at=at,
        attempted_at=at,
    )
    async with world.app.state.services.database.write() as session:
        session.add(delivery)
        await session.flush()
    return {"webhook_id": made.json()["id"], "delivery_id": delivery.id or 0}


async def follow_up(world: World) -> dict[str, int]:
    """Have something promised; return the ids of follow-up, enclosure and the agency's calendar."""
    id_ = (await promised(world))["id"]
    file = await world.post("official", f"/follow-ups/{id_}/attachments", ("anh.png", PNG))
    calendar = await world.post("moderator", "/calendars", {"agency": AGENCY})
    assert (file.status_code, calendar.status_code) == (201, 201)
    return {"follow_up": id_, "enclosure": file.json()["id"], "calendar": calendar.json()["id"]}


async def let_in(world: World) -> int:
    """Let a screen in; leave two that wait, with the codes of `ROUTES`."""
    for code in ("CCCCCCCC", "BCDFGHJK", "LMNPQRST"):
        await world.client.post("/api/v1/auth/device")
        async with world.app.state.services.database.write() as session:
            newest = select(func.max(col(DeviceSignIn.id))).scalar_subquery()
            renamed = update(DeviceSignIn).where(col(DeviceSignIn.id) == newest)
            await session.execute(renamed.values(user_code=code))
    given = {"user_code": "CCCCCCCC", "conference": CONFERENCE, "name": "Màn hình"}
    made = await world.post("moderator", "auth/device/approve", given)
    assert made.status_code == 200, made.text
    id_: int = made.json()["id"]
    return id_


async def make_key(world: World, *scopes: str) -> dict[str, Any]:
    made = await world.post("admin", "/keys", {"name": "Khoá", "scopes": list(scopes)})
    assert made.status_code == 201, made.text
    key: dict[str, Any] = made.json()
    return key


async def test_every_route_is_in_a_table_and_every_entry_is_a_route(world: World) -> None:
    routes = set()
    for route in iter_route_contexts(world.app.routes):
        assert route.path is not None
        if route.path in OPEN - {"/api/v1/auth/session"} | BY_CLOSE_CODE:
            continue
        for method in (route.methods or {"?"}) - {"HEAD"}:
            routes.add(f"{method} {route.path.removeprefix('/api/v1')}")
    assert routes == ROUTES.keys() | {"POST /auth/session"}


async def test_interface_describes_the_right_each_route_needs(world: World) -> None:
    paths = (await world.client.get("/openapi.json")).json()["paths"]
    described = {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation.get("x-permission")
        for path, operations in paths.items()
        for method, operation in operations.items()
    }
    needed = {route: case.right for route, case in ROUTES.items()}
    assert {route: described[route] for route in needed} == needed


async def test_who_is_not_signed_in_is_told_so_everywhere(world: World) -> None:
    doors = await Doors.build(world)
    for route in ROUTES:
        refused(await doors.knock(None, route), 401, "not_signed_in")


async def test_stranger_to_the_conference_finds_nothing(world: World) -> None:
    doors = await Doors.build(world)
    for route in ROUTES:
        if C in route:
            for who in ("stranger", "other-moderator"):
                refused(await doors.knock(who, route), 404, "not_found")


async def test_member_without_the_right_is_told_its_name(world: World) -> None:
    doors = await Doors.build(world)
    for route, case in ROUTES.items():
        if case.may_not is not None:
            problem = refused(await doors.knock(case.may_not, route), 403, "missing_permission")
            assert problem["permission"] == case.right, route


async def test_moderator_of_another_site_finds_nothing_of_this_one(world: World) -> None:
    doors = await Doors.build(world)
    for route, case in ROUTES.items():
        if case.of_a_site:
            refused(await doors.knock("na-ri", route), 404, "not_found")


async def test_who_has_the_right_gets_in(world: World) -> None:
    doors = await Doors.build(world)
    for route, case in ROUTES.items():
        answer = await doors.knock(case.may, route)
        assert answer.status_code in {200, 201, 204, 409}, (route, answer.text)


async def test_key_is_shown_no_more_than_its_scopes_name(world: World) -> None:
    key = (await make_key(world, "question.approve", "question.enqueue"))["key"]
    number = await world.submit()
    for command in ("approve", "enqueue"):
        path = f"/questions/{number}/{command}"
        done = await world.post(None, path, authorization=f"Bearer {key}")
        assert done.status_code == 200, done.text
        assert done.json()["state"] in {"approved", "queued"}
        assert "0900 000 001" not in done.text


async def test_key_is_a_stranger_to_other_conferences_and_to_people(world: World) -> None:
    key = (await make_key(world, "question.see", "queue.see"))["key"]
    bearer = {"authorization": f"Bearer {key}"}
    assert (await world.get(None, "/queue", **bearer)).status_code == 200
    refused(await world.get(None, f"conferences/{OTHER}/queue", **bearer), 404, "not_found")
    refused(await world.get(None, "users", **bearer), 403, "missing_permission")


async def test_chair_marks_officials_present_and_changes_nothing_else_of_them(world: World) -> None:
    for body in ({"name": "Tên khác"}, {"present": True, "order": 1}):
        path = f"/officials/{OFFICIAL}"
        response = await world.send("chair", "PATCH", path, body, if_match="*")
        problem = refused(response, 403, "missing_permission")
        assert problem["permission"] == "conference.setup"
