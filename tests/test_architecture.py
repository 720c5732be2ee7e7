"""Rules of the house that no tool of its own looks after."""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app import routers as all_routers

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
ROUTERS = all_routers.__path__


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


def _needs(dependant: Dependant) -> Iterator[Any]:
    for needed in dependant.dependencies:
        yield needed.call
        yield from _needs(needed)


def test_nothing_a_request_needs_takes_a_thread() -> None:
    """FastAPI runs what is not `async` in a thread: two changes of thread for nothing to wait for.

    Forms are classes of FastAPI's making.
    """
    modules = [importlib.import_module(f"app.routers.{one.name}") for one in iter_modules(ROUTERS)]
    routers = [module.router for module in modules if hasattr(module, "router")]
    routes = [one for router in routers for one in router.routes if isinstance(one, APIRoute)]
    assert len(routes) > 50
    calls = {call for route in routes for call in (route.endpoint, *_needs(route.dependant))}
    in_threads = [
        call
        for call in calls
        if not (inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call))
        and not inspect.iscoroutinefunction(type(call).__call__)
    ]
    assert {getattr(call, "__name__", call) for call in in_threads} <= {"GrantForm", "ClientForm"}
