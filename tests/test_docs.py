"""The docs do not rot: tables agree with the code, links lead somewhere, examples run.

A block under `<!-- run: NAME -->` is run here: the README's tour by bash from its first line to its
last, the example programs of docs/ against a demo.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import typer.core
import typer.main

from app.cli import app as cli
from app.domain.events import IN_THE_OPEN, PAYLOADS
from app.domain.lifecycle import TRANSITIONS
from app.domain.roles import PERMISSIONS, SCOPES, Permission, Role
from app.live.protocol import Close
from app.problem_words import PROBLEMS
from app.settings import Settings
from tests.servers import COMMAND, Demo, demo, free_port

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def rows(path: Path, first: str) -> list[list[str]]:
    """The cells of the table whose head begins with `first`, without the backquotes."""
    lines = path.read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {first} |"))
    table = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        table.append([cell.replace("`", "").strip("| ") for cell in cells])
    return table


def names(cell: str) -> set[str]:
    """What a cell lists."""
    return {name.strip() for name in cell.split(",") if name.strip()}


def marked(path: Path, name: str) -> list[str]:
    """The blocks under `<!-- run: NAME -->`, in their order."""
    block = re.compile(rf"<!-- run: {name} -->\n```\w+\n(.*?)```", re.DOTALL)
    return block.findall(path.read_text("utf-8"))


def test_settings_table_has_every_setting_with_its_default() -> None:
    documented = {row[0]: row[1] for row in rows(README, "variable")}
    settings = {}
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        settings[f"DOITHOAI_{name.upper()}"] = (
            json.dumps(default) if isinstance(default, list) else str(default)
        )
    assert documented == settings


@every_page
def test_no_page_names_a_setting_that_is_not_there(path: Path) -> None:
    named = set(re.findall(r"\bDOITHOAI_[A-Z_]+", path.read_text("utf-8")))
    assert named <= {f"DOITHOAI_{name.upper()}" for name in Settings.model_fields}


def test_problem_table_has_every_code_with_its_status() -> None:
    documented = {row[0]: int(row[1]) for row in rows(DOCS / "integration.md", "code")}
    assert documented == {code: words.status for code, words in PROBLEMS.items()}


def test_close_code_table_has_every_code() -> None:
    documented = [int(row[0]) for row in rows(DOCS / "live-protocol.md", "code")]
    assert documented == [code.value for code in Close]


def test_command_table_is_the_transitions() -> None:
    documented = {
        row[0]: (names(row[1]), row[2], row[3]) for row in rows(DOCS / "domain.md", "command")
    }
    assert documented == {
        command.value: (
            {state.value for state in transition.sources},
            transition.target.value,
            transition.permission.value,
        )
        for command, transition in TRANSITIONS.items()
    }


def test_permission_table_is_the_rights_of_the_roles() -> None:
    roles = [Role.ADMIN, Role.MODERATOR, Role.CHAIR, Role.SITE_MODERATOR, Role.OFFICIAL]
    columns = [PERMISSIONS[role] for role in [*roles, Role.SCREEN]]
    documented = {
        row[0]: [cell == "x" for cell in row[1:]] for row in rows(DOCS / "domain.md", "permission")
    }
    assert documented == {
        right.value: [right in column for column in [*columns, SCOPES]] for right in Permission
    }


def test_event_table_is_the_catalogue() -> None:
    documented = {
        row[0]: (names(row[1]), row[2] == "x") for row in rows(DOCS / "domain.md", "event")
    }
    assert documented == {
        event.value: (set(fields), event in IN_THE_OPEN) for event, fields in PAYLOADS.items()
    }


@every_page
def test_links_lead_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text("utf-8"))
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        aim = path.parent / file if file else path
        assert aim.exists(), target
        if anchor:
            assert anchor in _anchors(aim), target


def _anchors(path: Path) -> set[str]:
    """What a page's headings are called in addresses."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_page
def test_json_blocks_are_json(path: Path) -> None:
    for _, language, block in FENCE.findall(path.read_text("utf-8")):
        if language == "json":
            json.loads(block)


@every_page
def test_shown_commands_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    shown = [block for _, language, block in FENCE.findall(text) if language in {"sh", "ini"}]
    shown += re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for line in "\n".join(shown).splitlines():
        if called := re.search(r"\bdoithoai ([a-z][^#|&>]*)", line):
            _check_command(shlex.split(called[1]))
        for target in re.findall(r"(?:^|&& )make ([a-z-]+)", line.strip()):
            assert target in targets, line


def _check_command(words: Sequence[str]) -> None:
    """Walk from `doithoai` to the command these words call; its options must be there."""
    command = typer.main.get_command(cli)
    for word in words:
        if isinstance(command, typer.core.TyperGroup):
            assert word in command.commands, words
            command = command.commands[word]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options, words


@pytest.mark.timeout(300)
def test_the_tour_of_the_readme_works_word_for_word(tmp_path: Path) -> None:
    assert shutil.which("curl"), "the README's tour needs curl"
    blocks = marked(README, "tour")
    assert blocks
    script = "set -euo pipefail\n" + "\n".join(blocks)
    script = script.replace(".venv/bin/doithoai", shlex.join(COMMAND))
    script = script.replace("8001", str(free_port()))
    told = _run(["bash", "-c", script], tmp_path)
    number = re.search(r"^number (\d+)$", told, re.MULTILINE)
    assert number, told
    assert '"code":"not_found"' in told
    assert f"at the floor: {number[1]}\n409 stale_floor\n" in told


def _run(command: list[str], folder: Path) -> str:
    """Run a command with everything it starts, and end what is left of it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        told, _ = process.communicate(timeout=240)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert process.returncode == 0, told
    return told


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.mark.xdist_group("docs")
def test_the_example_of_an_integration_works(running: Demo, tmp_path: Path) -> None:
    (program,) = marked(DOCS / "integration.md", "key")
    wanted = {"name": "Cổng thông tin", "scopes": ["question.submit", "events.read"]}
    made = running.send(running.token("admin"), "POST", "/keys", wanted)
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=_environment(running, KEY=made.json()["key"], ROUNDS="2"),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    assert "handed in as number" in told
    assert "question.submitted" in told


@pytest.mark.xdist_group("docs")
def test_the_example_of_a_live_client_works(running: Demo) -> None:
    (program,) = marked(DOCS / "live-protocol.md", "live")
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=_environment(running, TOKEN=running.token("screen")),
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert re.match(r"\d+ answering \[\d+\] next \[\d", process.stdout.readline())
        finally:
            process.kill()


def _environment(running: Demo, **more: str) -> dict[str, str]:
    return {**os.environ, "URL": running.url, "CONFERENCE": running.conference, **more}
