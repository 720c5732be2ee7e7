"""Every state, every command, every kind of caller, over HTTP, against the contract's tables."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, insert, select
from sqlmodel import col

from app.actions.sessions import KEY_PREFIX, secret_hash
from app.domain.lifecycle import State
from app.models.access import ApiKey
from app.models.programme import Agency
from app.models.question import Answer, FollowUp, Question
from tests.conftest import OFFICIAL, World
from tests.routers.problems import refused

STATES = [
    *("submitted", "returned", "approved", "queued", "answering"),
    *("answered", "deferred", "rejected", "merged", "withdrawn"),
]
LIFE = {
    "revise": ("submitted returned", "submitted", "moderator cho-don"),
    "return": ("submitted approved", "returned", "moderator"),
    "approve": ("submitted", "approved", "moderator"),
    "reject": ("submitted approved queued", "rejected", "moderator"),
    "merge": ("submitted approved queued", "merged", "moderator"),
    "withdraw": ("submitted returned approved queued", "withdrawn", "moderator cho-don"),
    "enqueue": ("submitted approved", "queued", "moderator"),
    "dequeue": ("queued", "approved", "moderator chair"),
    "call": ("queued", "answering", "chair moderator"),
    "put_back": ("answering", "queued", "chair moderator"),
    "finish": ("answering", "answered", "chair moderator"),
    "defer": ("approved queued answering", "deferred", "chair moderator"),
    "recall": ("answered deferred", "queued", "chair moderator"),
    "restore": ("rejected withdrawn merged", "submitted", "moderator"),
}
"""Command → the states it is allowed from, its target, who may give it to a question of Chợ Đồn."""

OF_SITES = {"revise", "withdraw"}
"""What a site's moderator has the right to, for the own site's questions."""

SEEN_BY_ALL = {"queued", "answering", "answered", "deferred"}
SEEN_BY_CHAIR = SEEN_BY_ALL | {"approved"}

CALLERS = [
    *("admin", "moderator", "chair", "cho-don", "na-ri", "official", "screen", "stranger"),
    *("nobody", "key with the scope", "key without"),
]
AS_IT_WAS = datetime(2025, 6, 14, 5, 0, tzinfo=UTC)


def expected(who: str, command: str, state: str) -> int:
    """Return the status the contract has for this caller."""
    allowed_from, _, may = LIFE[command]
    if who == "nobody":
        return 401
    if who == "stranger":
        return 404
    if who == "na-ri" and command in OF_SITES:
        # A stranger to the site; to a question that is listed everywhere, one without the right.
        return 403 if state in SEEN_BY_ALL else 404
    if who not in {*may.split(), "admin", "key with the scope"}:
        return 403
    if who == "chair" and state not in SEEN_BY_CHAIR:
        return 404
    return 200 if state in allowed_from.split() else 409


def check_refusal(response: httpx.Response, status: int, command: str, state: str) -> None:
    codes = {401: "not_signed_in", 403: "missing_permission", 404: "not_found"}
    problem = refused(response, status, codes.get(status, "illegal_transition"))
    if status == 403:
        assert problem["permission"] == f"question.{command}"
    if status == 409:
        assert problem["state"] == state
        assert sorted(problem["allowed_from"]) == sorted(LIFE[command][0].split())


class Bench:
    """One question of Chợ Đồn, put into any state behind the application's back."""

    def __init__(self, world: World, number: int, lead: int) -> None:
        self.world = world
        self.number = number
        self.seq = 0
        self.bodies: dict[str, Any] = {
            "return": {"note": "Xin ghi rõ tên xã."},
            "reject": {"reason": "off_topic", "note": "Ngoài nội dung đối thoại."},
            "merge": {"into": lead},
            "defer": {"agency": "ubnd-tinh", "due": "2025-07-01"},
        }

    @classmethod
    async def set_up(cls, world: World) -> "Bench":
        bench = cls(world, await world.submit(), await world.submit("na-ri"))
        path = f"/questions/{bench.number}/assignment"
        assigned = await world.send("moderator", "PUT", path, {"lead": OFFICIAL})
        assert assigned.status_code == 200, assigned.text
        await bench._make_keys()
        await bench.news()
        return bench

    async def put(self, state: str) -> None:
        """Put the question into a state, with the turn, promise, rank or lead that go with it."""
        async with self.world.app.state.services.database.write() as session:
            questions = select(Question).order_by(col(Question.number))
            row, lead = (await session.scalars(questions)).all()
            agency = (await session.scalars(select(Agency).limit(1))).one()
            await session.execute(delete(Answer))
            await session.execute(delete(FollowUp))
            row.state = State(state)
            row.rank = "i00000" if state == "queued" else None
            row.queued_at = AS_IT_WAS if state == "queued" else None
            row.merged_into_id = lead.id if state == "merged" else None
            row.reason_note = "Vì sao" if state in {"returned", "rejected"} else None
            its = {"conference_id": row.conference_id, "question_id": row.id}
            if state in {"answering", "answered"}:
                ended_at = AS_IT_WAS if state == "answered" else None
                turn = its | {"site_id": row.site_id, "started_at": AS_IT_WAS, "ended_at": ended_at}
                await session.execute(insert(Answer).values(**turn))
            if state == "deferred":
                promise = its | {"agency_id": agency.id, "due": date(2025, 7, 1), "state": "open"}
                await session.execute(insert(FollowUp).values(**promise, opened_at=AS_IT_WAS))

    async def give(self, who: str, command: str) -> httpx.Response:
        """Give the command to the question, as one of `CALLERS`."""
        sent: dict[str, str] = {}
        if who.startswith("key"):
            sent["authorization"] = f"Bearer {_key(command, with_scope='without' not in who)}"
        user = None if who == "nobody" or who.startswith("key") else who
        path = f"/questions/{self.number}"
        if command == "revise":
            text = {"text": "Bao giờ thôn Nà Pài có điện?"}
            return await self.world.send(user, "PATCH", path, text, if_match="*", **sent)
        body = self.bodies.get(command)
        return await self.world.post(user, f"{path}/{command}", body, **sent)

    async def shown(self) -> dict[str, Any]:
        """Return the question as a moderator sees it."""
        response = await self.world.get("moderator", f"/questions/{self.number}")
        shown: dict[str, Any] = response.json()
        return shown

    async def news(self) -> list[list[int]]:
        """Return the questions of each entry that the journal has had since the last look."""
        page = (await self.world.get("moderator", f"/events?after={self.seq}")).json()
        assert page["last_seq"] == self.seq + len(page["items"])
        self.seq = page["last_seq"]
        return [event["questions"] for event in page["items"]]

    async def _make_keys(self) -> None:
        conference_id = (await self.world.conference()).id
        scopes = [f"question.{command}" for command in LIFE]
        rows = [
            {
                "conference_id": conference_id,
                "name": "khoá",
                "scopes": [
                    name for name in scopes if (name == f"question.{command}") is with_scope
                ],
                "secret_hash": secret_hash(_key(command, with_scope=with_scope)),
                "created_at": AS_IT_WAS,
            }
            for command in LIFE
            for with_scope in (True, False)
        ]
        async with self.world.app.state.services.database.write() as session:
            await session.execute(insert(ApiKey), rows)


