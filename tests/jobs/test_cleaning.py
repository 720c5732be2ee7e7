from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from app.actions.devices import LASTS
from app.jobs.cleaning import SIGN_INS_KEPT, WORKERS_KEPT, clean
from app.models.access import Credential
from app.models.device import DeviceSignIn, Screen
from app.models.invitation import Invitation
from app.models.journal import StoredAnswer
from app.models.presence import WorkerPresence
from tests.conftest import CONFERENCE, PEOPLE, World

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


async def _there(
    world: World, kind: type[DeviceSignIn | Screen | Invitation | WorkerPresence]
) -> int:
    async with world.session() as session:
        return await session.scalar(select(func.count()).select_from(kind)) or 0


async def test_spent_codes_of_screens_go_and_the_screens_stay(world: World) -> None:
    started = (await world.client.post("/api/v1/auth/device")).json()
    given = {"user_code": started["user_code"], "conference": CONFERENCE, "name": "Hội trường"}
    assert (await world.post("moderator", "auth/device/approve", given)).status_code == 200
    database = world.app.state.services.database
    now = datetime.now(UTC)
    await clean(database, now + LASTS - timedelta(minutes=1), KEPT)
    assert await _there(world, DeviceSignIn) == 1
    await clean(database, now + LASTS + timedelta(minutes=1), KEPT)
    assert await _there(world, DeviceSignIn) == 0
    assert await _there(world, Screen) == 1
    assert len((await world.get("moderator", "/screens")).json()["items"]) == 1


async def test_invitations_go_long_after_they_have_expired(world: World) -> None:
    made = await world.post("admin", "/invitations", {"role": "chair", "name": "Thư ký"})
    expires_at = datetime.fromisoformat(made.json()["expires_at"])
    database = world.app.state.services.database
    await clean(database, expires_at + SIGN_INS_KEPT - timedelta(minutes=1), KEPT)
    assert await _there(world, Invitation) == 1
    await clean(database, expires_at + SIGN_INS_KEPT + timedelta(minutes=1), KEPT)
    assert await _there(world, Invitation) == 0


async def test_what_a_killed_worker_knew_goes_after_an_hour(world: World) -> None:
    database, now = world.app.state.services.database, datetime.now(UTC)
    id_ = (await world.conference()).id or 0
    async with database.write() as session:
        session.add(WorkerPresence(worker="x", conference_id=id_, has="{}", seen_at=now))
    await clean(database, now + WORKERS_KEPT - timedelta(minutes=1), KEPT)
    assert await _there(world, WorkerPresence) == 1
    await clean(database, now + WORKERS_KEPT + timedelta(minutes=1), KEPT)
    assert await _there(world, WorkerPresence) == 0
