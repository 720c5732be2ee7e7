"""Rules of the house that no tool of its own looks after."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "app").rglob("*.py"))
SOURCES = sorted(
    path
    for folder, kinds in {
        "app": ("*.py", "*.js", "*.css", "*.html"),
        "migrations": ("*.py",),
        "tests": ("*.py",),
        "tools": ("*.py",),
    }.items()
    for kind in kinds
    for path in (ROOT / folder).rglob(kind)
    if "vendor" not in path.parts
)
LONGEST = 250


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_imports_go_down_only() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_of_the_application_is_too_long() -> None:
    long = [path for path in MODULES if len(path.read_text("utf-8").splitlines()) > LONGEST]
    assert named(long) == []


def test_every_module_says_what_lives_in_it() -> None:
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert named(silent) == []


@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "X" * 3])
def test_nothing_is_left_to_be_done(mark: str) -> None:
    marked = [path for path in SOURCES if re.search(rf"\b{mark}\b", path.read_text("utf-8"))]
    assert named(marked) == []


def test_models_are_read_without_postponed_annotations() -> None:
    """SQLModel's relationships break with `from __future__ import annotations`."""
    models = sorted((ROOT / "app" / "models").glob("*.py"))
    assert models
    postponed = [path for path in models if "from __future__" in path.read_text("utf-8")]
    assert named(postponed) == []
