"""`serve --workers N`: starts the server processes, replaces one that dies, stops them together.

Each listens by a socket of its own (SO_REUSEPORT): the kernel deals the connections out by a hash,
and those of a worker that died go to the others at once. How one serves is `app.worker`'s.
"""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog
from prometheus_client import multiprocess

from app.settings import Settings
from app.worker import bound_sockets

_log = structlog.get_logger()

METRICS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus_client knows where processes put their figures together."""
_MARK_DEAD: Callable[[int, str], None] = multiprocess.mark_process_dead
STARTS_WITHIN = 60.0
STOPS_WITHIN = 10.0
"""Seconds until a worker that was told to stop is killed."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a worker that died is replaced; doubled while it dies again and again."""
STANDS_AFTER = 60.0
"""A worker that lived so many seconds did not die of its start."""


class CannotStart(Exception):
    """The server cannot be brought up; the text says why."""


def run_workers(settings: Settings, host: str, port: int, count: int) -> None:
    """Serve by so many processes until told to stop. Raises `CannotStart`."""
    with _port_held(host, port), _metrics_folder() as folder:
        told = {METRICS: str(folder), "DOITHOAI_PUBLIC_URL": settings.public_url}
        command = [sys.executable, "-P", "-m", "app.worker", host, str(port)]
        asyncio.run(Workers(command, {**os.environ, **told}, folder).run(count))


class Workers:
    """The processes, each in a slot of its own that keeps it running."""

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self._command = command
        self._environment = environment
        self._folder = folder
        self._stop = asyncio.Event()
        self._has_answered = False

    async def run(self, count: int) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        ended = await asyncio.gather(*(self._keep() for _ in range(count)), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    async def _keep(self) -> None:
        """Keep one worker running until all stop. Raises `CannotStart` if none ever answered.

        Once one has answered, another that does not start is tried again like one that died: the
        database may have gone away between the two.
        """
        pause = SHORTEST_PAUSE
        clock = asyncio.get_running_loop().time
        while not self._stop.is_set():
            began = clock()
            code = await self._live_once()
            if self._stop.is_set():
                return
            if not self._has_answered:
                self._stop.set()
                raise CannotStart(f"a worker did not start (it ended with {code})")
            stood = clock() - began > STANDS_AFTER
            pause = SHORTEST_PAUSE if stood else min(2 * pause, LONGEST_PAUSE)
            _log.error("worker.died", exit_code=code, replaced_after=pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), pause)

    async def _live_once(self) -> int:
        """Start a worker and wait for its end; return its exit code."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                # A group of its own: Ctrl-C at a terminal is for the parent, who passes it on.
                process = await asyncio.create_subprocess_exec(
                    *self._command,
                    str(theirs.fileno()),
                    env=self._environment,
                    pass_fds=[theirs.fileno()],
                    process_group=0,
                )
            if await self._answers(ours):
                self._has_answered = True
                await self._until_it_ends(process)
            await _end(process)
        _MARK_DEAD(process.pid, str(self._folder))
        return process.returncode or 0

    async def _answers(self, line: socket.socket) -> bool:
        """Wait until the worker says that it serves; it does not if it hangs up or all stop."""
        line.setblocking(False)
        said = asyncio.create_task(asyncio.get_running_loop().sock_recv(line, 1))
        await self._unless_stopped(said, STARTS_WITHIN)
        return said.done() and not said.cancelled() and said.result() == b"!"

    async def _until_it_ends(self, process: asyncio.subprocess.Process) -> None:
        await self._unless_stopped(asyncio.create_task(process.wait()), None)

    async def _unless_stopped(
        self, task: asyncio.Task[bytes] | asyncio.Task[int], seconds: float | None
    ) -> None:
        """Wait for a task until all stop, so many seconds at most; then it is cancelled."""
        stop = asyncio.create_task(self._stop.wait())
        await asyncio.wait({task, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for one in (task, stop):
            one.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Stop a worker so that it takes leave of its screens; kill it when it does not listen."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.returncode is None:
            # Not by process.terminate(): that takes the exit code of one that has just ended.
            with suppress(ProcessLookupError):
                os.kill(process.pid, number)
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), STOPS_WITHIN)


@contextmanager
def _port_held(host: str, port: int) -> Iterator[None]:
    """Keep the port for our workers. Raises `CannotStart` if others, of our own too, have it."""
    try:
        # Once without sharing: a second server would otherwise take half of the first one's calls.
        for one in bound_sockets(host, port, shared=False):
            one.close()
        held = bound_sockets(host, port)
    except OSError as error:
        raise CannotStart(f"{host}:{port}: {error.strerror}") from None
    try:
        yield
    finally:
        for one in held:
            one.close()


@contextmanager
def _metrics_folder() -> Iterator[Path]:
    """Give an empty folder for the workers' figures: the operator's, or one for this run."""
    own = os.environ.get(METRICS)
    if own is None:
        with tempfile.TemporaryDirectory(prefix="doithoai-metrics-") as made:
            yield Path(made)
        return
    folder = Path(own)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.db"):
        old.unlink()
    yield folder
