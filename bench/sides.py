"""The two sides of a comparison: the product, and the tutorials' way; each used as the other is."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from subprocess import Popen
from typing import Any, Protocol
from uuid import uuid4

from bench import installing
from bench.crowd_words import Call
from bench.databases import empty_database
from bench.line import Line, Request
from bench.processes import server
from bench.product import BASE, Template, authorization, product, returning, screens
from tests.conftest import question

TEXT = "Hợp tác xã miến dong của chị em vay vốn ưu đãi ở đâu, thủ tục thế nào? " * 4
PRODUCT, TUTORIAL = "Đối Thoại", "the tutorials' way"


class Side(Protocol):
    """A running server, and how it is asked for the same things as the other."""

    process: Popen[str]
    port: int

    def desks(self) -> Call:
        """Return how screens are called that are told of every question handed in."""

    def sites(self, names: Sequence[str]) -> Call:
        """Return how screens are called, each of a site of its own."""

    def submit(self) -> Request:
        """Return the request that hands in one more question."""

    async def move_on(self, line: Line) -> None:
        """Finish the current question and call the next."""

    def number(self, answer: Mapping[str, Any]) -> int:
        """Return the number of a question that was handed in, as the answer tells it."""


@dataclass
class Product:
    """`doithoai serve`."""

    process: Popen[str]
    port: int
    prepared: Template
    floor: dict[str, int | None] = field(default_factory=dict)
    """What the chair's tablet shows: who is current, who is next."""

    def desks(self) -> Call:
        """Return how the desk is called."""
        return screens(self.port, "desk")

    def sites(self, names: Sequence[str]) -> Call:
        """Return how each site is called; they have seen what is there, and come back."""
        views = [f"site&site={name}" for name in names]
        return returning(self.port, self.prepared, *views)

    def submit(self) -> Request:
        """Return the request of a moderator."""
        return self._request("moderator", "/questions", question(text=TEXT))

    async def move_on(self, line: Line) -> None:
        """Tap on next, as the chair who sees what the last tap was answered."""
        if not self.floor:
            self._show(await line.send(self._request("chair", "/floor", None, "GET")))
        expected = {f"expected_{place}": number for place, number in self.floor.items()}
        self._show(await line.send(self._request("chair", "/floor/next", expected)))

    def number(self, answer: Mapping[str, Any]) -> int:
        """Return the question's number."""
        return int(answer["number"])

    def _show(self, floor: Mapping[str, Any]) -> None:
        self.floor = {
            place: floor[place] and floor[place]["number"] for place in ("current", "next")
        }

    def _request(self, who: str, path: str, body: Any, method: str = "POST") -> Request:
        headers = authorization(who) | {"Idempotency-Key": uuid4().hex}
        return Request(BASE + path, body, headers, method)


@dataclass
class Tutorial:
    """bench/tutorial.py in uvicorn as it comes."""

    process: Popen[str]
    port: int

    def desks(self) -> Call:
        """Return how anybody is called: everybody is told everything."""
        return Call(self.port, ("/live",))

    def sites(self, names: Sequence[str]) -> Call:
        """Return the same."""
        return self.desks()

    def submit(self) -> Request:
        """Return the request of anybody."""
        given = question(text=TEXT)
        asker = {f"asker_{name}": value for name, value in given.pop("asker").items()}
        asker["may_show_name"] = asker.pop("asker_may_show_name")
        return Request("/questions", given | asker, {})

    async def move_on(self, line: Line) -> None:
        """Call the next question."""
        await line.send(Request("/next", None, {}))

    def number(self, answer: Mapping[str, Any]) -> int:
        """Return the question's id."""
        return int(answer["id"])


Start = Callable[[], AbstractContextManager[Side]]


def sides(prepared: Template) -> dict[str, Start]:
    """Return what starts each side on a database of this kind: the product on a copy."""

    @contextmanager
    def start_product() -> Iterator[Side]:
        with prepared.copy() as url, product(url) as (process, port):
            yield Product(process, port, prepared)

    @contextmanager
    def start_tutorial() -> Iterator[Side]:
        command = [sys.executable, "-m", "uvicorn", "bench.tutorial:app", "--port", "{port}"]
        with (
            empty_database(prepared.kind, durable=True) as url,
            server([*command, "--log-level", "warning"], _environment(url)) as (process, port),
        ):
            yield Tutorial(process, port)

    found: dict[str, Start] = {PRODUCT: start_product}
    if prepared.kind == "sqlite" or installing.driver() is not None:
        found[TUTORIAL] = start_tutorial
    return found


def _environment(url: str) -> dict[str, str]:
    """Return where the tutorial finds the database, and a driver without asyncio for it."""
    if url.startswith("sqlite"):
        return {"TUTORIAL_DATABASE_URL": url.replace("sqlite+aiosqlite", "sqlite")}
    found = {"TUTORIAL_DATABASE_URL": url.replace("postgresql+asyncpg", "postgresql+psycopg")}
    return found | (installing.driver() or {})
