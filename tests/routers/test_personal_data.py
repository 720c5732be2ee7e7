"""Personal data of those who ask: encrypted on the disk, shown to few, never in the journal."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.data_keys import SEALED, Keyring, new_key
from app.settings import Settings
from tests.conftest import DATA_KEY, OFFICIAL, World, question, running
from tests.routers.test_vetting_rules import setting
from tests.sheets import HEAD, apply, hand_in, workbook

PHONE = "0977 123 456"
CASE = "Hộ nghèo, con nhỏ bị bệnh tim"
ASKER = {"name": "Nguyễn Thị Thử", "phone": PHONE, "circumstances": CASE}
ALL = ("moderator", "chair", "cho-don", "na-ri", "official", "screen")


def with_case(**more: Any) -> dict[str, Any]:
    return question() | {"asker": ASKER | more}


async def stored(world: World, table: str, column: str) -> list[str]:
    """A column as it is on the disk."""
    async with world.session() as session:
        return list(await session.scalars(text(f"SELECT {column} FROM {table}")))


def held_in_files(folder: Path) -> bytes:
    """Everything that the files of a running server's SQLite database hold."""
    files = sorted(folder.glob("doithoai.sqlite3*"))
    assert {file.name for file in files} >= {"doithoai.sqlite3", "doithoai.sqlite3-wal"}
    return b"".join(file.read_bytes() for file in files)


async def test_phone_and_circumstances_are_stored_encrypted(world: World) -> None:
    number = await world.submit(asker=ASKER)
    (phone,) = await stored(world, "question", "sealed_phone")
    (case,) = await stored(world, "question", "sealed_circumstances")
    (answer,) = await stored(world, "stored_answer", "body")
    for sealed in (phone, case, answer):
        assert sealed.startswith(SEALED)
    assert Keyring([DATA_KEY]).open(phone) == PHONE
    shown = (await world.get("moderator", f"/questions/{number}")).json()["asker"]
    assert (shown["phone"], shown["circumstances"]) == (PHONE, CASE)


async def test_question_without_them_has_nothing_encrypted(world: World) -> None:
    await world.submit(asker={"name": "Nguyễn Thị Thử", "phone": "", "circumstances": " "})
    assert await stored(world, "question", "sealed_phone") == [None]
    assert await stored(world, "question", "sealed_circumstances") == [None]


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_no_file_of_the_database_holds_them(world: World, tmp_path: Path) -> None:
    number = await world.submit(asker=ASKER)
    changed = {"asker": ASKER | {"phone": "0988 654 321", "circumstances": "Mẹ đơn thân"}}
    patched = await world.send(
        "cho-don", "PATCH", f"/questions/{number}", changed, if_match="*", idempotency_key="k1"
    )
    assert patched.status_code == 200, patched.text
    held = held_in_files(tmp_path)
    assert "Bao giờ xã".encode() in held
    for secret in (PHONE, CASE, "0988 654 321", "Mẹ đơn thân"):
        assert secret.encode() not in held
        assert json.dumps(secret)[1:-1].encode() not in held


async def test_only_the_desk_and_the_own_site_are_shown_them(world: World) -> None:
    number = await world.submit(asker=ASKER | {"may_show_name": True})
    lead = {"lead": OFFICIAL}
    assigned = await world.send("moderator", "PUT", f"/questions/{number}/assignment", lead)
    assert assigned.status_code == 200, assigned.text
    assert (await world.do("moderator", number, "enqueue")).status_code == 200
    knowing = set()
    for who in ALL:
        told = (await world.get(who, f"/questions/{number}")).text
        listed = (await world.get(who, "/questions")).text
        floor = (await world.get(who, "/floor")).text
        assert "Nguyễn Thị Thử" in told
        if PHONE in told + listed + floor or CASE in told + listed + floor:
            knowing.add(who)
    assert knowing == {"moderator", "cho-don"}


async def test_journal_repeats_neither(world: World) -> None:
    number = await world.submit(asker=ASKER)
    changed = {"asker": ASKER | {"phone": "0988 654 321"}, "text": "Bao giờ có đường?"}
    await world.send("cho-don", "PATCH", f"/questions/{number}", changed, if_match="*")
    for path in ("/events", f"/questions/{number}/history"):
        told = (await world.get("moderator", path)).text
        assert "question.revised" in told
        for secret in (PHONE, CASE, "0988 654 321"):
            assert secret not in told
    payloads = await stored(world, "journal_entry", "payload")
    assert PHONE not in str(payloads)


