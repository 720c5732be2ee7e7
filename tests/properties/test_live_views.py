"""Whatever is commanded, folding what a screen was sent equals a fresh screen (rule 11).

The rules are in live_machine.py; what must hold after each step in stage.py. A long run, of half
an hour or more, which also makes a failing sequence as short as it can:
`DOITHOAI_LIVE_VIEWS=long pytest tests/properties/test_live_views.py --timeout=0`.
"""

import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import cast
from uuid import uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.postgres import Postgres
from tests.properties.live_machine import LiveViews

IS_LONG = os.environ.get("DOITHOAI_LIVE_VIEWS") == "long"


def run_machine(new_url: Callable[[], str], examples: int, steps: int) -> None:
    """Try sequences of commands, each on a database of its own."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        phases=list(Phase) if IS_LONG else [Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    # It takes anything that makes a machine, though its types say a class.
    new_machine = cast(type[LiveViews], lambda: LiveViews(new_url()))
    run_state_machine_as_test(new_machine, settings=chosen)


def test_every_view_folds_to_what_a_fresh_screen_shows_on_sqlite(
    sqlite_template: Path, tmp_path: Path
) -> None:
    numbers = count()

    def new_url() -> str:
        path = tmp_path / f"{next(numbers)}.sqlite3"
        shutil.copy(sqlite_template, path)
        return f"sqlite+aiosqlite:///{path}"

    run_machine(new_url, *((400, 60) if IS_LONG else (18, 25)))


def test_every_view_folds_to_what_a_fresh_screen_shows_on_postgresql(
    postgres: Postgres, postgres_template: str
) -> None:
    made: list[str] = []

    def new_url() -> str:
        made.append(f"views_{uuid4().hex}")
        postgres.create(made[-1], postgres_template)
        return postgres.url(made[-1])

    try:
        run_machine(new_url, *((100, 60) if IS_LONG else (4, 20)))
    finally:
        for name in made:
            postgres.drop(name)
