"""Sending to webhooks, to real receivers: signed, in order, at least once, nobody held up."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.actions import deliveries
from app.domain import webhooks as rules
from app.domain.events import EventType
from app.exchange import webhook_posts
from app.jobs import webhooks as job
from app.jobs.webhooks import Courier
from app.models.journal import JournalEntry
from app.models.webhook import Delivery, Webhook
from tests.conftest import CONFERENCE, World, question, running
from tests.jobs.receiver import INSIDE, Received, Receiver, receiver, until


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often, and try again after moments."""
    monkeypatch.setattr(job, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(rules, "DELAYS", (timedelta(milliseconds=50),))


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with running(database_url, webhook_hosts=INSIDE) as world:
        yield world


async def add(world: World, to: Receiver, *scopes: str, **more: Any) -> dict[str, Any]:
    given = {"url": to.url, "scopes": list(scopes or ("events.read",))} | more
    made = await world.post("admin", "/webhooks", given)
    assert made.status_code == 201, made.text
    webhook: dict[str, Any] = made.json()
    return webhook


async def shown(world: World, webhook: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = (await world.get("admin", f"/webhooks/{webhook['id']}")).json()
    return answer


async def sendings(world: World, webhook: dict[str, Any]) -> list[dict[str, Any]]:
    page = await world.get("admin", f"/webhooks/{webhook['id']}/deliveries")
    items: list[dict[str, Any]] = page.json()["items"]
    return items


async def events(world: World, after: int) -> list[dict[str, Any]]:
    page = await world.get("moderator", f"/events?after={after}&limit=200")
    items: list[dict[str, Any]] = page.json()["items"]
    return items


async def test_what_is_sent_is_what_the_journal_gives_signed_and_in_its_order(
    world: World,
) -> None:
    async with receiver() as to:
        webhook = await add(world, to)
        for _ in range(3):
            await world.queued()
        told = await events(world, webhook["sent_seq"])
        assert len(told) == 6
        await until(lambda: len(to.received) == 6)
        assert [one.event for one in to.received] == told
        assert all(one.is_signed_with(webhook["secret"]) for one in to.received)
        assert len({one.id for one in to.received}) == 6
        await until_sent(world, webhook, told[-1]["seq"])
        seen = await sendings(world, webhook)
    assert [one["seq"] for one in seen] == [entry["seq"] for entry in reversed(told)]
    assert {(one["state"], one["status_code"], one["attempts"]) for one in seen} == {
        ("delivered", 204, 1)
    }


async def until_sent(world: World, webhook: dict[str, Any], seq: int) -> None:
    async def is_sent() -> bool:
        return bool((await shown(world, webhook))["sent_seq"] >= seq)

    await until(is_sent)


async def test_only_the_events_asked_for_are_sent(world: World) -> None:
    async with receiver() as to:
        wanted = ["question.queued", "floor.*"]
        webhook = await add(world, to, events=wanted)
        await world.queued()
        await world.queued()
        moved = {"expected_current": None, "expected_next": 1}
        assert (await world.post("chair", "/floor/next", moved)).status_code == 200
        await until(lambda: len(to.received) == 3)
        last = (await events(world, 0))[-1]["seq"]
        await until_sent(world, webhook, last)
    assert to.types == ["question.queued", "question.queued", "floor.moved_on"]


async def test_scopes_decide_which_questions_and_fields_are_sent(world: World) -> None:
    """Without `events.read` no payload; a refused question is for the desk, and no name of who."""
    async with receiver() as hall, receiver() as desk:
        seen = await add(world, hall, "question.see")
        known = await add(world, desk, "view.desk")
        rejected, queued = await world.submit(), await world.queued()
        given = {"reason": "off_topic", "note": "Bí mật của ban tổ chức"}
        assert (await world.do("moderator", rejected, "reject", given)).status_code == 200
        last = (await events(world, 0))[-1]["seq"]
        for webhook in (seen, known):
            await until_sent(world, webhook, last)
    assert [(e.event["type"], e.event["questions"]) for e in hall.received] == [
        ("question.queued", [queued])
    ]
    assert ("question.rejected", [rejected]) in [
        (e.event["type"], e.event["questions"]) for e in desk.received
    ]
    for one in hall.received:
        assert set(one.event) == {"seq", "type", "at", "actor", "questions"}
        assert one.event["actor"] is None
    for one in desk.received:
        assert set(one.event) == {"seq", "type", "at", "actor", "questions"}
    assert b"moderator" in desk.received[0].body
    assert b"B\xc3\xad m\xe1\xba\xadt" not in b"".join(one.body for one in desk.received)


async def test_failed_event_is_tried_again_and_those_behind_it_wait(world: World) -> None:
    answers = [500, 503, 429, 200, 200]
    async with receiver(lambda _: answers.pop(0)) as to:
        webhook = await add(world, to)
        await world.queued()
        await until(lambda: not answers)
        first, second = (entry["seq"] for entry in await events(world, webhook["sent_seq"]))
        assert to.seqs == [first, first, first, first, second]
        assert len({one.id for one in to.received}) == 2
        await until_sent(world, webhook, second)
        attempts = {one["seq"]: one["attempts"] for one in await sendings(world, webhook)}
    assert attempts == {first: 4, second: 1}


async def test_dead_and_slow_receivers_hold_up_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One takes no connection, one takes it and says nothing, one is told everything."""

    async def silent(_: Received) -> int:
        await asyncio.sleep(60)
        return 204

    monkeypatch.setattr(webhook_posts, "TIMEOUT", 0.5)
    async with receiver() as closed:
        pass
    async with receiver() as good, receiver(silent) as slow:
        waiting, dead = await add(world, slow), await add(world, closed)
        await add(world, good)
        begun = asyncio.get_running_loop().time()
        for _ in range(5):
            await world.queued()
        await until(lambda: len(good.received) >= 10)
        assert asyncio.get_running_loop().time() - begun < 10
        await until_failed(world, waiting, "timeout")
        await until_failed(world, dead, "connection_failed")
        assert (await shown(world, dead))["is_active"] is True


async def until_failed(world: World, webhook: dict[str, Any], error: str) -> None:
    async def has_failed() -> bool:
        return error in {one["error"] for one in await sendings(world, webhook)}

    await until(has_failed)


async def until_paused(world: World, webhook: dict[str, Any], reason: str) -> None:
    async def is_paused() -> bool:
        return (await shown(world, webhook))["paused"] is not None

    await until(is_paused)
    now = await shown(world, webhook)
    assert (now["is_active"], now["paused"]) == (False, reason)


async def test_receiver_that_is_gone_is_paused_at_once_and_the_journal_says_so(
    world: World,
) -> None:
    async with receiver(lambda _: 410) as to:
        webhook = await add(world, to)
        await world.submit()
        await until_paused(world, webhook, "gone")
        await world.submit()
        await asyncio.sleep(0.3)
        assert len(to.received) == 1
        paused = [e for e in await events(world, 0) if e["type"] == "webhook.paused"]
        assert [(e["actor"], e["payload"]) for e in paused] == [
            ("system", {"webhook": webhook["id"], "reason": "gone"})
        ]
        to.answer = lambda _: 204
        given = {"is_active": True}
        path = f"/webhooks/{webhook['id']}"
        again = await world.send("admin", "PATCH", path, given, if_match="*")
        assert (again.json()["is_active"], again.json()["paused"]) == (True, None)
        last = (await events(world, 0))[-1]["seq"]
        await until_sent(world, webhook, last)
    # Nothing was left out while it was paused.
    assert sorted(set(to.seqs)) == list(range(webhook["sent_seq"] + 1, last + 1))


async def test_receiver_that_fails_for_a_day_is_paused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "GIVE_UP", timedelta(seconds=0.4))
    async with receiver(lambda _: 500) as to:
        webhook = await add(world, to)
        await world.submit()
        await until_paused(world, webhook, "gave_up")
        (one,) = await sendings(world, webhook)
        assert one["state"] == "pending"
        assert one["attempts"] == len(to.received) > 2


async def test_archived_conference_is_paused_without_an_entry(world: World) -> None:
    async with receiver(lambda _: 410) as to:
        webhook = await add(world, to, is_active=False)
        path = f"/webhooks/{webhook['id']}"
        for phase in ("collecting", "vetting", "live", "closed", "archived"):
            assert (await world.post("admin", "/phase", {"to": phase})).status_code == 200
        async with world.app.state.services.database.write() as session:
            await session.execute(update(Webhook).values(is_active=True, paused=None))
        await until_paused(world, webhook, "gone")
        assert (await world.get("admin", path)).json()["paused"] == "gone"
        assert "webhook.paused" not in {e["type"] for e in await events(world, 0)}


async def test_redirects_are_not_followed(world: World) -> None:
    async with receiver() as elsewhere:
        moved = f"HTTP/1.1 307 X\r\nlocation: {elsewhere.url}\r\ncontent-length: 0\r\n\r\n"
        async with receiver(lambda _: moved.encode()) as to:
            webhook = await add(world, to)
            await world.submit()
            await until(lambda: len(to.received) > 1)
            (one,) = await sendings(world, webhook)
        assert one["status_code"] == 307
        assert elsewhere.received == []


async def test_of_an_endless_answer_only_the_status_is_read(world: World) -> None:
    head = b"HTTP/1.1 200 X\r\ncontent-length: 1000000000000\r\n\r\n" + b"x" * 100_000
    async with receiver(lambda _: head) as to:
        webhook = await add(world, to)
        await world.submit()
        last = (await events(world, 0))[-1]["seq"]
        await until_sent(world, webhook, last)
    assert len(to.received) == 1


async def test_restart_in_the_middle_loses_nothing(database_url: str) -> None:
    """The server stops while a message is under way: it is sent again, under the same id."""
    held = asyncio.Event()

    async def hold(_: Received) -> int:
        await held.wait()
        return 204

    async with receiver(hold) as to:
        async with running(database_url, webhook_hosts=INSIDE) as world:
            webhook = await add(world, to)
            for _ in range(3):
                await world.submit()
            await until(lambda: len(to.received) == 1)
        held.set()
        async with running(database_url, webhook_hosts=INSIDE) as world:
            last = (await events(world, 0))[-1]["seq"]
            await until_sent(world, webhook, last)
    first = webhook["sent_seq"] + 1
    assert to.seqs == [first, first, first + 1, first + 2]
    assert to.received[0].id == to.received[1].id


async def test_of_two_senders_one_sends(world: World) -> None:
    database, reach = world.app.state.services.database, world.app.state.services.settings
    others = [Courier(database, reach.webhook_reach) for _ in range(3)]
    tasks = [asyncio.create_task(other.keep_sending()) for other in others]

    async def slowly(_: Received) -> int:
        await asyncio.sleep(0.01)
        return 204

    async with receiver(slowly) as to:
        webhook = await add(world, to)
        for _ in range(20):
            await world.submit()
        last = (await events(world, 0))[-1]["seq"]
        await until_sent(world, webhook, last)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert to.seqs == list(range(webhook["sent_seq"] + 1, last + 1))


async def test_lease_of_a_sender_that_died_runs_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with receiver() as to:
        webhook = await add(world, to, is_active=False)
        database = world.app.state.services.database
        now = datetime.now(UTC)
        async with database.write() as session:
            await session.execute(update(Webhook).values(is_active=True))
            assert await deliveries.claim(session, webhook["id"], "died", now)
            assert not await deliveries.claim(session, webhook["id"], "other", now)
        await world.submit()
        await asyncio.sleep(0.2)
        assert to.received == []
        async with database.write() as session:
            await session.execute(update(Webhook).values(lease_until=now))
        await until(lambda: len(to.received) > 0)


async def test_sender_that_lost_its_lease_writes_nothing(world: World) -> None:
    async with receiver() as to:
        webhook = await add(world, to, is_active=False)
    database, now = world.app.state.services.database, datetime.now(UTC)
    conference = await world.conference()
    sent = deliveries.Sent(
        webhook["id"], conference.id or 0, webhook["sent_seq"] + 1, EventType.SUBMITTED
    )
    taken = deliveries.Attempt(200, None, 1)
    async with database.write() as session:
        assert not await deliveries.note(session, sent, "lost", taken, now, chance=0.5)
    assert (await shown(world, webhook))["sent_seq"] == webhook["sent_seq"]
    assert await sendings(world, webhook) == []


async def test_event_is_sent_again_on_request_under_its_id(world: World) -> None:
    async with receiver() as to:
        webhook = await add(world, to)
        await world.submit()
        last = (await events(world, 0))[-1]["seq"]
        await until_sent(world, webhook, last)
        (one,) = await sendings(world, webhook)
        path = f"/webhooks/{webhook['id']}/deliveries/{one['id']}/retry"
        assert (await world.post("admin", path)).json()["state"] == "pending"
        await until(lambda: len(to.received) == 2)
        assert to.received[0].id == to.received[1].id
        assert to.received[0].event == to.received[1].event
        await world.submit()
        await until(lambda: len(to.received) == 3)


async def test_both_secrets_sign_after_a_change(world: World) -> None:
    async with receiver() as to:
        webhook = await add(world, to)
        path = f"/webhooks/{webhook['id']}/secret"
        changed = (await world.post("admin", path)).json()
        assert changed["secret"] != webhook["secret"]
        await world.submit()
        await until(lambda: len(to.received) == 2)
    last = to.received[-1]
    assert last.is_signed_with(changed["secret"])
    assert last.is_signed_with(webhook["secret"])


async def test_message_of_trial_is_signed_and_told_what_came_of_it(world: World) -> None:
    async with receiver(lambda _: 418) as to:
        webhook = await add(world, to, is_active=False)
        tried = await world.post("admin", f"/webhooks/{webhook['id']}/test")
        assert tried.json() | {"duration_ms": 0} == {
            "status_code": 418,
            "error": None,
            "duration_ms": 0,
        }
    (one,) = to.received
    assert one.is_signed_with(webhook["secret"])
    assert one.event["type"] == "webhook.test"
    assert await sendings(world, webhook) == []


async def test_what_no_longer_may_be_told_is_passed_over(world: World) -> None:
    """It waited for its second attempt while the webhook's scopes were taken away."""
    async with receiver(lambda _: 500) as to:
        webhook = await add(world, to, "view.desk")
        await world.submit()
        await until(lambda: len(to.received) > 0)
        path = f"/webhooks/{webhook['id']}"
        given = {"scopes": ["question.see"]}
        changed = await world.send("admin", "PATCH", path, given, if_match="*")
        assert changed.status_code == 200, changed.text
        await until_sent(world, webhook, (await events(world, 0))[-1]["seq"])
        (one,) = await sendings(world, webhook)
        assert one["state"] == "skipped"


async def test_nothing_of_another_conference_is_sent(world: World) -> None:
    async with receiver() as to:
        await add(world, to)
        path = "conferences/khac-2026/questions"
        assert (await world.post("admin", path, question())).status_code == 201
        await world.submit()
        await until(lambda: len(to.received) == 1)
        await asyncio.sleep(0.1)
    assert to.types == ["question.submitted"]
    async with world.session() as session:
        stored = list(await session.scalars(select(Delivery)))
        entries = list(await session.scalars(select(JournalEntry)))
    assert len(stored) == 1
    assert {entry.type for entry in entries} >= {"webhook.added"}
    assert (await world.conference()).slug == CONFERENCE
