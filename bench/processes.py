"""Server processes under measurement: where they run, what they use."""

import os
import random
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SERVER, CROWD = 0, 1
"""Processors: the server has one of its own, what makes the load the other."""
STARTS_WITHIN = 30.0
PORTS = range(20_000, 32_000)
"""Below those that the system gives to clients: ten thousand clients leave few of these alone."""


def raise_limits() -> None:
    """Allow this process and its children as many open files as the system lets them have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def most_sockets() -> int:
    """Return how many sockets one process may hold, with some files to spare."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 100


def pin(process: subprocess.Popen[str], processor: int = SERVER) -> None:
    """Keep all threads of a process on one processor."""
    for task in Path(f"/proc/{process.pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {processor})


def cpu(process: subprocess.Popen[str]) -> float:
    """Return the processor seconds of all threads of a process, from the kernel's own account."""
    tasks = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def memory(process: subprocess.Popen[str]) -> int:
    """Return the bytes of memory that a process has in use."""
    status = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    line = next(line for line in status if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def free_port() -> int:
    """Return a port that nobody listens on, and no client will be given."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


@contextmanager
def server(
    command: Sequence[str], environment: Mapping[str, str] | None = None, *, pinned: bool = True
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a server on the port put for `{port}` in its command; it listens already."""
    port = free_port()
    words = [word.replace("{port}", str(port)) for word in command]
    process = subprocess.Popen(
        words, text=True, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
    )
    try:
        _until_it_listens(process, port)
        if pinned:
            pin(process)
        yield process, port
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _until_it_listens(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended with {process.returncode}: {process.args!r}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"a server did not begin to listen: {process.args!r}")
