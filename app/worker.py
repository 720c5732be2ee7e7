"""One of several server processes, as `app.workers` starts them: `python -m app.worker`.

It is given host, port and the line to its parent as arguments, settings by the environment.
"""

import asyncio
import socket
import sys
from contextlib import suppress

from app import logs
from app.serving import run, serve_app
from app.settings import Settings


def main(host: str, port: int, parent: int) -> None:
    """Serve until told to stop. `parent`: the descriptor of the line to who started this."""
    settings = Settings()
    logs.configure(settings.log_level)
    with socket.socket(fileno=parent) as line:
        line.setblocking(False)
        sockets = bound_sockets(host, port)
        run(serve_app(settings, host, port, lambda: _in_touch(line), sockets))


def bound_sockets(host: str, port: int, *, shared: bool = True) -> list[socket.socket]:
    """Bind the port; `shared`: beside other processes, and the kernel deals connections out."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets = []
    for family, kind, protocol, _, address in found:
        one = socket.socket(family, kind, protocol)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shared)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
        sockets.append(one)
    return sockets


async def _in_touch(line: socket.socket) -> None:
    """Tell the parent that the server answers; return when the parent is gone."""
    loop = asyncio.get_running_loop()
    with suppress(OSError):
        await loop.sock_sendall(line, b"!")
        await loop.sock_recv(line, 1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
