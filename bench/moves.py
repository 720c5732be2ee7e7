"""Commands that change one question for the hall: the last of the queue to its head."""

from uuid import uuid4

import httpx

from bench.product import BASE, authorization
from tests.conftest import question


class Moves:
    """Four questions in the queue, and whoever moves them."""

    def __init__(self, client: httpx.Client, port: int) -> None:
        self._client = client
        self._base = f"http://127.0.0.1:{port}{BASE}"
        self._headers = authorization("moderator")
        for _ in range(4):
            number = self._post("/questions", question(text="Đường vào thôn " * 30))["number"]
            self._post(f"/questions/{number}/enqueue", None)
        queue = self._client.get(f"{self._base}/queue", headers=self._headers).json()
        self._order: list[int] = [one["number"] for one in queue["items"]]
        self._version: int = queue["version"]

    def give(self) -> None:
        """Give one command."""
        self._order.insert(0, self._order.pop())
        first, second, *_ = self._order
        move = {"question": first, "before": second, "version": self._version}
        self._version = self._post("/queue/move", move)["version"]

    def _post(self, path: str, body: object) -> dict[str, int]:
        headers = self._headers | {"Idempotency-Key": uuid4().hex}
        answer = self._client.post(self._base + path, json=body, headers=headers)
        answer.raise_for_status()
        made: dict[str, int] = answer.json()
        return made
