from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from app.jobs.cleaning import SIGN_INS_KEPT, clean
from app.models.access import Credential
from app.models.journal import StoredAnswer
from tests.conftest import PEOPLE, World

KEPT = timedelta(hours=48)


async def _counts(world: World) -> tuple[int, int]:
    async with world.session() as session:
        answers = await session.scalar(select(func.count()).select_from(StoredAnswer))
        sign_ins = await session.scalar(select(func.count()).select_from(Credential))
    return answers or 0, sign_ins or 0


async def test_stored_answers_are_kept_for_their_time_and_no_longer(world: World) -> None:
    await world.submit()
    database = world.app.state.services.database
    now = datetime.now(UTC)
    await clean(database, now + KEPT - timedelta(minutes=1), KEPT)
    assert (await _counts(world))[0] == 1
    await clean(database, now + KEPT + timedelta(minutes=1), KEPT)
    assert (await _counts(world))[0] == 0


async def test_sign_ins_that_still_hold_are_never_cleaned_away(world: World) -> None:
    database = world.app.state.services.database
    await clean(database, datetime.now(UTC) + 10 * SIGN_INS_KEPT, KEPT)
    assert (await _counts(world))[1] == len(PEOPLE)
