"""Plays the conference: acts as its people do, over the public API, without end.

Somebody else may act at the same time; a step that is no longer possible is simply left out.
"""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from random import SystemRandom
from typing import Any
from uuid import uuid4

import httpx
import structlog

from app.demo.people import Account
from app.demo.questions import DemoQuestion

_log = structlog.get_logger()
TURN_SECONDS = 18.0
"""How long the demo lets a question have the floor."""
STEP_SECONDS = 3.0
SHORT_QUEUE = 8


class Player:
    """The people of the demo at their screens."""

    def __init__(
        self,
        url: str,
        conference: str,
        accounts: Sequence[Account],
        questions: Sequence[DemoQuestion],
    ) -> None:
        self._client = httpx.AsyncClient(base_url=f"{url}/api/v1", timeout=10)
        self._at = f"/conferences/{conference}"
        self._accounts = {account.username: account for account in accounts}
        self._questions = itertools.cycle(questions)
        self._tokens: dict[str, str] = {}
        self._chance = SystemRandom()

    async def play(self) -> None:
        """Go on until cancelled."""
        turn = itertools.count(1)
        async with self._client:
            while True:
                await asyncio.sleep(STEP_SECONDS)
                try:
                    await self._step(next(turn))
                except httpx.HTTPError as error:
                    _log.warning("demo.step_failed", error=str(error))

    async def _step(self, turn: int) -> None:
        """Take one small step; the chair moves on at every sixth."""
        if turn % round(TURN_SECONDS / STEP_SECONDS) == 0:
            await self._move_on()
        elif turn % 6 in {1, 4}:
            await self._submit()
        elif turn % 6 == 2:
            await self._vet()
        elif turn % 6 == 3:
            await self._fill_queue()
        else:
            await self._report_ready()

    async def _submit(self) -> None:
        given = next(self._questions).given
        await self._post(given.site, "/questions", given.model_dump(mode="json"))

    async def _vet(self) -> None:
        page = await self._get("moderator", "/questions", {"state": "submitted", "limit": 200})
        if page["items"]:
            number = self._chance.choice(page["items"])["number"]
            await self._post("moderator", f"/questions/{number}/approve", {})

    async def _fill_queue(self) -> None:
        queue = await self._get("moderator", "/queue", {})
        if len(queue["items"]) >= SHORT_QUEUE:
            return
        page = await self._get("moderator", "/questions", {"state": "approved", "limit": 200})
        if not page["items"]:
            return
        question = page["items"][0]
        if question["assignment"] is None:
            await self._assign(question)
        await self._post("moderator", f"/questions/{question['number']}/enqueue", {})

    async def _assign(self, question: Mapping[str, Any]) -> None:
        officials = (await self._get("moderator", "/officials", {"limit": 200}))["items"]
        fitting = [o for o in officials if question["topic"] in o["topics"]] or officials
        path = f"{self._at}/questions/{question['number']}/assignment"
        body = {"lead": self._chance.choice(fitting)["slug"]}
        await self._send("moderator", "PUT", path, json=body)

    async def _report_ready(self) -> None:
        floor = await self._get("chair", "/floor", {})
        if floor["next"] is not None:
            site = floor["next"]["site"]
            body = {"line": "ok", "microphone": True, "delegate_present": True}
            await self._post(site, f"/sites/{site}/readiness", body)

    async def _move_on(self) -> None:
        floor = await self._get("chair", "/floor", {})
        if floor["current"] is None and floor["next"] is None:
            return
        body = {
            "expected_current": floor["current"] and floor["current"]["number"],
            "expected_next": floor["next"] and floor["next"]["number"],
        }
        await self._post("chair", "/floor/next", body)

    async def _get(self, who: str, path: str, query: Mapping[str, Any]) -> Any:
        response = await self._send(who, "GET", self._at + path, params=query)
        response.raise_for_status()
        return response.json()

    async def _post(self, who: str, path: str, body: Any) -> None:
        key = {"Idempotency-Key": uuid4().hex}
        response = await self._send(who, "POST", self._at + path, json=body, headers=key)
        if response.is_error and response.status_code != httpx.codes.CONFLICT:
            _log.warning("demo.refused", path=path, answer=response.text)

    async def _send(self, who: str, method: str, path: str, **options: Any) -> httpx.Response:
        if who not in self._tokens:
            self._tokens[who] = await self._token(who)
        headers = {"Authorization": f"Bearer {self._tokens[who]}"} | options.pop("headers", {})
        response = await self._client.request(method, path, headers=headers, **options)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            del self._tokens[who]
        return response

    async def _token(self, who: str) -> str:
        account = self._accounts[who]
        form = {"username": account.username, "password": account.password}
        response = await self._client.post("/auth/token", data=form)
        response.raise_for_status()
        token: str = response.json()["access_token"]
        return token
