"""The commands `doithoai personal-data …`: keys, and what was stored before there were any."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from app import schema
from app.data_keys import SEALED, Keyring, new_key
from app.database import Database, open_database
from tests.conftest import DATA_KEY, question, running
from tests.routers.files import PNG
from tests.test_cli import Operator, one_database

PHONE = "0977 123 456"


@pytest.fixture
def operator(database_url: str) -> Operator:
    return Operator(database_url)


async def hand_in(url: str, **more: Any) -> int:
    async with running(url) as world:
        return await world.submit(asker=question()["asker"] | {"phone": PHONE} | more)


async def column(url: str, statement: str) -> list[Any]:
    database = open_database(url)
    try:
        async with database.read() as session:
            return list(await session.scalars(text(statement)))
    finally:
        await database.close()


def test_new_key_is_a_key_and_another_each_time() -> None:
    told = {Operator("").does("personal-data", "new-key").strip() for _ in range(2)}
    assert len(told) == 2
    for key in told:
        Fernet(key)


@pytest.mark.parametrize("keys", ["", " , "])
def test_production_refuses_to_start_without_a_key(operator: Operator, keys: str) -> None:
    for command in ("serve", "migrate"):
        told = operator.is_refused(command, DOITHOAI_DATA_KEYS=keys)
        assert "DOITHOAI_DATA_KEYS" in told
        assert "new-key" in told


@one_database
@pytest.mark.parametrize(
    "keys", ["secret", DATA_KEY[:-2], f"{DATA_KEY},short"], ids=["a word", "cut", "one of two"]
)
def test_what_is_no_key_is_refused_and_not_repeated(operator: Operator, keys: str) -> None:
    told = operator.is_refused("migrate", DOITHOAI_DATA_KEYS=keys)
    assert "DOITHOAI_DATA_KEYS" in told
    assert keys not in told


async def test_rotation_leaves_nothing_under_the_older_key(operator: Operator) -> None:
    await hand_in(operator.url, circumstances="Hộ nghèo")
    newer = new_key()
    both = f"{newer},{DATA_KEY}"
    rotated = await asyncio.to_thread(
        operator.run, "personal-data", "rotate", DOITHOAI_DATA_KEYS=both
    )
    assert rotated.exit_code == 0, rotated.output
    assert rotated.stdout.startswith("3 ")
    again = await asyncio.to_thread(
        operator.run, "personal-data", "rotate", DOITHOAI_DATA_KEYS=newer
    )
    assert again.stdout.startswith("0 ")
    (phone,) = await column(operator.url, "SELECT sealed_phone FROM question")
    assert Keyring([newer]).open(phone) == PHONE
    async with running(operator.url, data_keys=newer) as world:
        shown = (await world.get("moderator", "/questions/1")).json()["asker"]
    assert (shown["phone"], shown["circumstances"]) == (PHONE, "Hộ nghèo")


async def test_wrong_key_is_told_in_words_and_changes_nothing(operator: Operator) -> None:
    await hand_in(operator.url)
    before = await column(operator.url, "SELECT sealed_phone FROM question")
    for command in (["personal-data", "rotate"], ["serve", "--port", "1"], ["migrate"]):
        told = await asyncio.to_thread(operator.is_refused, *command, DOITHOAI_DATA_KEYS=new_key())
        assert "no key of DOITHOAI_DATA_KEYS opens" in told
    assert await column(operator.url, "SELECT sealed_phone FROM question") == before


NAME = "Hoàng Thị Bích Thử"


async def hand_in_and_close(url: str) -> None:
    async with running(url) as world:
        await world.submit(asker=question()["asker"] | {"name": NAME})
        assert (await world.post("moderator", "/phase", {"to": "closed"})).is_success


async def test_anonymising_asks_to_be_sure_and_shows_what_it_would_do(operator: Operator) -> None:
    await hand_in_and_close(operator.url)
    command = ("personal-data", "anonymise", "bac-kan-2025")
    assert "--yes" in await asyncio.to_thread(operator.is_refused, *command)
    shown = await asyncio.to_thread(operator.does, *command, "--dry-run")
    assert shown == "bac-kan-2025: 1 questions\n"
    assert await column(operator.url, "SELECT asker_name FROM question") == [NAME]


async def test_anonymised_by_command_nothing_of_a_name_is_left_in_the_file(
    operator: Operator, tmp_path: Path
) -> None:
    await hand_in_and_close(operator.url)
    done = await asyncio.to_thread(
        operator.does, "personal-data", "anonymise", "bac-kan-2025", "--yes"
    )
    assert done == "bac-kan-2025: 1 questions\n"
    assert await column(operator.url, "SELECT asker_name FROM question") == ["(đã ẩn danh)"]
    assert not files_with(NAME, tmp_path)


async def test_without_a_name_only_overdue_conferences_are_anonymised(operator: Operator) -> None:
    await hand_in_and_close(operator.url)
    command = ("personal-data", "anonymise", "--yes")
    assert await asyncio.to_thread(operator.does, *command) == ""
    assert await column(operator.url, "SELECT asker_name FROM question") == [NAME]


@one_database
@pytest.mark.parametrize(("slug", "code"), [("khac-2026", "not_closed"), ("x", "not_found")])
def test_conference_that_has_not_ended_is_not_anonymised(
    operator: Operator, slug: str, code: str
) -> None:
    assert code in operator.is_refused("personal-data", "anonymise", slug, "--yes")


async def test_phones_of_before_are_encrypted_by_the_upgrade(
    empty_url: str, tmp_path: Path
) -> None:
    await _as_it_was_before(empty_url)
    operator = Operator(empty_url)
    await asyncio.to_thread(operator.does, "migrate")
    phones = await column(empty_url, "SELECT sealed_phone FROM question ORDER BY number")
    assert phones[1] is None
    assert phones[0].startswith(SEALED)
    assert Keyring([DATA_KEY]).open(phones[0]) == PHONE
    (body,) = await column(empty_url, "SELECT body FROM stored_answer")
    assert Keyring([DATA_KEY]).open(body) == f'{{"phone":"{PHONE}"}}'
    assert not files_with(PHONE, tmp_path)


def files_with(secret: str, folder: Path) -> list[str]:
    """The names of a SQLite database's files in which a text stands."""
    files = folder.glob("*.sqlite3*")
    return [file.name for file in files if secret.encode() in file.read_bytes()]


