"""Django Channels as its tutorial shows it: one group, `group_send`, the layer in memory.

`python -m bench.rivals_channels PORT ROUNDS`, by a Python that has bench/requirements-channels.txt.
"""

import asyncio
import sys
from typing import Any

import uvicorn
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings

from bench.rounds import MESSAGE, at_signal

GROUP = "screens"
LAYER = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


class Screen(AsyncWebsocketConsumer):
    """One client."""

    async def connect(self) -> None:
        """Join the group."""
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def change(self, event: dict[str, Any]) -> None:
        """Pass a message of the group on."""
        await self.send(text_data=event["text"])


async def main(port: int, rounds: int) -> None:
    """Serve until the process is ended."""
    settings.configure(CHANNEL_LAYERS=LAYER)

    async def broadcast() -> None:
        await get_channel_layer().group_send(GROUP, {"type": "change", "text": MESSAGE})

    at_signal(rounds, broadcast)
    config = uvicorn.Config(
        Screen.as_asgi(),
        port=port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="off",
        log_level="warning",
    )
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvicorn.Config("").get_loop_factory()) as runner:
        runner.run(main(int(sys.argv[1]), int(sys.argv[2])))
