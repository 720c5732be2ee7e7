"""A crowd of WebSocket clients in a process of its own, on a processor of its own: the near side.

How busy the crowd was is told with every figure, so that nobody takes its limit for the server's.
"""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from bench.crowd_process import run
from bench.crowd_words import Arrival, Call, Seen

SNAPSHOT, RESUMED = b'"type":"snapshot"', b'"type":"resumed"'
NAMESPACE = b'40{"sid"'
"""With what socket.io welcomes a client."""


class Crowd:
    """The near side of the process."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def join(self, size: int, at_once: int = 50, patience: float = 240.0) -> Seen:
        """Connect so many more clients; return when each has had its welcome."""
        self._pipe.send(("join", size, at_once))
        return self.wait(patience)

    def leave(self) -> None:
        """Close every connection."""
        self._pipe.send(("leave", 0))
        self._answer(30.0)

    def expect(self, messages: int) -> None:
        """Say how many changes are to come in all; `wait` then waits for them."""
        self._pipe.send(("expect", messages))

    def advance(self, commands: int) -> None:
        """Say by how many numbers every client is to go on; `wait` then waits for the last."""
        self._pipe.send(("advance", commands))

    def wait(self, patience: float = 60.0) -> Seen:
        """Return what was seen. Raises `TimeoutError` when less comes, `ConnectionError`."""
        seen: Seen = self._answer(patience)
        return seen

    def follow(self) -> None:
        """Begin to write down every change that arrives."""
        self._pipe.send(("follow", 0))
        self._answer(30.0)

    def followed(self) -> tuple[list[Arrival], Seen]:
        """Return what was written down, and what it took."""
        self._pipe.send(("followed", 0))
        told: tuple[list[Arrival], Seen] = self._answer(60.0)
        return told

    def _answer(self, patience: float) -> Any:
        if not self._pipe.poll(patience):
            raise TimeoutError("the crowd did not get what it expects")
        answer = self._pipe.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def crowd(call: Call, size: int, processor: int) -> Iterator[Crowd]:
    """Open so many sockets; they are connected when the block begins."""
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=run, args=(theirs, call, processor), daemon=True)
    process.start()
    clients = Crowd(ours)
    try:
        if size:
            clients.join(size)
        yield clients
    finally:
        process.kill()
        process.join()