async def _as_it_was_before(url: str) -> None:
    """Make a database of the version before, with a question that has a phone and one without."""
    database = open_database(url)
    await schema.migrate(database.writer, "0004")
    await _insert(
        database, "conference", slug="c", title="C", timezone="UTC", phase="live", rehearsal=False,
        is_public=False, version=1, created_at=NOW, epoch="e", last_seq=0, last_number=2,
        queue_version=0, seq=0, private_seq=0,
    )  # fmt: skip
    await _insert(
        database, "site", conference_id=1, slug="s", name="S", kind="hall", order=0,
        expected_delegates=1, version=1, seq=0, private_seq=0,
    )  # fmt: skip
    for number, phone in ((1, PHONE), (2, None)):
        await _insert(
            database, "question", conference_id=1, number=number, site_id=1, kind="question",
            origin="live", asker_name="A", asker_phone=phone, may_show_name=False, text="T",
            original_text="T", text_search="t", state="submitted", state_since=NOW, version=1,
            submitted_at=NOW, seq=0, seen="{}",
        )  # fmt: skip
    await _insert(
        database, "stored_answer", caller="user:1", key="k", fingerprint="f", status=201,
        headers="{}", body=f'{{"phone":"{PHONE}"}}', created_at=NOW,
    )  # fmt: skip
    await database.close()


NOW = "2026-01-02 03:04:05.000000"


async def _insert(database: Database, table: str, **values: Any) -> None:
    """Insert a row as it was, by the database's own types and none of ours."""
    given = {
        name: f"'{value}'" if isinstance(value, str) else "NULL" if value is None else str(value)
        for name, value in values.items()
    }
    columns = ", ".join(f'"{name}"' for name in given)
    async with database.write() as session:
        literal = ", ".join(given.values()).replace(":", r"\:")
        await session.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({literal})"))


async def test_export_holds_all_of_one_person_and_nothing_of_another(operator: Operator) -> None:
    async with running(operator.url) as world:
        hers = question()["asker"] | {"name": NAME, "phone": PHONE, "circumstances": "Hộ nghèo"}
        number = await world.submit(asker=hers)
        path = f"/questions/{number}"
        await world.post("cho-don", f"{path}/attachments", ("đơn.png", PNG))
        other = await world.submit("na-ri", asker=question()["asker"] | {"name": "Lò Thị Khác"})
        await world.do("moderator", other, "merge", {"into": number})
        third = await world.submit()
        await world.do("moderator", third, "return", {"note": f"Trùng với câu của {NAME}"})
    command = ("personal-data", "export", "bac-kan-2025", "--name", "hoang thi BICH thu")
    told = await asyncio.to_thread(operator.does, *command)
    held = json.loads(told)
    (shown,) = held["questions"]
    assert (shown["number"], shown["asker"]["phone"]) == (number, PHONE)
    assert shown["asker"]["circumstances"] == "Hộ nghèo"
    assert [file["name"] for file in shown["attachments"]] == ["đơn.png"]
    types = [entry["type"] for entry in held["journal"]]
    assert types == [
        *("question.submitted", "attachment.added", "question.merged", "question.returned"),
    ]
    assert "Lò Thị Khác" not in told
    with_phone = await asyncio.to_thread(operator.does, *command, "--phone", "0977.123.456")
    assert json.loads(with_phone)["questions"] == held["questions"]
    other_phone = await asyncio.to_thread(operator.does, *command, "--phone", "0900 000 009")
    assert json.loads(other_phone)["questions"] == []


@one_database
def test_export_of_an_unknown_conference_is_refused(operator: Operator) -> None:
    told = operator.is_refused("personal-data", "export", "khong-co", "--name", NAME)
    assert "not_found" in told
