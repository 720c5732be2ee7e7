"""Those who asked are forgotten when the term is over: everywhere, for good, nothing else is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.domain.anonymity import ANONYMOUS, NotClosed
from app.jobs.anonymising import forget, forget_overdue
from tests.conftest import CONFERENCE, World, question
from tests.routers.files import PNG
from tests.routers.test_vetting_rules import setting

NAME = "Hoàng Thị Bích Thử"
ASKER = {
    "name": NAME,
    "position": "Chi hội trưởng thôn Nà Thử",
    "organisation": "Hội thử",
    "phone": "0977 123 456",
    "circumstances": "Hộ nghèo",
    "may_show_name": True,
}
SECRETS = (NAME, "Nà Thử", "Hội thử", "0977 123 456", "0977123456", "Hộ nghèo", "thư.png")
DAY = timedelta(days=1)


def told_to_nobody(_conference_id: int, _seq: int) -> None:
    pass


async def a_day(world: World) -> int:
    """Let a question live a life that leaves its asker everywhere; return its number."""
    wording = f"Tôi là {NAME}, số 0977123456: bao giờ có đường?"
    number = await world.submit(asker=ASKER, text=wording)
    path = f"/questions/{number}"
    for given in ({"text": f"{NAME}: Bao giờ có đường?"}, {"asker": ASKER}):
        assert (await world.send("moderator", "PATCH", path, given, if_match="*")).is_success
    added = await world.post("cho-don", f"{path}/attachments", ("thư.png", PNG))
    assert added.status_code == 201, added.text
    follower = await world.submit("na-ri", asker=ASKER | {"name": "Lò Thị Theo Sau"})
    for who, command, body in (
        ("moderator", "return", {"note": f"Hỏi lại {NAME}"}),
        ("moderator", "restore", None),
    ):
        await world.do(who, number, command, body)
    revised = {"text": "Bao giờ có đường bê tông?"}
    assert (await world.send("cho-don", "PATCH", path, revised, if_match="*")).is_success
    assert (await world.do("moderator", number, "enqueue")).is_success
    assert (await world.do("moderator", follower, "merge", {"into": number})).is_success
    assert (await world.do("moderator", number, "call")).is_success
    assert (await world.do("moderator", number, "finish")).is_success
    return number


async def close(world: World, *phases: str) -> None:
    for phase in phases:
        assert (await world.post("moderator", "/phase", {"to": phase})).is_success


async def everything(world: World) -> str:
    """All that a moderator and the hall are told, and all that is stored, in one text."""
    parts = []
    for who, path in (
        *((who, "/questions") for who in ("moderator", "chair", "screen", "cho-don")),
        ("moderator", "/events?limit=200"),
    ):
        parts.append((await world.get(who, path)).text)
    async with world.session() as session:
        for table in ("question", "journal_entry", "attachment", "answer"):
            rows = await session.execute(text(f"SELECT * FROM {table}"))
            parts += [str(list(row)) for row in rows]
    return " ".join(parts)


async def forget_all(world: World) -> int:
    conference = await world.conference()
    return await forget(
        world.app.state.services.database, conference.id or 0, datetime.now(UTC), told_to_nobody
    )


@pytest.mark.parametrize("phases", [["closed"], ["closed", "archived"]])
async def test_nothing_is_left_of_those_who_asked(world: World, phases: list[str]) -> None:
    number = await a_day(world)
    await close(world, *phases)
    assert NAME in await everything(world)
    before = (await world.get("moderator", "/summary")).json()
    assert await forget_all(world) == 2
    left = await everything(world)
    assert not [secret for secret in (*SECRETS, "Lò Thị Theo Sau") if secret in left]
    assert (await world.get("moderator", "/summary")).json() == before
    shown = (await world.get("moderator", f"/questions/{number}")).json()
    assert shown["asker"]["name"] == ANONYMOUS
    assert shown["attachments"] == []
    assert shown["text"] == "Bao giờ có đường bê tông?"
    assert [origin["site"] for origin in shown["origins"]] == ["cho-don", "na-ri"]
    hall = (await world.get("screen", f"/questions/{number}")).json()
    assert hall["asker"] is None


async def test_it_is_one_command_of_the_journal_and_done_once(world: World) -> None:
    await a_day(world)
    await close(world, "closed")
    last = (await world.conference()).last_seq
    assert await forget_all(world) == 2
    assert await forget_all(world) == 0
    events = (await world.get("moderator", f"/events?after={last}&limit=10")).json()
    told = [(event["type"], event["payload"]) for event in events["items"]]
    assert told == [("conference.anonymised", {"questions": 2})]


async def test_kept_answers_are_repeated_without_those_who_asked(world: World) -> None:
    given = question() | {"asker": ASKER}
    first = await world.post("cho-don", "/questions", given, idempotency_key="once")
    await close(world, "closed")
    await forget_all(world)
    again = await world.post("cho-don", "/questions", given, idempotency_key="once")
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json()["number"] == first.json()["number"]
    assert not [secret for secret in SECRETS if secret in again.text]


async def test_before_the_end_nobody_is_forgotten(world: World) -> None:
    await world.submit(asker=ASKER)
    with pytest.raises(NotClosed):
        await forget_all(world)
    assert NAME in await everything(world)


async def test_job_forgets_when_the_term_is_over_and_not_before(world: World) -> None:
    await world.submit(asker=ASKER)
    await setting(world, keep_askers_days=30)
    database = world.app.state.services.database
    told: list[tuple[int, int]] = []

    async def look(after: timedelta) -> dict[str, int]:
        now = datetime.now(UTC) + after
        return await forget_overdue(database, now, lambda *seen: told.append(seen))

    assert await look(99 * DAY) == {}
    await close(world, "closed")
    assert await look(30 * DAY - timedelta(minutes=1)) == {}
    assert await look(30 * DAY) == {CONFERENCE: 1}
    conference = await world.conference()
    assert told == [(conference.id, conference.last_seq)]
    assert await look(31 * DAY) == {}


async def test_without_a_term_everybody_is_kept(world: World) -> None:
    await world.submit(asker=ASKER)
    await close(world, "closed", "archived")
    database = world.app.state.services.database
    assert await forget_overdue(database, datetime.now(UTC) + 9999 * DAY, told_to_nobody) == {}
    assert NAME in await everything(world)


async def test_many_questions_take_several_commands(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr("app.actions.anonymity.AT_ONCE", 1)
    numbers = [await world.queued(), await world.queued()]
    await close(world, "closed")
    last = (await world.conference()).last_seq
    assert await forget_all(world) == 2
    assert (await world.conference()).last_seq == last + 2
    for number in numbers:
        shown = (await world.get("moderator", f"/questions/{number}")).json()
        assert shown["asker"]["name"] == ANONYMOUS


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_file_keeps_no_name_once_its_log_is_worked_in(world: World, tmp_path: Path) -> None:
    await a_day(world)
    await close(world, "closed")
    await forget_all(world)
    await world.app.state.services.database.close()
    held = (tmp_path / "doithoai.sqlite3").read_bytes()
    assert NAME.encode() not in held