async def test_repeat_of_a_request_is_answered_with_all_that_was_told(world: World) -> None:
    first = await world.post("cho-don", "/questions", with_case(), idempotency_key="once")
    again = await world.post("cho-don", "/questions", with_case(), idempotency_key="once")
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json()
    assert again.json()["asker"]["circumstances"] == CASE


@pytest.mark.parametrize("case", ["x" * 1001, 7, ["a"], "a\x00b"])
async def test_circumstances_are_bounded_text(world: World, case: Any) -> None:
    refused = await world.post("cho-don", "/questions", with_case(circumstances=case))
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "asker.circumstances"


async def test_revision_without_circumstances_keeps_them_and_null_takes_them_away(
    world: World,
) -> None:
    path = f"/questions/{await world.submit(asker=ASKER)}"
    for asker, kept in (
        ({"name": "Nguyễn Thị Thử"}, CASE),
        ({"name": "Nguyễn Thị Thử", "circumstances": None}, None),
    ):
        revised = await world.send("cho-don", "PATCH", path, {"asker": asker}, if_match="*")
        assert revised.json()["asker"]["circumstances"] == kept
        assert revised.json()["asker"]["phone"] is None


async def test_wrong_key_is_an_error_of_the_server_and_shows_nothing(database_url: str) -> None:
    async with running(database_url) as world:
        number = await world.submit(asker=ASKER)
    async with running(database_url, data_keys=new_key()) as world:
        failed = await world.get("moderator", f"/questions/{number}")
        assert failed.status_code == 500
        assert failed.json()["code"] == "internal_error"
        assert SEALED not in failed.text


async def test_older_keys_still_open_and_the_first_encrypts(database_url: str) -> None:
    newer = new_key()
    async with running(database_url) as world:
        number = await world.submit(asker=ASKER)
    async with running(database_url, data_keys=f"{newer},{DATA_KEY}") as world:
        shown = await world.get("moderator", f"/questions/{number}")
        assert shown.json()["asker"]["phone"] == PHONE
        await world.submit(asker=ASKER)
        old, new = await stored(world, "question", "sealed_phone")
        assert Keyring([DATA_KEY]).open(old) == Keyring([newer]).open(new) == PHONE


def test_to_try_out_a_key_is_made_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOITHOAI_DATA_KEYS")
    settings = Settings(
        environment="demo", database_url=f"sqlite+aiosqlite:///{tmp_path / 'a.sqlite3'}"
    )
    sealed = settings.keyring().seal(PHONE)
    file = tmp_path / "a.sqlite3.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert settings.keyring().open(sealed) == PHONE


def test_to_try_out_a_postgresql_a_key_is_made_in_the_folder_of_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOITHOAI_DATA_KEYS")
    monkeypatch.chdir(tmp_path)
    settings = Settings(environment="development", database_url="postgresql+asyncpg://host/it")
    sealed = settings.keyring().seal(PHONE)
    assert (tmp_path / "var" / "postgresql.key").stat().st_mode & 0o777 == 0o600
    assert settings.keyring().open(sealed) == PHONE


async def test_rows_of_a_sheet_are_stored_encrypted_and_late_ones_marked(world: World) -> None:
    await setting(world, collect_until="2025-02-28T17:00:00Z")
    late = ("cho-don", "Bao giờ có nước?", "Nguyễn Thị Thử", PHONE, "")
    timely = ("cho-don", "Ai trả tiền điện?", "Nguyễn Thị Thử", PHONE, "20/02/2025")
    shown = await hand_in(world, workbook([(*HEAD, "Ngày gửi"), late, timely]))
    assert shown["counts"]["new"] == 2, shown
    given = await stored(world, "import_row", "given")
    assert all(row.startswith(SEALED) for row in given)
    assert (await apply(world, shown["id"])).is_success
    questions = (await world.get("moderator", "/questions")).json()["items"]
    assert [question["asker"]["phone"] for question in questions] == [PHONE, PHONE]
    assert [question["is_late"] for question in questions] == [True, False]
