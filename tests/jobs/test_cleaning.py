from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from app.actions.devices import LASTS
from app.domain.events import EventType
from app.domain.webhooks import DeliveryState
from app.jobs.cleaning import DELIVERIES_KEPT, SIGN_INS_KEPT, WORKERS_KEPT, clean
from app.models.access import Credential
from app.models.device import DeviceSignIn, Screen
from app.models.invitation import Invitation
from app.models.journal import StoredAnswer
from app.models.presence import WorkerPresence
from app.models.webhook import Delivery, Webhook
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
    world: World, kind: type[DeviceSignIn | Screen | Invitation | WorkerPresence | Delivery]
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


async def test_deliveries_go_after_a_month_but_not_those_that_wait(world: World) -> None:
    given = {"url": "https://cong.example.vn/", "scopes": ["queue.see"], "is_active": False}
    webhook = (await world.post("admin", "/webhooks", given)).json()
    database, now = world.app.state.services.database, datetime.now(UTC)
    states = [DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.PENDING]
    async with database.write() as session:
        for seq, state in enumerate(states):
            session.add(
                Delivery(
                    webhook_id=webhook["id"],
                    seq=seq,
                    event=EventType.SUBMITTED,
                    state=state,
                    first_at=now,
                    attempted_at=now,
                )
            )
    await clean(database, now + DELIVERIES_KEPT - timedelta(minutes=1), KEPT)
    assert await _there(world, Delivery) == 3
    await clean(database, now + DELIVERIES_KEPT + timedelta(minutes=1), KEPT)
    assert await _there(world, Delivery) == 1


async def test_old_secret_of_a_webhook_goes_when_it_signs_no_more(world: World) -> None:
    given = {"url": "https://cong.example.vn/", "scopes": ["queue.see"], "is_active": False}
    webhook = (await world.post("admin", "/webhooks", given)).json()
    await world.post("admin", f"/webhooks/{webhook['id']}/secret")
    database, now = world.app.state.services.database, datetime.now(UTC)
    for kept_for, old in ((timedelta(hours=23), webhook["secret"]), (timedelta(hours=25), None)):
        await clean(database, now + kept_for, KEPT)
        async with world.session() as session:
            assert (await session.scalars(select(Webhook))).one().old_secret == old
            session.expire_all()
