"""The crowd's own process: reads as cheaply as Python can, by one epoll into one buffer.

It does not take frames apart. It counts a mark in the bytes, reads the numbers behind it, and knows
a ping by its first bytes: servers put a whole frame into one write, and messages are far smaller
than the buffer.
"""

import gc
import os
import re
import select
import socket
import time
from multiprocessing.connection import Connection

from bench.crowd_words import Arrival, Call, Seen

MARK = b'"type":"change"'
"""Stands once in every message that is counted."""
_NUMBERS = re.compile(rb'"type":"change","prev":(\d+),"seq":(\d+)')
_SIZE = 1024 * 1024
_PING, _SOCKET_IO_PING = 0x89, b"\x81\x012"
_FROM_ONE_ADDRESS = 5_000
"""Clients; one address has too few ports for ten thousand and those just closed."""


class _Client:
    __slots__ = ("is_open", "is_welcome", "last", "number", "socket")

    def __init__(self, number: int, port: int) -> None:
        self.number = number
        self.is_open = self.is_welcome = False
        self.last = 0
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.bind((f"127.0.0.{1 + number // _FROM_ONE_ADDRESS}", 0))
        self.socket.connect_ex(("127.0.0.1", port))


class _Crowd:
    def __init__(self, pipe: Connection, call: Call) -> None:
        self._pipe, self._call = pipe, call
        self._clients: dict[int, _Client] = {}
        self._poll = select.epoll()
        self._poll.register(pipe.fileno(), select.EPOLLIN)
        self._buffer = bytearray(_SIZE)
        self._view = memoryview(self._buffer)
        self._welcome_to_come = self._to_begin = 0
        self._messages_to_come: int | None = None
        self._behind: int | None = None
        self._target = 0
        self._arrivals: list[Arrival] | None = None
        self._begin()

    def _begin(self) -> None:
        self._messages, self._first, self._seq = 0, 0.0, 0
        self._cpu = time.process_time()

    def run(self) -> None:
        """Read until the process is ended."""
        while True:
            for number, happened in self._poll.poll():
                if number == self._pipe.fileno():
                    self._obey(*self._pipe.recv())
                    continue
                client = self._clients.get(number)
                if client is None:
                    continue
                if happened & select.EPOLLOUT:
                    self._ask(number, client)
                else:
                    self._first = self._first or time.perf_counter()
                    self._read(number, client)
            self._tell_if_done()

    def _obey(self, wish: str, number: int, at_once: int = 0) -> None:
        match wish:
            case "join":
                self._begin()
                self._first = time.perf_counter()
                self._welcome_to_come = self._to_begin = number
                for _ in range(min(number, at_once)):
                    self._begin_one()
                return
            case "leave":
                for client in self._clients.values():
                    client.socket.close()
                self._clients.clear()
            case "expect":
                self._begin()
                self._messages_to_come = number
                return
            case "advance":
                self._begin()
                self._behind = len(self._clients)
                self._target = number + max(c.last for c in self._clients.values())
                return
            case "follow":
                self._begin()
                self._first = time.perf_counter()
                self._arrivals = []
            case "followed":
                told, self._arrivals = (self._arrivals, self._seen()), None
                self._pipe.send(told)
                return
        self._pipe.send(None)

    def _begin_one(self) -> None:
        if self._to_begin:
            self._to_begin -= 1
            client = _Client(len(self._clients), self._call.port)
            self._clients[client.socket.fileno()] = client
            self._poll.register(client.socket.fileno(), select.EPOLLOUT)

    def _ask(self, number: int, client: _Client) -> None:
        """Send the handshake: the connection stands, or was refused."""
        call = self._call
        lines = {
            "Host": f"127.0.0.1:{call.port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
            **call.headers,
        }
        path = call.paths[client.number % len(call.paths)]
        request = f"GET {path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items())
        client.socket.sendall(f"{request}\r\n".encode())
        self._poll.modify(number, select.EPOLLIN)

    def _read(self, number: int, client: _Client) -> None:
        try:
            read = client.socket.recv_into(self._view)
        except ConnectionError:
            read = 0
        if not read:
            self._poll.unregister(number)
            self._pipe.send(ConnectionError(f"client {client.number} was cut off"))
            return
        if not client.is_welcome:
            self._meet(client, read)
        count = self._buffer.count(MARK, 0, read)
        if count:
            self._messages += count
            self._note(client, read)
        if self._buffer[0] == _PING or self._buffer[max(read - 6, 0)] == _PING or read == 3:
            self._answer_ping(client, read)

    def _meet(self, client: _Client, read: int) -> None:
        """See to the handshake, and to the first message."""
        if not client.is_open:
            if not self._buffer.startswith(b"HTTP/1.1 101"):
                self._pipe.send(ConnectionError(bytes(self._view[: min(read, 200)])))
                return
            client.is_open = True
            if self._call.hello:
                client.socket.sendall(_frame(1, self._call.hello))
        if self._buffer.find(self._call.welcome, 0, read) >= 0:
            client.is_welcome = True
            self._welcome_to_come -= 1
            self._begin_one()
            if self._welcome_to_come == 0:
                self._pipe.send(self._seen())

    def _note(self, client: _Client, read: int) -> None:
        """Read how far the client has come, by the last change it was sent."""
        if self._arrivals is not None:
            now = time.perf_counter()
            for found in _NUMBERS.finditer(self._buffer, 0, read):
                self._arrivals.append((client.number, now, int(found[1]), int(found[2])))
        numbers = _NUMBERS.match(self._buffer, self._buffer.rfind(MARK, 0, read), read)
        if numbers is None:
            return
        was, client.last = client.last, int(numbers[2])
        self._seq = max(self._seq, client.last)
        if self._behind is not None and was < self._target <= client.last:
            self._behind -= 1

    def _answer_ping(self, client: _Client, read: int) -> None:
        if read == 3 and self._buffer.startswith(_SOCKET_IO_PING):
            client.socket.sendall(_frame(1, b"3"))
            return
        for at in (0, max(read - 6, 0)):
            if self._buffer[at] == _PING and at + 2 + self._buffer[at + 1] <= read:
                payload = bytes(self._view[at + 2 : at + 2 + self._buffer[at + 1]])
                client.socket.sendall(_frame(10, payload))
                return

    def _tell_if_done(self) -> None:
        if self._messages_to_come is not None and self._messages >= self._messages_to_come:
            self._messages_to_come = None
            self._pipe.send(self._seen())
        if self._behind == 0:
            self._behind = None
            self._pipe.send(self._seen())

    def _seen(self) -> Seen:
        at = time.perf_counter()
        cpu = time.process_time() - self._cpu
        return Seen(self._messages, at - (self._first or at), cpu, at, self._seq)


def _frame(opcode: int, payload: bytes) -> bytes:
    """Return a client's frame; its mask is zero, which leaves the payload as it is."""
    return bytes([0x80 | opcode, 0x80 | len(payload)]) + b"\0\0\0\0" + payload


def run(pipe: Connection, call: Call, processor: int) -> None:
    """Be the crowd."""
    os.sched_setaffinity(0, {processor})
    gc.disable()
    _Crowd(pipe, call).run()
