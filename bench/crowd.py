"""A crowd of WebSocket clients in a process of its own, on a processor of its own.

It reads as cheaply as Python can: one epoll, one buffer, and a count of a mark in the bytes. How
busy it was is told with every figure, so that nobody takes the crowd's limit for the server's.
"""

import multiprocessing
import os
import select
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

MARK = b'"type":"change"'
"""Stands once in every message that is counted."""
_SIZE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Seen:
    """What the crowd has read since it was asked last."""

    messages: int
    seconds: float
    """From the first byte after being asked to the last."""
    cpu: float
    """Processor seconds of the crowd's own process."""


class Crowd:
    """The other side of the process."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def expect(self, messages: int) -> None:
        """Say how many messages are to come; `wait` then waits for them."""
        self._pipe.send(messages)

    def wait(self, patience: float = 60.0) -> Seen:
        """Return what was seen. Raises `TimeoutError` when less than expected comes."""
        if not self._pipe.poll(patience):
            raise TimeoutError("the crowd did not get what it expects")
        seen: Seen = self._pipe.recv()
        return seen


@contextmanager
def crowd(
    port: int, path: str, size: int, headers: Mapping[str, str], processor: int
) -> Iterator[Crowd]:
    """Open so many sockets; they are connected when the block begins."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(theirs, port, path, size, dict(headers), processor), daemon=True
    )
    process.start()
    try:
        if not ours.poll(120) or ours.recv() != "connected":
            raise TimeoutError("the crowd did not connect")
        yield Crowd(ours)
    finally:
        process.terminate()
        process.join()


def _run(
    pipe: Connection, port: int, path: str, size: int, headers: dict[str, str], processor: int
) -> None:
    os.sched_setaffinity(0, {processor})
    sockets = {one.fileno(): one for one in _connect(port, path, size, headers)}
    poll = select.epoll()
    for number in sockets:
        poll.register(number, select.EPOLLIN)
    poll.register(pipe.fileno(), select.EPOLLIN)
    pipe.send("connected")
    buffer = bytearray(_SIZE)
    view = memoryview(buffer)
    expected, seen, first, cpu = -1, 0, 0.0, 0.0
    while True:
        for number, _ in poll.poll():
            if number == pipe.fileno():
                expected, seen, first, cpu = pipe.recv(), 0, 0.0, time.process_time()
                continue
            first = first or time.perf_counter()
            read = sockets[number].recv_into(view)
            if not read:
                poll.unregister(number)
            # A mark that is cut in two by the buffer's end would be missed: messages are far
            # smaller than the buffer, and the kernel hands over what a write put in.
            seen += buffer.count(MARK, 0, read)
        if 0 <= expected <= seen:
            pipe.send(Seen(seen, time.perf_counter() - first, time.process_time() - cpu))
            expected = -1


def _connect(port: int, path: str, size: int, headers: dict[str, str]) -> Iterator[socket.socket]:
    lines = {
        "Host": f"127.0.0.1:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        **headers,
    }
    request = f"GET {path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items())
    for _ in range(size):
        one = socket.create_connection(("127.0.0.1", port), timeout=30)
        one.sendall(f"{request}\r\n".encode())
        answer = one.recv(4096)
        if not answer.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(answer[:200])
        one.setblocking(False)
        yield one
