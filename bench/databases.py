"""Databases of either kind for benchmarks to run on."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from tests.postgres import start

KINDS = ("sqlite", "postgresql")


@contextmanager
def empty_database(kind: str, source: str | None = None, *, durable: bool) -> Iterator[str]:
    """Give the address of a database, without a table or a copy; it is gone afterwards.

    `durable`: PostgreSQL's commits reach the disk; SQLite's always do.
    """
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="doithoai-bench-") as folder:
            path = Path(folder) / "bench.sqlite3"
            if source is not None:
                shutil.copy(source, path)
            yield f"sqlite+aiosqlite:///{path}"
        return
    postgres, name = start(durable=durable), f"bench_{uuid4().hex}"
    postgres.create(name, source)
    try:
        yield postgres.url(name)
    finally:
        postgres.drop(name)
