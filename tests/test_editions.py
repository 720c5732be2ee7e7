"""What is public is read once and made once, however many ask, and is not kept without a bound."""

import asyncio
import time

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from app.deps import editions
from app.deps.editions import Editions, Made
from app.domain.errors import NotFound
from app.domain.publishing import Edition
from app.queries import publications
from tests.conftest import CONFERENCE, OTHER, World
from tests.routers.publishing import FORMS, open_up, published

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def kept(world: World) -> Editions:
    found: Editions = world.app.state.services.editions
    return found


async def test_hall_full_of_telephones_costs_one_reading(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_up(world)
    await published(world)
    readings = []
    read = publications.edition

    async def counted(session: AsyncSession, slug: str) -> Edition | None:
        readings.append(slug)
        return await read(session, slug)

    monkeypatch.setattr(publications, "edition", counted)
    answers = await asyncio.gather(*(world.client.get(FORMS[n % 5]) for n in range(258)))
    assert {answer.status_code for answer in answers} == {200}
    assert readings == [CONFERENCE]


async def test_edition_that_is_kept_costs_one_small_question_to_the_database(world: World) -> None:
    await open_up(world)
    await published(world)
    for path in FORMS:
        await world.client.get(path)
    asked: list[str] = []
    engine = world.app.state.services.database.reader.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for path in FORMS:
        await world.client.get(path)
    selects = [statement for statement in asked if statement != "BEGIN"]
    assert len(selects) == len(FORMS)
    assert all("published_seq" in statement for statement in selects)


async def test_answer_is_made_once_for_all_who_ask_at_the_same_time(world: World) -> None:
    await open_up(world)
    edition = await kept(world).of(CONFERENCE)
    made = []

    def make() -> Made:
        made.append(1)
        time.sleep(0.05)
        return Made(b"x")

    asked = [kept(world).made(edition, ("slow",), make) for _ in range(20)]
    impatient = asyncio.create_task(kept(world).made(edition, ("slow",), make))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await asyncio.gather(*asked) == [Made(b"x")] * 20
    assert made == [1]


async def test_answers_are_forgotten_past_the_bound_the_longest_unused_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "MOST_BYTES", 3 * (1000 + editions.AROUND_A_BODY))
    await open_up(world)
    edition = await kept(world).of(CONFERENCE)
    made: list[str] = []

    async def ask(name: str) -> None:
        def make() -> Made:
            made.append(name)
            return Made(b"x" * 1000)

        await kept(world).made(edition, (name,), make)

    for name in ("a", "b", "c", "a", "d", "a", "b"):
        await ask(name)
    assert made == ["a", "b", "c", "d", "b"]


async def test_conference_that_is_not_public_has_no_edition(world: World) -> None:
    for slug in (CONFERENCE, OTHER, "khong-co"):
        with pytest.raises(NotFound):
            await kept(world).of(slug)
