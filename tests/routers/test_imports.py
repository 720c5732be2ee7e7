"""Imports over HTTP: handing in, looking through, applying, and who may."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from app.actions import import_apply
from app.jobs.interrupted import give_up
from app.models.importing import Import, ImportRow
from app.models.journal import JournalEntry, JournalSubject
from app.models.question import Question
from tests.conftest import World, question
from tests.routers.files import PDF, PNG
from tests.routers.problems import errors, refused, stock
from tests.sheets import HEAD, apply, csv_of, hand_in, questions, read, row_of, workbook

one_database = pytest.mark.parametrize("database_kind", ["sqlite"])
TWO = [HEAD, row_of("Bao giờ có đường bê tông?"), row_of("Ai cấp vốn vay?", "Huyện Na Rì")]


async def asked(world: World) -> list[Question]:
    async with world.session() as session:
        return list(await session.scalars(select(Question).order_by(col(Question.number))))


async def test_sheet_is_read_looked_through_and_applied_as_one_command(world: World) -> None:
    before = await world.conference()
    shown = await hand_in(world, workbook(TWO))
    assert shown["state"] == "preview", shown
    assert shown["counts"] == {"new": 2, "duplicate": 0, "error": 0, "skipped": 0}
    assert shown["progress"]["done"] == shown["progress"]["total"]
    assert [(row["row"], row["status"], row["site"]) for row in shown["rows"]] == [
        (2, "new", "cho-don"),
        (3, "new", "na-ri"),
    ]
    assert await asked(world) == []
    done = await apply(world, shown["id"])
    assert done.status_code == 200, done.text
    applied = done.json()["applied"]
    assert {k: applied[k] for k in ("count", "first", "last", "by")} == {
        "count": 2, "first": 1, "last": 2, "by": "moderator",
    }  # fmt: skip
    found = await asked(world)
    assert [(q.number, q.text, q.state, q.origin) for q in found] == [
        (1, "Bao giờ có đường bê tông?", "submitted", "collected"),
        (2, "Ai cấp vốn vay?", "submitted", "collected"),
    ]
    after = await world.conference()
    assert (after.last_seq, after.last_number) == (before.last_seq + 1, 2)
    async with world.session() as session:
        entry = await session.get_one(JournalEntry, (after.id, after.last_seq))
        subjects = select(col(JournalSubject.number)).where(
            col(JournalSubject.seq) == after.last_seq
        )
        numbers = list(await session.scalars(subjects.order_by(col(JournalSubject.number))))
    assert entry.type == "import.applied"
    assert entry.payload == {"import": shown["id"], "file": "cau-hoi.xlsx", "count": 2}
    assert numbers == [1, 2]


async def test_imported_question_is_as_one_that_was_submitted(world: World) -> None:
    one = question("cho-don", "Bao giờ có nước sạch?") | {"origin": "collected"}
    submitted = (await world.post("moderator", "/questions", one)).json()
    asker = one["asker"]
    head = ("site", "text", "name", "position", "phone")
    row = ("cho-don", "Ai trả tiền điện?", asker["name"], asker["position"], asker["phone"])
    shown = await hand_in(world, workbook([head, row]))
    await apply(world, shown["id"])
    imported = (await world.get("moderator", "/questions/2")).json()
    differ = {key for key in submitted if submitted[key] != imported[key]}
    times = {"submitted_at", "state_since"}
    assert differ <= {"id", "number", "text", "original_text"} | times
    kept = await asked(world)
    assert kept[1].seen == {"desk": kept[1].seq, "site/cho-don": kept[1].seq}
    assert (await world.get("cho-don", "/questions/2")).status_code == 200
    refused(await world.get("na-ri", "/questions/2"), 404, "not_found")


async def test_applied_twice_it_is_applied_once_and_answers_the_same(world: World) -> None:
    shown = await hand_in(world, workbook(TWO))
    first, second = await asyncio.gather(
        apply(world, shown["id"]), apply(world, shown["id"], who="moderator-2")
    )
    third = await apply(world, shown["id"], [2])
    assert first.status_code == second.status_code == third.status_code == 200
    assert first.json() == second.json() == third.json()
    assert len(await asked(world)) == 2


async def test_same_file_again_is_all_duplicates_and_applies_nothing(world: World) -> None:
    shown = await hand_in(world, workbook(TWO))
    await apply(world, shown["id"])
    again = await hand_in(world, workbook(TWO))
    assert again["counts"] == {"new": 0, "duplicate": 2, "error": 0, "skipped": 0}
    assert [row["of"] for row in again["rows"]] == [1, 2]
    before = await stock(world)
    done = await apply(world, again["id"])
    assert (done.status_code, done.json()["applied"]) == (200, None)
    assert await stock(world) >= before
    assert len(await asked(world)) == 2


async def test_file_read_twice_before_it_was_applied_is_applied_once(world: World) -> None:
    one, two = await hand_in(world, workbook(TWO)), await hand_in(world, workbook(TWO))
    await apply(world, one["id"])
    done = (await apply(world, two["id"])).json()
    assert done["applied"] is None
    assert done["counts"] == {"new": 0, "duplicate": 2, "error": 0, "skipped": 0}
    assert len(await asked(world)) == 2


@one_database
async def test_revised_question_is_known_by_its_first_words(world: World) -> None:
    shown = await hand_in(world, workbook(TWO))
    await apply(world, shown["id"])
    given = {"text": "Vốn vay do đơn vị nào cấp cho hợp tác xã miến dong?"}
    done = await world.send("moderator", "PATCH", "/questions/2", given, if_match="*")
    assert done.status_code == 200
    again = await hand_in(world, workbook(TWO))
    assert [row["of"] for row in again["rows"]] == [1, 2]


@one_database
async def test_rows_that_repeat_are_named_and_taken_when_chosen(world: World) -> None:
    number = await world.submit(text="Bao giờ xã Bằng Phúc có đường bê tông liên thôn?")
    rows = [
        HEAD,
        row_of("Xã Bằng Phúc bao giờ có đường bê tông liên thôn ạ?"),
        row_of("AI CAP VON VAY?"),
        row_of("Ai cấp vốn vay?"),
    ]
    shown = await hand_in(world, workbook(rows))
    assert [(r["status"], r["of"], r["of_row"]) for r in shown["rows"]] == [
        ("duplicate", number, None),
        ("new", None, None),
        ("duplicate", None, 3),
    ]
    done = await apply(world, shown["id"], [2, 4])
    assert done.json()["applied"]["count"] == 2
    texts = [q.text for q in await asked(world)]
    assert texts[1:] == [rows[1][1], rows[3][1]]


@one_database
async def test_row_with_an_error_cannot_be_chosen_and_nothing_is_taken_in(world: World) -> None:
    rows = [*TWO, row_of("Còn câu này?", "Huyện Không Có")]
    shown = await hand_in(world, workbook(rows))
    bad = shown["rows"][2]
    assert bad["status"] == "error"
    assert bad["errors"] == [
        {
            "column": "site",
            "code": "unknown_site",
            "message": "hội nghị không có điểm cầu “Huyện Không Có”",
        }
    ]
    before = await stock(world)
    problem = refused(await apply(world, shown["id"], [2, 4]), 422, "import_rows_with_errors")
    assert problem["rows"] == [4]
    assert errors(await apply(world, shown["id"], [2, 99])) == {"rows": "không có"}
    assert (await stock(world))[1:3] == before[1:3]
    english = await world.get("moderator", f"/imports/{shown['id']}", accept_language="en")
    assert "has no site" in english.json()["rows"][2]["errors"][0]["message"]


async def test_database_error_in_the_middle_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await hand_in(world, workbook(questions(30)))
    before = await stock(world)
    monkeypatch.setattr(import_apply, "BATCH", 10)
    plain, calls = import_apply._Write.columns, []

    def fails_later(self: Any, number: int, *given: Any) -> Any:
        calls.append(number)
        if len(calls) > 25:
            raise OperationalError("INSERT", None, ConnectionError("lost"))
        return plain(self, number, *given)

    monkeypatch.setattr(import_apply._Write, "columns", fails_later)
    refused(await apply(world, shown["id"]), 503, "unavailable")
    assert await stock(world) == before
    monkeypatch.undo()
    assert (await read(world, shown["id"]))["state"] == "preview"
    assert (await apply(world, shown["id"])).json()["applied"]["count"] == 30


async def test_pages_of_rows_go_on_from_cursor_to_cursor(world: World) -> None:
    shown = await hand_in(world, workbook(questions(25)))
    path = f"/imports/{shown['id']}?limit=10&status=new"
    numbers: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await world.get("moderator", path + cursor)).json()
        numbers += [row["row"] for row in page["rows"]]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert numbers == list(range(2, 27))
    none = (await world.get("moderator", f"/imports/{shown['id']}?status=error")).json()
    assert none["rows"] == []


@one_database
async def test_imports_are_listed_the_newest_first(world: World) -> None:
    ids = [(await hand_in(world, workbook(TWO)))["id"] for _ in range(3)]
    listed = (await world.get("moderator", "/imports?limit=2")).json()
    assert [one["id"] for one in listed["items"]] == ids[:0:-1]
    more = (await world.get("moderator", f"/imports?cursor={listed['next_cursor']}")).json()
    assert [one["id"] for one in more["items"]] == ids[:1]


async def test_import_that_was_not_applied_can_be_removed(world: World) -> None:
    one, two = await hand_in(world, workbook(TWO)), await hand_in(world, workbook(TWO))
    await apply(world, one["id"])
    kept = await world.send("moderator", "DELETE", f"/imports/{one['id']}")
    refused(kept, 409, "import_already_applied")
    gone = await world.send("moderator", "DELETE", f"/imports/{two['id']}")
    assert gone.status_code == 204
    refused(await world.get("moderator", f"/imports/{two['id']}"), 404, "not_found")
    async with world.session() as session:
        left = select(func.count()).where(col(ImportRow.import_id) == two["id"])
        assert await session.scalar(left) == 0


@one_database
async def test_site_moderator_imports_for_the_own_site_only(world: World) -> None:
    shown = await hand_in(world, workbook(TWO), "cho-don")
    assert [row["status"] for row in shown["rows"]] == ["new", "error"]
    assert shown["rows"][1]["errors"][0]["code"] == "not_own_site"
    done = await apply(world, shown["id"], who="cho-don")
    assert done.json()["applied"]["count"] == 1
    moderators = await hand_in(world, workbook(TWO))
    for who in ("cho-don", "na-ri"):
        refused(await world.get(who, f"/imports/{moderators['id']}"), 404, "not_found")
        refused(await apply(world, moderators["id"], who=who), 404, "not_found")
    refused(await world.get("na-ri", f"/imports/{shown['id']}"), 404, "not_found")
    assert (await world.get("moderator", f"/imports/{shown['id']}")).status_code == 200
    assert [i["id"] for i in (await world.get("cho-don", "/imports")).json()["items"]] == [
        shown["id"]
    ]


@one_database
async def test_site_moderator_does_not_learn_what_another_site_has_asked(world: World) -> None:
    await world.submit("na-ri", text="Ai cấp vốn vay?")
    shown = await hand_in(world, workbook([HEAD, row_of("Ai cấp vốn vay?")]), "cho-don")
    assert [(row["status"], row["of"]) for row in shown["rows"]] == [("new", None)]


@one_database
async def test_key_with_the_scope_imports(world: World) -> None:
    given = {"name": "Khoá", "scopes": ["question.import"]}
    key = (await world.post("admin", "/keys", given)).json()["key"]
    bearer = {"authorization": f"Bearer {key}"}
    file = ("a.csv", csv_of(TWO))
    made = await world.post(None, "/imports", file, **bearer)
    assert made.status_code == 201, made.text
    shown = await read(world, made.json()["id"])
    path = f"/imports/{shown['id']}/apply"
    assert (await world.post(None, path, {"rows": None}, **bearer)).status_code == 200
    assert len(await asked(world)) == 2


@one_database
@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (PNG, 415, "import_not_a_sheet"),
        (PDF, 415, "import_not_a_sheet"),
        (b"", 422, "import_empty"),
        (b"a,b\0c", 415, "import_binary"),
        (b"PK\x03\x04 broken", 422, "import_unreadable"),
        (b"x" * (10 * 1024 * 1024 + 1), 413, "import_too_large"),
    ],
)
async def test_file_that_is_no_sheet_is_refused_at_once(
    world: World, content: bytes, status: int, code: str
) -> None:
    refused(await world.post("moderator", "/imports", ("a.xlsx", content)), status, code)
    assert (await world.get("moderator", "/imports")).json()["items"] == []


@one_database
async def test_far_too_large_a_body_is_cut_off(world: World) -> None:
    content = b"x" * (11 * 1024 * 1024)
    refused(await world.post("moderator", "/imports", ("a.csv", content)), 413, "too_large")


@one_database
async def test_sheet_without_the_needed_columns_says_which(world: World) -> None:
    shown = await hand_in(world, workbook([("Điểm cầu", "Ghi chú"), ("cho-don", "x")]))
    assert shown["state"] == "failed"
    assert shown["failure"] == {
        "code": "import_missing_columns",
        "title": "Thiếu cột",
        "detail": "Bảng phải có các cột: Nội dung câu hỏi, Họ tên người hỏi.",
    }
    refused(await apply(world, shown["id"]), 409, "import_not_ready")


async def test_server_that_restarts_while_reading_leaves_it_failed_and_nothing_half(
    world: World,
) -> None:
    shown = await hand_in(world, workbook(TWO))
    database, now = world.app.state.services.database, datetime.now(UTC)
    async with database.write() as session:
        reading = update(Import).where(col(Import.id) == shown["id"])
        silent = now - timedelta(seconds=30)
        await session.execute(reading.values(state="reading", found={}, alive_at=silent))
    await give_up(database, now)
    after = await read(world, shown["id"])
    assert (after["state"], after["failure"]["code"]) == ("failed", "import_interrupted")
    assert (after["rows"], after["counts"]) == ([], None)
    async with world.session() as session:
        assert await session.scalar(select(func.count()).select_from(ImportRow)) == 0


@one_database
async def test_what_is_being_read_is_not_given_up(world: World) -> None:
    shown = await hand_in(world, workbook(TWO))
    database, now = world.app.state.services.database, datetime.now(UTC)
    async with database.write() as session:
        reading = update(Import).where(col(Import.id) == shown["id"])
        await session.execute(reading.values(state="reading", alive_at=now))
    await give_up(database, now)
    answer = (await world.get("moderator", f"/imports/{shown['id']}")).json()
    assert answer["state"] == "reading"