def _key(command: str, *, with_scope: bool) -> str:
    """The secret of a key with this command's scope alone, or with those of all the others."""
    return f"{KEY_PREFIX}{command}_{with_scope}"


async def refuse_the_others(bench: Bench, command: str, state: str) -> None:
    """Give the command as everybody who may not: all are refused, and nothing has changed."""
    before = await bench.shown()
    assert before["state"] == state
    for who in CALLERS:
        status = expected(who, command, state)
        if status != 200:
            response = await bench.give(who, command)
            assert response.status_code == status, (who, command, state, response.text)
            check_refusal(response, status, command, state)
    assert await bench.shown() == before, (command, state)
    assert await bench.news() == [], (command, state)


async def obey_those_who_may(bench: Bench, command: str, state: str) -> None:
    """Give the command as each who may: it leads to its target, in one entry of the journal."""
    target = LIFE[command][1]
    for who in CALLERS:
        if expected(who, command, state) == 200:
            response = await bench.give(who, command)
            assert response.status_code == 200, (who, command, state, response.text)
            assert response.json()["state"] == target, (who, command, state)
            assert (await bench.shown())["state"] == target, (who, command, state)
            (entry,) = await bench.news()
            assert bench.number in entry, (who, command, state)
            await bench.put(state)


@pytest.mark.parametrize(
    ("database_kind", "state"),
    [("sqlite", state) for state in STATES]
    + [("postgresql", state) for state in ("submitted", "queued", "answering")],
)
async def test_each_caller_in_this_state_gets_what_the_contract_says(
    world: World, state: str
) -> None:
    bench = await Bench.set_up(world)
    await bench.put(state)
    for command in LIFE:
        await refuse_the_others(bench, command, state)
        await obey_those_who_may(bench, command, state)
