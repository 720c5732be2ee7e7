"""What every rival does when it is told to: one series of broadcasts, each of the same message.

Of the standard library only: rivals import it in environments of their own.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable

PAUSE = 0.03
"""Seconds between two messages, which is what the product's commands come to."""
MESSAGE = '{"type":"change","prev":7,"seq":8,"text":"' + "Đường vào thôn " * 27 + '"}'
"""About 600 bytes, as long as a question that moves is for the hall."""


def at_signal(rounds: int, broadcast: Callable[[], Awaitable[None]]) -> None:
    """Broadcast so many messages whenever the process gets SIGUSR1."""
    loop = asyncio.get_running_loop()
    running: set[asyncio.Task[None]] = set()

    async def run() -> None:
        for _ in range(rounds):
            await broadcast()
            await asyncio.sleep(PAUSE)

    def begin() -> None:
        running.add(loop.create_task(run()))

    loop.add_signal_handler(signal.SIGUSR1, begin)
