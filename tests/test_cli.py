"""The command `doithoai`, as an operator runs it."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from typer.testing import CliRunner, Result

from app import cli
from app.database import open_database
from app.demo.run import reached_at
from app.queries import access
from tests.conftest import DATA_KEY, running
from tests.sheets import HEAD, csv_of, row_of

COMMAND = Path(sys.executable).with_name("doithoai")
PASSWORD = "đường về bản 1975"


class Operator:
    """Somebody at a terminal, with one database. What they type runs inside this process."""

    def __init__(self, url: str) -> None:
        self.url = url

    def run(self, *arguments: str, typed: str = "", **more: str) -> Result:
        env = {"DOITHOAI_DATABASE_URL": self.url, "COLUMNS": "300", "NO_COLOR": "1"} | more
        return CliRunner().invoke(cli.app, list(arguments), input=typed, env=env)

    def does(self, *arguments: str, typed: str = "") -> str:
        done = self.run(*arguments, typed=typed)
        assert done.exit_code == 0, done.output + repr(done.exception)
        return done.stdout

    def is_refused(self, *arguments: str, typed: str = "", **more: str) -> str:
        done = self.run(*arguments, typed=typed, **more)
        assert done.exit_code != 0, done.output
        assert isinstance(done.exception, SystemExit), repr(done.exception)
        assert "Traceback" not in done.stderr
        return done.stderr


@pytest.fixture
def operator(empty_url: str) -> Operator:
    return Operator(empty_url)


one_database = pytest.mark.parametrize("database_kind", ["sqlite"])


def prepare(operator: Operator) -> None:
    operator.does("migrate")
    operator.does("migrate")
    operator.does("conference", "create", "--preset", "bac-kan-2025")
    member = ["--role", "site_moderator", "--conference", "bac-kan-2025", "--site", "cho-don"]
    added = operator.does("user", "add", "chi-lan", *member, "--password-stdin", typed=PASSWORD)
    assert PASSWORD not in added


async def test_operator_prepares_a_server_that_people_sign_in_to(operator: Operator) -> None:
    await asyncio.to_thread(prepare, operator)
    async with running(operator.url) as world:
        form = {"username": "chi-lan", "password": PASSWORD}
        token = (await world.client.post("/api/v1/auth/token", data=form)).json()["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        me: httpx.Response = await world.client.get("/api/v1/me", headers=headers)
    assert me.json()["memberships"] == [
        {
            "conference": "bac-kan-2025",
            "role": "site_moderator",
            "site": "cho-don",
            "official": None,
        }
    ]


async def test_fresh_database_has_no_account(operator: Operator) -> None:
    await asyncio.to_thread(operator.does, "migrate")
    database = open_database(operator.url)
    async with database.read() as session:
        assert not await access.any_user(session)
    await database.close()


def test_server_refuses_a_database_without_this_schema(empty_url: str) -> None:
    own = {k: v for k, v in os.environ.items() if not k.startswith("DOITHOAI_")}
    done = subprocess.run(
        [COMMAND, "serve", "--port", "1"],
        env=own | {"DOITHOAI_DATABASE_URL": empty_url, "DOITHOAI_DATA_KEYS": DATA_KEY},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "doithoai migrate" in done.stderr
    assert "Traceback" not in done.stderr


@one_database
@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (["user", "add", "chi-lan", "--role", "admin", "--password-stdin"], "ngắn\n"),
        (["user", "add", "chi-lan", "--role", "admin", "--password-stdin"], ""),
        (["user", "add", "Chị Lan", "--role", "admin", "--password-stdin"], PASSWORD),
        (["user", "add", "chi-lan", "--role", "vua", "--password-stdin"], PASSWORD),
        (["user", "add", "chi-lan", "--role", "chair", "--password-stdin"], PASSWORD),
        (["user", "add", "chi-lan", "--role", "integration", "--password-stdin"], PASSWORD),
        (["conference", "create", "--preset", "khong-co"], ""),
        (["conference", "create", "--preset", "bac-kan-2025", "--slug", "Không đúng"], ""),
    ],
)
def test_wrong_entry_is_refused_in_words(
    operator: Operator, arguments: list[str], typed: str
) -> None:
    operator.does("migrate")
    told = operator.is_refused(*arguments, typed=typed)
    assert len(told.strip()) > 10
    assert PASSWORD not in told


@one_database
def test_commands_before_migrating_are_refused_in_words(operator: Operator) -> None:
    add = ["user", "add", "chi-lan", "--role", "admin", "--password-stdin"]
    assert "migrate" in operator.is_refused(*add, typed=PASSWORD)
    create = ["conference", "create", "--preset", "bac-kan-2025"]
    assert "migrate" in operator.is_refused(*create)


@one_database
def test_unsafe_settings_are_refused_in_words(operator: Operator) -> None:
    told = operator.is_refused("migrate", DOITHOAI_ALLOWED_ORIGINS='["*"]')
    assert "DOITHOAI_ALLOWED_ORIGINS" in told
    told = operator.is_refused("migrate", DOITHOAI_DATABASE_URL="mysql://root@localhost/x")
    assert "DOITHOAI_DATABASE_URL" in told


@one_database
def test_name_is_given_once(operator: Operator) -> None:
    operator.does("migrate")
    operator.does("conference", "create", "--preset", "bac-kan-2025")
    assert "bac-kan-2025" in operator.is_refused("conference", "create", "--preset", "bac-kan-2025")


@one_database
def test_several_workers_on_one_file_are_refused_in_words(operator: Operator) -> None:
    told = operator.is_refused("serve", "--workers", "2")
    assert "PostgreSQL" in told


def test_sheet_is_shown_then_taken_in_then_known(operator: Operator, tmp_path: Path) -> None:
    operator.does("migrate")
    operator.does("conference", "create", "--preset", "bac-kan-2025")
    sheet = tmp_path / "cau-hoi.csv"
    rows = [HEAD, row_of("Bao giờ có đường?"), row_of("Ai cấp vốn vay?", "Nơi khác")]
    sheet.write_bytes(csv_of(rows))
    command = ("import", "bac-kan-2025", str(sheet))
    shown = operator.does(*command)
    assert "1 new\n0 duplicate\n1 error\n0 skipped" in shown
    assert "row 3, site: the conference has no site “Nơi khác”" in shown
    assert "1 questions, numbers 1 to 1." in operator.does(*command, "--apply")
    assert "Nothing was new." in operator.does(*command, "--apply")
    sheet.write_bytes(b"a,b\n\0")
    assert "NUL" in operator.is_refused(*command)
    assert "not_found" in operator.is_refused("import", "khac-2026", str(__file__))


@one_database
def test_operator_writes_files_without_a_server(operator: Operator, tmp_path: Path) -> None:
    prepare(operator)
    for kind, file, begins in (
        ("questions", "cau-hoi.xlsx", b"PK"),
        ("questions", "cau-hoi.csv", b"\xef\xbb\xbf"),
        ("report", "bao-cao.docx", b"PK"),
        ("conclusions", "ket-luan.pdf", b"%PDF"),
    ):
        operator.does("export", "bac-kan-2025", kind, str(tmp_path / file))
        assert (tmp_path / file).read_bytes().startswith(begins)
    owed = str(tmp_path / "viec.xlsx")
    operator.does("export", "bac-kan-2025", "agency", owed, "--agency", "ubnd-tinh")


@one_database
def test_file_that_cannot_be_made_is_refused_in_words(operator: Operator, tmp_path: Path) -> None:
    prepare(operator)
    file = str(tmp_path / "bao-cao.docx")
    assert "conference" in operator.is_refused("export", "khong-co", "report", file)
    assert ".csv" in operator.is_refused("export", "bac-kan-2025", "questions", file)
    assert "layout" in operator.is_refused(
        "export", "bac-kan-2025", "report", file, "--layout", "x"
    )
    assert "agency" in operator.is_refused(
        "export", "bac-kan-2025", "agency", file, "--agency", "x"
    )
    assert not (tmp_path / "bao-cao.docx").exists()


@pytest.mark.parametrize(
    ("host", "reached"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("192.0.2.7", "192.0.2.7"),
        ("::1", "[::1]"),
        ("::", "[::1]"),
        ("2001:db8::7", "[2001:db8::7]"),
        ("may-chu", "may-chu"),
    ],
)
def test_address_that_the_demo_prints_can_be_opened(host: str, reached: str) -> None:
    assert urlsplit(f"http://{reached_at(host)}:8000").port == 8000
    assert reached_at(host) == reached
